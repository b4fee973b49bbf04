"""Places are found as a careful operator would underline them, in the cities of the examples.

The table is tests/data/places.txt; its sentences are our own.
"""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cases import town_folder
from models import city
from parser import places
from parser.gazetteer import Gazetteer, load
from parser.reading import Place, Why
from parser.tokens import split

EXAMPLES = Path(__file__).parents[2] / "examples"
CITIES = ("kediri", "palu", "bukittinggi", "bandung")


@cache
def gazetteer(name: str) -> Gazetteer:
    found = city.load(town_folder(EXAMPLES, name) / "city.toml").gazetteer
    assert found is not None
    return found


def find(name: str, text: str) -> tuple[Place, ...]:
    return places.find(text, split(text), gazetteer(name))


def flags(name: str, text: str) -> tuple[str, ...]:
    return places.flags(find(name, text), split(text), gazetteer(name))


def lines() -> list[tuple[str, str]]:
    """Return (city, line) of the table."""
    name, found = "", []
    for line in (Path(__file__).parents[1] / "data" / "places.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((name, line))
    return found


@pytest.mark.parametrize(("name", "line"), lines(), ids=lambda value: value.partition(" -> ")[0])
def test_places_are_those_of_a_careful_operator(name: str, line: str) -> None:
    text, _arrow, rest = line.partition(" ->")
    rest, _mark, asked = rest.partition(" # ")
    wanted, _mark, never = rest.strip().partition("! ")
    found = {place.text.lower() for place in find(name, text)}
    if wanted == "-":
        assert not found
    else:
        assert {one.strip().lower() for one in wanted.split("|") if one.strip()} <= found
    assert not {one.lower() for one in never.split("|") if one} & found
    said = flags(name, text)
    for flag in asked.split():
        assert (flag.removeprefix("-") in said) is not flag.startswith("-"), said


@pytest.mark.parametrize(
    ("name", "text", "canon", "kind"),
    [
        ("kediri", "banjir di mojorto", "Mojoroto", "area"),
        ("kediri", "banjir di banjar mlati", "Banjarmlati", "area"),
        ("kediri", "kec.pesantren", "Pesantren", "area"),
        ("palu", "banjir di birobuli utra", "Birobuli Utara", "area"),
        ("palu", "kel tavanjuka", "Tawanjuka", "area"),
        ("palu", "jembatan di Sigi", "Kabupaten Sigi", "outside"),
        ("bukittinggi", "di guguak bulek", "Campago Guguk Bulek", "area"),
        ("bandung", "di kircon", "Kiaracondong", "area"),
        ("bandung", "macet di Semarang", "Semarang", "outside"),
        ("bandung", "rt.007/rw 02", "RT 7 RW 2", "rtrw"),
        ("bandung", "RW IV", "RW 4", "rtrw"),
        ("bandung", "rw 5 rt 2", "RT 2 RW 5", "rtrw"),
        ("bandung", "-6.9147, 107.6098", "-6.9147,107.6098", "point"),
    ],
)
def test_name_is_given_as_the_city_writes_it(name: str, text: str, canon: str, kind: str) -> None:
    assert (canon, kind) in {(place.canon, place.kind) for place in find(name, text)}


def test_code_is_given_only_when_it_is_certain() -> None:
    assert {p.code for p in find("kediri", "di Kel Lirboyo")} == {"35.71.01.1013"}
    assert [p.code for p in find("kediri", "di Bandar")] == [""]
    assert {p.code for p in find("bandung", "di Batununggal")} == {""}  # a kecamatan and elsewhere


@pytest.mark.parametrize(
    "word", ["layanan", "bangsat", "tanaman", "gemuruh", "tetangga", "pedagang"]
)
@pytest.mark.parametrize("name", CITIES)
def test_everyday_word_is_no_mistyped_name(name: str, word: str) -> None:
    for text in (f"di {word} itu", f"ada {word} rusak", word.capitalize()):
        assert not any(place.kind == "area" for place in find(name, text))


def test_each_area_is_found_by_its_name_and_with_one_typo() -> None:
    for name in CITIES:
        known = gazetteer(name)
        for area in known.areas.values():
            if area.kind not in {"kelurahan", "kecamatan"}:
                continue
            for text in (f"got mampet kel. {area.name}", f"GOT MAMPET KEL {area.name.upper()}"):
                assert area.name in {place.canon for place in find(name, text)}, text
            written = area.name[:3] + area.name[4:]
            if len(written) >= 9 and " " not in area.name:
                assert any(place.kind == "area" for place in find(name, f"got mampet di {written}"))


def test_city_without_areas_still_has_streets_and_says_nothing_of_what_lies_outside() -> None:
    text = "lampu mati di Jl Kenanga RT 2, Semarang"
    found = places.find(text, split(text), None)
    assert [place.text for place in found] == ["Jl Kenanga", "RT 2"]
    assert places.flags(found, split(text), None) == ()


def test_street_that_two_kecamatan_have_is_ambiguous() -> None:
    rows = [
        {"code": "1", "kind": "kecamatan", "name": "Utara"},
        {"code": "2", "kind": "kecamatan", "name": "Selatan"},
        {"code": "1a", "kind": "jalan", "name": "Jalan Melati", "parent": "1"},
        {"code": "2a", "kind": "jalan", "name": "Jl Melati", "parent": "2"},
        {"code": "2b", "kind": "jalan", "name": "Nusa Indah", "parent": "2"},
    ]
    known = places_of(rows)
    for text, said in [("jl melati gelap", ("lokasi_ambigu",)), ("jl. nusa indah gelap", ())]:
        tokens = split(text)
        assert places.flags(places.find(text, tokens, known), tokens, known) == said


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("lampu mati di RT 3", True),
        ("lampu mati RT 3 RW 2", True),
        ("got mampet gang 3", True),
        ("lampu mati gang Mawar", False),
        ("lampu mati di RT 3 Kel Bujel", False),
        ("lampu mati di Jl Kawi gang 3", False),
    ],
)
def test_what_each_kelurahan_has_is_no_place_yet(text: str, asks: bool) -> None:
    tokens, known = split(text), gazetteer("kediri")
    flags = places.flags(places.find(text, tokens, known), tokens, known)
    assert flags == (("lokasi_ambigu", "tanpa_lokasi") if asks else ())


