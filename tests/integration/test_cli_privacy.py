"""``kentongan privacy`` and the files of tickets: who may, what is logged, and what is refused."""

import json
import os
import pwd
from datetime import timedelta
from pathlib import Path

import pytest

from models import personnel
from models.base import Store
from models.casework.duty import Shift
from models.rows import insert
from models.times import to_us
from tests.cityhall import CITIZEN, NOW, Hall, build, furnish

ME = pwd.getpwuid(os.getuid()).pw_name
WHY = "ambulans mencari alamat"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(2000)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """A city hall in which I am a coordinator; the first ticket is closed."""
    made = furnish(build(tmp_path / "hall"))
    be(made, "coordinator")
    store = made.store()
    with store.transaction() as tx:
        for table, count in (("session", 1), ("contact", 1), ("inbox", 4), ("outbox", 3),
                             ("delivery", 32)):  # fmt: skip
            tx.ids(table, count)
    store.close()
    change(made, "UPDATE ticket SET state = 'closed', ended_at = ? WHERE id = 1", to_us(NOW))
    return made


def change(hall: Hall, sql: str, *values: object) -> None:
    store = hall.store()
    with store.transaction() as tx:
        tx.change(sql, values)
    store.close()


def be(hall: Hall, role: str, agency: str = "", officer: int = 0) -> None:
    """Let me be somebody else from now on."""
    store = hall.store()
    with store.transaction() as tx:
        personnel.end_clerk(tx, ME, NOW)
        personnel.add_clerk(tx, ME, role, agency, NOW, officer)
    store.close()


def told(hall: Hall, *words: str, code: int = 0, given: str | None = None) -> str:
    done = hall.run(*words, given=given)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(hall: Hall, sql: str) -> list[tuple[object, ...]]:
    store: Store = hall.store()
    with store.reading() as tx:
        found = tx.execute(sql)
    store.close()
    return list(found)


def number(hall: Hall, place: int = 0) -> str:
    return str(hall.numbers[place])


# reveal


def test_a_revealed_number_is_shown_once_it_is_logged(hall: Hall) -> None:
    assert CITIZEN in told(hall, "privacy", "reveal", number(hall), "--reason", WHY)
    ((seen, actor),) = rows(hall, "SELECT field, actor FROM reveal")
    assert (seen, actor) == ("number", f"staff:{ME}")
    assert rows(hall, "SELECT verb FROM event WHERE ticket = 1 ORDER BY seq")[-1] == ("revealed",)
    log = json.loads(told(hall, "privacy", "log", "--json"))
    assert (log["ticket"], log["reason"], log["field"]) == (hall.numbers[0], WHY, "number")
    assert "nothing is damaged" in told(hall, "fsck")


def test_the_words_of_a_secret_report_are_shown_by_a_logged_act_alone(hall: Hall) -> None:
    change(hall, "UPDATE ticket SET original = (SELECT original FROM ticket WHERE id = 2)"
           " WHERE id = 3")  # fmt: skip
    assert "jalan lubang" not in told(hall, "ticket", "show", number(hall, 2))
    words = ("privacy", "reveal", number(hall, 2), "--field", "text", "--reason", WHY)
    assert "jalan lubang" in told(hall, *words)
    assert len(rows(hall, "SELECT id FROM reveal")) == 1


@pytest.mark.parametrize("role", ["viewer", "agency"])
def test_who_may_not_see_a_number_is_not_shown_it(hall: Hall, role: str) -> None:
    be(hall, role, "DISHUB" if role == "agency" else "")
    said = told(hall, "privacy", "reveal", number(hall), "--reason", WHY, code=1)
    assert CITIZEN not in said
    assert rows(hall, "SELECT id FROM reveal") == []
    assert "this is for coordinator, admin" in told(hall, "privacy", "log", code=1)


