"""Each fuzz target runs for a few seconds from its seeds and finds nothing."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TARGETS = Path(__file__).parent.parent / "fuzz"
_SECONDS = int(os.environ.get("KENTONGAN_FUZZ_SECONDS", "5"))


def _require_atheris() -> None:
    if importlib.util.find_spec("atheris") is not None:
        return
    reason = "atheris is not installed (pip install atheris)"
    if os.environ.get("KENTONGAN_REQUIRE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _fuzz(
    target: Path, *arguments: str, directory: Path, **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(target), *arguments],
        cwd=directory,  # libFuzzer leaves crash-* files where it runs
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=_SECONDS + 120,
        check=False,
    )


@pytest.mark.parametrize("target", sorted(_TARGETS.glob("fuzz_*.py")), ids=lambda path: path.stem)
def test_fuzzing_finds_nothing(target: Path, tmp_path: Path) -> None:
    _require_atheris()
    done = _fuzz(target, f"-max_total_time={_SECONDS}", directory=tmp_path)
    assert done.returncode == 0, done.stderr[-4000:]
    assert not list(tmp_path.glob("crash-*"))
    assert "Done " in done.stderr


@pytest.mark.parametrize(
    ("module", "sound", "broken"),
    [
        ("pdu_header.py", "gsm7.pack(data.units, fill=fill)", "gsm7.pack(data.units)"),
        ("pdu_fields.py", "except (ValueError, OverflowError):", "except OverflowError:"),
    ],
)
def test_pdu_target_goes_red_on_a_planted_bug(
    module: str, sound: str, broken: str, tmp_path: Path
) -> None:
    _require_atheris()
    package = tmp_path / "gateway"
    shutil.copytree(_TARGETS.parent.parent / "gateway", package)
    source = (package / module).read_text("utf-8")
    assert sound in source
    (package / module).write_text(source.replace(sound, broken), "utf-8")
    done = _fuzz(
        _TARGETS / "fuzz_pdu.py", "-runs=20000", directory=tmp_path, PYTHONPATH=str(tmp_path)
    )
    assert done.returncode != 0
    assert list(tmp_path.glob("crash-*"))
