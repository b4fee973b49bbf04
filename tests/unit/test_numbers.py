"""A sender has one form however a carrier writes it, and only Indonesian mobiles are answered."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.numbers import Sender, mask, normalise, replyable


@pytest.mark.parametrize(
    ("address", "ton"),
    [
        ("+6281234567890", 0), ("6281234567890", 1), ("6281234567890", 0), ("081234567890", 0),
        ("081234567890", 2), ("81234567890", 0), ("0062 812 3456 7890", 0), ("0812-3456-7890", 0),
        ("+62081234567890", 0), ("62 0812 3456 7890", 0), (" +62 812 3456 7890 ", 1),
        ("081234567890", 1),
    ],
)  # fmt: skip
def test_mobile_has_one_form(address: str, ton: int) -> None:
    assert normalise(address, ton) == Sender("mobile", "+6281234567890")


@pytest.mark.parametrize(
    ("address", "ton", "kind", "number"),
    [
        ("1708", 0, "short", "1708"), ("112", 3, "short", "112"), ("0811", 0, "short", "0811"),
        ("3355", 1, "short", "3355"), ("TELKOMSEL", 5, "alphanumeric", "TELKOMSEL"),
        ("123456", 5, "alphanumeric", "123456"), ("BANK-1", 0, "alphanumeric", "BANK-1"),
        ("+6581234567", 0, "foreign", "+6581234567"), ("006581234567", 0, "foreign", "+6581234567"),
        ("6581234567", 1, "foreign", "+6581234567"), ("0354681234", 0, "other", "+62354681234"),
        ("", 0, "other", ""), ("  ", 0, "other", ""), ("*#", 0, "other", "*#"),
        ("+1555", 0, "other", "+1555"), ("9" * 20, 0, "other", "9" * 20),
    ],
)  # fmt: skip
def test_others_are_kept_as_they_are(address: str, ton: int, kind: str, number: str) -> None:
    assert normalise(address, ton) == Sender(kind, number)


@given(st.text(max_size=30), st.integers(0, 7))
def test_no_sender_is_refused(address: str, ton: int) -> None:
    sender = normalise(address, ton)
    assert sender.kind in {"mobile", "short", "alphanumeric", "foreign", "other"}
    if sender.kind == "mobile":
        assert normalise(sender.number) == sender


@pytest.mark.parametrize(
    ("address", "yes"),
    [
        ("081234567890", True), ("+6281333702221", False), ("1708", False), ("INFO", False),
        ("+6581234567", False), ("0354681234", False), ("", False), ("1234567", False),
    ],
)  # fmt: skip
def test_only_mobiles_that_are_not_ours_are_answered(address: str, yes: bool) -> None:
    assert replyable(normalise(address), frozenset({"+6281333702221"})) is yes


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+6281234567890", "+62812******90"), ("081234567890", "081234******90"),
        ("1708", "1708"), ("TELKOMSEL", "TELKOMSEL"), ("", ""), ("12345678", "12******78"),
    ],
)  # fmt: skip
def test_number_is_shown_masked(number: str, shown: str) -> None:
    assert mask(number) == shown


@given(st.from_regex(r"\+?[0-9]{7,15}", fullmatch=True))
def test_middle_of_a_number_is_never_shown(number: str) -> None:
    assert "******" in mask(number)


def test_phonenumbers_is_not_imported_for_a_mobile() -> None:
    code = (
        "import sys; from gateway.numbers import normalise; normalise('081234567890');"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
