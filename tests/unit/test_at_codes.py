"""Each CMS and CME code has one fate, as RELIABILITY.md 3.2 has it, and says where it is from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.at import codes
from gateway.at.codes import Fate
from gateway.at.lasting import Lasting

FATES = [
    *(("CMS", code, Fate.PERMANENT) for code in (1, 8, 21, 28, 30, 50, 304, 305)),
    *(("CMS", code, Fate.TEMPORARY) for code in (38, 41, 42, 47, 331, 322, 515)),
    *(("CMS", code, Fate.LINE) for code in (*range(310, 319), 330)),
    *(("CME", code, Fate.LINE) for code in range(10, 19)),
    *(("CMS", code, Fate.UNKNOWN) for code in (332, 500, 512)),
    ("CMS", 321, Fate.EMPTY),
    ("ERROR", None, Fate.UNKNOWN),
    ("CMS", 999_999_999, Fate.TEMPORARY),
    ("CME", 999_999_999, Fate.TEMPORARY),
]


@pytest.mark.parametrize(("kind", "code", "fate"), FATES)
def test_code_has_its_fate(kind: str, code: int | None, fate: Fate) -> None:
    assert codes.fate(kind, code) is fate


@pytest.mark.parametrize(("kind", "code"), [("CMS", 314), ("CMS", 515), ("CME", 14), ("CME", 515)])
def test_busy_is_asked_again(kind: str, code: int) -> None:
    assert codes.is_busy(kind, code)
    assert not codes.is_busy(kind, 38)


@given(st.sampled_from(["CMS", "CME"]), st.integers(0, 10**9))
def test_every_number_has_a_fate_and_a_name(kind: str, code: int) -> None:
    assert codes.fate(kind, code) is not Fate.BUSY
    assert codes.name(kind, code).startswith(f"{kind} {code}")


def test_every_row_names_its_source() -> None:
    for row in (*codes.CMS.values(), *codes.CME.values()):
        assert "3GPP TS" in row.source or "vendor" in row.source
        assert row.name == row.name.strip() != ""


def test_resets_are_ever_rarer_until_the_line_works() -> None:
    memory, now, resets = Lasting(), 0.0, 0
    for _ in range(24 * 60):
        if memory.may_reset(now):
            memory.note_reset(now)
            resets += 1
        now += 60
    assert resets < 35
    memory.note_health()
    assert memory.may_reset(now)
