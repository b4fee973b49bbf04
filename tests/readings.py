"""The cases that reading is measured on, and their score; a fifth of the given ones is left out."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from console.cases import Cities, read_all
from console.score import Check, answer, judge
from parser.reading import Reading

DATA = Path(__file__).parent / "data"
EXAMPLES = Path(__file__).parent.parent / "examples"
Row = dict[str, Any]

REPORTS = frozenset({"aduan", "aspirasi", "permintaan_info"})
COMMANDS = frozenset({"cek", "tambah", "batal", "buka", "nilai", "bantuan", "stop", "mulai",
                      "hapus_data", "privasi"})  # fmt: skip


@cache
def cities() -> Cities:
    """Return the four cities of the cases, each loaded once."""
    return Cities(EXAMPLES)


def given() -> list[Row]:
    """Return the given cases but for the fifth that is kept unseen."""
    return [row for row in rows("sms_cases") if not held_out(row["id"])]


def own() -> list[Row]:
    """Return the cases that we wrote."""
    return rows("own_cases")


def held_out(name: str) -> bool:
    """Tell whether a case is one of those that nobody may look at."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def rows(name: str) -> list[Row]:
    """Return all rows of tests/data/*name*.jsonl."""
    lines = (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def checks(cases: list[Row]) -> list[Check]:
    """Return every asserted key of *cases*, compared with what we read."""
    return [
        check
        for case, reading, action in read_all([*cases], cities())
        for check in judge(case, answer(reading, action))
    ]


def readings(cases: list[Row]) -> list[tuple[Row, Reading]]:
    """Return each case with its reading."""
    return [(dict(case), reading) for case, reading, _action in read_all([*cases], cities())]
