"""Ten thousand reports with phone numbers in every form: nothing that can be stolen holds one."""

import logging
import os
import pwd
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gateway import erasure, logs, orders, retention
from gateway.facts import contact_for
from gateway.message import DeliveryReport, Inbound
from gateway.segments import join_text
from models import attachments, keyfile, ledger, personnel, reveals
from models.base import Store, Tx
from models.casework.case import Actor
from models.casework.effects import Assign, Move, Tell
from models.casework.orders import Order
from models.city_privacy import Retention
from models.clocks import Span
from models.seal import Keyring
from tests.desk import Clerk
from tests.leaks import CORE, Digest, Scanner, attack, keyed, unkeyed
from tests.town import LINE, Town

PEOPLE, REPORTS = 5_000, 10_000
FEW = 400  # people, and twice as many reports, where the same is shown in small
BATCH = 200
WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
COORDINATOR = Actor("staff:sari", "coordinator")


def spoken(digits: str, between: str = " ", words: Sequence[str] = WORDS) -> str:
    """Return *digits* as words."""
    return between.join(words[int(digit)] for digit in digits)


def script(digits: str, zero: int) -> str:
    """Return *digits* in the script whose 0 is *zero*."""
    return "".join(chr(zero + int(digit)) for digit in digits)


FORMS: tuple[Callable[[str], str], ...] = (
    lambda n: f"0{n}",
    lambda n: f"+62{n}",
    lambda n: f"62{n}",
    lambda n: n,
    lambda n: f"0062{n}",
    lambda n: f"+62 {n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"+62-{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f"+62(0){n}",
    lambda n: f"(0{n[:3]}) {n[3:]}",
    lambda n: f"0{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f"0{n[:3]}.{n[3:7]}.{n[7:]}",
    lambda n: f"0{n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"0{n[:3]}, {n[3:7]}, {n[7:]}",
    lambda n: f"0{n[:3]}:{n[3:7]}:{n[7:]}",
    lambda n: f"0{n[:3]}\u2013{n[3:7]}\u2013{n[7:]}",
    lambda n: f"0{n[:3]}\u00a0{n[3:7]}\u00a0{n[7:]}",
    lambda n: f"0{n[:3]}\u200b{n[3:]}",
    lambda n: f"0{n[:3]}/{n[3:7]}/{n[7:]}",
    lambda n: " ".join(f"0{n}"),
    lambda n: ".".join(f"0{n}"),
    lambda n: f"0{n[:3]}\n{n[3:7]}\n{n[7:]}",
    lambda n: f"0{n[:5]}\r\n{n[5:]}",
    lambda n: spoken(f"0{n}"),
    lambda n: f"plus {spoken(f'62{n}')}",
    lambda n: spoken(f"0{n}", ""),
    lambda n: spoken(f"0{n}", "\n"),
    lambda n: spoken(f"0{n}", words=ENGLISH),
    lambda n: spoken(f"0{n}").replace("nol", "kosong"),
    lambda n: f"0{n[:3]} {spoken(n[3:7])} {n[7:]}",
    lambda n: script(f"0{n}", 0xFF10),
    lambda n: script(f"0{n}", 0x660),
    lambda n: script(f"0{n}", 0x1D7CE),
    lambda n: f"https://wa.me/62{n}",
    lambda n: f"tel:+62{n}",
    lambda n: f"O{n}",
)
"""What a citizen can type, of the 12 digits behind 0 or +62."""

TEXTS = (
    "Lampu jalan mati di Jl. Veteran gang {n}, hubungi {hp} segera",
    "SURGA sampah menumpuk di pasar blok {n} tolong diangkut, nomor saya {hp} trims",
    "Saluran air tersumbat di gang {n}. Kontak: {hp}",
    "RAHASIA lurah minta pungli KTP loket {n}, bukti ada di {hp}",
    "ANONIM jalan berlubang depan pos {n} telp {hp} siang saja",
    "{hp} pohon tumbang menutup gang {n}",
)


class Unsealed(Keyring):
    """A keyring that seals nothing: the scan must then find everything."""

    def seal(self, data: bytes) -> bytes:
        """Return *data* in clear, as long as if it were sealed."""
        return bytes(33) + data

    def open(self, sealed: bytes) -> bytes:
        """Return what seal() was given."""
        return sealed[33:]

    def seal_number(self, number: str) -> bytes:
        """Return *number* in clear."""
        return bytes(17) + number.encode()

    def open_number(self, sealed: bytes) -> str:
        """Return what seal_number() was given."""
        return sealed[17:].decode()


@dataclass
class World:
    """A city after many reports, with all that its daemon and its people leave behind."""

    town: Town
    senders: list[str]  # the 12 digits of each
    typed: list[str]  # numbers in texts
    texts: list[tuple[str, str]] = field(default_factory=list)  # (sender, text)

    @property
    def clerk(self) -> Clerk:
        """Who works at the desk."""
        return Clerk(self.town)


def core(serial: int) -> str:
    """Return the 12 digits of number *serial*: no two look alike."""
    return f"8{(serial * 7_368_787 + 12_345_678_901) % 10 ** (CORE - 1):011}"


def report(world: World, count: int) -> None:
    """Let *count* reports come in from all senders in turn, and be answered."""
    town = world.town
    town.carriers[LINE].window = BATCH
    for begin in range(0, count, BATCH):
        items: list[Inbound | DeliveryReport] = []
        for serial in range(begin, min(begin + BATCH, count)):
            sender = world.senders[serial % len(world.senders)]
            number = world.typed[serial % len(world.typed)]
            form = FORMS[serial % len(FORMS)]
            text = TEXTS[serial % len(TEXTS)].format(n=serial, hp=form(number))
            world.texts.append((sender, text))
            items += town.parts(f"+62{sender}", text)
        town.offer(*items)
        town.work()


def work(world: World, count: int) -> None:
    """Let officers and a coordinator work on the newest reports, and quote numbers themselves."""
    town, clerk = world.town, world.clerk
    officer = "+6281100000001"
    clerk.officer(officer, "DISHUB")
    with town.store.reading() as tx:
        found = tx.execute(
            "SELECT id, number FROM ticket WHERE confidentiality <> 'rahasia' ORDER BY id DESC"
            " LIMIT ?",
            (count,),
        )
    for serial, (ticket, number) in enumerate(found):
        case = clerk.see(ticket)
        hp = FORMS[serial % len(FORMS)](world.typed[serial % len(world.typed)])
        clerk.write(
            Assign("DISHUB", lead=True), Move("assigned", "assign"),
            Tell("P_BARU", "agency:DISHUB", (("opd", "DISHUB"),)), case=case,
        )  # fmt: skip
        town.sms(officer, f"TERIMA {number}")
        town.sms(officer, f"PROSES {number} regu {serial} berangkat, kontak {hp}")
        town.sms(officer, f"TANYA {number} boleh kami hubungi {hp}?")
        town.work()
        note = Order("note", f"pelapor bilang {hp}")
        town.write(
            lambda tx, number=number, note=note: orders.order(  # type: ignore[misc]
                tx, number, note, COORDINATOR, town.desk.setting, town.now
            )
        )
        town.sms(officer, f"SELESAI {number} sudah diganti, saksi {hp}")
        town.work()
        code = re.search(r"OK (\d{6})", town.replies(officer)[-1])
        if code:
            town.sms(officer, f"OK {code[1]}")
            town.work()


def guard(world: World) -> str:
    """Reveal, attach, erase, look what is old; return who was erased."""
    town = world.town
    folder, hp = town.folder / "var", f"0{world.typed[0]}"

    def act(tx: Tx) -> str:
        contact = contact_for(tx, f"+62{world.senders[0]}", "mobile", town.now)
        reveals.log(tx, "number", actor="staff:sari", reason=f"pelapor {hp}", now=town.now,
                    contact=contact, ticket=1)  # fmt: skip
        digest = attachments.keep(folder / attachments.FOLDER, tx.keys, f"saksi {hp}".encode())
        attachments.add(tx, 2, digest, f"{hp}.txt", "text/plain", 9, actor="staff:sari",
                        now=town.now)  # fmt: skip
        subject = erasure.reporter_of(tx, 3)
        one = ledger.entry(
            tx, subject.contact, subject.tickets, actor="staff:sari", now=town.now, why="request"
        )
        ((number,),) = tx.execute("SELECT number FROM contact WHERE id = ?", (subject.contact,))
        erasure.erase(tx, subject, actor="staff:sari", why="request", now=town.now)
        ledger.append(folder, one)
        return tx.keys.open_number(bytes(number))

    erased = town.write(act)
    due = retention.due(Retention(), Span(365, "hari"), town.now)
    assert list(retention.look(town.write, due))
    return erased


# What can be stolen. Whoever adds an export adds its maker here.


def files(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield the database, its log, a backup, attachments, the daemon's log and temporary files."""
    store = world.town.store
    if store.dialect.name == "sqlite":
        store.dialect.backup(store.connection().raw, "copy")
    for path in sorted(world.town.folder.rglob("*")):
        if path.is_file() and path.suffix != ".key":
            yield path.name, path.read_bytes()


def values(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield each column of each table as one, FTS shadow tables too: pages cut values apart."""
    for table, column, rows in columns(world.town.store):
        yield f"{table}.{column}", b"\n;\n".join(map(raw, rows))


def screens(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield what commands print, for people and for programs."""
    levels = "SELECT MIN(number) FROM ticket GROUP BY confidentiality ORDER BY confidentiality"
    numbers = [str(number) for (number,) in world.town.rows(levels)]  # anonim biasa rahasia
    for words in (
        ("ticket", "list", "--limit", "0", "--json"), ("ticket", "list", "--limit", "500"),
        ("ticket", "search", "hubungi", "--limit", "0"), ("work",), ("inbox", "list", "--json"),
        ("outbox", "list", "--json"), ("officer", "list", "--json"), ("incident", "list"),
        ("privacy", "retention", "--dry-run"), ("fsck", "--json"),
        ("privacy", "breach-report", "--since", "2026-11-01", "--until", "2026-12-01"),
        *(("ticket", "show", number) for number in numbers),
        *(("ticket", "show", number, "--json") for number in numbers),
        ("ticket", "copy", numbers[1]), ("ticket", "attachments", numbers[1]),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-P", "-m", "cli", *words], cwd=world.town.folder, check=False,
            capture_output=True, timeout=120, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
        yield " ".join(words), done.stdout + done.stderr


def messages(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield what was sent to officers and citizens: nobody reads another's number."""
    texts: dict[str, list[Any]] = {}
    for at, air in enumerate(world.town.carriers[LINE].air):
        if air.part is None or air.part.sequence == 1:
            texts.setdefault(air.destination, []).append([])
        texts.setdefault(air.destination, [[]])[-1].append(air.data)
        assert at >= 0
    yield "sms", "\n".join(join_text(parts) for sent in texts.values() for parts in sent).encode()


MAKERS = (files, values, screens, messages)


def columns(store: Store) -> Iterator[tuple[str, str, list[object]]]:
    """Yield (table, column, values) of every table that is in the database."""
    sqlite = store.dialect.name == "sqlite"
    named = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        if sqlite
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    with store.reading() as tx:
        for (table,) in tx.execute(named):
            titles = (
                [row[1] for row in tx.execute(f"PRAGMA table_info({table})")]
                if sqlite
                else [row for (row,) in tx.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = ?",
                    (table,),
                )]
            )  # fmt: skip
            for title in titles:
                cast_to = "" if sqlite or title != "words" else "::text"
                rows = tx.execute(f"SELECT {title}{cast_to} FROM {table}")
                yield table, title, [value for (value,) in rows if value is not None]


def raw(value: object) -> bytes:
    """Return a value of a column as bytes."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def scan(
    world: World, makers: Sequence[Callable[[World], Iterator[tuple[str, bytes]]]]
) -> dict[str, set[str]]:
    """Return {what: planted numbers in it}, without what holds none."""
    scanner = Scanner.of({*world.senders, *world.typed})
    found = ((name, scanner.find(data)) for make in makers for name, data in make(world))
    return {name: hits for name, hits in found if hits}


def digests(store: Store) -> set[bytes]:
    """Return every value of every column that may be a digest: short blobs, and hex in text."""
    found: set[bytes] = set()
    for _table, _column, rows in columns(store):
        for value in rows:
            if isinstance(value, bytes | memoryview):
                found |= {bytes(value)} if len(bytes(value)) <= 64 else set()
            elif isinstance(value, str):
                found |= {bytes.fromhex(h[: len(h) & ~1])
                          for h in re.findall(r"[0-9a-fA-F]{16,128}", value)}  # fmt: skip
    return found


def guesses(world: World) -> list[bytes]:
    """Return numbers, texts and times in the forms in which one would try them."""
    known: list[str] = []
    for digits in {*world.senders, *world.typed}:
        known += [f"+62{digits}", f"62{digits}", f"0{digits}", digits]
    for sender, text in world.texts:
        plain = " ".join(text.casefold().split())
        known += [text, plain, f"+62{sender}{text}", f"+62{sender}|{text}", f"{LINE}|+62{sender}"]
    now = world.town.now
    known += [now.isoformat(), str(int(now.timestamp())), str(int(now.timestamp() * 1_000_000))]
    return [guess.encode() for guess in dict.fromkeys(known)]


def weak(store: Store) -> tuple[Digest, ...]:
    """Return the digests of an attacker: no key, guessable ones, those that are stored."""
    with store.reading() as tx:
        stored = [value for name in ("number_key", "key_check") if (value := tx.meta(name))]
    keys = [b"", bytes(32), bytes(64), b"key", b"kentongan", b"secret", b"LAPOR MBAK WALI 112"]
    keys += [value.encode() for value in stored] + [bytes.fromhex(value) for value in stored]
    return (*unkeyed(), *keyed(keys))


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., World]]:
    """Return what makes a city in a folder of its own; it logs everything to a file in it."""
    made: list[World] = []
    opened: list[Any] = []
    spare = tmp_path / "tmp"
    spare.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(spare))
    monkeypatch.setattr(tempfile, "tempdir", None)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def make(
        made_keys: Keyring | None = None,
        *,
        people: int = PEOPLE,
        apart: bool = False,
        url: str = "",
    ) -> World:
        folder = tmp_path / "kota"
        (folder / "var").mkdir(parents=True, mode=0o700)
        keys = made_keys or keyfile.create(folder / "kentongan.key")
        handler = logs.start(level="debug", form="json", file=folder / "var" / "kentongan.log")
        login = pwd.getpwuid(os.getuid()).pw_name
        store = Store.open(url or str(folder / "var" / "kentongan.db"), keys, volatile=True)
        town = Town(store, folder)
        town.write(lambda tx: personnel.add_clerk(tx, login, "coordinator", "", town.now))
        conf = folder / "modem.conf"
        conf.write_text(conf.read_text().replace("[kentongan]\n", "[kentongan]\nvolatile = yes\n"))
        cores = [core(serial) for serial in range(people)]
        half = people // 2
        world = (
            World(town, cores[:half], cores[half:]) if apart
            else World(town, cores, cores[half:] + cores[:half])
        )  # fmt: skip
        made.append(world)
        opened.append(handler)
        return world

    yield make
    root.handlers[:] = before
    root.setLevel(level)
    for handler in opened:
        handler.stream.close()
    for world in made:
        world.town.close()
        world.town.store.close()


def test_ten_thousand_reports_leave_no_number_in_anything_that_can_be_stolen(
    build: Callable[..., World],
) -> None:
    world = build()
    report(world, REPORTS)
    work(world, 2 * len(FORMS))
    erased = guard(world)
    store = world.town.store
    assert world.town.count("ticket") > REPORTS * 0.8  # links are spam, some are taken for answers
    assert scan(world, MAKERS) == {}
    tried, stored = guesses(world), digests(store)
    assert len(tried) > 3 * REPORTS
    assert attack(stored, tried, weak(store)) == set()
    # With the key all is found: the scan and the attack were looking at the right places.
    # Of who was erased not even then: no number, and no digest of one.
    numbers = {f"+62{sender}".encode() for sender in world.senders} - {erased.encode()}
    found = attack(stored, [*numbers, erased.encode()], [lambda n: store.keys.mac("sender", n)])
    assert found == numbers
    clear = scan(world, (opened,))
    assert clear.keys() >= {"contact.number", "inbox.content", "ticket.original"}
    everything = {hit for hits in clear.values() for hit in hits}
    assert not {*world.senders} - everything  # of who was erased: others typed that number


def opened(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield what is sealed, opened with the key."""
    keys = world.town.store.keys
    for table, column, rows in columns(world.town.store):
        if (table, column) in {("contact", "number"), ("report", "number")}:
            yield f"{table}.{column}", "\n".join(keys.open_number(raw(v)) for v in rows).encode()
        elif (table, column) in {
            ("inbox", "raw"), ("inbox", "content"), ("ticket", "original"), ("note", "body"),
            ("outbox", "body"), ("reveal", "reason"), ("attachment", "name"),
        }:  # fmt: skip
            yield f"{table}.{column}", b"\n;\n".join(keys.open(raw(value)) for value in rows)


def test_without_sealing_the_same_scan_finds_every_number(build: Callable[..., World]) -> None:
    world = build(Unsealed(bytes(range(64))), people=2 * FEW, apart=True)
    report(world, 2 * FEW)
    found = scan(world, (files,))
    everything = {*world.senders, *world.typed}
    assert found["kentongan.db.copy"] == everything
    assert found["kentongan.db"] | found.get("kentongan.db-wal", set()) == everything
    assert scan(world, (values,))["ticket.original"] == set(world.typed)
    assert scan(world, (values,))["contact.number"] == set(world.senders)


def test_without_redaction_the_same_scan_finds_every_form(
    build: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("gateway.effects.tickets", "gateway.reading", "gateway.wording"):
        monkeypatch.setattr(f"{part}.cut", lambda text, _audience="": text)
    world = build(people=2 * FEW, apart=True)
    report(world, 2 * FEW)
    found = scan(world, (values,))["ticket.redacted"]
    shown = {number: form for number, form, text in typed_in(world) if "RAHASIA" not in text}
    assert found <= shown.keys()
    assert len({shown[number] for number in found}) >= len(FORMS) - 1  # links: spam


def typed_in(world: World) -> Iterator[tuple[str, int, str]]:
    """Yield (number, form, text) of each report."""
    for serial, (_sender, text) in enumerate(world.texts):
        yield world.typed[serial % len(world.typed)], serial % len(FORMS), text


def test_with_a_key_that_can_be_guessed_the_attack_finds_every_number(
    build: Callable[..., World],
) -> None:
    world = build(people=2 * FEW, apart=True)
    report(world, FEW)
    store = world.town.store
    stored, tried = digests(store), guesses(world)
    assert attack(stored, tried, weak(store)) == set()
    found = attack(stored, tried, [lambda guess: store.keys.mac("sender", guess)])
    assert found == {f"+62{sender}".encode() for sender in world.senders}
    found = attack(stored, tried, [lambda guess: store.keys.mac("text", guess)])
    assert len(found) > FEW * 0.5  # of those whose body is the whole text


@pytest.mark.postgres
def test_a_server_holds_no_number_either(
    build: Callable[..., World], postgresql_url: str, keys: Keyring
) -> None:
    world = build(keys, people=FEW, url=postgresql_url)
    report(world, FEW)
    work(world, len(FORMS))
    guard(world)
    assert scan(world, (files, values, messages)) == {}
    assert attack(digests(world.town.store), guesses(world), weak(world.town.store)) == set()
