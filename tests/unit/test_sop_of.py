"""city.toml becomes the rules of decisions; what it leaves out has the law's values."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

from models import city
from models.casework.sop import Abuse, ClockRule, Codes, Emergencies, Incidents, Sop, Step
from models.clocks import Span, calendar_of
from models.sop_of import LADDER, sop_of
from tests.unit.test_city_desk import load

SMALL = '[city]\nname = "KOTA"\n'


def rules(folder: Path, text: str = SMALL) -> Sop:
    path = folder / "city.toml"
    path.write_text(text)
    found = city.load(path)
    return sop_of(found, calendar_of(found))


def test_smallest_city_has_the_rules_of_the_law(tmp_path: Path) -> None:
    sop = rules(tmp_path)
    spans = {(rule.clock, rule.type, rule.grade): str(rule.span) for rule in sop.deadlines}
    assert spans == {
        ("verify", "", ""): "3 hk",
        ("follow_up", "", ""): "5 hk",
        ("settle", "", "field_check"): "60 hk",
        ("settle", "permintaan_info", ""): "5 hk",
        ("settle", "", ""): "14 hk",
        ("ppid", "permintaan_info", ""): "10 hk",
        ("ppid_extended", "permintaan_info", ""): "7 hk",
    }
    bare = Sop(sop.name, sop.calendar, sop.deadlines, ladder=LADDER, categories=sop.categories)
    assert sop == replace(bare, accused_to="")


def test_secret_categories_are_secret_unless_the_city_says_otherwise(tmp_path: Path) -> None:
    sop = rules(tmp_path)
    assert [code for code in ("pungli", "aparatur", "kekerasan", "jalan") if
            sop.category(code).confidential] == ["pungli", "aparatur", "kekerasan"]  # fmt: skip
    named = '[[category]]\ncode = "pungli"\nname = "Pungli"\n'
    assert rules(tmp_path, SMALL + named).category("pungli").confidential
    open_ = rules(tmp_path, SMALL + named + "confidential = false\n")
    assert not open_.category("pungli").confidential
    assert open_.category("aparatur").confidential


def test_inspectorate_gets_complaints_about_staff_where_there_is_one(tmp_path: Path) -> None:
    agency = '[[agency]]\ncode = "INSPEKTORAT"\nname = "Inspektorat"\n'
    assert rules(tmp_path, SMALL + agency).accused_to == "INSPEKTORAT"
    assert rules(tmp_path).accused_to == ""


def test_everything_written_is_in_the_rules(tmp_path: Path) -> None:
    found = load(tmp_path)
    sop = sop_of(found, calendar_of(found))
    assert sop.deadlines[0] == ClockRule("settle", Span(3, "jam"), grade="ringan")
    assert sop.deadlines[1] == ClockRule("settle", Span(90, "hari"), term="long")
    assert ClockRule("accept", Span(4, "jam")) in sop.deadlines
    assert sop.ladder == (
        Step("head"),
        Step("mayor", Span(1, "hk"), frozenset({"follow_up", "settle"})),
    )
    assert not sop.verified_needed
    assert sop.quiet == (time(22), time(5, 30))
    assert sop.accused_to == "ITDA"
    assert (sop.confidentiality_on("kartu1"), sop.confidentiality_on("1708")) == (
        "rahasia",
        "anonim",
    )
    assert sop.abuse == Abuse(2, timedelta(days=30), timedelta(days=365))
    assert sop.codes == Codes("none", frozenset({"selesai", "tolak"}), timedelta(minutes=5))
    assert sop.emergencies == Emergencies(
        (("kebakaran", "DAMKAR"), ("*", "DINAS")), timedelta(minutes=3), 2
    )
    assert sop.incidents == Incidents(timedelta(hours=24), 0.5, 4)
    assert sop.category("kesehatan").contact == "119"
    assert sop.category("kesehatan").grade == "ringan"
    route = sop.routes[0]
    assert (route.agency, route.support, route.automatic) == ("KEC", ("DINAS",), True)
    assert route.types == {"pengaduan", "kritik"}
    assert route.areas == {"1.1"}


def test_kelurahan_hands_up_to_the_kecamatan_it_lies_in(tmp_path: Path) -> None:
    found = load(tmp_path)
    sop = sop_of(found, calendar_of(found))
    parents = {agency.code: agency.parent for agency in sop.agencies}
    assert parents == {
        "DINAS": "",
        "DAMKAR": "DINAS",
        "PLN": "",
        "ITDA": "",
        "KEC": "",
        "KEL": "KEC",
    }
    dinas = sop.agency("DINAS")
    assert dinas is not None
    assert dinas.escalation == ("head", "mayor")
