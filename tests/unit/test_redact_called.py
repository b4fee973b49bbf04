"""Who says how he is called stays unnamed in public, in small print too."""

import pytest

from parser.redact import find

NAMES = """Budi Santoso, Siti Aminah, Slamet Riyadi, Asep Sunandar, Upik, Ucok, Paijo, tuminem,
siti aminah, sri wahyuni, Cecep, Zulkifli, Ahmad Fauzi, Rudi Hartono, Nur Hidayati"""
SAID = """saya {} warga RT 3, got mampet|saya {} dari Kel Bujel, jalan rusak|
bansos a/n {} tidak cair|perkenalkan saya {}, mau lapor sampah|pak {} tetangga saya judi tiap malam|
ttd {}|bu {} tidak dapat bansos padahal janda|lampu mati, pelapor {}|KTP atas nama {} belum jadi|
assalamualaikum, saya {}, mau tanya syarat KIA"""
ENOUGH = 0.95


def named(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find(text) if span.kind == "nama"]


def test_name_is_found_however_it_is_introduced() -> None:
    names = NAMES.replace("\n", " ").split(", ")
    said = SAID.replace("\n", "").split("|")
    wrong = [text for name in names for s in said if name not in named(text := s.format(name))]
    assert len(wrong) <= (1 - ENOUGH) * len(names) * len(said), wrong


@pytest.mark.parametrize(
    "text",
    ["mbah putri kepleset", "pak rt tidak pernah kerja bakti", "rusak dari Mei", "bu lurah galak",
     "nama jalan di Kel Bujel salah", "an anak saya", "saya muslim keberatan suara petasan",
     "toko Bunga Melati menutup trotoar", "pak wali tolong jalan Jl Kawi"],
)  # fmt: skip
def test_office_or_plain_word_is_no_name(text: str) -> None:
    assert named(text) == []
