"""Every waiting message says why, until when, and who may send it instead, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from console.outbox_why import sentence
from gateway import config
from gateway.config import Line
from gateway.fallback import Road
from gateway.limits import Limits, Used
from gateway.standing import Standing, Told, standing
from gateway.why import CODES, House, Part, Why, why
from models import city as cities
from models.i18n import choose
from models.lanes import ACK, STATUS, URGENT

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # 10:00 in Kediri
MINUTE = timedelta(minutes=1)
HOUSE = House(unknown_wait=10 * MINUTE)
ZONE = ZoneInfo("Asia/Jakarta")


def part(**own: object) -> Part:
    base: dict[str, object] = {
        "state": "queued", "lane": ACK, "home": "kartu1", "line": "kartu1", "reason": "",
        "essential": True, "ambiguous": 0, "attempt": 0, "code": "", "due": NOW - MINUTE,
        "begins": NOW - MINUTE, "valid_until": NOW + timedelta(hours=24), "state_at": NOW - MINUTE,
    }  # fmt: skip
    return Part(**(base | own))  # type: ignore[arg-type]


@pytest.fixture
def road(tmp_path: Path) -> Road:
    """Return a line that can send, with another behind it."""
    (tmp_path / "modem.conf").write_text(
        "[simulator kartu1]\nfallback = kartu2\nmessage_limit = 5\nmonthly_budget = 700\n"
        "send_window = 11:00-20:00\n[simulator kartu2]\n"
    )
    (tmp_path / "city.toml").write_text('[city]\nname = "KOTA"\n')
    settings = config.load(tmp_path / "modem.conf")
    line = settings.line("kartu1")
    limits = Limits.of(line, settings.budget, cities.load(tmp_path / "city.toml"))
    return Road("kartu1", line, Standing("kartu1"), limits, Used())


SINCE = NOW - 5 * MINUTE
DOWN = Standing("kartu1", "down", SINCE, detail="port gone")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, Why("turn", since=NOW - MINUTE, line="kartu1")),
        ({"state": "sent"}, None),
        ({"state": "delivered"}, None),
        ({"state": "sending"}, Why("sending", since=NOW - MINUTE, line="kartu1")),
        (
            {"state": "unknown", "code": "timeout"},
            Why("unknown", NOW + 9 * MINUTE, NOW - MINUTE, "timeout", "kartu1"),
        ),
        (
            {"state": "unknown", "essential": False},
            Why("person", since=NOW - MINUTE, line="kartu1"),
        ),
        ({"state": "unknown", "ambiguous": 1}, Why("person", since=NOW - MINUTE, line="kartu1")),
        (
            {"state": "failed", "code": "expired"},
            Why("failed", since=NOW - MINUTE, detail="expired", line="kartu1"),
        ),
        ({"valid_until": NOW}, Why("expired", since=NOW)),
        ({"begins": NOW + MINUTE, "reason": "budget"}, Why("budget", NOW + MINUTE)),
        ({"begins": NOW + MINUTE, "reason": "quiet"}, Why("quiet", NOW + MINUTE)),
        ({"begins": NOW + MINUTE}, Why("later", NOW + MINUTE)),
        (
            {"begins": NOW + MINUTE, "attempt": 2, "code": "CMS 42"},
            Why("retry", NOW + MINUTE, NOW - MINUTE, "CMS 42", "kartu1"),
        ),
        ({"lane": STATUS}, Why("window", NOW + 60 * MINUTE, line="kartu1")),
    ],
)
def test_message_on_a_line_that_works(road: Road, own: dict[str, object], expected: Why) -> None:
    assert why(part(**own), road, HOUSE, NOW) == expected


@pytest.mark.parametrize(
    ("state", "own", "expected"),
    [
        (DOWN, {}, Why("down", None, SINCE, "port gone", "kartu1", NOW + MINUTE)),
        (DOWN, {"lane": URGENT}, Why("down", None, SINCE, "port gone", "kartu1", NOW)),
        (
            DOWN,
            {"begins": NOW + MINUTE, "attempt": 1, "code": "CMS 42"},
            Why("down", None, SINCE, "port gone", "kartu1", NOW + MINUTE),
        ),
        (
            Standing("kartu1", "paused", None, NOW + MINUTE, "CMS 21"),
            {},
            Why("paused", NOW + MINUTE, None, "CMS 21", "kartu1", NOW + MINUTE),
        ),
        (Standing("kartu1", "disabled"), {}, Why("disabled", line="kartu1")),
        (Standing("kartu1", "starting", SINCE), {}, Why("starting", since=SINCE, line="kartu1")),
    ],
)
def test_message_on_a_line_that_cannot_send(
    road: Road, state: Standing, own: dict[str, object], expected: Why
) -> None:
    assert why(part(**own), replace(road, standing=state), HOUSE, NOW) == expected


def test_message_on_a_line_whose_limits_are_reached(road: Road) -> None:
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)
    full = replace(road, used=Used(today=5))
    assert why(part(), full, HOUSE, NOW) == Why(
        "line_day", midnight, line="kartu1", instead=NOW + MINUTE
    )
    spent = replace(road, used=Used(rupiah=700))
    found = why(part(lane=STATUS), spent, HOUSE, NOW)
    assert found is not None
    assert (found.code, found.until) == ("line_budget", datetime(2026, 11, 30, 17, tzinfo=UTC))
    assert why(part(), spent, HOUSE, NOW) == Why("turn", since=NOW - MINUTE, line="kartu1")


def test_message_of_a_line_that_is_gone_or_a_house_that_is_silent(road: Road) -> None:
    gone = Road("lama", None, Standing("lama", "gone"), None, Used())
    found = why(part(home="lama", line="lama"), gone, HOUSE, NOW)
    assert found == Why("gone", line="lama", instead=NOW + MINUTE)
    assert why(part(), None, HOUSE, NOW) == Why("gone", line="kartu1")
    assert why(part(), road, replace(HOUSE, disabled=True), NOW) == Why("disabled", line="kartu1")


@pytest.fixture
def indonesian() -> Iterator[None]:
    """Speak Indonesian for one test."""
    choose("id")
    yield
    choose("en")


def test_each_reason_has_a_sentence() -> None:
    for code in CODES:
        for until in (None, NOW):
            text = sentence(Why(code, until, SINCE, "CMS 42", "kartu1"), "kartu1", ZONE)
            assert text, code
            assert "\n" not in text
            assert not text.endswith("-") or until is None, code


def test_sentence_names_times_of_the_city_and_the_lines() -> None:
    found = Why("down", None, SINCE, "port gone", "kartu2", NOW)
    assert sentence(found, "1708", ZONE) == (
        "line kartu2 is down since 23-11 09:55: port gone; another line may send it from"
        " 23-11 10:00; kartu2 sends for 1708"
    )


@pytest.mark.usefixtures("indonesian")
def test_sentences_are_indonesian_too() -> None:
    found = Why("city_budget", NOW, line="kartu1")
    assert sentence(found, "kartu1", ZONE) == ("anggaran kota bulan ini habis; dikirim 23-11 10:00")


def test_handbook_explains_each_reason() -> None:
    handbook = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    assert [code for code in CODES if f"`{code}`" not in handbook] == []


OLD, FRESH = NOW - timedelta(hours=1), NOW - timedelta(seconds=5)


@pytest.mark.parametrize(
    ("last", "started", "code"),
    [
        (Told(True, FRESH), None, ""),
        (Told(True, FRESH), OLD, ""),
        (Told(False, FRESH, SINCE, "x"), OLD, "down"),
        (Told(True, FRESH, paused_until=NOW + MINUTE), OLD, "paused"),
        (Told(True, FRESH, paused_until=NOW - MINUTE), OLD, ""),
        (Told(True, FRESH, short_at=OLD), OLD, "credit"),
        (Told(True, OLD), OLD - MINUTE, "silent"),
        (Told(False, OLD), FRESH, "starting"),
        (Told(False, OLD - MINUTE), OLD, "silent"),
        (None, FRESH, "starting"),
        (None, OLD, "silent"),
        (None, None, "silent"),
    ],
)
def test_standing_of_a_line_is_what_its_fresh_words_say(
    road: Road, last: Told | None, started: datetime | None, code: str
) -> None:
    assert standing("kartu1", road.line, last, started=started, now=NOW).code == code


def test_line_that_is_switched_off_is_not_one_that_fails(road: Road) -> None:
    line: Line | None = replace(road.line, sending_disabled=True) if road.line else None
    found = standing("kartu1", line, Told(False, FRESH), started=None, now=NOW)
    assert (found.code, found.unable) == ("disabled", False)
    assert standing("lama", None, None, started=None, now=NOW).unable
