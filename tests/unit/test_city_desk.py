"""The rules of the desk in city.toml are bound whole, or refused by table and key."""

from datetime import date, time
from pathlib import Path

import pytest

from models import city
from models.city_desk import Quiet
from models.clocks import Hours, Span
from models.errors import ConfigError

AREAS = """\
code,kind,name,parent
1,kota,Kediri,
1.1,kecamatan,Mojoroto,1
1.1.1,kelurahan,Lirboyo,1.1
1.1.2,kelurahan,Pojok,1.1
9,luar,Nganjuk,
"""
GOOD = """
[city]
name = "LAPOR"
[areas]
file = "areas.csv"
[calendar]
file = "libur.toml"
[clock]
verify = "2 hk"
accept = "4 jam"
[desk]
verified_needed = false
quiet_hours = "22:00-05:30"
accused_to = "ITDA"
[desk.confidentiality]
"*" = "anonim"
kartu1 = "rahasia"
[abuse]
strikes = 2
block = "30 hari"
[officer_codes]
mode = "none"
verbs = ["selesai", "TOLAK"]
life = "5 menit"
[emergency]
repeat = "3 menit"
rounds = 2
agencies = { kebakaran = "DAMKAR", "*" = "DINAS" }
[incident]
window = "24 jam"
likeness = 0.5
automatic = 4
[[agency]]
code = "DINAS"
name = "Dinas"
categories = ["jalan"]
escalation = ["head", "mayor"]
contact = "0354-123456"
[[agency]]
code = "DAMKAR"
name = "Damkar"
parent = "DINAS"
[[agency]]
code = "PLN"
name = "PLN"
kind = "outside"
contact = "123"
[[agency]]
code = "ITDA"
name = "Inspektorat"
[[agency]]
code = "KEC"
name = "Kecamatan Mojoroto"
kind = "area"
area = "1.1"
[[agency]]
code = "KEL"
name = "Kelurahan Lirboyo"
kind = "area"
area = "1.1.1"
[[category]]
code = "kesehatan"
contact = "119"
grade = "ringan"
[[category]]
code = "becak"
[[deadline]]
clock = "settle"
span = "3 jam"
grade = "ringan"
[[deadline]]
clock = "settle"
span = "90 hari"
term = "long"
[[route]]
agency = "KEC"
support = ["DINAS"]
categories = ["jalan", "becak"]
areas = ["1.1"]
types = ["pengaduan", "kritik"]
automatic = true
[[escalation]]
to = "head"
[[escalation]]
to = "mayor"
after = "1 hk"
clocks = ["follow_up", "settle"]
[[holiday]]
date = 2026-07-27
[[holiday]]
date = 2026-07-28
"""
DAYS = """
[[holiday]]
date = 2026-07-28
name = "Moved"
workday = true
[[short_day]]
first = 2026-02-18
last = 2026-03-19
hours = "08:00-14:30"
[[short_day]]
first = 2026-12-24
hours = "08:00-12:00"
"""


def load(folder: Path, text: str = GOOD, days: str = DAYS) -> city.City:
    (folder / "areas.csv").write_text(AREAS)
    (folder / "libur.toml").write_text(days)
    path = folder / "city.toml"
    path.write_text(text)
    return city.load(path)


