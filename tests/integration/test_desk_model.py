"""Whatever citizens, officers and coordinators write in whatever order: promises hold."""

import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gateway import budget, orders
from gateway.effects.tickets import VERBS
from models import event
from models.casework.case import Actor
from models.casework.orders import Order
from models.casework.states import MOVES, OPEN
from models.times import from_us
from tests.acceptance.test_citizens import settle
from tests.conftest import make_store
from tests.town import Town

CITIZENS = ("+6281234567890", "+6281299999999", "+6281255555555")
OFFICERS = (("+6281300000001", "DISHUB", "officer"), ("+6281300000002", "DAMKAR", "officer"),
            ("+6281300000003", "KOMINFO", "coordinator"))  # fmt: skip
SARI = Actor("staff:sari", "coordinator")
SECRET, NAME, PHONE = "zamrud", "Sumarni", "081277778888"
"""Words that no officer may read: of a secret report, and who and where a reporter is."""

REPORTS = (
    f"SURGA lampu mati di jl Kawi kel Pocanan, nama saya {NAME} hp {PHONE}",
    "SURGA sampah menumpuk di jl Kawi kel Pocanan",
    f"SURGA RAHASIA lurah Pocanan minta uang {SECRET} untuk ktp",
    "SURGA lampu jalan mati", "SURGA tolong pak diperbaiki",
    "kebakaran rumah di jl Kawi kel Pocanan sekarang tolong!!",
    f"suami memukul saya, jangan balas sms ini {SECRET}",
    "SURGA PPID minta salinan APBD 2025", "di jl Merbabu kel Tamanan", "belum pak", "sudah",
    "4", "p", "terima kasih pak", "STOP", "MULAI", "HAPUS DATA SAYA", "PRIVASI", "CEK", "BANTUAN",
    "ada bom di kantor walikota!", "maaf salah, maksudnya kel Tamanan",
)  # fmt: skip
COMMANDS = ("CEK {}", "TAMBAH {} dekat SD 3", "BATAL {}", "BUKA {} masih rusak", "NILAI {} 4",
            "BATAL {} BUKA {}", "SELESAI {} sudah", "{}")  # fmt: skip
ORDERS = ("TERIMA {}", "PROSES {} regu jalan", "SELESAI {} sudah diganti", "TOLAK {} bukan kami",
          "TANYA {} di mana tepatnya", "CATAT {} dicek", "PRANK {}", "RAHASIA {}", "DAFTAR",
          "TELAT", "DISPOSISI {} DISHUB", "SELESAI {}")  # fmt: skip
DESK = (
    Order("verify"), Order("assign", agency="DISHUB"), Order("assign", agency="DAMKAR"),
    Order("done", "sudah beres", values=(("outcome", "granted"),)), Order("close"),
    Order("reopen"), Order("prank"), Order("hide"), Order("ask", "di mana"), Order("resume"),
    Order("archive", values=(("reason", "too_vague"),)), Order("reject", "bukan kami"),
    Order("note", "dicek"), Order("unblock"),
)  # fmt: skip
FROM = {
    VERBS[verb]: rule.sources | {"held"} | (OPEN if verb == "assign" else frozenset())
    for verb, rule in MOVES.items()
}


class Conversations(RuleBasedStateMachine):
    """A town whose people write at random."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name)
        self.store = make_store(path)
        self.town = Town(self.store, path)
        self.clerk = settle(self.town, path)
        for number, agency, role in OFFICERS:
            self.clerk.officer(number, agency, role)  # type: ignore[arg-type]
        self.told = 0

    def teardown(self) -> None:
        self.town.close()
        self.store.close()
        self._folder.cleanup()

    def _write(self, sender: str, text: str) -> None:
        self.town.sms(sender, text)
        while self.town.desk.once():
            pass

    def _number(self, at: int) -> int:
        numbers = self.town.rows("SELECT number FROM ticket ORDER BY id")
        return int(numbers[at % len(numbers)][0]) if numbers else 1234566

    def _texts(self) -> list[tuple[Any, ...]]:
        """Return (number, is an officer, kind, ticket, text) of what is new to be sent."""
        rows = self.town.rows(
            "SELECT o.id, c.number, f.id, o.kind, o.ticket, o.body FROM outbox o"
            " JOIN contact c ON c.id = o.contact LEFT JOIN officer f ON f.contact = c.id"
            " WHERE o.id > ? ORDER BY o.id",
            self.told,
        )
        self.told = max([row[0] for row in rows], default=self.told)
        keys = self.store.keys
        return [
            (keys.open_number(bytes(number)), officer is not None, kind, ticket,
             keys.open(bytes(body)).decode())
            for _row, number, officer, kind, ticket, body in rows
        ]  # fmt: skip

    @rule(who=st.sampled_from(CITIZENS), text=st.sampled_from(REPORTS))
    def report(self, who: str, text: str) -> None:
        self._write(who, text)

    @rule(who=st.sampled_from(CITIZENS), text=st.sampled_from(COMMANDS), at=st.integers(0, 9))
    def command(self, who: str, text: str, at: int) -> None:
        number = self._number(at)
        self._write(who, text.format(number, number))

    @rule(who=st.sampled_from(OFFICERS), text=st.sampled_from(ORDERS), at=st.integers(0, 9))
    def officer(self, who: tuple[str, str, str], text: str, at: int) -> None:
        self._write(who[0], text.format(self._number(at)))
        rows = self.town.rows(
            "SELECT o.body FROM outbox o JOIN contact c ON c.id = o.contact"
            " WHERE c.number = ? ORDER BY o.id DESC LIMIT 1",
            self.store.keys.seal_number(who[0]),
        )
        said = self.store.keys.open(bytes(rows[0][0])).decode() if rows else ""
        if code := re.match(r"Balas OK ([0-9]{6})", said):
            self._write(who[0], f"OK {code[1]}")

    @rule(wanted=st.sampled_from(DESK), at=st.integers(0, 9))
    def desk(self, wanted: Order, at: int) -> None:
        number, setting, now = self._number(at), self.clerk.setting, self.town.now
        self.town.write(lambda tx: orders.order(tx, number, wanted, SARI, setting, now))

    @rule(hours=st.sampled_from([0.1, 2, 30, 24 * 8, 24 * 40]))
    def wait(self, hours: float) -> None:
        self.town.wait(hours=hours)

    @rule(who=st.sampled_from(CITIZENS))
    def flood(self, who: str) -> None:
        for at in range(25):
            self._write(who, f"SURGA sampah menumpuk nomor {at} di jl Kawi kel Pocanan")

    @invariant()
    def every_message_is_done_and_makes_one_ticket_at_most(self) -> None:
        assert self.town.rows("SELECT id, reason FROM inbox WHERE state <> 'done'") == []
        assert self.town.rows(
            "SELECT inbox FROM ticket WHERE inbox IS NOT NULL GROUP BY inbox HAVING COUNT(*) > 1"
        ) == []  # fmt: skip

    @invariant()
    def no_ticket_moves_where_it_may_not(self) -> None:
        for ticket, verb, data in self.town.rows(
            "SELECT ticket, verb, data FROM event ORDER BY ticket, seq"
        ):
            told = json.loads(data)
            if verb in FROM and "to" in told:
                assert told["from"] in FROM[verb], (ticket, verb, told)

    @invariant()
    def chains_are_whole(self) -> None:
        with self.store.reading() as tx:
            for (ticket,) in tx.execute("SELECT id FROM ticket"):
                assert event.verify(tx, ticket)

    @invariant()
    def clocks_run_forwards(self) -> None:
        assert self.town.rows(
            "SELECT id FROM clock WHERE due < started_at OR met_at < started_at"
            " OR paused_since < started_at OR breached_at < started_at"
        ) == []  # fmt: skip

    @invariant()
    def ended_tickets_have_no_deadline_that_runs(self) -> None:
        open_states = ", ".join(f"'{state}'" for state in sorted(OPEN))
        assert self.town.rows(
            "SELECT t.id, t.state, c.name FROM clock c JOIN ticket t ON t.id = c.ticket"
            " WHERE c.met_at IS NULL AND c.stopped_at IS NULL"
            f" AND t.state NOT IN ({open_states}, 'done')"
            " AND c.name NOT IN ('watch')"
        ) == []  # fmt: skip

    @invariant()
    def nothing_confidential_is_told(self) -> None:
        silent = {row for (row,) in self.town.rows("SELECT id FROM ticket WHERE silent = 1")}
        for number, officer, kind, ticket, text in self._texts():
            if officer:
                assert SECRET not in text, (kind, text)
                assert NAME not in text, (kind, text)
                assert PHONE not in text.replace(" ", ""), (kind, text)
                assert not any(citizen[3:] in text for citizen in CITIZENS), (kind, text)
            else:
                assert ticket not in silent, (number, kind, text)
                assert SECRET not in text

    @invariant()
    def nobody_gets_more_than_the_budget(self) -> None:
        limits, zone = self.clerk.setting.limits, self.clerk.setting.zone
        acks: Counter[tuple[int, str]] = Counter()
        checks: Counter[tuple[int, str]] = Counter()
        for contact, kind, at in self.town.rows(
            "SELECT o.contact, o.kind, o.created_at FROM outbox o"
            " LEFT JOIN officer f ON f.contact = o.contact WHERE f.id IS NULL"
        ):
            day = from_us(at).astimezone(zone).date().isoformat()
            acks[contact, day] += kind in budget.ACKS
            checks[contact, day] += kind in budget.CHECKS
        assert max(acks.values(), default=0) <= limits.acknowledgements
        assert max(checks.values(), default=0) <= limits.checks


TestConversations = Conversations.TestCase
TestConversations.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
