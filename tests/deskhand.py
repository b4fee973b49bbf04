"""A coordinator and an agency's clerk at their terminals: the real commands over a real store."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import cli
from models.base import Store
from tests.cityhall import Hall, build

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Kediri
REPORTER = "+6281299998888"
OFFICERS = {"budi": "081234567890", "ani": "081234567891", "joko": "081234567892"}


@dataclass(frozen=True, slots=True)
class Told:
    """What one command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> dict[str, Any]:
        """The one JSON object."""
        (row,) = self.rows
        return row


@dataclass
class DeskHand:
    """Runs commands as any person, in this process, at the test's own time."""

    hall: Hall
    patch: pytest.MonkeyPatch
    capture: Callable[[], tuple[str, str]]
    now: datetime = MONDAY
    ids: dict[str, str] = field(default_factory=dict)  # officer's name -> id

    def __call__(self, who: str, *words: str, given: str = "") -> Told:
        """Run ``kentongan WORDS`` as *who* with *given* on standard input."""
        self.patch.setenv("SUDO_USER", who)
        self.patch.setattr(cli, "_now", lambda: self.now)
        self.patch.setattr(sys, "stdin", io.StringIO(given))
        self.capture()
        conf = str(self.hall.folder / "modem.conf")
        code = cli.run(["--config", conf, "--language", "en", *words])
        out, err = self.capture()
        return Told(code, out, err)

    def ok(self, who: str, *words: str, given: str = "") -> Told:
        """Run a command that must succeed without a word on standard error."""
        told = self(who, *words, given=given)
        assert (told.code, told.err) == (0, ""), told
        return told

    def report(self, text: str = "lampu mati di Jl Veteran", *more: str) -> str:
        """Enter a report from REPORTER by telephone; return its number."""
        words = ("ticket", "new", "--channel", "phone", "--number", REPORTER, "--json", text)
        return str(self.ok("sari", *words, *more).row["number"])

    def assigned(self, text: str = "lampu mati di Jl Veteran", agency: str = "DISHUB") -> str:
        """Enter, verify and assign a report; return its number."""
        number = self.report(text)
        self.ok("sari", "ticket", "verify", number)
        self.ok("sari", "ticket", "assign", number, agency)
        return number

    def wait(self, **span: float) -> None:
        """Let time pass: timedelta's keywords."""
        self.now += timedelta(**span)

    def sql(self, query: str, *values: object, change: bool = False) -> list[tuple[Any, ...]]:
        """Return what *query* selects, or with *change* alter the data."""
        store: Store = self.hall.store()
        try:
            with store.transaction() as tx:
                if change:
                    tx.change(query, values)
                    return []
                return tx.execute(query, values)
        finally:
            store.close()

    def events(self, number: str) -> list[str]:
        """Return the verbs of all that happened to the ticket."""
        return [
            verb
            for (verb,) in self.sql(
                "SELECT e.verb FROM event e JOIN ticket t ON t.id = e.ticket"
                " WHERE t.number = ? ORDER BY e.seq",
                int(number),
            )
        ]

    def texts(self, number: str) -> list[str]:
        """Return the kinds of SMS that were queued about the ticket."""
        return [
            kind
            for (kind,) in self.sql(
                "SELECT o.kind FROM outbox o JOIN ticket t ON t.id = o.ticket"
                " WHERE t.number = ? ORDER BY o.id",
                int(number),
            )
        ]


def staffed(folder: Path, patch: pytest.MonkeyPatch, capture: Callable[[], Any]) -> DeskHand:
    """Return a hall with a coordinator (sari), DISHUB's clerk (tono), DLHKP's (wati), a viewer."""
    hand = DeskHand(build(folder), patch, capture)
    hand.ok("root", "staff", "add", "sari", "--role", "coordinator")
    hand.ok("root", "staff", "add", "tono", "--role", "agency", "--agency", "dishub")
    hand.ok("root", "staff", "add", "wati", "--role", "agency", "--agency", "DLHKP")
    hand.ok("root", "staff", "add", "joni", "--role", "viewer")
    return hand


def enlist(hand: DeskHand) -> None:
    """Let Budi and Ani serve in DISHUB, and Joko in DLHKP."""
    for name, number in OFFICERS.items():
        agency = "DLHKP" if name == "joko" else "DISHUB"
        told = hand.ok("sari", "officer", "add", number, agency, "--name", name)
        hand.ids[name] = told.out.split()[1].rstrip(":")
