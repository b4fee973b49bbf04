"""A report is proposed to those whom the city's rules name, and never to the accused."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework.case import Case
from models.casework.effects import OpenTicket
from models.casework.routing import Proposal, suggestions
from models.casework.sop import AgencyRule, Emergencies, Route, Sop
from models.clocks import Calendar, Hours

ABOVE = {"1.1.1": "1.1", "1.1.2": "1.1", "1.2.1": "1.2", "1.1": "1", "1.2": "1"}
AGENCIES = (
    AgencyRule("PUPR", "Pekerjaan Umum", categories=frozenset({"jalan", "drainase"})),
    AgencyRule("DISHUB", "Perhubungan", categories=frozenset({"pju", "lalin"})),
    AgencyRule("DLH", "Lingkungan", categories=frozenset({"sampah"})),
    AgencyRule("DAMKAR", "Pemadam"),
    AgencyRule("PPID", "PPID"),
    AgencyRule("INSPEKTORAT", "Inspektorat", categories=frozenset({"pungli"})),
    AgencyRule("KEC.A", "Kecamatan A", kind="area", area="1.1"),
    AgencyRule("KEL.A1", "Kelurahan A1", kind="area", area="1.1.1"),
)
ROUTES = (
    Route("DISHUB", categories=frozenset({"jalan"}), areas=frozenset({"1.2"})),
    Route("KEC.A", ("PUPR",), categories=frozenset({"jalan"}), areas=frozenset({"1.1"})),
    Route("PPID", types=frozenset({"ppid"}), automatic=True),
    Route("DLH", categories=frozenset({"sampah"}), automatic=True),
    Route("DAMKAR", ("PUPR",), categories=frozenset({"kebakaran"}), automatic=True),
)
SOP = Sop(
    "KOTA",
    Calendar(ZoneInfo("Asia/Jakarta"), Hours.parse("07:30-16:00")),
    routes=ROUTES,
    agencies=AGENCIES,
    emergencies=Emergencies((("kebakaran", "DAMKAR"), ("*", "DISHUB"))),
)
CASE = Case(1, 4839206, mine=False)


def above(code: str) -> str:
    return ABOVE.get(code, "")


def ways(sop: Sop = SOP, others: tuple[str, ...] = (), **report: Any) -> list[Proposal]:
    return list(suggestions(sop, above, replace(CASE, **report), others=others))


def who(**report: Any) -> list[str]:
    return [way.agency for way in ways(**report)]


def test_agency_of_the_category_comes_before_the_unit_of_the_place() -> None:
    assert ways(category="pju", area="1.1.1") == [
        Proposal("DISHUB", why=("category",)),
        Proposal("KEL.A1", why=("area",)),
        Proposal("KEC.A", why=("area",)),
    ]


def test_kelurahan_without_a_unit_goes_to_its_kecamatan() -> None:
    assert who(category="lainnya", area="1.1.2") == ["KEC.A"]
    assert who(category="lainnya", area="1.2.1") == []
    assert who(category="lainnya") == []


def test_route_wins_and_its_kecamatan_stands_for_the_kelurahan() -> None:
    assert ways(category="jalan", area="1.1.1")[0] == Proposal(
        "KEC.A", ("PUPR",), why=("category", "area")
    )
    assert who(category="jalan", area="1.1.1") == ["KEC.A", "PUPR", "KEL.A1"]
    assert who(category="jalan", area="1.2.1") == ["DISHUB", "PUPR"]
    assert who(category="jalan") == ["PUPR"]


def test_more_conditions_win_then_the_first_written() -> None:
    one, two = Route("DLH"), Route("DISHUB", types=frozenset({"pengaduan"}))
    both = Route("PUPR", types=frozenset({"pengaduan"}), categories=frozenset({"pju"}))
    sop = replace(SOP, routes=(one, two, both, replace(two, agency="DAMKAR")))
    assert who(sop=sop, category="pju") == ["PUPR", "DISHUB", "DAMKAR", "DLH"]
    assert ways(sop=sop, category="pju")[-1].why == ("always",)


@pytest.mark.parametrize(
    ("report", "automatic"),
    [
        ({"category": "sampah"}, True),
        ({"category": "jalan", "area": "1.1"}, False),
        ({"category": "pju"}, False),
        ({"type": "permintaan_info", "subtype": "ppid"}, True),
        ({"type": "permintaan_info"}, None),
    ],
)
def test_only_a_route_that_says_so_is_automatic(
    report: dict[str, Any], automatic: bool | None
) -> None:
    found = ways(**report)
    assert (found[0].automatic if found else None) is automatic


def test_emergency_goes_to_its_own_agency_first() -> None:
    assert ways(category="kebakaran", urgency="darurat") == [
        Proposal("DAMKAR", ("PUPR",), automatic=True, why=("emergency", "category"))
    ]
    assert ways(category="jalan", urgency="darurat")[0] == Proposal("DISHUB", why=("emergency",))
    sop = replace(SOP, emergencies=Emergencies())
    assert who(sop=sop, category="jalan", urgency="darurat") == ["PUPR"]


# --- the accused


def test_complaint_about_an_agency_goes_to_the_inspectorate() -> None:
    found = ways(category="jalan", area="1.1.1", accused=("PUPR",))
    assert found[0] == Proposal("INSPEKTORAT", why=("accused",))
    assert found[1] == Proposal("KEC.A", (), why=("category", "area"))  # without its support PUPR
    assert who(category="sampah", accused=("DLH",)) == ["INSPEKTORAT"]


def test_complaint_about_staff_is_never_proposed_to_the_unit_of_the_place() -> None:
    assert who(category="pungli", area="1.1.1") == ["INSPEKTORAT"]
    assert ways(category="aparatur", area="1.1.1") == [Proposal("INSPEKTORAT", why=("accused",))]
    assert who(sop=replace(SOP, accused_to=""), category="aparatur", area="1.1.1") == []


def test_nobody_is_proposed_when_the_inspectorate_itself_is_accused() -> None:
    assert who(category="pungli", accused=("INSPEKTORAT",)) == []
    assert who(sop=replace(SOP, accused_to=""), category="pju", accused=("DISHUB",)) == []


def test_complaint_about_an_agency_is_assigned_by_a_person_unless_to_the_inspectorate() -> None:
    assert [way.automatic for way in ways(category="sampah", accused=("PUPR",))] == [False, False]
    route = Route("INSPEKTORAT", categories=frozenset({"pungli"}), automatic=True)
    sop = replace(SOP, routes=(route,))
    assert ways(sop=sop, category="pungli", accused=("KEL.A1",)) == [
        Proposal("INSPEKTORAT", automatic=True, why=("accused", "category"))
    ]


_CODES = st.sampled_from([agency.code for agency in AGENCIES])
_CATEGORIES = st.sampled_from(["jalan", "sampah", "pungli", "aparatur", "kebakaran", "lainnya"])


@given(
    category=_CATEGORIES,
    area=st.sampled_from(["", "1", "1.1", "1.1.1", "1.2.1", "?"]),
    urgency=st.sampled_from(["biasa", "darurat"]),
    accused=st.lists(_CODES, max_size=8).map(tuple),
    others=st.lists(_CATEGORIES, max_size=3).map(tuple),
    accused_to=st.sampled_from(["INSPEKTORAT", "KEC.A", ""]),
)
def test_accused_never_leads_nor_helps(
    others: tuple[str, ...], accused_to: str, **report: Any
) -> None:
    found = ways(replace(SOP, accused_to=accused_to), others, **report)
    named = [code for way in found for code in (way.agency, *way.support)]
    assert not set(report["accused"]) & set(named)
    leads = [way.agency for way in found]
    assert len(leads) == len(set(leads))
    for way in found:
        assert way.agency not in way.support
        assert way.why


# --- several problems


def test_agencies_of_further_problems_support_the_first() -> None:
    found = ways(others=("pju", "drainase", "lainnya", "sampah", "lalin"), category="jalan")
    assert found[0] == Proposal(
        "PUPR", ("DISHUB", "DLH"), why=("category", "other:pju", "other:sampah")
    )


def test_report_for_several_agencies_is_assigned_by_a_person() -> None:
    assert ways(others=("pju",), category="sampah")[0] == Proposal(
        "DLH", ("DISHUB",), automatic=False, why=("category", "other:pju")
    )
    assert ways(others=("sampah",), category="sampah")[0].automatic


def test_complaint_about_staff_stays_with_one_agency() -> None:
    assert ways(others=("jalan",), category="pungli") == [
        Proposal("INSPEKTORAT", why=("category",))
    ]


def test_report_that_is_about_to_be_opened_is_routed_alike() -> None:
    new = OpenTicket("pengaduan", "pju", "biasa", "biasa", area="1.1.1")
    assert list(suggestions(SOP, above, new)) == ways(category="pju", area="1.1.1")


def test_circle_of_areas_ends() -> None:
    assert suggestions(SOP, lambda code: code, replace(CASE, area="x")) == ()
