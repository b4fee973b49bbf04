"""A gazetteer knows names in one word or two, begun, shared, and with one typo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.gazetteer import area_of, load
from parser.lists import squash

ROWS = [
    {"code": "1", "kind": "kota", "name": "Contoh"},
    {"code": "1.1", "kind": "kecamatan", "name": "Utara Jaya", "parent": "1"},
    {"code": "1.1.1", "kind": "kelurahan", "name": "Bandar Lor", "parent": "1.1"},
    {"code": "1.1.2", "kind": "kelurahan", "name": "Bandar Kidul", "parent": "1.1", "own": "0"},
    {"code": "1.1.3", "kind": "kelurahan", "name": "Tambakrejo", "aliases": "Tambak Asri; TBR"},
    {"code": "1.2", "kind": "kecamatan", "name": "Batuwangi"},
    {"code": "1.2.1", "kind": "kelurahan", "name": "Batuwangi", "parent": "1.2"},
    {"code": "1.2.2", "kind": "jalan", "name": "Jl. Dewi Ratih", "parent": "1.2"},
    {"code": "9", "kind": "luar", "name": "Tambakreja"},
]
NAMES = load(ROWS)


@pytest.mark.parametrize(
    ("words", "canon"),
    [("bandarlor", "Bandar Lor"), ("tambakasri", "Tambakrejo"), ("tbr", "Tambakrejo")],
)
def test_name_and_aliases_are_known_squashed(words: str, canon: str) -> None:
    name = NAMES.get(words)
    assert name is not None
    assert name.canon == canon


def test_begun_name_means_all_that_begin_so() -> None:
    name = NAMES.get("bandar")
    assert name is not None
    assert name.partial
    assert {area.code for area in name.areas} == {"1.1.1", "1.1.2"}
    assert [area.own for area in name.areas] == [True, False]


def test_kelurahan_goes_before_the_kecamatan_of_its_name() -> None:
    name = NAMES.get("batuwangi")
    assert name is not None
    assert [area.code for area in name.areas] == ["1.2.1", "1.2"]


def test_street_is_kept_apart_and_without_its_marker() -> None:
    assert NAMES.get("dewiratih") is None
    assert NAMES.streets["dewiratih"].areas[0].code == "1.2.2"


@pytest.mark.parametrize("word", ["batuwngi", "batuwwangi", "batuwagni", "batuwangu", "vatuwangi"])
def test_one_typo_is_forgiven(word: str) -> None:
    name = NAMES.near(word)
    assert name is not None
    assert name.canon == "Batuwangi"


@pytest.mark.parametrize("word", ["batwngi", "contoh", "bandor", "utara", "", "x", "tambakrejx"])
def test_two_typos_short_words_and_doubtful_ones_are_not(word: str) -> None:
    assert NAMES.near(word) is None


@pytest.mark.parametrize(
    "row", [{}, {"code": "1", "kind": "x", "name": "A"}, {"code": "1", "kind": "kota", "name": "-"}]
)
def test_row_that_is_no_area_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no area"):
        area_of(row)


@given(st.text(max_size=40))
def test_any_word_can_be_asked_for(word: str) -> None:
    NAMES.near(squash(word))
    assert squash(squash(word)) == squash(word)
