"""What each line may be told of its limits in modem.conf and city.toml, checked at load."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from gateway import config
from gateway.config_check import problems
from models import city
from models.clocks import Hours
from models.errors import ConfigError

CITY = '[city]\nname = "KOTA"\n[cost]\nover_budget = {lanes}\n'


def load(folder: Path, section: str) -> config.Line:
    path = folder / "modem.conf"
    path.write_text(f"[simulator kartu1]\n{section}\n[simulator kartu2]\nfallback = kartu1\n")
    return config.load(path).lines[0]


def test_limits_of_a_line_are_those_of_its_section(tmp_path: Path) -> None:
    line = load(
        tmp_path,
        "fallback = kartu2\nfallback_after = 5m\nsend_window = 07:00-20:00\nthroughput = 0.5\n"
        "parts_per_hour = 100\nmessage_limit = 500\ncost_per_part = 275\nmonthly_budget = 500_000",
    )
    assert line.fallback == ("kartu2",)
    assert line.fallback_after == timedelta(minutes=5)
    assert line.send_window == Hours(time(7), time(20))
    assert (line.throughput, line.parts_per_hour, line.message_limit) == (0.5, 100, 500)
    assert (line.cost_per_part, line.monthly_budget) == (275, 500_000)


def test_line_without_limits_has_none(tmp_path: Path) -> None:
    line = load(tmp_path, "")
    assert (line.cost_per_part, line.send_window) == (None, None)
    assert line.fallback_after == timedelta(minutes=2)
    assert not (line.throughput or line.parts_per_hour or line.message_limit)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("send_window = 20:00-07:00", "ends before it begins"),
        ("send_window = all day", "is not like 07:30-16:00"),
        ("cost_per_part = -1", "cost_per_part"),
        ("cost_per_part = murah", "is not a whole number"),
        ("monthly_budget = -5", "monthly_budget"),
        ("fallback_after = 120", "is not a duration"),
        ("fallback = kartu9", "'kartu9' is no other line"),
        ("fallback = kartu1", "'kartu1' is no other line"),
        ("fallback = kartu2, kartu2", "stands here twice"),
    ],
)
def test_wrong_limit_is_named(tmp_path: Path, written: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        load(tmp_path, written)


def test_lanes_that_pass_a_spent_budget_are_known_words(tmp_path: Path) -> None:
    path = tmp_path / "city.toml"
    path.write_text(CITY.format(lanes='["urgent"]'))
    assert city.load(path).cost.over_budget == ("urgent",)
    path.write_text(CITY.format(lanes='["urgent", "aks"]'))
    with pytest.raises(ConfigError, match=r"over_budget: 'aks'; did you mean ack"):
        city.load(path)


def test_window_within_the_quiet_hours_is_found_by_check(tmp_path: Path) -> None:
    line = load(tmp_path, "send_window = 22:00-23:00")
    (tmp_path / "city.toml").write_text('[city]\nname = "KOTA"\n')
    settings = config.load(tmp_path / "modem.conf")
    found = [one.text for one in problems(settings, city.load(tmp_path / "city.toml"))]
    assert line.send_window == Hours(time(22), time(23))
    assert [one for one in found if "kartu1] send_window: all of it lies in the quiet" in one]
    assert not [one for one in found if "kartu2] send_window" in one]
