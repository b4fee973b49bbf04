"""``kentongan export``: who may, what is logged, what is masked, and files that are never half."""

import csv
import io
import json
import stat
from pathlib import Path

import openpyxl
import pytest

from tests.cityhall import CITIZEN, Hall, build, furnish
from tests.integration.test_cli_privacy import be, change, rows

WHY = ("--purpose", "audit Inspektorat")
MASKED = "'+62812******90"
"""With the mark that keeps a spreadsheet from adding it up."""

NOVEMBER = ("--period", "2026-11", *WHY)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """A city hall with three tickets, the last one secret, in which I am a coordinator."""
    made = furnish(build(tmp_path / "hall"))
    be(made, "coordinator")
    return made


def told(hall: Hall, *words: str, code: int = 0) -> str:
    done = hall.run("export", *words)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def table(hall: Hall, *words: str) -> list[dict[str, str]]:
    done = hall.run("export", *words)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))


def test_tickets_are_rows_with_masked_numbers_and_no_secret_words(hall: Hall) -> None:
    found = table(hall, "tickets", *NOVEMBER)
    assert [row["number"] for row in found] == [str(number) for number in hall.numbers]
    assert [row["reporter"] for row in found] == [MASKED, MASKED, ""]
    assert found[1]["text"] == "jalan lubang"
    assert found[2]["text"] == ""
    assert found[0]["created_at"] == "2026-11-22T08:02:03+07:00"


def test_no_cell_is_a_formula_or_an_escape(hall: Hall) -> None:
    change(hall, "UPDATE ticket SET redacted = '=1+1' WHERE id = 2")
    raw = told(hall, "tickets", *NOVEMBER)
    assert "\x1b" not in raw
    assert ",=" not in raw
    assert "'=1+1" in raw


def test_what_it_is_for_is_kept_before_a_row_leaves(hall: Hall) -> None:
    told(hall, "tickets", *NOVEMBER)
    ((field, actor),) = rows(hall, "SELECT field, actor FROM reveal")
    assert field == "export_tickets"
    assert str(actor).startswith("staff:")
    log = hall.run("privacy", "log", "--json")
    assert json.loads(log.stdout)["reason"] == "2026-11: audit Inspektorat"


def test_without_a_purpose_nothing_leaves(hall: Hall) -> None:
    assert "--purpose" in told(hall, "tickets", "--period", "2026-11", code=2)
    assert "--purpose" in told(hall, "tickets", "--period", "2026-11", "--purpose", "-", code=2)
    assert rows(hall, "SELECT id FROM reveal") == []


def test_numbers_are_shown_to_who_may_by_a_logged_act(hall: Hall) -> None:
    found = table(hall, "tickets", *NOVEMBER, "--reveal")
    assert [row["reporter"] for row in found] == [f"'{CITIZEN}"] * 3
    assert rows(hall, "SELECT field FROM reveal") == [("export_tickets_revealed",)]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("viewer", ("tickets", "--reveal")),
        ("viewer", ("lapor",)),
        ("agency", ("messages",)),
        ("agency", ("events",)),
    ],
)
def test_who_may_not_gets_nothing(hall: Hall, role: str, words: tuple[str, ...]) -> None:
    be(hall, role, "DISHUB" if role == "agency" else "")
    assert "this is for" in told(hall, words[0], *NOVEMBER, *words[1:], code=1)
    assert rows(hall, "SELECT id FROM reveal") == []


def test_an_agency_gets_its_own_tickets_alone(hall: Hall) -> None:
    be(hall, "agency", "DISHUB")
    assert table(hall, "tickets", *NOVEMBER) == []


def test_messages_in_and_out_have_a_row_each(hall: Hall) -> None:
    found = table(hall, "messages", *NOVEMBER)
    assert [row["direction"] for row in found] == ["masuk"] * 4 + ["keluar"] * 3
    assert [row["state"] for row in found[4:]] == ["unknown", "delivered", "queued"]
    assert [row["contact"] for row in found] == [MASKED, MASKED, "", "", MASKED, MASKED, ""]


def test_events_carry_the_chain_that_proves_them(hall: Hall) -> None:
    lines = told(hall, "events", *NOVEMBER, "--format", "jsonl").splitlines()
    first = json.loads(lines[0])
    assert (first["seq"], first["verb"], first["ticket"]) == (1, "opened", str(hall.numbers[0]))
    ((chain,),) = rows(hall, "SELECT chain FROM event WHERE id = 1")
    assert isinstance(chain, bytes)
    assert first["chain"] == chain.hex()


def test_the_form_for_the_national_system_leaves_secrets_and_known_ones_out(hall: Hall) -> None:
    change(hall, "UPDATE ticket SET lapor_id = '7654321' WHERE id = 1")
    found = table(hall, "lapor", *NOVEMBER)
    assert [row["number"] for row in found] == [str(hall.numbers[1])]
    assert found[0]["text"] == "jalan lubang"
    assert found[0]["secret"] == "Tidak"


# cli-export-overwrite
def test_a_file_is_new_whole_and_for_its_owner_alone(hall: Hall) -> None:
    path = hall.folder / "nov.csv"
    words = ("tickets", *NOVEMBER, "--out", str(path))
    assert "3 rows" in told(hall, *words)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("mine")
    assert "--force" in told(hall, *words, code=1)
    assert path.read_text() == "mine"
    told(hall, *words, "--force")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber,")
    assert [found.name for found in hall.folder.glob(".nov*")] == []


def test_excel_has_titles_dates_and_a_dictionary(hall: Hall) -> None:
    path = hall.folder / "nov.xlsx"
    told(hall, "tickets", *NOVEMBER, "--format", "xlsx", "--out", str(path))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["tickets", "Kamus data"]
    assert book["tickets"]["A1"].value == "Nomor tiket"
    assert book["tickets"]["A2"].value == str(hall.numbers[0])
    assert book["tickets"]["B2"].is_date
    assert book["tickets"].max_row == 4


@pytest.mark.parametrize("period", ["2026-13", "2026-W54", "kemarin", "2026-12..2026-11", "0000"])
def test_what_is_no_period_is_refused(hall: Hall, period: str) -> None:
    said = told(hall, "tickets", "--period", period, *WHY, code=2)
    assert repr(period) in said
    assert "2026-W47" in said


def test_an_empty_period_is_a_heading_alone(hall: Hall) -> None:
    assert table(hall, "tickets", "--period", "2031", *WHY) == []
    assert "0 rows" in hall.run("export", "messages", "--period", "2031", *WHY).stderr
