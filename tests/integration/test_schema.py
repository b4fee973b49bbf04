"""Both databases and the peewee models hold the same tables, columns, keys and indexes."""

import re
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models import (
    alarm_state,
    assignment,
    contact,
    digest_run,
    event,
    inbox,
    incident,
    line_credit,
    line_order,
    mail,
    officer,
    outbox,
    session,
    spending,
    staff,
    strike,
    ticket,
)
from models.base import Store
from models.migrate import MIGRATIONS, steps
from models.orm import Table, pw
from tests.conftest import KEYS, make_store

TABLES: tuple[type[Table], ...] = (
    contact.Contact, event.Event, inbox.Inbox, outbox.Outbox, outbox.Delivery, outbox.Report,
    session.Session, session.LineState, session.Meta, session.Counter,
    ticket.Ticket, ticket.Clock, ticket.Note, ticket.Attachment, assignment.Assignment,
    officer.Officer, officer.Duty, officer.Challenge, officer.Sheet,
    staff.Staff, staff.Reveal, staff.Deed,
    incident.Incident, incident.Alarm, strike.Strike, strike.Tally, digest_run.DigestRun,
    alarm_state.AlarmState, line_credit.LineCredit,
    line_order.LineOrder, mail.Mail, spending.Spend,
)  # fmt: skip

# What a column is, in SQLite's words and in PostgreSQL's.
FORMS = {"INTEGER": "whole", "bigint": "whole", "TEXT": "text", "text": "text", "BLOB": "bytes",
         "bytea": "bytes"}  # fmt: skip


SEARCH = "ticket_search%"  # full text is each database's own


@dataclass(frozen=True)
class Shape:
    """All that must be equal."""

    columns: dict[tuple[str, str], tuple[str, bool, str]]  # form, NOT NULL, default
    primary: dict[str, tuple[str, ...]]
    unique: set[tuple[str, tuple[str, ...]]]
    indexes: dict[str, tuple[str, tuple[str, ...], str]]  # table, columns, condition
    foreign: set[tuple[str, str, str]]
    checks: dict[str, set[str]]  # the words a column may hold


@pytest.fixture
def sqlite_shape(tmp_path: Path) -> Shape:
    """Return what SQLite holds after all migrations."""
    make_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "kentongan.db")
    try:
        return read_sqlite(connection)
    finally:
        connection.close()


@pytest.fixture
def postgresql_shape(postgresql_url: str) -> Shape:
    """Return what PostgreSQL holds after all migrations."""
    store = Store.open(postgresql_url, KEYS, volatile=True)
    try:
        return read_postgresql(store.connection().raw)
    finally:
        store.close()


def read_sqlite(connection: sqlite3.Connection) -> Shape:
    shape = Shape({}, {}, set(), {}, set(), {})
    listed = (
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE ?",
        (SEARCH,),
    )
    for table, sql in connection.execute(*listed).fetchall():
        assert sql.endswith("STRICT"), table
        keys: dict[int, str] = {}
        for _n, name, form, required, default, key in connection.execute(
            f"PRAGMA table_info({table})"
        ):
            shape.columns[table, name] = (FORMS[form], bool(required or key), default or "")
            if key:
                keys[key] = name
        shape.primary[table] = tuple(keys[n] for n in sorted(keys))
        for row in connection.execute(f"PRAGMA foreign_key_list({table})"):
            shape.foreign.add((table, row[3], row[2]))
        shape.checks.update(words(table, sql))
        for _n, index, unique, origin, _partial in connection.execute(
            f"PRAGMA index_list({table})"
        ).fetchall():
            info = connection.execute(f"PRAGMA index_info({index})").fetchall()
            columns = tuple(name for _s, _c, name in info)
            if origin == "c":
                ((text,),) = connection.execute(
                    "SELECT sql FROM sqlite_schema WHERE name = ?", (index,)
                )
                shape.indexes[index] = (table, columns, condition(text))
            elif origin == "u":
                assert unique
                shape.unique.add((table, columns))
    return shape


def read_postgresql(connection: Any) -> Shape:
    shape = Shape({}, {}, set(), {}, set(), {})
    for table, name, form, nullable, default in connection.execute(
        "SELECT table_name, column_name, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE %s",
        (SEARCH,),
    ).fetchall():
        plain = (default or "").removesuffix("::text")
        shape.columns[table, name] = (FORMS[form], nullable == "NO", plain)
    for table, kind, definition in connection.execute(
        "SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
        "AND conrelid::regclass::text NOT LIKE %s",
        (SEARCH,),
    ).fetchall():
        columns = tuple(re.findall(r"\w+", definition.partition("(")[2].partition(")")[0]))
        if kind == "p":
            shape.primary[table] = columns
        elif kind == "u":
            shape.unique.add((table, columns))
        elif kind == "f":
            other = definition.partition("REFERENCES ")[2].partition("(")[0]
            shape.foreign.add((table, columns[0], other))
        elif kind == "c":
            shape.checks[f"{table}.{columns[0]}"] = set(re.findall(r"'(\w+)'", definition))
    for index, table, definition in connection.execute(
        "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND indexname NOT LIKE '%%_key' AND indexname NOT LIKE '%%_pkey' "
        "AND tablename NOT LIKE %s",
        (SEARCH,),
    ).fetchall():
        columns = tuple(re.findall(r"\w+", definition.partition(" btree (")[2].partition(")")[0]))
        shape.indexes[index] = (table, columns, condition(definition))
    return shape