def test_rules_of_the_desk_are_bound(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert found.desk.quiet_hours == Quiet(time(22), time(5, 30))
    assert found.desk.confidentiality == (("*", "anonim"), ("kartu1", "rahasia"))
    assert found.emergencies.agencies == (("kebakaran", "DAMKAR"), ("*", "DINAS"))
    assert found.clocks.accept == Span(4, "jam")
    assert found.routes[0].areas == ("1.1",)
    assert found.deadlines[1].term == "long"
    assert found.escalation[0].after is None
    assert found.incident.likeness == 0.5


def test_calendar_file_wins_over_city_toml(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert found.calendar_file == tmp_path / "libur.toml"
    assert [(day.date.day, day.workday) for day in found.holidays] == [(27, False), (28, True)]
    assert [(day.first, day.end) for day in found.short_days] == [
        (date(2026, 2, 18), date(2026, 3, 19)),
        (date(2026, 12, 24), date(2026, 12, 24)),
    ]
    assert found.short_days[0].hours == Hours(time(8), time(14, 30))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            'accused_to = "ITDA"',
            'accused_to = "IDTA"',
            "[desk] accused_to: 'IDTA'; did you mean IT",
        ),
        ('kartu1 = "rahasia"', 'kartu1 = "secret"', "[desk] confidentiality kartu1: 'secret'; one"),
        (
            'kartu1 = "rahasia"',
            "kartu1 = 1",
            "[desk] confidentiality: {'*': 'anonim', 'kartu1': 1}",
        ),
        ('kartu1 = "r', '"a\\u001b" = "r', "[desk] confidentiality: goes over two lines or"),
        ('"22:00-05:30"', '"22"', "[desk] quiet_hours: '22' is not like 21:00-06:00"),
        (
            "quiet_hours",
            'news_hold = "1 hk"\nquiet_hours',
            "[desk] news_hold: '1 hk': runs on through",
        ),
        ('"22:00-05:30"', '"22:00-25:30"', "[desk] quiet_hours: '25:30' is not a time such as"),
        ("strikes = 2", "strikes = 0", "[abuse] strikes: 0 is too small; at least 1"),
        ('"30 hari"', '"30 hk"', "[abuse] block: '30 hk': runs on through nights and holidays"),
        ('"5 menit"', '"1 hk"', "[officer_codes] life: '1 hk': runs on"),
        ('"3 menit"', '"1 hk"', "[emergency] repeat: '1 hk': runs on"),
        ('"24 jam"', '"1 hk"', "[incident] window: '1 hk': runs on"),
        ('"none"', '"sms"', "[officer_codes] mode: 'sms' is not one of challenge, sheet, none"),
        ('"TOLAK"]', '"TUTUP"]', "[officer_codes] verbs: 'TUTUP'; one of DISPOSISI, TERIMA"),
        ("rounds = 2", "rounds = 21", "[emergency] rounds: 21 is too large; at most 20"),
        ("kebakaran =", "kebakarn =", "[emergency] agencies: 'kebakarn'; did you mean kebakaran?"),
        ('= "DAMKAR",', '= "DAMKR",', "agencies kebakaran: 'DAMKR'; did you mean DAMKAR?"),
        ("likeness = 0.5", "likeness = 1.5", "[incident] likeness: 1.5 is too large"),
        ('["jalan"]', '["jalam"]', "[[agency]] DINAS categories: 'jalam'; did you mean jalan?"),
        ('["head", "mayor"]', '["boss"]', "[[agency]] DINAS escalation: 'boss'; one of officer"),
        ('"0354-123456"', '"0354-123456789012"', "contact: '0354-123456789012' is longer than 16"),
        ('"0354-123456"', '"123–456"', "[[agency]] DINAS contact: '–' is no character"),
        ('parent = "DINAS"', 'parent = "DINES"', "DAMKAR parent: 'DINES'; did you mean DINAS?"),
        (
            'contact = "0354-123456"',
            'parent = "DAMKAR"',
            "[[agency]] DINAS parent: goes round in a circle: DINAS -> DAMKAR -> DINAS",
        ),
        ('contact = "0354-123456"', 'parent = "DINAS"', "circle: DINAS -> DINAS"),
        ('"outside"', '"foreign"', "[[agency]] PLN kind: 'foreign' is not one of internal, outs"),
        ('"outside"', '"area"', "[[agency]] PLN area: kind area has one, and no other kind"),
        ('parent = "DINAS"', 'area = "1.1"', "[[agency]] DAMKAR area: kind area has one"),
        ('area = "1.1.1"', 'area = "1.1.9"', "[[agency]] KEL area: '1.1.9'; did you mean 1.1"),
        ('area = "1.1.1"', 'area = "9"', "[[agency]] KEL area: '9'; one of 1.1, 1.1.1, 1.1.2"),
        ('area = "1.1.1"', 'area = "1.1"', "[[agency]] KEL area: 1.1 is already that of KEC"),
        ('contact = "119"', f'contact = "{"1" * 17}"', "[[category]] kesehatan contact: '111"),
        (
            'grade = "ringan"\n[[cat',
            'grade = "rinqan"\n[[cat',
            "kesehatan grade: 'rinqan'; did you",
        ),
        (
            'grade = "ringan"\n[[dead',
            'grade = "Ringan!"\n[[dead',
            "settle grade: 'Ringan!' is not a",
        ),
        (
            'clock = "settle"\nspan = "3 jam"',
            'clock = "solve"\nspan = "3 jam"',
            "clock: 'solve' is",
        ),
        ('term = "long"', 'category = "jalanan"', "[[deadline]] settle category: 'jalanan'; did"),
        ('term = "long"', 'grade = "ringan"', "[[deadline]] settle span: an earlier one is for"),
        ('term = "long"', 'type = "aduan"', "[[deadline]] settle type: 'aduan' is not one of"),
        ('agency = "KEC"', 'agency = "KECC"', "[[route]] KECC agency: 'KECC'; did you mean KEC?"),
        ('["DINAS"]', '["DNS"]', "[[route]] KEC support: 'DNS'; did you mean DINAS?"),
        ('["DINAS"]', '["KEC"]', "[[route]] KEC support: KEC leads already"),
        ('"becak"]', '"beca"]', "[[route]] KEC categories: 'beca'; did you mean becak?"),
        ('areas = ["1.1"]', 'areas = ["35.71"]', "[[route]] KEC areas: '35.71'; one of 1.1, 1.1"),
        ('"kritik"]', '"keluhan"]', "[[route]] KEC types: 'keluhan'; one of pengaduan, aspirasi"),
        ('to = "mayor"', 'to = "head"', "[[escalation]] head to: stands here twice"),
        ('to = "mayor"', 'to = "walikota"', "[[escalation]] walikota to: 'walikota' is not one"),
        ('"follow_up", ', '"folow_up", ', "mayor clocks: 'folow_up'; did you mean follow_up?"),
        ('to = "head"', 'to = "head"\nafter = "2 hari"', "mayor after: comes before the head that"),
        ('file = "libur.toml"', 'file = "days.toml"', "days.toml: no such file or directory"),
        ("[calendar]", "[calender]", "[calender]: unknown; did you mean calendar?"),
    ],
)
def test_wrong_rule_is_named(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in GOOD
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, GOOD.replace(before, after, 1))
    assert str(caught.value).startswith(str(tmp_path))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ("[[holidays]]", "libur.toml: [holidays]: unknown; did you mean holiday?"),
        ('[[holiday]]\ndate = "1 Mei"', "libur.toml: [[holiday]] 1 Mei date: '1 Mei' is not a"),
        ("[[short_day]]\nfirst = 2026-02-18", "[[short_day]] 2026-02-18 hours: missing"),
        (
            '[[short_day]]\nfirst = 2026-02-18\nlast = 2026-02-17\nhours = "08:00-14:00"',
            "libur.toml: [[short_day]] 2026-02-18 last: comes before the first",
        ),
    ],
)
def test_wrong_day_of_the_calendar_file_is_named(tmp_path: Path, days: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, days=days)
    assert message in str(caught.value)


def test_agency_of_an_area_needs_a_file_of_areas(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\[\[agency\]\] KEC area: '1.1'; none of the 0"):
        load(tmp_path, GOOD.replace('[areas]\nfile = "areas.csv"\n', ""))


def test_steps_of_different_deadlines_may_tell_the_same_person(tmp_path: Path) -> None:
    later = '[[escalation]]\nto = "mayor"\nafter = "1 jam"\nclocks = ["verify"]\n'
    assert (
        len(load(tmp_path, GOOD.replace("[[holiday]]", later + "[[holiday]]", 1)).escalation) == 3
    )


def test_message_does_not_list_hundreds_of_words(tmp_path: Path) -> None:
    many = "".join(f'[[agency]]\ncode = "A{n}"\nname = "x"\n' for n in range(100))
    text = GOOD.replace("[[category]]", many + "[[category]]", 1)
    with pytest.raises(ConfigError, match=r"agency: 'XYZ'; none of the 106 there are"):
        load(tmp_path, text.replace('agency = "KEC"', 'agency = "XYZ"'))
    with pytest.raises(ConfigError, match=r"agency: 'DNAS'; did you mean DINAS"):
        load(tmp_path, text.replace('agency = "KEC"', 'agency = "DNAS"'))
