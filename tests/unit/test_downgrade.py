"""Free text becomes GSM-7 with a report of what was lost, and nothing turns into '?'."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import gsm7
from gateway.downgrade import Downgraded, to_gsm7


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“Jalan” ‘rusak’", "\"Jalan\" 'rusak'"),
        ("pagi – siang — malam", "pagi - siang - malam"),
        ("tunggu…", "tunggu..."),
        ("čaj náš ô", "caj nas o"),
        ("a\u0301", "a"),
        ("e\u0301", "é"),
        ("5\u00a0km\u202f2\u3000x", "5 km 2 x"),
        ("• satu ‣ dua", "* satu * dua"),
        ("½ jam", "1/2 jam"),
        ("2½ jam", "2 1/2 jam"),
        ("ＬＡＰＯＲ　１２", "LAPOR 12"),
        ("ﬁ № ™ m²", "fi No TM m2"),
        ("A\u200bB\u200dC\ufeff", "ABC"),
        ("a\tb\u2028c", "a b\nc"),
        ("`kode´", "'kode'"),
        ("Øø Łł Đđ Œœ", "Øø Ll Dd OEoe"),
        ("3 × 4 ≤ 12 → ya", "3 x 4 <= 12 -> ya"),
        ("30°C", "30degC"),
        ("ﾊ\0\x1b[31m", "[31m"),
    ],
)
def test_signs_become_plain(text: str, plain: str) -> None:
    assert to_gsm7(text).text == plain


def test_text_in_the_alphabet_is_left_alone() -> None:
    assert to_gsm7("LAPOR [€] ñ\r\n") == Downgraded("LAPOR [€] ñ\r\n", (), 0)


def test_what_has_no_plain_form_is_reported() -> None:
    assert to_gsm7("ok 🙏 ไทย—a") == Downgraded("ok  -a", ("🙏", "ไ", "ท", "ย"), 1)


def test_marks_of_another_script_are_reported_too() -> None:
    assert to_gsm7("\u0e17\u0e35").lost == ("\u0e17", "\u0e35")


@given(st.text())
def test_result_always_fits(text: str) -> None:
    assert gsm7.fits(to_gsm7(text).text)


@given(st.text(st.characters(exclude_characters="?？")))
def test_no_question_mark_is_made_up(text: str) -> None:
    made = to_gsm7(text).text.count("?")
    assert made <= sum(text.count(sign) for sign in "⁇⁈⁉︖﹖") * 2


@given(st.text())
def test_downgrading_twice_changes_nothing(text: str) -> None:
    once = to_gsm7(text).text
    assert to_gsm7(once) == Downgraded(once, (), 0)
