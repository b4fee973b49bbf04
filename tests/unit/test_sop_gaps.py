"""`sop check` says what a city's rules leave open, and is silent about a city that has it all."""

from dataclasses import replace
from pathlib import Path

import pytest

from models import city
from models.casework.sop import Emergencies, Route
from models.city import City
from models.clocks import calendar_of
from models.sop_gaps import gaps
from models.sop_of import sop_of
from parser import lexicon
from tests.unit.test_city_desk import load

EXAMPLES = Path(__file__).parents[2] / "examples"


def told(found: City) -> str:
    return "\n".join(gaps(found, sop_of(found, calendar_of(found))))


def test_city_without_rules_is_told_what_stays_with_the_coordinator(tmp_path: Path) -> None:
    path = tmp_path / "city.toml"
    path.write_text('[city]\nname = "KOTA"\n')
    text = told(city.load(path))
    every = ", ".join(code for code in lexicon.table("categories") if code != "lainnya")
    assert f"these categories stay with the coordinator: {every}" in text
    assert "complaints about staff stay with the coordinator" in text
    assert "emergencies alarm nobody on duty" in text


def test_city_with_units_of_places_is_told_of_those_that_have_none(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert "kelurahan without" not in told(found)  # Pojok has none, but its kecamatan has one
    alone = replace(found, agencies=tuple(a for a in found.agencies if a.code != "KEC"))
    alone = replace(alone, routes=())
    assert "kelurahan without a unit, as is their kecamatan (1): Pojok" in told(alone)
    assert "go to the unit of the place, else to the coordinator: " in told(found)


def test_agency_that_no_rule_names_is_told(tmp_path: Path) -> None:
    assert "no rule does (1): PLN" in told(load(tmp_path))


def test_route_behind_another_is_told(tmp_path: Path) -> None:
    found = load(tmp_path)
    sop = sop_of(found, calendar_of(found))
    first = Route("KEC", categories=frozenset({"pju"}))
    both = replace(sop, routes=(first, replace(first, agency="PLN")), emergencies=Emergencies())
    text = "\n".join(gaps(found, both))
    assert "[[route]] PLN: KEC above it is for the same reports" in text


@pytest.mark.parametrize("name", ["kediri-112", "kediri-surga"])
def test_whole_city_is_told_little(name: str) -> None:
    counters, named = told(city.load(EXAMPLES / name / "city.toml")).splitlines()
    assert counters.endswith("else to the coordinator: pelayanan_kelurahan")
    assert named.startswith("a coordinator must name these agencies, no rule does")
