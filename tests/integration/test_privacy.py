"""Erasure and retention over both databases: what goes is gone, what is counted stays."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from gateway import erasure, retention
from gateway.erasure import Erased, Subject
from gateway.facts import contact_for
from models import attachments, fsck, ledger, search
from models.attachments import FOLDER, Stored
from models.base import Store, Tx
from models.casework.case import Case
from models.casework.effects import Assign, Move, Note, Person, Tell
from models.city_privacy import Retention
from models.clocks import Span
from models.event import verify
from tests.conftest import make_store
from tests.desk import Clerk
from tests.town import Town

BUDI, SITI, TONO = "+6281234567890", "+6281299999999", "+6281277777777"
LAMP = "lampu jalan mati di Jl. Veteran, hubungi Sri Wahyuni 081233334444"
WATER = "air pdam keruh sejak kemarin"
YEAR = Span(365, "hari")
RULES = Retention()


@pytest.fixture
def clerk(town: Town) -> Clerk:
    return Clerk(town)


@pytest.fixture
def ended(clerk: Clerk) -> Case:
    """A report by SMS with notes, an officer's task and news, closed."""
    town = clerk.town
    clerk.officer(TONO, "DISHUB")
    town.say(BUDI, LAMP)
    case = clerk.see(1)
    clerk.write(
        Assign("DISHUB", lead=True), Move("assigned", "assign"), Note("officer", "rumah Sri"),
        Tell("P_BARU", "agency:DISHUB", (("opd", "DISHUB"),)), case=case,
    )  # fmt: skip
    return clerk.write(Move("closed", "close"), Tell("DISPOSISI", "reporter"), case=clerk.see(1))


def erase(town: Town, subject: Subject) -> Erased:
    return town.write(
        lambda tx: erasure.erase(tx, subject, actor="staff:sari", why="request", now=town.now)
    )


def of(town: Town, case: Case) -> Subject:
    with town.store.reading() as tx:
        return erasure.reporter_of(tx, case.id)


def sealed_words(store: Store) -> list[str]:
    """Return every word that is kept sealed, opened."""
    found = []
    with store.reading() as tx:
        for table, column in (
            ("inbox", "raw"), ("inbox", "content"), ("ticket", "original"), ("note", "body"),
            ("outbox", "body"), ("report", "raw"), ("challenge", "body"), ("officer", "name"),
        ):  # fmt: skip
            for (value,) in tx.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
                found.append(tx.keys.open(bytes(value)).decode("latin-1"))
        found += [
            tx.keys.open_number(bytes(n)) for (n,) in tx.execute("SELECT number FROM contact")
        ]
    return found


def sound(town: Town) -> bool:
    """Tell whether fsck finds nothing, and each chain of events is whole."""
    with town.store.reading() as tx:
        whole = all(verify(tx, row) for (row,) in tx.execute("SELECT id FROM ticket"))
    return whole and fsck.check(town.store, town.folder / FOLDER) == []


