"""The pure core that decides is covered to its last branch by its table tests."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = (
    "models/workflow.py", "models/suggest.py", "models/continuing.py", "models/answers.py",
    "models/clocks.py",
    "models/casework/*.py", "gateway/retry.py", "gateway/budget.py",
)  # fmt: skip
"""What is gated: decide(), deadlines, retries and the reply budget."""

_USES = re.compile(
    r"from (models\.(workflow|suggest|continuing|answers|clocks|casework)"
    r"|gateway import (retry|budget)|gateway\.(retry|budget))\b"
)


def _tests() -> list[str]:
    """Return the unit tests that import something of CORE."""
    files = sorted((ROOT / "tests" / "unit").glob("test_*.py"))
    return [str(file) for file in files if _USES.search(file.read_text("utf-8"))]


def test_every_branch_of_the_deciding_core_is_tried(tmp_path: Path) -> None:
    data = str(tmp_path / "coverage")
    environ = {**os.environ, "COVERAGE_FILE": data}
    environ.pop("PYTEST_XDIST_WORKER", None)
    coverage = [sys.executable, "-m", "coverage"]
    include = f"--include={','.join(CORE)}"
    ran = subprocess.run(
        [*coverage, "run", "--branch", include, "-m", "pytest", "-q", "-p", "no:cacheprovider",
         "-n", "0", *_tests()],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:]
    told = subprocess.run(
        [*coverage, "report", include, "--show-missing", "--skip-covered", "--fail-under=100"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout
