"""An emergency is seen before anything is parsed."""

import pytest

from gateway.peek import urgent


@pytest.mark.parametrize(
    "text",
    [
        "KEBAKARAN!!! di pasar",
        "surga ada kecelakaan, tolong",
        "DARURAT",
        "tolong ada begal.",
        "112",
    ],
)
def test_alarm_is_seen(text: str) -> None:
    assert urgent(text)


@pytest.mark.parametrize("text", ["", "lampu jalan mati", "celaka", "bombastis", "CEK 4839206"])
def test_quiet_text_is_not(text: str) -> None:
    assert not urgent(text)
