"""Hostile text is read as text, quickly, and never raises."""

import json
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parser import Vocabulary, parse
from parser.normalise import normalise
from parser.redact import redact

TESTS = Path(__file__).parent.parent
ROWS = [json.loads(x) for x in (TESTS / "data" / "bad_text.jsonl").read_text("utf-8").splitlines()]
WORDS = Vocabulary.of({"SURGA": ["WALI"]}, ["PALU"])
FIRST = "lapor NIK 3506040101010001 lampu trotaor mati"
SLOW = 0.05  # seconds, the budget of bad_inputs.jsonl; ten times what a slow machine needs

MOST_STEPS = 1_200_000  # some 20 ms; places by places by words took ten millions

FLOODS = {
    "digits": "1 " * 20_000, "at": "@" * 20_000, "emails": "a@" * 10_000, "words": "kata " * 8_000,
    "marks": "a" + "\u0301\u0323" * 10_000, "bomb": "\ufdfa" * 10_000, "nested": "(" * 20_000,
    "keywords": "SURGA " * 5_000, "spaced": "S U R G A " * 3_000, "cek": "CEK " + "1 " * 10_000,
    "csi": "\x1b[" * 10_000, "osc": "\x1b]" * 10_000, "lookalikes": "CEK " + "Ol" * 5_000,
    "joiners": "👍\u200d" * 10_000, "lines": "\n " * 10_000, "pin": "pin " * 8_000,
    "domains": "a@" + "b." * 10_000, "forwards": "fw:" * 5_000, "quotes": ">" * 20_000,
    "stamps": "[1]" * 5_000, "spasi": "SURGA " + "spasi " * 5_000, "bidi": "\u202e" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
@pytest.mark.parametrize("required", [True, False])
def test_bad_text_is_read_within_its_time(row: dict[str, Any], required: bool) -> None:
    parse(FIRST, WORDS)  # what is made once, the daemon makes at its start
    began = time.process_time()
    reading = parse(row["data"], WORDS, keyword_required=required)
    assert time.process_time() - began < SLOW
    assert "perlu_dibaca" not in reading.flags


@pytest.mark.parametrize("flood", FLOODS)
def test_flood_is_read_within_its_time(flood: str) -> None:
    parse(FIRST, WORDS)
    began = time.process_time()
    reading = parse(FLOODS[flood], WORDS, keyword_required=True)
    assert time.process_time() - began < 4 * SLOW  # 40,000 characters: no SMS is half as long
    assert "perlu_dibaca" not in reading.flags


def steps(text: str) -> int:
    """Return how many instructions of Python reading *text* takes: the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(text, WORDS)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "said",
    [
        "jl kawi rt 2 ", "depan pasar atau depan masjid ", "kel Bujel apa Mrican ", "nol delapan ",
        "1 ", "0812-", "lampu mati ", "surga ", "s u r g a ", "=+-@", "kemarin kebakaran ",
        "nama saya Budi ", "cek 1234566 ", "laporan saya ", "makasih ", "sudah belum ",
    ],
)  # fmt: skip
def test_no_text_takes_many_steps(said: str) -> None:
    text = (said * 1000)[:2000]
    assert parse(text, WORDS).intent  # each word is met once before
    assert steps(f"{text} ") < MOST_STEPS


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(st.characters(categories=("Cs", "Mn", "Cc", "Cf", "Nd", "Po"))))
def test_reader_never_fails(text: str) -> None:
    for required in (True, False):
        reading = parse(f"SURGA {text}", WORDS, keyword_required=required)
        assert "perlu_dibaca" not in reading.flags
        assert "perlu_dibaca" not in parse(text, WORDS, keyword_required=required).flags
        reading.body.encode("utf-8")


@settings(max_examples=500, deadline=None)
@given(st.text() | st.text(st.characters(categories=("Cs", "Mn", "Cc", "Cf", "Zs", "Lo", "No"))))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


TRICKS = [
    "&",
    "amp;",
    "lt;",
    "#38;",
    "#x26;",
    "&#1072;",
    "&nbsp;",
    "\u0430",
    "\u0440",
    "\u0301",
    "a",
    "SURG",
    " ",
    "\u0391",
    "\u0456",
    "\u212a",
    "\uff06",
    "\u200b",
    "*",
    "\x1b[1m",
]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(TRICKS), max_size=12).map("".join))
def test_disguise_is_taken_off_at_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("SURG\u0410 lampu", "SURGA lampu"),
        ("\u0420\u0410LU", "PALU"),
        ("\u041f\u0440\u0438", "\u041f\u0440\u0438"),
        ("Jl A&amp;B", "Jl A&B"),
        ("&amp;lt;b&gt;", "<b>"),
        ("A&B; C", "A&B; C"),
        ("&#83;URGA", "&#83;URGA"),
    ],
)
def test_look_alikes_and_entities_are_read(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@given(st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=40))
def test_words_of_a_report_are_never_lost(text: str) -> None:
    reading = parse(f"SURGA lampu {text}", WORDS, keyword_required=True)
    assert reading.body.startswith("lampu")
    assert redact(reading.body)[0] == reading.body


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\x1b]52;c;cm0=\x07lampu", "lampu"), ("\x1b[2Jlampu\x1b[0m", "lampu"),
        ("\x1b]lampu mati", "]lampu mati"), ("aman\b\b\b\bbahaya", "aman bahaya"),
        ("lampu\0mati", "lampumati"), ("\u202elampu\u202c", "lampu"), ("lam\u200bpu", "lampu"),
        ("lampu\u00a0\u2003mati", "lampu mati"), ("a\r\nb\u2028c\n\n\nd", "a\nb\nc\nd"),
        ("\ud83d lampu", "\ufffd lampu"), ("ｌａｍｐｕ １２", "lampu 12"), ("١٢٣", "١٢٣"),
        ("a" + "\u0316" * 50, "a" + "\u0316" * 4), ("\ufeffx", "x"), ("👨\u200d👩", "👨👩"),
    ],
)  # fmt: skip
def test_normal_form(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@pytest.mark.parametrize(
    ("raw", "flags"),
    [
        ("lampu\r\nmati", ()), ("S\u200bURGA", ("kontrol",)), ("\x1b[1m", ("kontrol",)),
        ("=1+1", ("csv_formula",)), ("👨\u200d👩 ❤\ufe0f", ()), ("a\u200db", ("kontrol",)),
        ("\u202eabc", ("kontrol",)),
    ],
)  # fmt: skip
def test_odd_characters_are_told(raw: str, flags: tuple[str, ...]) -> None:
    assert normalise(raw).flags == flags
