"""Numbers that reach or name a person never stay in the copies that others see."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.redact import CUT, find, redact


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("hub 081234567890 ya", "hub [telepon] ya"),
        ("hub 0812 3456 7890 ya", "hub [telepon] ya"),
        ("hub 0812-3456-7890 ya", "hub [telepon] ya"),
        ("hub 0812.3456.7890 ya", "hub [telepon] ya"),
        ("hub +62 812-3456-7890 ya", "hub [telepon] ya"),
        ("hub 0 8 1 2 3 4 5 6 7 8 9 0 ya", "hub [telepon] ya"),
        ("hub 6281234567890 ya", "hub [telepon] ya"),
        ("hub 8123456789 ya", "hub [telepon] ya"),
        ("hub (0354) 681234 ya", "hub [telepon] ya"),
        ("hub ٠٨١٢٣٤٥٦٧٨٩٠ ya", "hub [telepon] ya"),
        ("NIK 3273010101010001", "NIK [nik]"),
        ("NIK 3273 0101 0101 0001", "NIK [nik]"),
        ("no kk 3273010101010001", "no kk [kk]"),
        ("081234567890 3273010101010001", "[telepon] [nik]"),
        ("rek BRI 003401000123456", "rek BRI [rekening]"),
        ("rek 12345678", "rek [rekening]"),
        ("kartu 4111111111111111111", "kartu [rekening]"),
        ("surat ke budi.s@mail.co.id.", "surat ke [email]."),
        ("PIN 4821", "PIN [pin]"),
        ("kode: 381724", "kode: [pin]"),
    ],
)
def test_it_is_cut(text: str, clean: str) -> None:
    assert redact(text)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "tiket 1234566 dan 1234577", "jl veteran", "sejak 22-11-2026",
        "-7.8166, 112.0114", "Rp 1.500.000.000", "25rb", "jam 08.15", "112", "a @ b", "@budi",
        "kelas 3.2.1", "",
    ],
)  # fmt: skip
def test_it_stays(text: str) -> None:
    assert redact(text) == (text, ())


def _phone(dice: random.Random) -> str:
    digits = "8" + "".join(dice.choices("123456789", k=dice.randint(8, 10)))
    prefix = dice.choice(["0", "62", "+62", "+62 "])
    mark = dice.choice(["", " ", "-", "."])
    size = dice.choice([3, 4])
    groups = [digits[at : at + size] for at in range(0, len(digits), size)]
    return prefix + mark.join(groups)


@given(st.randoms(use_true_random=False))
def test_no_phone_is_left_however_it_is_written(dice: random.Random) -> None:
    text = f"hubungi {_phone(dice)} segera, lampu mati"
    assert not any(c.isdigit() for c in redact(text)[0])


@given(st.text(alphabet="0123456789 .-+()abcRp@:\n", max_size=80))
def test_spans_are_in_order_and_redacting_twice_adds_nothing(text: str) -> None:
    spans = find(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for audience in CUT:
        clean, _spans = redact(text, audience)
        assert redact(clean, audience)[0] == clean
