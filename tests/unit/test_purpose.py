"""The purpose of a request for information: said by its writer, or nothing."""

import pytest

from parser.purpose import MOST, purpose


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mohon data stunting per kelurahan utk penelitian kampus", "penelitian kampus"),
        ("Minta APBD 2025 UNTUK TUGAS KULIAH. Trims", "TUGAS KULIAH"),
        ("data untuk bahan musrenbang RW, untuk liputan juga", "liputan juga"),
        ("minta info untuk perbaikan jalan", ""),
        ("minta data jalan untuk tahun 2025", ""),
        ("untuk", ""),
        ("", ""),
        ("untuk keperluan " + "a" * 200, "keperluan " + "a" * (MOST - 11) + "…"),
    ],
)
def test_purpose_is_what_the_writer_says(text: str, wanted: str) -> None:
    assert purpose(text) == wanted