def words(table: str, sql: str) -> dict[str, set[str]]:
    """Return what each column may hold: said as an IN, or as a chain of OR."""
    found = re.findall(r"CHECK \((\w+) IN \((.*?)\)\)", sql, re.DOTALL)
    found += re.findall(r"CHECK \((\w+) (= '\w+'(?:\s+OR \1 = '\w+')+)\)", sql)
    return {f"{table}.{column}": set(re.findall(r"'(\w+)'", listed)) for column, listed in found}


def condition(sql: str) -> str:
    """Return the WHERE of a partial index in one spelling: column and words."""
    text = sql.partition(" WHERE ")[2].replace("::text", "")
    return " ".join(re.findall(r"\w+", text)).replace("ANY ARRAY", "IN")


@pytest.mark.postgres
@pytest.mark.parametrize("aspect", ["columns", "primary", "unique", "indexes", "foreign", "checks"])
def test_both_databases_are_equal(
    aspect: str, sqlite_shape: Shape, postgresql_shape: Shape
) -> None:
    ours = getattr(sqlite_shape, aspect)
    assert ours
    assert getattr(postgresql_shape, aspect) == ours


def test_every_table_has_a_model(sqlite_shape: Shape) -> None:
    tables = {model._meta.table_name for model in TABLES}
    assert tables == {table for table, _column in sqlite_shape.columns}


@pytest.mark.parametrize("model", TABLES)
def test_a_model_is_its_table(model: type[Table], sqlite_shape: Shape) -> None:
    meta = model._meta
    table = meta.table_name
    forms = {pw.TextField: "text", pw.BlobField: "bytes", pw.BigIntegerField: "whole"}
    found = {}
    for field in meta.sorted_fields:
        if isinstance(field, pw.ForeignKeyField):
            assert (table, field.column_name, field.rel_model._meta.table_name) in (
                sqlite_shape.foreign
            )
        form = next((form for kind, form in forms.items() if isinstance(field, kind)), "whole")
        default = "" if field.default is None else repr(field.default)
        found[table, field.column_name] = (form, not field.null, default)
    assert found == {key: row for key, row in sqlite_shape.columns.items() if key[0] == table}
    key: Any = meta.primary_key
    assert (key.column_name,) == sqlite_shape.primary[table]


@pytest.mark.parametrize("model", TABLES)
def test_a_model_knows_its_unique_keys(model: type[Table], sqlite_shape: Shape) -> None:
    meta = model._meta
    fields = [((field.name,), True) for field in meta.sorted_fields if field.unique]
    unique = {(meta.table_name, columns) for columns, is_one in (*fields, *meta.indexes) if is_one}
    assert unique == {row for row in sqlite_shape.unique if row[0] == meta.table_name}


def test_states_of_the_code_are_those_of_the_schema(sqlite_shape: Shape) -> None:
    assert sqlite_shape.checks["inbox.state"] == set(inbox.STATES)
    assert sqlite_shape.checks["ticket.state"] == set(ticket.STATES)
    assert sqlite_shape.checks["delivery.state"] == set(outbox.STATES)
    assert sqlite_shape.checks["contact.kind"] == set(contact.KINDS)
    assert sqlite_shape.checks["assignment.state"] == set(assignment.STATES)
    assert sqlite_shape.checks["officer.role"] == set(officer.ROLES)
    assert sqlite_shape.checks["staff.role"] == set(staff.ROLES)
    assert sqlite_shape.checks["incident.state"] == set(incident.STATES)
    assert sqlite_shape.checks["tally.kind"] == set(strike.KINDS)


def test_migrations_are_the_same_steps_on_both() -> None:
    names = {
        dialect: [path.name for _number, path in steps(dialect)]
        for dialect in ("sqlite", "postgresql")
    }
    assert names["sqlite"] == names["postgresql"]
    assert {path.name for path in MIGRATIONS.iterdir()} >= set(names)


HOT = ("contact", "ticket", "inbox", "outbox", "delivery", "clock", "event")


@pytest.mark.parametrize("table", HOT)
def test_no_table_is_made_to_check_a_row_of_a_message(table: str, tmp_path: Path) -> None:
    raw = make_store(tmp_path).connection().raw
    columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    marks = ", ".join("?" * len(columns))
    steps = raw.execute(f"EXPLAIN INSERT INTO {table} VALUES ({marks})", [None] * len(columns))
    assert "OpenEphemeral" not in {step[1] for step in steps}


def test_checks_written_anew_hold_for_those_who_had_the_database_open(tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(MIGRATIONS, older)
    for path in older.glob("*/*.sql"):
        if path.name > "0004":
            path.unlink()
    raw = sqlite3.connect(tmp_path / "kentongan.db", isolation_level=None)
    for _number, path in steps("sqlite", older):
        raw.executescript(path.read_text("utf-8"))
    raw.execute("PRAGMA user_version = 3")
    raw.execute("INSERT INTO contact (id, number, kind, created_at) VALUES (1, x'01', 'short', 1)")
    store = Store.open(str(tmp_path / "kentongan.db"), KEYS, upgrade=True)
    for connection in (raw, store.connection().raw):
        assert connection.execute("SELECT kind FROM contact").fetchall() == [("short",)]
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute("UPDATE contact SET kind = 'none'")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA writable_schema").fetchall() == [(0,)]
    store.close()
    raw.close()