def test_nothing_of_a_person_is_left_and_the_chain_is_whole(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    assert any("Sri" in words for words in sealed_words(town.store))
    events = clerk.events(ended.id)
    done = erase(town, of(town, ended))
    assert (done.tickets, done.notes) == (1, 1)
    left = sealed_words(town.store)
    assert not [words for words in left if "Sri" in words or "lampu" in words or BUDI in words]
    assert clerk.events(ended.id) == [*events, "erased"]
    assert sound(town)


def test_what_can_be_counted_stays(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    columns = "category, area, state, created_at, ended_at, done_at, number"
    before = town.rows(f"SELECT {columns} FROM ticket")
    counts = [town.count(table) for table in ("outbox", "delivery", "inbox", "contact")]
    erase(town, of(town, ended))
    assert town.rows(f"SELECT {columns} FROM ticket") == before
    assert [town.count(table) for table in ("outbox", "delivery", "inbox", "contact")] == counts
    assert town.rows("SELECT contact, redacted FROM ticket") == [(None, "")]


def found_by(town: Town, word: str) -> list[int]:
    sql = {
        "sqlite": "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?",
        "postgresql": "SELECT ticket FROM ticket_search WHERE words @@ to_tsquery('simple', ?)",
    }
    return [row for (row,) in town.rows(sql[town.store.dialect.name], word)]


def test_an_erased_report_is_found_by_no_word(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    assert found_by(town, "lampu") == [ended.id]
    erase(town, of(town, ended))
    assert found_by(town, "lampu") == []


def test_the_words_are_gone_from_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "kentongan.db"
    log = path.with_name("kentongan.db-wal")
    store = make_store(tmp_path)
    town = Town(store, tmp_path)
    clerk = Clerk(town)
    for text in (LAMP, "lampuxyz rusak di pasar"):
        case = clerk.report(text, BUDI if text == LAMP else SITI)
        clerk.write(Move("closed", "close"), case=case)
    assert b"lampuxyz" in path.read_bytes() + log.read_bytes()
    erase(town, of(town, clerk.see(2)))
    store.tidy()
    assert b"lampuxyz" not in path.read_bytes() + log.read_bytes()
    store.scrub()
    assert b"lampuxyz" not in path.read_bytes()
    assert found_by(town, "lampu") == [1]
    assert sound(town)
    town.close()
    store.close()


def test_who_was_erased_is_a_new_person_when_they_write_again(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    erase(town, of(town, ended))
    town.say(BUDI, WATER)
    ((old,), (new,)) = town.rows("SELECT contact FROM ticket ORDER BY id")
    assert old is None
    assert new is not None
    assert "tidak" in town.say(BUDI, f"CEK {ended.number}").lower()


def test_what_waits_for_an_erased_person_is_never_sent(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    before = len(town.replies(BUDI))
    erase(town, of(town, ended))
    town.work()
    town.wait(hours=30)
    town.work()
    assert len(town.replies(BUDI)) <= before
    assert [r for r in town.replies(BUDI) if not r] == []
    assert town.rows("SELECT COUNT(*) FROM delivery WHERE state IN ('queued', 'unknown')") == [(0,)]


def test_only_the_erased_person_is_erased(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    town.say(SITI, WATER)
    erase(town, of(town, ended))
    assert any(WATER in words for words in sealed_words(town.store))
    assert SITI in sealed_words(town.store)
    assert "air" in town.rows("SELECT redacted FROM ticket WHERE id = 2")[0][0]


@pytest.mark.parametrize("what", ["open", "blocked", "officer"])
def test_what_stands_in_the_way_is_told(clerk: Clerk, ended: Case, what: str) -> None:
    town, subject = clerk.town, of(clerk.town, ended)
    with town.store.reading() as tx:
        assert erasure.hindrances(tx, subject, town.now) == []
    wanted: list[tuple[str, int]] = []
    if what == "open":
        town.sms(BUDI, WATER)
        town.work()
        subject = of(town, ended)
        wanted = [("open", clerk.see(2).number)]
    elif what == "blocked":
        until = town.now + timedelta(days=1)
        clerk.write(Person("block", until=until, whose="reporter"), case=ended)
        wanted = [("blocked", 0)]
    else:
        wanted = [("officer", clerk.officer(BUDI, "PUPR").officer)]
    with town.store.reading() as tx:
        assert erasure.hindrances(tx, subject, town.now) == wanted


def test_a_ticket_without_a_number_is_erased_alone(clerk: Clerk) -> None:
    case = clerk.report(LAMP)
    clerk.write(Move("archived", "archive", "test"), case=case)
    assert of(clerk.town, case) == Subject(0, (case.id,))
    erase(clerk.town, of(clerk.town, case))
    assert "lampu" not in "".join(sealed_words(clerk.town.store))
    assert sound(clerk.town)


def test_files_go_with_their_ticket(clerk: Clerk, ended: Case) -> None:
    town, folder = clerk.town, clerk.town.folder / FOLDER

    def attach(tx: Tx) -> None:
        digest = attachments.keep(folder, tx.keys, b"foto rumah")
        attachments.add(
            tx, ended.id, digest, "a.txt", "text/plain", 10, actor="staff:sari", now=town.now
        )

    town.write(attach)
    done = erase(town, of(town, ended))
    assert len(done.files) == 1
    attachments.remove_files(folder, done.files)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert sound(town)


# Restored backups


def test_a_restored_person_is_erased_again(clerk: Clerk, ended: Case, tmp_path: Path) -> None:
    town, subject = clerk.town, of(clerk.town, ended)

    def note(tx: Tx) -> None:
        one = ledger.entry(
            tx, subject.contact, subject.tickets, actor="staff:sari", now=town.now, why="request"
        )
        ledger.append(tmp_path, one)

    town.write(note)
    (one,) = ledger.read(tmp_path)
    with town.store.reading() as tx:
        assert ledger.found_again(tx, one) == (subject.contact, subject.tickets)
    erase(town, subject)
    with town.store.reading() as tx:
        assert ledger.found_again(tx, one) == (0, ())
    assert (tmp_path / ledger.NAME).stat().st_mode & 0o777 == 0o600
    assert "6281234567890"[-9:] not in (tmp_path / ledger.NAME).read_text()


def test_another_person_under_the_same_id_is_not_erased(clerk: Clerk, tmp_path: Path) -> None:
    town = clerk.town
    contact = town.write(lambda tx: contact_for(tx, BUDI, "mobile", town.now))
    entry = town.write(
        lambda tx: ledger.entry(tx, contact, (), actor="staff:sari", now=town.now, why="request")
    )
    town.write(
        lambda tx: tx.change(
            "UPDATE contact SET number = ? WHERE id = ?", (tx.keys.seal_number(SITI), contact)
        )
    )
    ledger.append(tmp_path, entry)
    with town.store.reading() as tx:
        assert [ledger.found_again(tx, one) for one in ledger.read(tmp_path)] == [(0, ())]


def test_a_last_line_that_was_cut_off_is_skipped_and_any_other_is_damage(tmp_path: Path) -> None:
    path = tmp_path / ledger.NAME
    good = '{"at":"2026-11-23T02:00:00+00:00","actor":"staff:a","contact":0,"key":"",'
    good += '"tickets":[[1,2]],"why":"request"}'
    path.write_text(f"{good}\n{good[:40]}")
    assert [one.tickets for one in ledger.read(tmp_path)] == [((1, 2),)]
    path.write_text(f"{good[:40]}\n{good}\n")
    with pytest.raises(Exception, match="line 1 is damaged"):
        list(ledger.read(tmp_path))
    assert list(ledger.read(tmp_path / "nowhere")) == []


# Retention


def clean(town: Town, *, dry: bool = False, rules: Retention = RULES) -> dict[str, int]:
    """Remove what is too old now, or only look; return counts by rule."""

    def read(job):  # type: ignore[no-untyped-def]
        with town.store.reading() as tx:
            return job(tx)

    due = retention.due(rules, YEAR, town.now)
    found = retention.look(read, due) if dry else retention.remove(read, town.write, due, town.now)
    return {one.rule: one.count for one in found if one.count}


def test_nothing_is_removed_before_its_time(clerk: Clerk, ended: Case) -> None:
    town = clerk.town
    town.sms(SITI, "")
    town.work()
    clerk.write(Person("strike", reason="prank", whose="reporter"), case=ended)
    assert clean(town) == {}
    town.wait(days=29)
    assert clean(town) == {}


@pytest.mark.parametrize("dry", [True, False])
def test_each_rule_has_its_time(clerk: Clerk, ended: Case, *, dry: bool) -> None:
    town = clerk.town
    clerk.write(Person("strike", reason="prank", whose="reporter"), case=ended)
    town.sms(SITI, "")
    town.work()
    ghosts = town.rows("SELECT COUNT(*) FROM inbox WHERE reason = 'empty'")[0][0]
    assert ghosts == 1
    seen = {}
    for days in (31, 60, 300, 370):
        town.wait(days=days)
        seen[days] = clean(town, dry=dry)
    assert seen[31] == {"noise": 1}
    if dry:
        assert seen[60] == {"noise": 1, "raw": 1}
        assert seen[300] == {"noise": 1, "raw": 1, "strikes": 1}
        assert seen[370]["identity"] == 1
    else:
        assert seen[60] == {"raw": 1}
        assert seen[300] == {"strikes": 1}
        assert seen[370] == {"identity": 1, "contacts": 1 + 1}  # Budi, and Siti the ghost
        assert clean(town) == {}


def test_retention_strips_who_reported_and_keeps_the_redacted_words(
    clerk: Clerk, ended: Case
) -> None:
    town = clerk.town
    ((words,),) = town.rows("SELECT redacted FROM ticket")
    town.wait(days=731)
    clean(town)
    assert town.rows("SELECT redacted, contact FROM ticket") == [(words, None)]
    left = sealed_words(town.store)
    assert not [words for words in left if "Sri" in words or BUDI in words]
    assert TONO in left  # who serves is no reporter
    assert clerk.events(ended.id)[-1] == "erased"
    assert found_by(town, "lampu") == [ended.id]
    assert sound(town)


def test_an_open_ticket_is_never_stripped(clerk: Clerk) -> None:
    town = clerk.town
    town.say(BUDI, LAMP)
    town.wait(days=3000)
    clean(town)
    assert BUDI in sealed_words(town.store)
    assert LAMP in sealed_words(town.store)


def test_a_repeat_of_an_emptied_sms_is_still_known(clerk: Clerk) -> None:
    town = clerk.town
    parts = town.parts(BUDI, LAMP)
    town.offer(*parts)
    town.work()
    town.wait(days=91)
    assert clean(town) == {"raw": 1}
    town.offer(*parts)
    town.work()
    assert town.count("ticket") <= 2


def test_many_rows_go_page_by_page(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    town = clerk.town
    monkeypatch.setattr(retention, "PAGE", 3)
    for serial in range(10):
        town.sms(f"+62812000000{serial:02}", f"lampu mati nomor {serial} di pasar")
    town.work()
    town.wait(days=91)
    assert clean(town, dry=True) == clean(town) == {"raw": 10}


def test_a_time_span_is_counted_in_days() -> None:
    assert retention.length(Span(2, "hari")) == timedelta(days=2)
    order = [one.name for one in retention.due(RULES, YEAR, Town.now)]
    assert order == list(retention.RULES)
    spans = [one.before for one in retention.due(RULES, YEAR, Town.now)]
    assert all(before <= Town.now for before in spans)
    assert all(a != b for a, b in pairwise(spans[:4]))


def test_the_search_forgets_only_on_sqlite(store: Store) -> None:
    with store.transaction() as tx:
        search.forget(tx)


def test_a_file_that_is_gone_can_be_removed_again(tmp_path: Path) -> None:
    gone = Stored(1, b"\1" * 32, b"", "text/plain", 1, Town.now)
    attachments.remove_files(tmp_path, [gone])