def test_the_handler_reads_a_secret_report_without_names(hall: Hall) -> None:
    store = hall.store()
    with store.transaction() as tx:
        officer = personnel.add_officer(tx, 1, "DISHUB", "officer", "Sri", NOW)
        personnel.set_shifts(tx, officer, [Shift(127, 0, 0)])
        (task,) = tx.ids("assignment")
        row = {"id": task, "ticket": 3, "agency": "DISHUB", "lead": 1, "state": "assigned"}
        insert(tx, "assignment", {**row, "created_at": 1, "updated_at": 1})
        text = tx.keys.seal(b"lurah pungli, hub 081233334444")
        tx.change("UPDATE ticket SET handler = ?, original = ? WHERE id = 3", (officer, text))
    store.close()
    words = ("privacy", "reveal", number(hall, 2), "--reason", WHY)
    be(hall, "agency", "DISHUB")
    assert "may not be shown" in told(hall, *words, "--field", "text", code=1)
    be(hall, "agency", "DISHUB", officer)
    said = told(hall, *words, "--field", "text")
    assert "lurah pungli, hub [telepon]" in said
    assert "may not be shown" in told(hall, *words, code=1)


@pytest.mark.parametrize("reason", ["", "  ", "x", "....."])
def test_a_reason_must_say_something(hall: Hall, reason: str) -> None:
    assert "say why" in told(hall, "privacy", "reveal", number(hall), "--reason", reason, code=2)


def test_what_is_not_there_cannot_be_shown(hall: Hall) -> None:
    change(hall, "UPDATE ticket SET contact = NULL WHERE id = 1")
    assert "has no number" in told(hall, "privacy", "reveal", number(hall), "--reason", WHY, code=1)
    assert "has no notes" in told(
        hall, "privacy", "reveal", number(hall), "--field", "notes", "--reason", WHY, code=1
    )
    assert rows(hall, "SELECT id FROM reveal") == []


# erase


def erase(hall: Hall, who: str, *more: str, code: int = 0, given: str | None = None) -> str:
    words = ("privacy", "erase", who, "--reason", "diminta pelapor", "--yes", *more)
    return told(hall, *words, code=code, given=given)


def test_an_open_ticket_is_not_erased_unless_forced(hall: Hall) -> None:
    said = erase(hall, number(hall), code=1)
    assert f"still open: {hall.numbers[1]}, {hall.numbers[2]}; end these first" in said
    assert rows(hall, "SELECT COUNT(*) FROM ticket WHERE contact IS NULL") == [(0,)]
    assert "erased: tickets 3" in erase(hall, number(hall), "--force")
    assert rows(hall, "SELECT DISTINCT contact FROM ticket") == [(None,)]
    assert "nothing is damaged" in told(hall, "fsck")


def test_one_ticket_is_erased_alone(hall: Hall) -> None:
    assert "erased: tickets 1," in erase(hall, number(hall), "--this-ticket")
    assert rows(hall, "SELECT contact FROM ticket ORDER BY id") == [(None,), (1,), (1,)]
    line = (hall.folder / "var" / "erasures.jsonl").read_text()
    assert json.loads(line)["tickets"] == [[1, to_us(NOW)]]
    log = json.loads(told(hall, "privacy", "log", "--json"))
    assert (log["field"], log["reason"]) == ("erase", "diminta pelapor")


def test_a_phone_number_is_erased_and_never_repeated(hall: Hall) -> None:
    said = erase(hall, "-", "--force", given=f"{CITIZEN}\n")
    assert "tickets 3" in said
    said += erase(hall, CITIZEN, "--force", code=1)
    assert "no ticket and no phone" in said
    assert CITIZEN[3:] not in said


def test_who_serves_is_not_erased(hall: Hall) -> None:
    store = hall.store()
    with store.transaction() as tx:
        personnel.add_officer(tx, 1, "DISHUB", "officer", "Sri", NOW)
    store.close()
    assert "kentongan officer end 1" in erase(hall, number(hall), "--force", code=1)


