"""Every SMS that casework names has its words, and what fills them fits."""

import re
from pathlib import Path

import pytest

import models.casework
from gateway import gsm7
from gateway.reply import KINDS, WIDTHS, Texts
from models.casework.officer_words import DEEDS
from models.casework.orders_end import NOBODY, REASONS
from models.casework.states import WORDS
from models.casework.telling import HANDLED, status

TEXTS = Texts.load()
FILES = sorted(Path(models.casework.__path__[0]).glob("*.py"))
NAMED = re.compile(r'"(P_[A-Z]+|(?:KABAR|STATUS|SELESAI)_[A-Z]+)"')
CALLED = re.compile(
    r'\b(?:news\(scene|Tell\(|reply\(|to_coordinator\(case|_say\("\w+"),? ?"([A-Z_]+)"'
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_named_text_exists(path: Path) -> None:
    source = path.read_text("utf-8")
    assert {*NAMED.findall(source), *CALLED.findall(source)} - KINDS == set()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("status", [HANDLED, *(status(state) for state in WORDS)]),
        ("tindakan", DEEDS.values()),
        ("opd", [NOBODY, "Koordinator", "koordinator", "pelapor", "sistem"]),
        ("verba", ["DISPOSISI"]),
        ("waktu", ["23/11 08.50"]),
    ],
)
def test_words_that_fill_a_text_are_not_cut(field: str, values: list[str]) -> None:
    assert all(gsm7.septets(value) <= WIDTHS[field] for value in values)


def test_archive_reasons_fit_the_room_of_their_text() -> None:
    room = TEXTS.room("ARSIP", nama="W" * WIDTHS["nama"], no="9" * WIDTHS["no"])
    assert all(gsm7.septets(words) <= room for words in REASONS.values())


def test_second_officer_reads_the_whole_story() -> None:
    said = {"tindakan": "diselesaikan", "opd": "DISHUB", "waktu": "23/11 08.50"}
    assert TEXTS.render("P_DULU", no="4839206", status="SELESAI", **said) == (
        "Tidak dicatat: tiket 4839206 sudah diselesaikan oleh DISHUB 23/11 08.50."
        " Status: SELESAI. Keliru? Hubungi koordinator"
    )
