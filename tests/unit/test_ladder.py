"""A missed deadline climbs the city's ladder, each step once, to those it concerns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.casework.case import Case, ClockFact
from models.casework.ladder import due_steps, next_at, responsible, told
from models.casework.sop import AgencyRule, Sop, Step
from models.clocks import Span, due
from models.sop_of import LADDER
from tests.orders import NOW, SOP, case, clock, helps, lead

DAY = timedelta(days=1)
CITY: Sop = replace(SOP, ladder=LADDER)
MISSED = NOW.replace(hour=9)  # Monday 16:00 in Kediri
FOLLOW, VERIFY = clock("follow_up", 1, due=MISSED), clock("verify", due=MISSED)
HELPS, SETTLE = clock("follow_up", 2, due=MISSED), clock("settle", due=MISSED)
TICKET = case("assigned", lead(), helps(), clocks=(FOLLOW, VERIFY, HELPS, SETTLE))


def tos(clock: ClockFact, days: float, step: int = 0, sop: Sop = CITY) -> list[str]:
    steps = due_steps(clock._replace(step=step), TICKET, sop, MISSED + days * DAY)
    return [one.to for one in steps]


@pytest.mark.parametrize(
    ("missed", "days", "step", "steps"),
    [
        (FOLLOW, -0.01, 0, []),
        (FOLLOW, 0, 0, ["officer"]),
        (FOLLOW, 0, 1, []),
        (FOLLOW, 1, 1, ["head"]),
        (FOLLOW, 2, 2, ["assistant"]),
        (FOLLOW, 3, 3, ["mayor"]),
        (FOLLOW, 30, 0, ["officer", "head", "assistant", "mayor"]),
        (FOLLOW, 30, 4, []),
        (VERIFY, 0, 0, ["coordinator"]),
        (VERIFY, 1, 1, ["head"]),
    ],
)
def test_each_step_is_due_once(missed: ClockFact, days: float, step: int, steps: list[str]) -> None:
    assert tos(missed, days, step) == steps


def test_steps_wait_working_days() -> None:
    friday = FOLLOW._replace(due=MISSED + 4 * DAY)
    assert next_at(friday, TICKET, CITY, 0) == friday.due
    assert next_at(friday, TICKET, CITY, 1) == MISSED + 7 * DAY
    assert next_at(friday, TICKET, CITY, 4) is None


def test_agency_has_the_steps_that_it_names_and_a_clock_those_for_it() -> None:
    agencies = (AgencyRule("DISHUB", "", escalation=("mayor", "officer")), AgencyRule("DLHKP", ""))
    few = replace(CITY, agencies=agencies)
    assert tos(FOLLOW, 30, sop=few) == ["officer", "mayor"]
    assert tos(SETTLE, 30, sop=few) == ["officer", "mayor"]
    assert tos(HELPS, 30, sop=few) == ["officer", "head", "assistant", "mayor"]
    assert tos(VERIFY, 0, sop=few) == ["coordinator"]
    assert tos(FOLLOW, 30, sop=replace(CITY, ladder=())) == []


def test_steps_go_by_their_time_and_not_by_their_place() -> None:
    ladder = (Step("mayor", Span(2, "hk")), Step("head"), Step("officer"))
    assert tos(FOLLOW, 30, sop=replace(CITY, ladder=ladder)) == ["head", "officer", "mayor"]


@pytest.mark.parametrize(
    ("missed", "agency"),
    [(FOLLOW, "DISHUB"), (HELPS, "DLHKP"), (SETTLE, "DISHUB"), (VERIFY, "")],
)
def test_deadline_is_kept_by_its_own_agency(missed: ClockFact, agency: str) -> None:
    assert responsible(missed, TICKET) == agency


def test_nobody_keeps_what_nobody_has() -> None:
    assert responsible(SETTLE, case("new")) == ""


ALL = tuple(Step(to) for to in ("officer", "coordinator", "head", "assistant", "mayor"))
UP = dict.fromkeys(("coordinator", "assistant", "mayor"), "P_ESKALASI")


@pytest.mark.parametrize(
    ("missed", "about", "kinds"),
    [
        (
            FOLLOW,
            TICKET,
            {
                "agency:DISHUB": "P_TELAT", **UP, "head:DISHUB": "P_ESKALASI",
            },
        ),
        (
            VERIFY,  # nobody has it: the coordinators, and no head
            case("new"),
            {"coordinator": "P_TELAT", "assistant": "P_ESKALASI", "mayor": "P_ESKALASI"},
        ),
        (
            SETTLE,  # only the one who handles a secret report
            replace(TICKET, confidentiality="rahasia", handler=9),
            {
                "officer:9": "P_TELAT", **UP, "head:DISHUB": "P_ESKALASI",
            },
        ),
        (
            SETTLE,
            replace(TICKET, confidentiality="rahasia"),
            {
                "agency:DISHUB": "P_TELAT", **UP, "head:DISHUB": "P_ESKALASI",
            },
        ),
    ],
)  # fmt: skip
def test_steps_reach_those_they_name(missed: ClockFact, about: Case, kinds: dict[str, str]) -> None:
    tells = told(ALL, missed, about, CITY, MISSED)
    assert {tell.to: tell.kind for tell in tells} == kinds
    assert all(tell.lane == "status" for tell in tells)


def test_escalation_says_whose_and_for_how_long() -> None:
    late = due(MISSED, Span(6, "hk"), CITY.calendar)
    (tell,) = told((Step("mayor"),), FOLLOW, TICKET, CITY, late)
    assert dict(tell.fields) == {"opd": "DISHUB", "lama": "6 hari kerja", "tgl": "23-11-2026"}
    (tell,) = told((Step("mayor"),), VERIFY, TICKET, CITY, MISSED)
    assert dict(tell.fields) == {"opd": "Koordinator", "lama": "1 jam", "tgl": "23-11-2026"}
    (tell,) = told((Step("mayor"),), VERIFY, TICKET, CITY, MISSED + timedelta(hours=5, minutes=59))
    assert dict(tell.fields)["lama"] == "5 jam"
