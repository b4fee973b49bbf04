"""The wheel, installed with nothing but its dependencies, is the whole product."""

import json
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"cli", "console", "gateway", "models", "parser", "reports"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what git knows, so that no stray file of ours helps it."""
    copy, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "-q", "--wheel", "--outdir", str(out), cwd=copy)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bin directory of a fresh environment with the wheel and its dependencies."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    run(str(home / "bin" / "python"), "-m", "pip", "install", "-q", str(wheel), cwd=home)
    return home / "bin"


def run(*words: str, cwd: Path) -> str:
    done = subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_wheel_holds_every_file_that_the_program_reads(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    read = [
        path.relative_to(ROOT).as_posix()
        for name in OURS - {"cli"}
        for path in (ROOT / name).rglob("*")
        if path.suffix in {".py", ".sql", ".mo", ".ini", ".toml", ".conf", ".csv", ".j2", ".css"}
    ]
    assert sorted(set(read) - inside) == []


def test_wheel_holds_no_tests_and_no_benchmarks(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if ".dist-info" not in top} == OURS - {"cli"} | {"cli.py"}


def test_installed_command_checks_the_configuration_that_it_wrote(
    installed: Path, tmp_path: Path
) -> None:
    command = str(installed / "kentongan")
    run(command, "init", "--simulator", cwd=tmp_path)
    assert "latihan" in run(command, "--language", "en", "check", cwd=tmp_path)
    rows = run(command, "check", "--json", cwd=tmp_path).splitlines()
    assert all(json.loads(row)["severity"] == "warning" for row in rows)
    help_text = run(command, "--language", "id", "--help", cwd=tmp_path)
    assert "Jalankan daemon" in help_text


def test_installed_daemon_answers_an_sms(installed: Path, tmp_path: Path) -> None:
    command = str(installed / "kentongan")
    conf = tmp_path / "modem.conf"
    run(command, "init", "--simulator", cwd=tmp_path)
    conf.write_text(conf.read_text().replace("[kentongan]", "[kentongan]\nvolatile = yes", 1))
    done = subprocess.run(
        [command, "phone", "--run"],
        cwd=tmp_path,
        input="SURGA lampu jalan mati di Jl. Veteran\n",
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Cek: CEK" in done.stdout  # in office hours or not


def test_nobody_else_ships_our_top_level_names() -> None:
    others = {
        f"{found.metadata['Name']}: {top}"
        for found in distributions()
        if found.metadata["Name"] != "kentongan"
        for top in {str(file).partition("/")[0].removesuffix(".py") for file in found.files or ()}
        if top in OURS
    }
    assert others == set()
