"""What citizens write, for the parser: our own cases of four cities, and hard ones."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from console.cases import town_folder
from gateway.vocabulary import vocabulary
from models.city import load
from parser import Vocabulary

ROOT = Path(__file__).parent.parent
LONG = "SURGA " + "jalan di depan rumah kami rusak parah dan sering ada kecelakaan, " * 7

HOSTILE = (
    "1 " * 5000, "surga " * 2000, "jl kawi rt 2 " * 800, "nol delapan " * 900, "0812-" * 2000,
    "(" * 1000 + ")" * 1000, "s u r g a " * 1000, "x" * 10_000, "lampu mati " * 900, "=+-@" * 2500,
)  # fmt: skip
"""Texts of 2,000 to 12,000 characters that make a careless parser slow."""

Given = tuple[str, Vocabulary, bool, str]
"""A text, the words of its city, whether its line needs a keyword, and who wrote it."""


@cache
def texts() -> tuple[Given, ...]:
    """Return the texts of tests/data/own_cases.jsonl, and one of four SMS."""
    return (*_cases("own_cases"), (LONG, _words("kediri"), False, "warga"))


@cache
def given() -> tuple[Given, ...]:
    """Return the whole texts of tests/data/sms_cases.jsonl: all kinds of messages, none long."""
    return tuple(_cases("sms_cases"))


def _cases(name: str) -> Iterator[Given]:
    rows = _rows(name)
    return (
        (row["text"], _words(row["city"]), row["channel"] == "1708", row.get("role", "warga"))
        for row in rows
    )


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "data" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if "text" in row]


@cache
def _words(city: str) -> Vocabulary:
    return vocabulary(load(town_folder(ROOT / "examples", city) / "city.toml"))


def hostile() -> tuple[Given, ...]:
    """Return HOSTILE for one city."""
    return tuple((text, _words("kediri"), False, "warga") for text in HOSTILE)


def reports() -> list[bytes]:
    """Return the texts of Kediri that make a ticket, as GSM-7 octets of at most one SMS."""
    return [
        row["text"].encode()
        for row in _rows("own_cases")
        if row["city"] == "kediri" and row["expect"].get("action") == "create_ticket"
        and row["role"] == "warga" and len(row["text"]) <= 160 and _plain(row["text"])
    ]  # fmt: skip


def _plain(text: str) -> bool:
    r"""Tell whether *text* reads the same in ASCII and in GSM-7 without an escape."""
    return text.isascii() and text.isprintable() and not set(text) & set("@$_^{}\\[]~|`")
