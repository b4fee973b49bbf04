"""Digests of a month that was counted by hand: right numbers, every format, nobody recognised."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.reply import Texts
from models.base import Store
from models.city_digest import ReportName
from reports import brief as alone
from reports import digests
from reports.brief import brief
from reports.page import Report, Table
from reports.reconcile import Finding
from reports.render import csvfile, html, jsonfile, markdown, sms, text, workbook
from reports.scope import CITY, find
from tests.conftest import KEYS
from tests.november import PHONE, WORDS, ZONE, November, begin, moment, play

NOW = moment("12-03 09:00")
NAMES = digests.NAMES


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[November]:
    folder = tmp_path_factory.mktemp("november")
    store = Store.open(str(folder / "var" / "kentongan.db"), KEYS, volatile=True)
    made = play(begin(store, folder))
    yield made
    made.town.close()
    store.close()
    assert made.town.faults == []


def make(
    story: November, name: ReportName, day: str, word: str = "", now: datetime = NOW
) -> Report:
    setting = story.town.desk.setting
    with story.town.store.reading() as tx:
        ask = digests.Ask(
            tx, setting.city, setting.sop, setting.sop.calendar,
            find(setting.city.areas, setting.sop, word) if word else CITY,
            digests.containing(name, date.fromisoformat(day), ZONE), now, setting.texts.render,
        )  # fmt: skip
        return digests.make(name, ask, digests.check(ask))


def facts(report: Report) -> dict[str, Any]:
    return {one.name: one.value for section in report.sections for one in section.facts}


def table(report: Report, name: str) -> Table:
    found = [one for section in report.sections for one in section.tables if one.name == name]
    assert len(found) == 1, name
    return found[0]


def test_the_sms_by_itself_says_what_the_page_says(story: November) -> None:
    setting = story.town.desk.setting
    for word in ("", "DLHKP", "DISHUB", "DAMKAR", "35.71.01"):
        scope = find(setting.city.areas, setting.sop, word) if word else CITY
        for at in ("2026-11-04", "2026-11-10", "2026-11-16", "2026-12-02"):
            day = digests.containing("daily", date.fromisoformat(at), ZONE)
            with story.town.store.reading() as tx:
                counts = alone.counts(tx, day, scope, NOW)
            said = alone.words(day, scope, counts, setting.texts.render)
            assert said == make(story, "daily", at, word).sms


def test_the_daily_sms_says_what_was_counted(story: November) -> None:
    # 16 November: the blocked sender's report, two ghosts, spam, a machine, CEK, half a message.
    # In time: DAMKAR's first follow-up of H, due that day. Late on 3 December: F and K, which
    # nobody verified, C at DISHUB, B at DLHKP.
    report = make(story, "daily", "2026-11-16")
    assert sms.render(report) == (
        "LAPOR MBAK WALI 112 16-11-2026: SMS 7, aduan 0, selesai 0, telat 4 "
        "(terbanyak koordinator), darurat 0, iseng 2. Tepat waktu 100%"
    )
    # D came to DLHKP on 4 November. On the 10th it is done, and B's first follow-up is missed.
    assert make(story, "daily", "2026-11-04", "DLHKP").sms == (
        "LAPOR MBAK WALI 112 04-11-2026 DLHKP: masuk 1, selesai 0, sisa 2, telat 1, "
        "jatuh tempo hari ini 0. Tepat waktu -"
    )
    assert make(story, "daily", "2026-11-10", "DLHKP").sms == (
        "LAPOR MBAK WALI 112 10-11-2026 DLHKP: masuk 0, selesai 1, sisa 1, telat 1, "
        "jatuh tempo hari ini 0. Tepat waktu 0%"
    )


def test_the_daily_tells_an_emergency_and_its_minutes(story: November) -> None:
    report = make(story, "daily", "2026-11-09")
    assert facts(report)["darurat"] == 1
    (row,) = table(report, "darurat").rows
    assert row == (str(story.numbers["H"]), "20.00", "Semampir", "Kebakaran", 6.0)
    assert table(report, "sms_masuk").total == ("Masuk kotor", 1)


def test_the_weekly_has_each_agencys_work(story: November) -> None:
    report = make(story, "weekly", "2026-11-03")
    rows = {row[0]: row[1:8] for row in table(report, "opd").rows}
    assert rows["DISHUB"] == ("hijau", 1, 2, 1, 1, 1, 0)
    assert rows["DLHKP"] == ("hijau", 0, 2, 0, 0, 2, 0)
    found = facts(report)
    assert (found["masuk"], found["selesai"], found["sisa"]) == (5, 1, 5)
    assert found["tepat_waktu"] == 1.0
    assert found["nilai"] is None  # one rating is nobody's business


def test_the_monthly_has_all_that_the_month_was(story: November) -> None:
    report = make(story, "monthly", "2026-11-30")
    found = facts(report)
    assert (found["masuk"], found["selesai"], found["sisa"]) == (9, 4, 4)
    assert (found["terdisposisi"], found["selesai_bagian"], found["tertunda"]) == (3 / 8, 3 / 8, 0)
    assert (found["kotor"], found["ghost"], found["prank"]) == (21, 2 / 21, 1 / 21)
    assert found["dibuka"] == 3
    trend = table(report, "tren").rows
    assert len(trend) == 13
    assert [row[:3] for row in trend[-2:]] == [("Okt 2026", 2, 2), ("Nov 2026", 21, 9)]
    assert {row[0]: row[2:4] for row in table(report, "kelas").rows} == {
        "Pengaduan tanpa cek lapangan": (3, 6),
        "Permohonan informasi publik (PPID)": (1, 1),
    }
    assert report.warnings == ()


def test_the_quarterly_ranks_and_hides_few_complaints_on_staff(story: November) -> None:
    report = make(story, "quarterly", "2026-11-30")
    assert "<5" in text.render(report)
    assert sum(int(str(row[1])) for row in table(report, "eskalasi").rows) >= 1
    assert facts(report)["batas_diubah"] == 1


def test_the_yearly_has_the_register_and_the_citys_words(story: November) -> None:
    report = make(story, "llid", "2026-06-01")
    (row,) = table(report, "register").rows
    assert row[0] == str(story.numbers["G"])
    assert row[6:] == (
        "Dikabulkan sebagian", "hanya ringkasan, rincian dikecualikan", date(2026, 11, 13), 5, 0,
    )  # fmt: skip
    found = facts(report)
    assert (found["permohonan"], found["sebagian"], found["keberatan"]) == (1, 1, 0)
    assert "tulis policy pada [ppid]" in text.render(report)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_carries_it_and_no_reporter_is_in_any(
    story: November, name: ReportName
) -> None:
    for word in ("", "DLHKP", "Semampir"):
        report = make(story, name, "2026-11-10", word)
        forms = [
            text.render(report), markdown.render(report),
            "" if word else html.render(report),  # its drawings take their time
            csvfile.render(report).decode("utf-8-sig"), jsonfile.render(report), report.sms,
        ]  # fmt: skip
        assert workbook.render(report).startswith(b"PK")
        assert json.loads(forms[4])["name"] == name
        for form in forms:
            assert PHONE[3:] not in form
            assert PHONE[1:] not in form
            assert "200 ribu" not in form  # of the confidential report
            if name != "llid":  # the register tells in short what was asked for
                assert WORDS["G"] not in form


def test_a_confidential_report_is_but_a_number(story: November) -> None:
    report = make(story, "weekly", "2026-11-12")
    row = next(r for r in table(report, "tertua").rows if r[0] == str(story.numbers["K"]))
    assert row[4:6] == (None, "Rahasia")


def test_an_empty_past_and_a_future_are_clear(story: November) -> None:
    for name in NAMES:
        past = make(story, name, "2025-03-01")
        assert past.warnings == ()
        assert facts(past)
        future = make(story, name, "2030-03-01")
        assert future.warnings == ("Masa laporan ini belum dimulai; semua angka masih nol.",)
        for report in (past, future):
            assert text.render(report)
    running = make(story, "monthly", "2026-12-01")
    assert running.warnings == ("Masa laporan ini belum selesai; angka masih sementara.",)


def test_what_does_not_add_up_stands_at_its_head(story: November) -> None:
    setting = story.town.desk.setting
    with story.town.store.reading() as tx:
        period = digests.containing("monthly", date(2026, 11, 1), ZONE)
        ask = digests.Ask(
            tx, setting.city, setting.sop, setting.sop.calendar, CITY, period, NOW,
            setting.texts.render,
        )  # fmt: skip
        report = digests.make("monthly", ask, (Finding("gross", "days", 21, 20),))
    assert report.warnings[0].startswith("Angka tidak cocok (gross days: 21 <> 20)")
    assert "Angka tidak cocok" in text.render(report).partition("Ringkasan")[0]


def test_the_longest_daily_sms_fits_one_part(tmp_path: Path) -> None:
    texts = Texts.load(None, None)
    longest = {
        "nama": "LAPOR MBAK WALI 1122", "tgl": "28-12-2026", "sms": brief(9_999_999),
        "aduan": brief(9_999), "selesai": brief(9_999), "telat": brief(9_999), "opd": "A" * 40,
        "darurat": brief(999, 3), "iseng": brief(999, 3), "tepat": "100%", "sisa": brief(9_999),
        "n": brief(9_999),
    }  # fmt: skip
    for kind in ("D_HARIAN", "D_BAGIAN"):
        assert len(texts.render(kind, **longest)) <= 160
    cases = ((0, "0"), (9_999, "9999"), (10_000, "10rb"), (99_999, "99rb"), (100_000, ">99k"))
    assert [brief(n) for n, _text in cases] == [text for _n, text in cases]
    assert [brief(n, 3) for n in (999, 1_000, 9_999, 10_000)] == ["999", "1rb", "9rb", ">9k"]


@pytest.mark.parametrize(
    ("name", "day", "first", "last"),
    [
        ("daily", "2026-11-23", "2026-11-22", "2026-11-22"),
        ("daily", "2026-01-01", "2025-12-31", "2025-12-31"),
        ("weekly", "2026-11-23", "2026-11-16", "2026-11-22"),
        ("weekly", "2026-11-22", "2026-11-09", "2026-11-15"),
        ("monthly", "2027-01-01", "2026-12-01", "2026-12-31"),
        ("monthly", "2028-03-31", "2028-02-01", "2028-02-29"),
        ("quarterly", "2027-01-10", "2026-10-01", "2026-12-31"),
        ("llid", "2027-01-15", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_day_closes_the_period_before_it(
    name: ReportName, day: str, first: str, last: str
) -> None:
    found = digests.closed_by(name, date.fromisoformat(day), ZONE)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_facts_have_names_of_their_own(story: November) -> None:
    for name in NAMES:
        report = make(story, name, "2026-11-10")
        named = [one.name for section in report.sections for one in section.facts]
        assert len(named) == len(set(named)), name
        tables = [one.name for section in report.sections for one in section.tables]
        assert len(tables) == len(set(tables)), name
        assert report.made_at == NOW.astimezone(ZONE)
        assert report.made_at.utcoffset() == timedelta(hours=7)
