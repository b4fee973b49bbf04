"""A slip in a long word is seen through; a word that exists is never mended into another."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parser
from parser.lexicon import fold
from parser.slips import MEANT_LETTERS, Slips, is_real

REAL = (Path(parser.__file__).parent / "data" / "real.txt").read_text("utf-8").split()
LETTERS = st.characters(min_codepoint=ord("a"), max_codepoint=ord("z"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sapmah", "sampah"), ("smpah", "sampah"), ("sampahh", "sampah"), ("sampsh", "sampah"),
        ("trotar", "trotoar"), ("tersumabt", "mampet"), ("dipotogn", "potong"),
        ("ambels", "ambles"), ("lubnag", "lubang"),
    ],
)  # fmt: skip
def test_slip_in_a_long_word_is_seen_through(typed: str, meant: str) -> None:
    assert fold(typed) == meant


@pytest.mark.parametrize("typed", ["zampah", "sambah", "rumah", "smaph", "sampahan1", "s", ""])
def test_two_slips_short_words_and_first_letters_are_left_alone(typed: str) -> None:
    assert Slips(["sampah", "rumah", "rumahan"]).meant(typed) == ""


@pytest.mark.parametrize("word", ["bandara", "sabun", "medan", "tampak", "saudara", "perintah"])
def test_everyday_word_near_a_rule_word_is_not_mended(word: str) -> None:
    assert fold(word) == word


def test_word_of_a_rule_goes_before_a_common_one() -> None:
    assert fold("maliang") == fold("maling")  # not "malang"


def test_no_word_of_the_list_is_mended() -> None:
    assert {word for word in REAL if fold(word) != fold(word, mend=False)} == set()
    assert sorted(set(REAL)) == REAL, "real.txt: keep it in order, each word once"


@given(st.text(LETTERS, min_size=MEANT_LETTERS, max_size=12), st.data())
def test_every_slip_behind_the_first_letter_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    slips = Slips([word])
    assert slips.meant(word[:at] + word[at + 1 :]) == word
    assert slips.meant(word[:at] + word[at] + word[at:]) == word
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert slips.meant(swapped) == word


@given(st.text(max_size=30))
def test_any_text_is_a_word_or_none(text: str) -> None:
    assert Slips(["sampah", "lubang"]).meant(text) in {"", "sampah", "lubang"}
    assert is_real([text]) in {True, False}
