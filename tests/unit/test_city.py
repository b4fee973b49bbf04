"""city.toml is read whole or refused with the table and key that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from gateway import gsm7
from models import city
from models.clocks import Span
from models.errors import ConfigError

EXAMPLES = Path(__file__).parents[2] / "examples"
CITIES = ("kediri-112", "kediri-surga", "palu", "mandiangin", "bandung", "demo")
GOOD = """
[city]
name = "LAPOR MBAK WALI 112"
timezone = "Asia/Jakarta"
[[keyword]]
word = "SURGA"
aliases = ["surge"]
lines = ["1708", "kartu1"]
[[keyword]]
word = "KOTA"
[clock]
verify = "2 hk"
[[agency]]
code = "DISHUB"
name = "Dinas Perhubungan"
categories = ["pju", "lalin"]
[[holiday]]
date = 2026-07-27
"""


def load(folder: Path, text: str) -> city.City:
    path = folder / "city.toml"
    path.write_text(text)
    return city.load(path)


def test_city_is_bound_with_its_defaults(tmp_path: Path) -> None:
    kediri = load(tmp_path, GOOD)
    assert kediri.name == "LAPOR MBAK WALI 112"
    assert kediri.zone.key == "Asia/Jakarta"
    assert kediri.emergency == "112"
    assert kediri.weekend_days == {5, 6}
    assert kediri.clocks.verify == Span(2, "hk")
    assert kediri.clocks.complaint == Span(14, "hk")
    assert kediri.cost.part == 350
    assert kediri.holidays[0].date == date(2026, 7, 27)
    dishub = kediri.agency_of("pju")
    assert dishub is not None
    assert dishub.code == "DISHUB"
    assert kediri.agency_of("sampah") is None


def test_keyword_holds_on_its_lines_only(tmp_path: Path) -> None:
    kediri = load(tmp_path, GOOD)
    assert [k.word for k in kediri.keywords_of("kartu1")] == ["SURGA", "KOTA"]
    assert [k.word for k in kediri.keywords_of("kartu2")] == ["KOTA"]
    assert kediri.keywords[0].words() == ("SURGA", "SURGE")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('name = "LAPOR MBAK WALI 112"\n', "", "[city] name: missing"),
        ("LAPOR MBAK WALI 112", "LAPOR MBAK WALI KEDIRI", "[city] name: 1 to 20 characters"),
        ("LAPOR MBAK WALI 112", "LAPOR [KOTA]", "[city] name: 1 to 20 characters"),
        ("LAPOR MBAK WALI 112", "LAPOR — KOTA", "[city] name: 1 to 20 characters"),
        ("Asia/Jakarta", "Asia/Singapore", "timezone: 'Asia/Singapore' is not one of Asia/Jakarta"),
        ("timezone =", 'emergency = "911!"\ntimezone =', "emergency: is not a number of 3 to 5"),
        (
            "timezone =",
            "emergency = 112\ntimezone =",
            "emergency: 112 is no text; write it in quotes",
        ),
        ("timezone =", 'weekend = ["senen"]\ntimezone =', "weekend: 'senen'; did you mean senin?"),
        ("timezone =", 'office_hours = "8-16"\ntimezone =', "office_hours: '8' is not a time"),
        ("timezone =", "zone =", "[city] zone: unknown; did you mean timezone?"),
        ("[[keyword]]", "[[keywords]]", "[keywords]: unknown; did you mean keyword?"),
        ("[clock]", "[[clock]]", "clock: write it as a table, [clock]"),
        ('[[keyword]]\nword = "KOTA"', "", ""),
        ('word = "KOTA"', 'word = "surga"', "[[keyword]] surga word: 'SURGA' stands here twice"),
        ('word = "KOTA"', 'word = "K"', "'K' is not 2 to 11 letters and digits"),
        ('word = "KOTA"', 'word = "(a+)+$"', "'(A+)+$' is not 2 to 11 letters and digits"),
        ('word = "KOTA"', 'word = "a\\u001b"', "holds a control character"),
        ('word = "KOTA"', 'word = "KOTA"\n"\\u001b[31m" = 1', r"'\x1b[31m': unknown"),
        ('["pju", "lalin"]', '["PJU"]', "category 'PJU' is not a word of a-z"),
        ('["pju", "lalin"]', '["a\\u001b"]', "categories: goes over two lines or holds a control"),
        ("Dinas Perhubungan", "Dinas “Perhubungan”", "[[agency]] DISHUB name: '“' is no character"),
        ("[clock]", '[[category]]\ncode = "pju"\n' * 2 + "[clock]", "pju code: stands here twice"),
        ("[clock]", '[[category]]\ncode = "p j u"\n[clock]', "category 'p j u' is not a word"),
        ('word = "KOTA"', 'wrod = "KOTA"', "[[keyword]] 2 wrod: unknown; did you mean word?"),
        ('verify = "2 hk"', 'verify = "soon"', "[clock] verify: 'soon' is not a span"),
        ('verify = "2 hk"', "verify = 2", "[clock] verify: 2 is no text; write it in quotes"),
        ('code = "DISHUB"', 'code = "Dishub"', "[[agency]] Dishub code: is not 1 to 16 of A-Z"),
        ('code = "DISHUB"', 'code = "DINASPERHUBUNGANKOTA"', "code: is not 1 to 16 of A-Z"),
        ('name = "Dinas Perhubungan"\n', "", "[[agency]] DISHUB name: missing"),
        ("2026-07-27", '"27-07-2026"', "date: '27-07-2026' is not a date"),
        ("2026-07-27", "2026-07-27T10:00:00", "is no text"),
        ("[city]", "[city", "is no TOML"),
        ("[city]", "!!python/object/apply:os.system [id]", "is no TOML"),
    ],
)
def test_wrong_line_is_named(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in GOOD
    text = GOOD.replace(before, after, 1)
    if not message:
        load(tmp_path, text)
        return
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'city.toml'}: ")
    assert message in str(caught.value)


def test_code_and_category_belong_to_one_agency(tmp_path: Path) -> None:
    agency = '[[agency]]\ncode = "%s"\nname = "x"\ncategories = ["pju"]\n'
    with pytest.raises(ConfigError, match="'pju' is already given to DISHUB"):
        load(tmp_path, GOOD + agency % "PUPR")
    with pytest.raises(ConfigError, match="DISHUB code: stands here twice"):
        load(tmp_path, GOOD + agency % "DISHUB")


def test_week_without_a_working_day_is_refused(tmp_path: Path) -> None:
    days = '"senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"'
    with pytest.raises(ConfigError, match="leaves no day to work"):
        load(tmp_path, GOOD.replace("timezone", f"weekend = [{days}]\ntimezone"))


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe[city]", "is not a text in UTF-8"), (b"a = " + b"[" * 5_000, "is no TOML")],
)
def test_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "city.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        city.load(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"city\.toml: no such file or directory"):
        city.load(tmp_path / "city.toml")


@pytest.mark.parametrize("name", CITIES)
def test_example_city_loads(name: str) -> None:
    loaded = city.load(EXAMPLES / name / "city.toml")
    assert loaded.keywords
    assert loaded.agencies
    assert loaded.clocks.verify == Span(2 if name == "bandung" else 3, "hk")
    assert loaded.timezone == ("Asia/Makassar" if name == "palu" else "Asia/Jakarta")


def test_every_character_of_a_name_costs_one_septet() -> None:
    assert gsm7.fits(city.GSM7_BASIC)
    assert gsm7.septets(city.GSM7_BASIC) == len(city.GSM7_BASIC) == 125  # 128 less LF, CR, ESC
