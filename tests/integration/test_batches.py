"""A batch leaves behind what its messages one by one would: company changes nothing."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.texts import reports
from gateway import desk
from gateway.message import Inbound
from models.base import Store
from models.seal import Keyring
from tests.town import LINE, Town

OTHER = "1708"
LONG = "SURGA jalan rusak parah sekali " * 12

COPY = st.tuples(st.sampled_from(["mati", "got", "sampah"]), st.booleans())
PART = st.tuples(st.integers(1, 2), st.integers(0, 2))  # which long message, which of its parts
ITEM = st.one_of(COPY, PART)
LIVES = st.lists(st.lists(ITEM, min_size=1, max_size=8), min_size=1, max_size=3)


@contextmanager
def town_in(folder: Path, keys: Keyring) -> Iterator[Town]:
    folder.mkdir(mode=0o700)
    store = Store.open(str(folder / "kentongan.db"), keys)
    town = Town(store, folder)
    try:
        yield town
    finally:
        town.close()
        store.close()


def made(town: Town, sender: str, item: tuple[str | int, int], line: str) -> Inbound:
    """Return what *item* stands for; equal items are equal messages of *sender*."""
    if isinstance(item[0], str):
        (sms,) = town.parts(sender, item[0], line=line)
        identity = f"{sender}/{item[0]}/{item[1]}".encode()
        return replace(sms, identity=identity, raw=identity, carrier_id=bool(item[1]))
    reference, place = item
    assert isinstance(reference, int)
    part: Inbound = town.parts(sender, LONG, line=line, reference=reference)[place]
    identity = f"{sender}/{reference}/{place}".encode()
    return replace(part, identity=identity, raw=identity)


def left(town: Town, line: str) -> list[tuple[Any, ...]]:
    """Return the inbox of *line*, the rows named by their place."""
    rows = town.rows(
        "SELECT id, occurrence, seen, lane, state, reason, head, part, parts, clings FROM inbox"
        " WHERE line = ? ORDER BY id",
        line,
    )
    place = {row[0]: at for at, row in enumerate(rows)}
    return [(*row[1:6], place.get(row[6]), *row[7:]) for row in rows]


def test_accepted_in_batches_or_one_by_one_is_the_same(tmp_path: Path, keys: Keyring) -> None:
    senders = iter(range(10**6))
    with town_in(tmp_path / "a", keys) as town:

        @settings(
            max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
        )
        @given(LIVES)
        def check(lives: Sequence[Sequence[tuple[str | int, int]]]) -> None:
            sender = f"+62812{next(senders):08d}"
            for batch in lives:
                for line in (LINE, OTHER):
                    town.reconnect(line)  # what came before is in doubt
                whole = town.offer(*(made(town, sender, item, LINE) for item in batch))
                single = [town.offer(made(town, sender, item, OTHER))[0] for item in batch]
                assert [one.seen for one in whole] == [one.seen for one in single]
            assert left(town, LINE) == left(town, OTHER)

        check()


WRITTEN = {
    "contact": "id, kind",
    "ticket": "id, inbox, contact, type, category, area, urgency, confidentiality, state, review,"
              " linked_to, redacted, missing, created_at",
    "event": "id, ticket, seq, at, actor, verb, data",
    "clock": "id, ticket, task, name, started_at, due, wake",
    "outbox": "id, cause, kind, contact, ticket, lane, line, parts, not_before, valid_until, why",
    "delivery": "id, outbox, part, line, lane, state, not_before",
    "inbox": "id, state, reason, ticket",
    "counter": "name, value",
}  # fmt: skip


def worked(folder: Path, keys: Keyring) -> dict[str, list[tuple[Any, ...]]]:
    """Let many citizens report, some of them the same thing, and return what the desk wrote."""
    texts = [text.decode() for text in reports()[:60]]
    with town_in(folder, keys) as town:
        for at, text in enumerate([*texts, *texts[:20], "CEK 1234566", "SURGA", "halo", LONG]):
            town.sms(f"+62812{at:08d}", text)
        while town.desk.once():
            pass
        for at, text in enumerate([*texts[:10], "batal", "makasih", texts[30]]):  # known by now
            town.sms(f"+62812{at:08d}", text)
        while town.desk.once():
            pass
        return {
            table: town.rows(f"SELECT {columns} FROM {table} ORDER BY 1")
            for table, columns in WRITTEN.items()
        }


def test_desk_writes_the_same_in_batches_or_one_by_one(
    tmp_path: Path, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PARSE_TIME", 60.0)
    together = worked(tmp_path / "together", keys)
    monkeypatch.setattr(desk, "BATCH", 1)
    alone = worked(tmp_path / "alone", keys)
    for table, rows in together.items():
        assert rows == alone[table], table
    assert len(together["ticket"]) > 80


def test_a_message_that_the_parser_fails_on_is_told_without_its_words(
    tmp_path: Path, keys: Keyring, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str) -> None:
        raise KeyError(text)

    monkeypatch.setattr("parser.reader.normalise", broken)
    with town_in(tmp_path / "town", keys) as town:
        town.sms("+6281200000001", "lampu jalan mati di Jl Veteran")
        while town.desk.once():
            pass
        assert town.rows("SELECT state, review FROM ticket") == [("new", "unread")]
        (row,) = town.rows("SELECT id FROM inbox")
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    wanted = rf"inbox {row[0]}: reading failed, a person must read it: KeyError at \w+\.py:\d+"
    assert [re.fullmatch(wanted, line) is not None for line in said] == [True]
