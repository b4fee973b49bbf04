"""`kentongan sop` and `kentongan poster` read the city's rules and nothing else."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cityhall import KENTONGAN, Hall

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """A folder with the example of Kediri's SURGA: no key, no database, no daemon."""
    shutil.copytree(EXAMPLES / "kediri-surga", tmp_path / "hall")
    conf = tmp_path / "hall" / "modem.conf"
    conf.write_text(conf.read_text().replace("language = id\n", ""))
    return Hall(tmp_path / "hall")


def test_right_rules_are_said_to_be_right_with_what_they_leave_open(hall: Hall) -> None:
    done = hall.run("sop", "check")
    assert done.returncode == 0, done.stderr
    assert "city.toml: right; 25 agencies, 7 deadlines, 1 routes" in done.stdout
    assert "note\ta coordinator must name these agencies" in done.stdout
    rows = [json.loads(line) for line in hall.run("sop", "check", "--json").stdout.splitlines()]
    assert {row["severity"] for row in rows} <= {"note", "warning"}
    assert any("no rule does" in row["text"] for row in rows)


def test_wrong_rule_is_one_line_and_exit_code_78(hall: Hall) -> None:
    path = hall.folder / "city.toml"
    path.write_text(path.read_text().replace('agency = "DISKOMINFO"', 'agency = "DISKOMNFO"'))
    done = hall.run("sop", "check")
    assert done.returncode == 78
    assert done.stderr.strip().endswith(
        "[[route]] DISKOMNFO agency: 'DISKOMNFO'; did you mean DISKOMINFO?"
    )


def test_line_that_is_hidden_and_does_not_exist_is_told(hall: Hall) -> None:
    path = hall.folder / "city.toml"
    path.write_text(
        path.read_text().replace("[desk]", '[desk]\nconfidentiality = { kartu9 = "rahasia" }')
    )
    told = hall.run("sop", "check").stdout
    assert "warning\t[desk] confidentiality: " in told
    assert "modem.conf has no line kartu9" in told


def test_rules_are_shown_whole_or_a_section(hall: Hall) -> None:
    whole = hall.run("sop", "show").stdout
    for title in ("The desk", "States", "Who may do what", "Deadlines", "Escalation", "Routes",
                  "Agencies", "Categories", "Emergencies", "Lines"):  # fmt: skip
        assert f"\n{title}" in whole
    section = hall.run("sop", "show", "deadlines").stdout.splitlines()
    assert section[0].startswith("deadline\tspan\ttype")
    assert "follow_up\t24 jam" in "\n".join(section)
    assert hall.run("sop", "show", "nothing").returncode == 2


def test_rules_are_one_object_for_programs(hall: Hall) -> None:
    found = json.loads(hall.run("sop", "show", "--json").stdout)
    assert set(found) >= {"desk", "states", "moves", "deadlines", "ladder", "routes", "agencies"}
    assert {"agency": "DISKOMINFO", "support": ["BAG.HUKUM"], "categories": [], "areas": [],
            "types": ["ppid"], "automatic": True} in found["routes"]  # fmt: skip
    assert found["lines"][0] == {"line": "1708", "keywords": ["SURGA"], "confidentiality": "biasa"}


def test_poster_is_of_all_lines_or_of_one(hall: Hall) -> None:
    assert {"SMS ke 1708", "SMS ke 081333702221"} <= set(hall.run("poster").stdout.splitlines())
    one = hall.run("poster", "--line", "kartu1").stdout
    assert "SURGA (spasi)" not in one
    assert "SMS ke 081333702221" in one
    page = hall.run("poster", "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")


def test_poster_of_no_such_line_names_the_nearest(hall: Hall) -> None:
    done = hall.run("poster", "--line", "kartu2")
    assert done.returncode == 2
    assert "--line: no line 'kartu2'; did you mean kartu1?" in done.stderr


def test_poster_needs_a_number(hall: Hall) -> None:
    conf = hall.folder / "modem.conf"
    conf.write_text(conf.read_text().replace("number = 1708", "number ="))
    done = hall.run("poster")
    assert done.returncode == 78
    assert "[simulator 1708] number: missing; a poster needs it" in done.stderr


@pytest.mark.parametrize("city", ["kediri-112", "palu", "mandiangin", "bandung"])
def test_every_example_is_right(city: str) -> None:
    conf = EXAMPLES / city / "modem.conf"
    done = subprocess.run(
        [*KENTONGAN, "--config", str(conf), "--language", "id", "sop", "check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
