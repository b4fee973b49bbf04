"""A printed sheet proves who writes: each code once, in its order, and a few may be skipped."""

from pathlib import Path

import pytest

from models import city as cities
from models import fsck, sheets
from models.base import Store
from models.casework.effects import Assign, Move
from tests.desk import Clerk
from tests.deskhand import enlist, staffed
from tests.town import MONDAY, Town

TONO, BUDI = "+6281277777777", "+6281234567890"
RFC_4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489")  # fmt: skip


def test_codes_are_those_of_the_standard() -> None:
    secret = b"12345678901234567890"
    assert tuple(sheets.code(secret, counter) for counter in range(10)) == RFC_4226


@pytest.fixture
def desk(town: Town) -> Clerk:
    path = town.folder / "city.toml"
    path.write_text(f'{path.read_text()}\n[officer_codes]\nmode = "sheet"\n')
    town.office.city = cities.load(path)
    town.configure(lambda settings: settings)
    return Clerk(town)


def done_by_sms(desk: Clerk, number: int) -> str:
    """Let Tono end the ticket; return what he is asked."""
    desk.town.sms(TONO, f"SELESAI {number} lampu diganti")
    desk.town.work()
    return desk.town.replies(TONO)[-1]


def assigned(desk: Clerk) -> int:
    case = desk.report("lampu jalan mati di Jl Veteran", BUDI)
    desk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=case)
    return case.number


def answered(desk: Clerk, code: str) -> str:
    desk.town.sms(TONO, f"OK {code}")
    desk.town.work()
    return desk.town.replies(TONO)[-1]


def test_a_code_of_the_sheet_ends_a_ticket_and_is_gone(desk: Clerk) -> None:
    tono = desk.officer(TONO, "DISHUB")
    codes = desk.town.write(lambda tx: sheets.issue(tx, tono.officer, 20, desk.town.now))
    first, second = assigned(desk), assigned(desk)
    assert done_by_sms(desk, first).startswith("Balas OK dan kode berikutnya di lembar Anda")
    assert answered(desk, codes[2]).startswith(f"OK. {first} SELESAI")
    assert done_by_sms(desk, second).startswith("Balas OK dan kode berikutnya")
    for used in (codes[2], codes[0]):
        assert answered(desk, used).startswith("Kode salah"), "used, or before one that was used"
    assert answered(desk, codes[3]).startswith(f"OK. {second} SELESAI")
    assert fsck.check(desk.town.store) == []


def test_who_has_no_sheet_is_sent_a_code(desk: Clerk) -> None:
    tono = desk.officer(TONO, "DISHUB")
    assert done_by_sms(desk, assigned(desk)).startswith("Balas OK ")
    assert "lembar" not in desk.town.replies(TONO)[-1]
    desk.town.write(lambda tx: sheets.issue(tx, tono.officer, 10, desk.town.now))
    assert "lembar" in done_by_sms(desk, assigned(desk))


def test_a_sheet_ends_with_its_last_code_and_with_a_new_one(store: Store) -> None:
    with store.transaction() as tx:
        tx.change("INSERT INTO contact (id, number, kind, created_at) VALUES (1, ?, 'mobile', 1)",
                  (tx.keys.seal_number(TONO),))  # fmt: skip
        tx.change("INSERT INTO officer (id, contact, agency, role, name, created_at)"
                  " VALUES (1, 1, 'DISHUB', 'officer', ?, 1)", (tx.keys.seal(b"T"),))  # fmt: skip
        old = sheets.issue(tx, 1, 12, MONDAY)
        assert not sheets.fits(tx, 1, old[10])  # beyond the window
        assert sheets.fits(tx, 1, old[9])
        new = sheets.issue(tx, 1, 12, MONDAY)
        assert not sheets.fits(tx, 1, old[0])
        sheets.use(tx, 1, new[8])
        assert [code for code in new if sheets.fits(tx, 1, code)] == new[9:]
        sheets.use(tx, 1, new[11])
        assert not sheets.has(tx, 1)
        sheets.use(tx, 1, "000000")
        assert not sheets.has(tx, 2)


def test_a_sheet_is_printed_once_by_who_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hand = staffed(tmp_path / "hall", monkeypatch, capsys.readouterr)
    enlist(hand)
    budi = hand.ids["budi"]
    assert hand("joni", "officer", "sheet", budi, "--yes").code == 1
    first, *lines = hand.ok("sari", "officer", "sheet", budi, "--count", "12", "--yes").out.split(
        "\n"
    )
    assert first.startswith(f"officer {budi}: officer, DISHUB")
    codes = [word for line in lines for word in line.split() if not word.endswith(".")]
    assert len(codes) == 12
    assert all(len(code) == sheets.DIGITS and code.isdigit() for code in codes)
    assert hand.sql("SELECT place, size FROM sheet WHERE until_at IS NULL") == [(0, 12)]
    deed = hand.ok("sari", "audit", "--json", "--limit", "1").row
    assert (deed["verb"], deed["subject"], deed["data"]) == (
        "sheet", f"officer:{budi}", {"count": 12},
    )  # fmt: skip
