"""A city's own words are read in its messages, and in no other city's."""

import dataclasses

import pytest

from parser import Reading, Vocabulary, parse
from parser.own import LEVELS, MARKS, Own

BARE = Vocabulary.of({"SURGA": []})
OWN = Own(
    greetings=["tabeana"],
    thanks=["mokasehe"],
    no_keyword=["sugra"],
    categories=[
        ("taman", ["lampu taman", "bale kambang"]),
        ("lalin", ["betar"]),
        ("pasar_malam", ["tenong"]),
    ],
    urgency=[("darurat", ["wedhus gembel"]), ("tinggi", ["gorong2 nganga"])],
    shorthand=[("lampu", ["lamteng"]), ("betar", ["btr"])],
    places=[("street", ["setapakan"]), ("complex", ["puriloka"])],
)
CITY = dataclasses.replace(BARE, own=OWN)


def read(text: str, words: Vocabulary = CITY) -> Reading:
    return parse(text, words)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("lampu taman mati di jl Kawi", "taman"),
        ("lampu jalan mati di jl Kawi", "pju"),
        ("bale kambang kotor sekali", "taman"),
        ("betar mangkal di tengah jalan", "lalin"),
        ("betarnya mangkal depan pasar", "lalin"),
        ("btr2 mangkal depan pasar", "lalin"),
        ("pedagang tenong menutup jalan", "pasar_malam"),
    ],
)
def test_category_of_the_citys_own_words(text: str, category: str) -> None:
    assert read(text).category == category


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("wedhus gembel turun ke jl Kawi", "darurat"),
        ("simulasi wedhus gembel besok di jl Kawi", "biasa"),
        ("wedhus di jl Kawi", "biasa"),
    ],
)
def test_urgency_of_the_citys_own_words(text: str, urgency: str) -> None:
    assert read(text).urgency == urgency


def test_own_greeting_stands_before_the_keyword_and_own_thanks_are_thanks() -> None:
    assert read("tabeana SURGA lampu mati di jl Kawi").keyword == "SURGA"
    assert read("mokasehe pak").intent == "terima_kasih"
    assert read("lamteng mati di jl Kawi").category == "pju"


def test_real_word_of_the_city_is_no_misspelt_keyword() -> None:
    assert read("sugra banjir di jl Kawi", BARE).keyword == "SURGA"
    assert read("sugra banjir di jl Kawi").keyword is None


def test_own_marks_stand_before_names() -> None:
    places = read("lampu mati di setapakan Kenanga").places
    assert [(place.kind, place.text) for place in places] == [("street", "setapakan Kenanga")]
    assert read("lampu mati di puriloka Asri blok B").places[0].kind == "complex"


@pytest.mark.parametrize("kind", MARKS)
def test_every_kind_of_mark_finds_a_name(kind: str) -> None:
    words = dataclasses.replace(BARE, own=Own(places=[(kind, ["zuzuba"])]))
    found = {
        p.kind for p in read("sampah menumpuk di zuzuba B 3 depan zuzuba Kenanga", words).places
    }
    assert {"hamlet": "area", "block": "complex"}.get(kind, kind) in found


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_can_be_given_words(level: str) -> None:
    words = dataclasses.replace(BARE, own=Own(urgency=[(level, ["zuzuba besar"])]))
    assert read("ada zuzuba besar di jl Kawi", words).urgency == level


def test_two_cities_in_one_process_do_not_mix() -> None:
    other = dataclasses.replace(BARE, own=Own(categories=[("sampah", ["betar"])]))
    for _ in range(2):
        assert read("betar di depan pasar").category == "lalin"
        assert read("betar di depan pasar", other).category == "sampah"
        assert read("betar di depan pasar", BARE).category != "lalin"


def test_body_and_spans_are_those_of_the_text_as_written() -> None:
    text = "tabeana lamteng mati di setapakan Kenanga, mokasehe"
    reading = read(text)
    assert reading.body in text
    assert all(reading.body[p.start : p.end] == p.text for p in reading.places)


def test_city_without_words_reads_as_before() -> None:
    empty = dataclasses.replace(BARE, own=Own())
    for text in ("lampu mati di jl Kawi", "KEBAKARAN di pasar, tolong!", "cek 4839206", ""):
        assert read(text, empty) == read(text, BARE)
