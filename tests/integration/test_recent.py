"""What the writer's connection keeps of the newest tickets is what the database says, always."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NoReturn

import pytest

from gateway import facts_similar
from gateway.origin import Origin
from models.base import Store, Tx
from models.casework.case import CITIZEN, Case
from models.casework.effects import Merge, Move, Set
from models.continuing import REPORTS
from models.recent import MOST
from parser import parse
from tests.desk import REPORT, Clerk
from tests.town import Town

LAMP = "lampu pju mati di jalan veteran gelap"
ELSEWHERE = "lampu pju mati di jalan kawi gelap"


@pytest.fixture
def clerk(town: Town) -> Clerk:
    return Clerk(town)


def looked(tx: Tx, clerk: Clerk) -> list[Case]:
    """Return what is found like LAMP, of all that may be asked for."""
    reading = parse(f"SURGA {LAMP}", clerk.setting.words_of("kartu")).but(flags=("jangan_balas",))
    assert reading.intent in REPORTS
    origin = Origin(CITIZEN, clerk.town.now, reading=reading)
    return list(facts_similar.load(tx, origin, clerk.setting.sop))


def agree(clerk: Clerk) -> list[int]:
    """Return the tickets that the writer finds; a connection that knows nothing finds the same."""
    ours = clerk.town.write(lambda tx: looked(tx, clerk))
    store = clerk.town.store
    store.release()
    with store.transaction() as tx:
        assert looked(tx, clerk) == ours
    return [case.id for case in ours]


def change(sql: str) -> Callable[[Clerk, Case], object]:
    """Let another connection, as of another process, do *sql* to a ticket."""

    def deed(clerk: Clerk, case: Case) -> None:
        with clerk.town.store.transaction() as tx:
            tx.change(sql, (case.id,))

    return deed


def ours(sql: str) -> Callable[[Clerk, Case], object]:
    """Let the writer itself do it."""
    return lambda clerk, case: clerk.town.write(lambda tx: tx.change(sql, (case.id,)))


DEEDS: dict[str, Callable[[Clerk, Case], object]] = {
    "close": lambda clerk, case: clerk.write(Move("closed", "close"), case=case),
    "assign": lambda clerk, case: clerk.write(Move("assigned", "assign"), case=case),
    "hide": lambda clerk, case: clerk.write(Set("confidentiality", "rahasia"), case=case),
    "move": lambda clerk, case: clerk.write(Set("category", "pohon"), case=case),
    "rate": lambda clerk, case: clerk.write(Set("rating", 3), case=case),
    "merge": lambda clerk, case: clerk.write(Merge(clerk.report(ELSEWHERE)), case=case),
    "close elsewhere": change("UPDATE ticket SET state = 'closed' WHERE id = ?"),
    "erase elsewhere": change("UPDATE ticket SET redacted = '' WHERE id = ?"),
    "close by SQL": ours("UPDATE ticket SET state = 'closed' WHERE id = ?"),
    "erase by SQL": ours("UPDATE ticket SET place_key = NULL, area = '' WHERE id = ?"),
    "another": lambda clerk, case: clerk.report(LAMP),
    "a secret": lambda clerk, case: clerk.report(
        LAMP, new=replace(REPORT, confidentiality="rahasia")
    ),
    "old age": lambda clerk, case: clerk.town.wait(hours=73),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_done_to_a_ticket_is_followed(clerk: Clerk, deed: str) -> None:
    cases = [clerk.report(LAMP) for _ in range(3)]
    assert agree(clerk) == [case.id for case in cases]
    DEEDS[deed](clerk, cases[1])
    agree(clerk)
    clerk.report(LAMP)
    agree(clerk)


def test_a_ticket_that_is_opened_again_is_found_again(clerk: Clerk) -> None:
    cases = [clerk.report(LAMP) for _ in range(3)]
    clerk.write(Move("closed", "close"), case=cases[1])
    assert agree(clerk) == [cases[0].id, cases[2].id]
    clerk.write(Move("assigned", "reopen"), case=clerk.see(cases[1].id))
    assert agree(clerk) == [case.id for case in cases]


def test_what_was_undone_was_not(clerk: Clerk) -> None:
    case = clerk.report(LAMP)

    def fail(tx: Tx) -> NoReturn:
        tx.change("UPDATE ticket SET state = 'closed' WHERE id = ?", (case.id,))
        assert looked(tx, clerk) == []
        raise ValueError

    assert agree(clerk) == [case.id]
    with suppress(ValueError):
        clerk.town.write(fail)
    assert agree(clerk) == [case.id]


def test_only_the_newest_are_kept_and_a_flood_is_read_anew(clerk: Clerk) -> None:
    cases = [clerk.report(LAMP).id for _ in range(MOST - 1)]
    for _ in range(60):
        agree(clerk)
        cases.append(clerk.report(LAMP).id)
    assert set(agree(clerk)) <= set(cases[-MOST:])


def test_each_connection_knows_only_of_its_own_transactions(store: Store) -> None:
    with store.transaction() as tx:
        known = tx.recent
        known.keep(("area", "1", "pju"), [], ())
    with store.transaction() as tx:
        kept = tx.recent.of(("area", "1", "pju"))
        assert tx.recent is known
    # PostgreSQL cannot tell in a transaction whether others have committed: nothing is kept.
    assert kept == ([] if store.dialect.name == "sqlite" else None)