def test_erasing_needs_a_yes_and_a_role(hall: Hall) -> None:
    words = ("privacy", "erase", number(hall), "--this-ticket", "--reason", WHY)
    assert "needs --yes" in told(hall, *words, code=2)
    be(hall, "viewer")
    assert "this is for coordinator, admin" in told(hall, *words, "--yes", code=1)


def test_a_restored_copy_is_erased_again(hall: Hall) -> None:
    path = hall.folder / "var" / "kentongan.db"
    hall.store().tidy()
    before = path.read_bytes()
    erase(hall, number(hall), "--force")
    for left in (path, *path.parent.glob("kentongan.db-*")):
        left.unlink()
    path.write_bytes(before)
    path.chmod(0o600)
    assert rows(hall, "SELECT DISTINCT contact FROM ticket") == [(1,)]
    assert "erased again: 1" in told(hall, "privacy", "reapply", "--yes")
    assert rows(hall, "SELECT DISTINCT contact FROM ticket") == [(None,)]
    assert "erased again: 0" in told(hall, "privacy", "reapply", "--yes")


# retention, backups, breach


def test_a_dry_run_changes_nothing_and_says_what_would_go(hall: Hall) -> None:
    old = to_us(NOW - timedelta(days=800))
    change(hall, "UPDATE ticket SET ended_at = ? WHERE id = 1", old)
    change(hall, "UPDATE inbox SET received_at = ?", old)
    words = ("privacy", "retention", "--json")
    counts = {row["rule"]: row["count"] for row in map(
        json.loads, told(hall, *words, "--dry-run").splitlines())}  # fmt: skip
    assert counts == {"machine": 0, "noise": 0, "raw": 4, "strikes": 0, "identity": 1,
                      "contacts": 0}  # fmt: skip
    assert rows(hall, "SELECT COUNT(*) FROM ticket WHERE contact IS NULL") == [(0,)]
    said = told(hall, *words, "--yes", "--scrub")
    assert {json.loads(line)["rule"]: json.loads(line)["count"] for line in said.splitlines()}[
        "raw"
    ] == 4
    assert rows(hall, "SELECT COUNT(*) FROM ticket WHERE contact IS NULL") == [(1,)]
    assert rows(hall, "SELECT value FROM meta WHERE name = 'scrub_due'") == []
    assert "nothing is damaged" in told(hall, "fsck")


def test_copies_of_the_database_are_listed_with_their_age(hall: Hall) -> None:
    copy = hall.folder / "var" / "kentongan.db.schema-1.backup"
    copy.write_bytes(b"x" * 7)
    long_ago = (NOW - timedelta(days=400)).timestamp()
    os.utime(copy, (long_ago, long_ago))
    row = json.loads(told(hall, "privacy", "backups", "--json"))
    assert (row["name"], row["bytes"], row["old"]) == (copy.name, 7, True)
    assert "remove those that are too old" in told(hall, "privacy", "backups")
    assert "1 copies of the database still hold it" in erase(hall, number(hall), "--this-ticket")


def test_the_notice_of_a_breach_names_nobody_and_says_until_when(hall: Hall) -> None:
    told(hall, "privacy", "reveal", number(hall), "--reason", WHY)
    words = ("privacy", "breach-report", "--since", "2026-11-01", "--until", "2099-12-31",
             "--found", "2026-11-22T08:30")  # fmt: skip
    row = json.loads(told(hall, *words, "--json"))
    assert (row["subjects"], row["reachable"], row["tickets"]) == (1, 1, {"biasa": 2, "rahasia": 1})
    assert row["notice_until"].startswith("2026-11-25T08:30")
    said = told(hall, *words, "--output", "notice.md", "--what", "laptop hilang")
    assert "it must be sent until 25-11-2026 08:30" in said
    text = (hall.folder / "notice.md").read_text()
    assert (hall.folder / "notice.md").stat().st_mode & 0o777 == 0o600
    assert "laptop hilang" in text
    assert "| people (phones) | 1 |" in text
    assert CITIZEN[3:] not in text
    assert "exists" in told(hall, *words, "--output", "notice.md", code=1)
    assert "The key was taken too" in told(hall, *words, "--key-lost")
    assert "is not a time" in told(hall, *words[:-1], "soon", code=1)


