"""The documents name what exists, all of it, and nothing else."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from cli import COMMANDS
from tests.conftest import require
from tests.reference import DOCS, PAGES, commands, whole

ROOT = DOCS.parent
PROSE = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
ID_INI = ROOT / "gateway" / "templates" / "id.ini"


def known() -> dict[str, click.Command]:
    return {" ".join(words[1:]): command for words, command in commands()}


def options(command: click.Command) -> set[str]:
    shared = {"--help", "--config", "--language", "--version"}
    return shared | {name for param in command.params for name in param.opts}


def mentions(text: str) -> list[str]:
    """Return ``kentongan ...`` as it stands in code spans and code blocks, a call each."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    call = re.compile(r"(?:^|[\s/'(|])kentongan((?: +[\w./:<>+,=-]+)+)", re.MULTILINE)
    return call.findall("\n".join(code).replace("sudo -u kentongan ", "sudo "))


@pytest.mark.parametrize(("page", "generated"), PAGES.items())
def test_reference_pages_are_fresh(page: str, generated: object) -> None:
    assert callable(generated)
    assert (DOCS / page).read_text("utf-8") == whole(page, generated()), "make docs"


@pytest.mark.parametrize("path", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_option_that_is_named_exists(path: Path) -> None:
    table = known()
    for call in mentions(path.read_text("utf-8")):
        words = [w for w in re.sub(r"--config[ =]\S+", "", call).split() if w != "id|en"]
        if not words or words[0] not in COMMANDS:
            assert not words or words[0].startswith("-") or words[0] in {"NOUN", "kentongan"}, call
            continue
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in table), None)
        group = words[0] in {n.split()[0] for n in table if " " in n}
        assert name or (group and len(words) == 1), f"{path.name}: kentongan{call}"
        allowed = options(table[name]) if name else set()
        named = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert named <= allowed, f"{path.name}: kentongan{call}"


def test_every_command_is_documented() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    assert [name for name in known() if f"\n## kentongan {name}\n" not in text] == []


def test_every_key_of_the_example_is_documented() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    example = (ROOT / "modem.conf.example").read_text("utf-8")
    keys = set(re.findall(r"^#?([a-z_]+) =", example, re.MULTILINE))
    assert len(keys) > 30
    assert {key for key in keys if f"| `{key}` |" not in text} == set()


def test_every_reply_is_documented_and_no_other() -> None:
    reader = configparser.ConfigParser(interpolation=None)
    reader.read_string(ID_INI.read_text("utf-8"))
    text = (DOCS / "replies.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == reader.sections()


def test_links_between_documents_lead_somewhere() -> None:
    for path in PROSE:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_make_help_explains_every_target() -> None:
    if shutil.which("make") is None:
        require("make", "make")
    told = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    targets = {line.split()[0] for line in told.splitlines()}
    assert targets >= {"run", "test", "faults", "soak", "lint", "bench", "venv", "catalog"}
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == targets


def test_systemd_unit_is_hardened() -> None:
    tool = require("systemd-analyze", "systemd")
    unit = ROOT / "examples" / "kentongan.service"
    done = subprocess.run(
        [tool, "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


def test_digest_units_and_crontab_call_commands_that_exist(tmp_path: Path) -> None:
    tool = require("systemd-analyze", "systemd")
    examples = ROOT / "examples"
    for path in (examples / "kentongan-digest@.service", *examples.glob("*.timer")):
        text = path.read_text("utf-8").replace("/opt/kentongan/.venv/bin/kentongan", "/bin/true")
        (tmp_path / path.name).write_text(text)
    units = sorted(str(path) for path in tmp_path.iterdir())
    assert len(units) == 4
    done = subprocess.run(
        [tool, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    crontab = (examples / "crontab").read_text("utf-8")
    called = re.findall(r"\$K (\w+ \w+)", crontab)
    assert len(called) == 6
    assert set(called) <= known().keys()
    service = (examples / "kentongan-digest@.service").read_text("utf-8")
    assert "digest run %i" in service
    declared = {
        name
        for toml in examples.glob("*/city.toml")
        for name in re.findall(
            r'^\[\[digest\]\]\nname = "([a-z-]+)"', toml.read_text("utf-8"), re.MULTILINE
        )
    }
    timed = {path.stem.removeprefix("kentongan-digest-") for path in examples.glob("*.timer")}
    assert timed | set(re.findall(r"digest run (\w+)", crontab)) <= declared


def test_ci_installs_every_package_that_a_test_can_miss() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    installed = set(re.findall(r'"([\w.+-]+):', script))
    named = {
        package
        for path in (ROOT / "tests").rglob("*.py")
        for package in re.findall(r'require\("[^"]+", "([^"]+)"\)', path.read_text("utf-8"))
    }
    assert "strace" in named
    assert named <= installed
