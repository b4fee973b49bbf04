"""A city's own words and its neighbours' keywords are bound, or refused by table and key."""

from pathlib import Path

import pytest

from gateway.reply import Texts
from gateway.vocabulary import ALL_LINES, vocabularies, vocabulary
from models import city
from models.errors import ConfigError
from parser import parse

GOOD = """
[city]
name = "KEDIRI"
[[keyword]]
word = "SURGA"
lines = ["1708"]
[[other_city]]
word = "Palu"
aliases = ["LAPORWALI"]
name = "Kota Palu"
[[agency]]
code = "DISHUB"
name = "Dinas Perhubungan"
categories = ["parkir", "dermaga"]
[[category]]
code = "pasar_malam"
[[category]]
code = "dermaga"
[words]
greetings = ["Tabeana"]
thanks = ["mokasehe"]
no_keyword = ["sugra"]
[words.categories]
taman = ["lampu taman", "Bale  Kambang"]
pasar_malam = ["tenong"]
dermaga = ["ponton"]
[words.urgency]
darurat = ["wedhus gembel"]
[words.shorthand]
lampu = ["lamteng"]
[words.places]
street = ["setapakan"]
"""


def load(folder: Path, text: str) -> city.City:
    path = folder / "city.toml"
    path.write_text(text)
    return city.load(path)


def test_words_are_bound_in_small_letters(tmp_path: Path) -> None:
    words = load(tmp_path, GOOD).words
    assert words.greetings == ("tabeana",)
    assert words.categories[0] == ("taman", ("lampu taman", "bale kambang"))
    assert words.shorthand == (("lampu", ("lamteng",)),)
    assert words.places == (("street", ("setapakan",)),)


def test_words_reach_the_reading_of_every_line(tmp_path: Path) -> None:
    told = vocabularies(load(tmp_path, GOOD), ["1708", "kartu1"], Texts.load())
    assert told["1708"].own is told["kartu1"].own is told[ALL_LINES].own
    assert parse("ponton lepas di jl Kawi", told["kartu1"]).category == "dermaga"
    assert parse("tabeana SURGA tenong di jl Kawi", told["1708"]).category == "pasar_malam"
    assert [other.word for other in told["1708"].others] == ["Palu"]


def test_city_without_words_has_none_to_look_up(tmp_path: Path) -> None:
    plain = load(tmp_path, GOOD.partition("[words]")[0])
    assert not plain.words
    assert vocabulary(plain).own is None
    assert vocabulary(plain, others=[plain]).others[-1].word == "SURGA"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("taman =", "tamn =", r"\[words.categories\] tamn: unknown; did you mean taman?"),
        ("taman =", "zzz =", r"\[words.categories\] zzz: unknown; one of .*pju, .*pasar_malam"),
        ("darurat =", "gawat =", r"\[words.urgency\] gawat: unknown; one of darurat, tinggi"),
        ("street =", "path =", r"\[words.places\] path: unknown; one of street, complex, hamlet"),
        ('["tenong"]', '"tenong"', r"\[words.categories\] pasar_malam: 'tenong' is not a list"),
        ('["tenong"]', "[1]", r"\[words.categories\] pasar_malam: \[1\] is not a list of words"),
        ('["tenong"]', '["a b c d e"]', r"pasar_malam: 'a b c d e' is not 1 to 4 words of letters"),
        ('["tenong"]', '["x!"]', r"pasar_malam: 'x!' is not 1 to 4 words of letters and digits"),
        ('["tenong"]', '[""]', r"pasar_malam: '' is not 1 to 4 words of letters and digits"),
        ('["tenong"]', '["ponton"]', r"\[words.categories\] dermaga: 'ponton' is already given"),
        ('["lamteng"]', '["a b"]', r"\[words.shorthand\] lampu: 'a b' is not one word of letters"),
        ("lampu = [", '"la mpu" = [', r"\[words.shorthand\] la mpu: 'la mpu' is not one word"),
        ('["lamteng"]', '["surga"]', r"\[words.shorthand\] lampu: 'surga' is a keyword"),
        ('["sugra"]', '["surga"]', r"\[words\] no_keyword: 'surga' is a keyword"),
        ('["Tabeana"]', '["pa k"]', r"\[words\] greetings: 'pa k' is not one word"),
        ('["Tabeana"]', "3", r"\[words\] greetings: 3 is not a list of words"),
        ("greetings =", "greeting =", r"\[words\] greeting: unknown; did you mean greetings?"),
        ("[words.urgency]\ndarurat =", "[words]\nurgency =", "is no TOML"),
        ('word = "Palu"', 'word = "P"', r"\[\[other_city\]\] P word: 'P' is not 2 to 11 letters"),
        ('word = "Palu"', 'word = "surga"', r"\[\[other_city\]\] surga word: 'SURGA' is a keyword"),
        ('word = "Palu"', "", r"\[\[other_city\]\] 1 word: missing"),
        ('name = "Kota Palu"', 'nama = "x"', r"\[\[other_city\]\] Palu nama: unknown; did you"),
    ],
)
def test_wrong_word_is_named(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert GOOD.count(before) == 1
    with pytest.raises(ConfigError, match=message) as caught:
        load(tmp_path, GOOD.replace(before, after))
    assert str(caught.value).startswith(f"{tmp_path / 'city.toml'}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("table", ["categories", "urgency", "shorthand", "places"])
def test_list_where_a_table_belongs_is_refused(tmp_path: Path, table: str) -> None:
    text = GOOD.partition("[words]")[0] + f'[words]\n{table} = ["x"]\n'
    with pytest.raises(ConfigError, match=rf"\[words.{table}\]: write it as a table"):
        load(tmp_path, text)
