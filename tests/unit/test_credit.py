"""What operators write of a prepaid SIM is read as they write it, and nothing else for it."""

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.watch import credit
from gateway.watch.credit import Credit

DATA = Path(__file__).parents[1] / "data" / "operator_texts.toml"
TEXTS: list[dict[str, Any]] = tomllib.loads(DATA.read_text("utf-8"))["text"]


def test_every_operator_of_the_country_is_understood() -> None:
    wrong = [
        (row["operator"], row["text"], got)
        for row in TEXTS
        if (got := credit.read(row["text"]))
        != Credit(row.get("balance"), row.get("expires"), row.get("short", False))
    ]
    assert wrong == []
    assert {row["operator"].split()[0] for row in TEXTS} == {
        "Telkomsel", "Indosat", "XL", "Tri", "Smartfren",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "SURGA lampu jalan mati di Jl Veteran",
        "pulsa listrik di balai desa habis kapan diisi",  # of electricity
        "berlaku s/d 31/12/2026 jalan ditutup",
        "",
    ],
)
def test_what_says_nothing_of_the_sim_reads_as_nothing(text: str) -> None:
    assert not credit.read(text)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("28/08/2016", date(2016, 8, 28)),
        ("05-12-26", date(2026, 12, 5)),
        ("2026-12-31", date(2026, 12, 31)),
        ("31 des 2026", date(2026, 12, 31)),
        ("1 agustus 2026", date(2026, 8, 1)),
        ("1 aug 2026", date(2026, 8, 1)),
        ("31/02/2026", None),
        ("31 foo 2026", None),
        ("tomorrow", None),
    ],
)
def test_days_are_read_as_operators_write_them(written: str, wanted: date | None) -> None:
    assert credit.day(written) == wanted


@given(st.text(max_size=300), st.sampled_from([row["text"] for row in TEXTS]))
def test_no_text_breaks_the_reader(noise: str, real: str) -> None:
    credit.read(noise + real)
    credit.read(real[: len(noise)] + noise)


def test_hostile_text_is_read_in_no_time() -> None:
    began = time.process_time()
    for text in ("pulsa " * 4_000, "pulsa rp" + "1." * 5_000, "masa aktif " * 3_000):
        credit.read(text)
    assert time.process_time() - began < 1
