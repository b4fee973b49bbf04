"""Emergencies reach somebody: who is alarmed, and who next."""

from datetime import UTC, datetime, timedelta

import pytest

from models.casework.case import Case
from models.casework.effects import Alarm, OpenTicket, Tell
from models.casework.emergencies import next_told, raise_alarm, raised
from models.casework.sop import AgencyRule, Emergencies
from tests.casework import sop

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CITY = sop(
    agencies=(AgencyRule("DAMKAR", ""), AgencyRule("BPBD", ""), AgencyRule("POLRES", "")),
    emergencies=Emergencies((("kebakaran", "DAMKAR"), ("*", "BPBD"), ("keamanan", "NONE"))),
)


def fire(**known: object) -> Case:
    values = {"id": 1, "number": 4839206, "mine": False, "urgency": "darurat", "created_at": NOW}
    return Case(**(values | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("category", "level", "accused", "kind", "to"),
    [
        ("kebakaran", "biasa", (), "P_DARURAT", "agency:DAMKAR"),
        ("medis", "biasa", (), "P_DARURAT", "agency:BPBD"),
        ("medis", "biasa", ("BPBD",), "P_DARURAT", "coordinator"),
        ("keamanan", "biasa", (), "P_DARURAT", "coordinator"),
        ("kekerasan", "rahasia", (), "P_RAHASIA", "agency:BPBD"),
    ],
)
def test_alarm_goes_to_the_agency_for_it_and_of_secrets_says_no_word(
    category: str, level: str, accused: tuple[str, ...], kind: str, to: str
) -> None:
    ticket = OpenTicket("pengaduan", category, "darurat", level, accused=accused)
    told, alarm = raise_alarm(CITY, ticket)
    assert isinstance(told, Tell)
    assert (told.kind, told.to, told.lane) == (kind, to, "urgent")
    assert alarm == Alarm()


@pytest.mark.parametrize(
    ("similar", "is_raised"),
    [
        ((), False),
        ((fire(),), True),
        ((fire(urgency="tinggi"),), False),
        ((fire(created_at=None),), False),
        ((fire(created_at=NOW - timedelta(hours=3)),), False),
        ((fire(urgency="biasa"), fire(created_at=NOW - timedelta(hours=1))), True),
    ],
)
def test_one_fire_raises_one_alarm(similar: tuple[Case, ...], *, is_raised: bool) -> None:
    assert raised(similar, NOW) is is_raised


@pytest.mark.parametrize(
    ("roster", "told", "number", "next_one"),
    [
        ((), 3, 1, 0),
        ((3, 5, 8), 0, 0, 3),
        ((3, 5, 8), 3, 1, 5),
        ((3, 5, 8), 8, 3, 3),
        ((3, 5, 8), 9, 1, 5),
        ((3,), 3, 7, 3),
    ],
)
def test_alarm_goes_round_the_roster(
    roster: tuple[int, ...], told: int, number: int, next_one: int
) -> None:
    assert next_told(roster, told, number) == next_one
