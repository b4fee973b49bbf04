"""A line keeps to the SIM it had, until a person or modem.conf says that it is another."""

from pathlib import Path

import pytest

from gateway.at import card
from gateway.config_lines import ModemLine
from gateway.errors import LineDown

FIRST, SECOND = "510101234567890", "510109876543210"


def line(imsi: str = "") -> ModemLine:
    return ModemLine(name="kartu1", device="/dev/ttyUSB0", imsi=imsi)


def test_first_sim_is_taken_and_another_refused(tmp_path: Path) -> None:
    card.check(line(), FIRST, tmp_path)
    card.check(line(), FIRST, tmp_path)
    with pytest.raises(LineDown, match=card.ANOTHER) as caught:
        card.check(line(), SECOND, tmp_path)
    assert caught.value.latched
    assert FIRST not in str(caught.value)
    assert SECOND not in str(caught.value)
    card.check(line(), FIRST, tmp_path)


def test_another_is_taken_after_swap_or_when_the_file_names_it(tmp_path: Path) -> None:
    card.check(line(), FIRST, tmp_path)
    assert card.forget(tmp_path, "kartu1")
    assert not card.forget(tmp_path, "kartu1")
    card.check(line(), SECOND, tmp_path)
    card.check(line(FIRST), FIRST, tmp_path)
    with pytest.raises(LineDown):
        card.check(line(), SECOND, tmp_path)


def test_modem_that_does_not_tell_is_believed(tmp_path: Path) -> None:
    card.check(line(), FIRST, tmp_path)
    card.check(line(), "", tmp_path)
    card.check(line(), SECOND, None)


@pytest.mark.parametrize("broken", ["", "x", "zz yy", "00 11 22", "é"])
def test_broken_memory_is_written_anew(tmp_path: Path, broken: str) -> None:
    card.path_of(tmp_path, "kartu1").write_text(broken)
    card.check(line(), FIRST, tmp_path)
    with pytest.raises(LineDown):
        card.check(line(), SECOND, tmp_path)


def test_the_imsi_itself_is_kept_nowhere(tmp_path: Path) -> None:
    card.check(line(), FIRST, tmp_path)
    path = card.path_of(tmp_path, "kartu1")
    assert FIRST not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