# files


def test_a_file_is_kept_listed_and_given_back(hall: Hall) -> None:
    (hall.folder / "foto.jpg").write_bytes(PHOTO)
    said = told(hall, "ticket", "attach", number(hall), "foto.jpg")
    assert "file 1 kept (image/jpeg, 2004 bytes)" in said
    row = json.loads(told(hall, "ticket", "attachments", number(hall), "--json"))
    assert (row["file"], row["name"], row["type"]) == (1, "foto.jpg", "image/jpeg")
    told(hall, "ticket", "attachment", number(hall), "1", "--output", "back.jpg")
    assert (hall.folder / "back.jpg").read_bytes() == PHOTO
    assert "exists" in told(
        hall, "ticket", "attachment", number(hall), "1", "--output", "back.jpg", code=1
    )
    assert "no file 2; it has 1" in told(
        hall, "ticket", "attachment", number(hall), "2", "--output", "x", code=1
    )
    assert "nothing is damaged" in told(hall, "fsck")
    (kept,) = (p for p in (hall.folder / "var" / "attachments").rglob("*") if p.is_file())
    kept.write_bytes(b"x")
    assert "damaged rows: 1" in told(hall, "fsck", code=74)


def test_a_file_comes_by_standard_input_too(hall: Hall) -> None:
    words = ("ticket", "attach", number(hall), "-")
    assert "--name" in told(hall, *words, given="lampu sudah diganti", code=2)
    assert "text/plain" in told(hall, *words, "--name", "a.txt", given="lampu sudah diganti")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"MZ\x90\0", "not a kind of file"), (b"<svg/>", "not a kind of file"),
     (b"", "not a kind of file"), (bytes(3), "not a kind of file")],
)  # fmt: skip
def test_a_file_of_no_known_kind_is_not_kept(hall: Hall, content: bytes, said: str) -> None:
    (hall.folder / "foto.jpg").write_bytes(content)
    assert said in told(hall, "ticket", "attach", number(hall), "foto.jpg", code=1)
    assert not (hall.folder / "var" / "attachments").exists()


def test_a_file_that_is_too_large_is_not_kept(hall: Hall) -> None:
    path = hall.folder / "city.toml"
    path.write_text(path.read_text() + "\n[evidence]\nmost = 1000\n")
    (hall.folder / "foto.jpg").write_bytes(PHOTO)
    said = told(hall, "ticket", "attach", number(hall), "foto.jpg", code=1)
    assert "larger than 1000 bytes ([evidence] most)" in said


def test_a_file_of_a_secret_report_is_given_with_a_reason_alone(hall: Hall) -> None:
    (hall.folder / "foto.jpg").write_bytes(PHOTO)
    told(hall, "ticket", "attach", number(hall, 2), "foto.jpg")
    words = ("ticket", "attachment", number(hall, 2), "1", "--output", "back.jpg")
    assert "say why" in told(hall, *words, code=2)
    assert not (hall.folder / "back.jpg").exists()
    told(hall, *words, "--reason", WHY)
    assert (hall.folder / "back.jpg").read_bytes() == PHOTO
    assert rows(hall, "SELECT field FROM reveal") == [("attachments",)]


def test_who_does_not_work_on_a_ticket_keeps_and_sees_no_file_of_it(hall: Hall) -> None:
    (hall.folder / "foto.jpg").write_bytes(PHOTO)
    told(hall, "ticket", "attach", number(hall), "foto.jpg")
    for role, agency in (("viewer", ""), ("agency", "DISHUB")):
        be(hall, role, agency)
        told(hall, "ticket", "attach", number(hall), "foto.jpg", code=1)
        told(hall, "ticket", "attachments", number(hall), code=1)
        told(hall, "ticket", "attachment", number(hall), "1", "--output", "x", code=1)