def places_of(rows: list[dict[str, str]]) -> Gazetteer:
    return load(rows)


def test_why_names_the_rule_and_the_words() -> None:
    why: list[Why] = []
    text = "got mampet di Jl Kawi Kel Bangsal"
    places.find(text, split(text), gazetteer("kediri"), why)
    assert Why("place.street", "Jl Kawi") in why
    assert Why("place.area", "Bangsal") in why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jl",
        "Jl.",
        "kel",
        "kel.",
        "rt",
        "no 7",
        "blok",
        "km",
        "di",
        "Jl Dr",
        "Jl Dr. ",
        "pasar",
        "sd n",
        "simpang",
    ],
)
def test_marker_without_a_name_is_no_place(text: str) -> None:
    assert find("kediri", text) == ()


@given(st.text(max_size=200), st.sampled_from(CITIES))
def test_any_text_is_searched_and_places_stand_where_they_say(text: str, name: str) -> None:
    for place in find(name, text):
        assert text[place.start : place.end] == place.text


_PARTS = """
jl Jl. jalan gg kel kec. rt 03 / rw 5 no 7 blok C km di dekat pasar SDN alun-alun Mojoroto bandar
utara Raya Dr. A Yani pak , - . ( maps.google.com -7.81234 112.01234 kota Pare Semarang perum Griya
simpang empat
"""


@given(st.lists(st.sampled_from(_PARTS.split()), max_size=30), st.sampled_from(CITIES))
def test_any_mixture_of_markers_is_searched(parts: list[str], name: str) -> None:
    text = " ".join(parts)
    found = find(name, text)
    assert all(text[place.start : place.end] == place.text for place in found)
    assert len(set(found)) == len(found)
    assert [place.start for place in found] == sorted(place.start for place in found)
    assert set(flags(name, text)) <= {
        "luar_wilayah",
        "luar_kecamatan",
        "lokasi_ambigu",
        "tanpa_lokasi",
    }
