"""The screen of `top` says what was read: alarms first, ages, rates, and no row without cause."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.line_rows import line_rows
from console.top_screen import Moment, as_row, parts, plain, title
from gateway import config
from gateway.watch.activity import Activity, Failure
from gateway.watch.alarms import Alarm
from gateway.watch.readings import HouseReading, LineReading
from gateway.watch.stock import LineStock, Queue, Stock
from models.line_credit import Known
from models.spending import Spent
from models.times import to_us

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CONF = "[simulator kartu1]\nnumber = +6281200000001\n[simulator kartu2]\nnumber = 1708\n"


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def moment(folder: Path, *, alive: bool = True, **change: Any) -> Moment:
    """Return a moment with one line that was never opened."""
    (folder / "modem.conf").write_text(CONF)
    state = {"up": True, "signal": -71, "sim_used": 3, "sim_total": 30, "errors": 2,
             "proof_at": to_us(ago(seconds=5))}  # fmt: skip
    stock: dict[str, Any] = {
        "reading": HouseReading(
            at=NOW,
            today=NOW.date(),
            lines=(
                LineReading(name="kartu1", up=True, reported=200, delivered=150,
                            oldest_queued=ago(hours=2)),
                LineReading(name="kartu2", up=False),
            ),
            oldest_unread=ago(minutes=3),
        ),
        "lines": {"kartu1": LineStock("vm:1", state, None, "", ago(seconds=3))},
        "credit": {"kartu1": Known(12_500, NOW.date(), None, ago(hours=1))},
        "queues": (
            Queue("kartu1", "ack", 3, ago(hours=2)), Queue("kartu1", "bulk", 9, ago(hours=1)),
        ),
        "totals": {},
        "spent": {"kartu1": Spent(parts=70)},
        "inbox": {"new": 2, "held": 0, "bad": 1},
        "sending": 0,
        "mail": {"queued": 0, "unknown": 0},
        "tickets": {"new": 4},
        "late": 0,
        "alarms": (Alarm(1, "low_balance", "kartu1", {"nilai": "Rp 1"}, ago(days=1)),),
    }  # fmt: skip
    activity = Activity(
        {"kartu1": 12}, {"kartu1": 7}, (Failure("kartu1", "failed", "CMS 38", 4, ago(minutes=9)),)
    )
    return Moment(
        config.load(folder / "modem.conf"), Stock(**(stock | change)), activity, alive, UTC
    )


def text(seen: Moment) -> str:
    return "\n".join("|".join(row) for row in plain(seen))


def test_screen_says_what_was_read(tmp_path: Path) -> None:
    seen = text(moment(tmp_path))
    assert seen.startswith("Kentongan  22-11-2026 03:00:00  daemon runs\n\nAlarms\n")
    assert "low_balance|kartu1|21-11 03:00|nilai Rp 1" in seen
    assert "kartu1|up|12|7|-71|3/30|12500|75|2||" in seen
    assert "kartu2|down|0|0|||||||" in seen
    assert "kartu1||3||9|2:00:00" in seen, "a lane a column, and the oldest of all"
    assert "SMS that the desk has not read|2|0:03:00" in seen
    assert "kartu1|failed|CMS 38|4|02:51" in seen


def test_what_is_well_takes_no_room(tmp_path: Path) -> None:
    well = moment(tmp_path, alarms=(), queues=(), inbox={"new": 0, "held": 0, "bad": 0})
    assert [part.title for part in parts(well)] == ["Lines", "Failed in the last hour"]


def test_without_a_daemon_no_line_is_up(tmp_path: Path) -> None:
    dead = moment(tmp_path, alive=False)
    assert "no daemon runs" in title(dead)
    lines = next(part for part in parts(dead) if part.title == "Lines")
    assert lines.alert == {0, 1}


def test_programs_get_the_same(tmp_path: Path) -> None:
    row = as_row(moment(tmp_path))
    assert row["received_a_minute"] == {"kartu1": 12}
    assert row["queues"][0] == {
        "line": "kartu1", "lane": "ack", "parts": 3, "oldest": ago(hours=2),
    }  # fmt: skip
    assert row["failures"][0]["code"] == "CMS 38"
    assert row["alarms"][0]["name"] == "low_balance"


def test_row_of_a_line_has_its_sim_its_queue_and_its_alarms(tmp_path: Path) -> None:
    seen = moment(tmp_path)
    first, never = line_rows(seen.settings, seen.stock, alive=True)
    assert (first["balance"], first["expires"]) == (12_500, "2026-11-22")
    assert first["queued"] == {"ack": 3, "bulk": 9}
    assert (first["delivered_percent"], first["parts_sent"]) == (75, 70)
    assert first["alarms"] == ["low_balance"]
    assert first["health"]["proof_at"] == ago(seconds=5)
    assert (never["up"], never["updated_at"], never["queued"]) == (False, None, {})


def test_line_that_is_configured_no_more_is_still_shown(tmp_path: Path) -> None:
    old = LineStock("vm:1", {"up": True}, None, "", ago(days=3))
    seen = moment(tmp_path, lines={"lama": old})
    rows = {row["line"]: row for row in line_rows(seen.settings, seen.stock, alive=True)}
    assert set(rows) == {"kartu1", "kartu2", "lama"}
    assert rows["lama"]["kind"] is None


@pytest.mark.parametrize(
    ("at", "shown"), [(ago(minutes=5), "02:55"), (ago(hours=5), "21-11 22:00")]
)
def test_times_of_another_day_have_their_day(tmp_path: Path, at: datetime, shown: str) -> None:
    alarm = Alarm(1, "disk_low", "", {}, at)
    assert f"disk_low||{shown}|" in text(moment(tmp_path, alarms=(alarm,)))
