"""The five cities of examples/ are whole: lines, rules and texts load, as each city promised."""

from functools import cache
from pathlib import Path

import pytest

from gateway import config
from gateway.reply import Texts
from models import city
from models.casework.case import Case
from models.casework.routing import suggestions
from models.casework.sop import Sop, Step
from models.city import City
from models.clocks import Span, calendar_of
from models.sop_of import sop_of
from parser import lexicon

EXAMPLES = Path(__file__).parents[2] / "examples"
CITIES = ("kediri-112", "kediri-surga", "palu", "mandiangin", "bandung")


@cache
def loaded(name: str) -> City:
    return city.load(EXAMPLES / name / "city.toml")


@cache
def rules(name: str) -> Sop:
    return sop_of(loaded(name), calendar_of(loaded(name)))


def led_by(name: str, category: str, area: str = "", **more: str) -> str:
    case = Case(1, 4839206, mine=False, category=category, area=area, **more)  # type: ignore[arg-type]
    ways = suggestions(rules(name), rules(name).above, case)
    return ways[0].agency if ways else ""


def span(name: str, clock: str, **which: str) -> str:
    """Return the span of the first rule that has just these conditions."""
    for rule in rules(name).deadlines:
        given = {
            key: value
            for key in ("type", "subtype", "category", "grade", "urgency", "term")
            if (value := getattr(rule, key))
        }
        if rule.clock == clock and given == which:
            return str(rule.span)
    return ""


@pytest.mark.parametrize("name", CITIES)
def test_lines_and_texts_load(name: str) -> None:
    settings = config.load(EXAMPLES / name / "modem.conf")
    assert settings.daemon.city.samefile(EXAMPLES / name / "city.toml")
    Texts.load(settings.daemon.texts, loaded(name))
    for line in settings.lines:
        assert not line.keyword_required or loaded(name).keywords_of(line.name)
        assert set(dict(rules(name).confidentiality)) <= {"*", line.name}


@pytest.mark.parametrize("name", CITIES)
def test_complaint_about_staff_goes_to_the_inspectorate_and_is_secret(name: str) -> None:
    for category in ("pungli", "aparatur"):
        assert led_by(name, category, loaded(name).areas[-10]["code"]) == "INSPEKTORAT"
    for category in ("pungli", "aparatur", "kekerasan"):
        assert rules(name).category(category).confidential


def test_every_category_of_kediri_has_somebody() -> None:
    for name in ("kediri-112", "kediri-surga"):
        for category in lexicon.table("categories"):
            if category != "lainnya":
                assert led_by(name, category, "35.71.01.1013"), category


def test_kediri_has_two_doors_and_its_team() -> None:
    settings = config.load(EXAMPLES / "kediri-surga" / "modem.conf")
    assert {line.name: line.keyword_required for line in settings.lines} == {
        "1708": True,
        "kartu1": False,
    }
    team = [agency.code for agency in loaded("kediri-surga").agencies[:5]]
    assert team == ["INSPEKTORAT", "BAG.HUKUM", "BPPKAD", "PROKOPIM", "DISKOMINFO"]


def test_kediri_tells_the_mayor_after_a_day() -> None:
    assert span("kediri-surga", "follow_up") == "24 jam"
    mayor = next(step for step in rules("kediri-surga").ladder if step.to == "mayor")
    assert mayor == Step("mayor", None, frozenset({"follow_up"}))


def test_request_for_information_goes_to_the_ppid_by_itself() -> None:
    case = Case(1, 4839206, mine=False, type="permintaan_info", subtype="ppid")
    first = suggestions(rules("kediri-surga"), lambda _code: "", case)[0]
    assert (first.agency, first.support, first.automatic) == ("DISKOMINFO", ("BAG.HUKUM",), True)
    which = {"type": "permintaan_info", "subtype": "ppid"}
    assert span("kediri-surga", "ppid", **which) == "10 hk"
    assert span("kediri-surga", "ppid_extended", **which) == "7 hk"


def test_kediri_112_settles_a_light_case_in_three_hours() -> None:
    assert rules("kediri-112").category("ketertiban").grade == "ringan"
    assert span("kediri-112", "settle", grade="ringan") == "3 jam"
    assert span("kediri-112", "settle") == "14 hk"
    assert span("kediri-112", "settle", grade="field_check") == "60 hk"
    assert led_by("kediri-112", "kebakaran", urgency="darurat") == "DAMKAR"
    assert rules("kediri-112").category("kesehatan").contact == "119"


def test_palu_keeps_its_own_time_terms_and_ladder() -> None:
    palu = loaded("palu")
    assert palu.timezone == "Asia/Makassar"
    trained = [a for a in palu.agencies if a.code not in ("KOMINFO", "INSPEKTORAT")]
    assert len(trained) == 10
    assert led_by("palu", "pasar") == ""  # stays with the coordinator
    terms = [span("palu", "settle", term=term) for term in ("short", "medium", "long")]
    assert terms == ["14 hk", "60 hk", "365 hari"]
    assert [step.to for step in rules("palu").ladder] == [
        "coordinator",
        "officer",
        "head",
        "assistant",
        "mayor",
    ]


def test_mandiangin_is_secret_and_hands_up_and_down() -> None:
    sop = rules("mandiangin")
    assert sop.confidentiality_on("kartu1") == "rahasia"
    units = [a for a in sop.agencies if a.code.startswith("KEL.")]
    assert len(units) == 9
    assert {unit.parent for unit in units} == {"KEC.MKS"}
    assert sop.agency("KEC.MKS").parent == "WALIKOTA"  # type: ignore[union-attr]
    assert led_by("mandiangin", "lainnya", "13.75.02.1008") == "KEL.GAREGEH"


def test_bandung_has_all_its_units_and_the_bodies_outside() -> None:
    sop, bandung = rules("bandung"), loaded("bandung")
    assert len(sop.agencies) > 250
    served = {agency.area for agency in sop.agencies}
    areas = {row["code"] for row in bandung.areas if row["kind"] in ("kecamatan", "kelurahan")}
    assert len(areas) == 181
    assert areas <= served
    outside = {agency.code for agency in sop.agencies if agency.kind == "outside"}
    assert outside >= {"POLRESTABES", "PLN"}
    kelurahan = [a for a in sop.agencies if a.code.startswith("KEL.")]
    assert all(unit.parent.startswith("KEC.") for unit in kelurahan)


def test_bandung_hands_on_in_two_days_and_plans_in_five() -> None:
    assert span("bandung", "verify") == "2 hk"
    assert span("bandung", "follow_up") == "5 hk"
    assert rules("bandung").close_after == Span(10, "hk")
