"""Compares the network's truth log with `kentongan ... list --json`; knows no product code.

``python tests/checker.py --truth F --tickets F [--inbox F] [--outbox F]`` prints one JSON object
and exits 1 when a promise is broken. Every file has one JSON object a line. A complaint is found
again by its marker, a word such as ``uji000123x`` that stands once in its text and in its ticket's;
messages without a marker (CEK, TAMBAH, raw PDUs) are not complaints.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
MARKER = r"uji\d{6}x"
OPEN = ("queued", "sending", "unknown")
PROMISES = (
    "lost",
    "deleted_unread",
    "duplicate_tickets",
    "ghosts",
    "dangling",
    "duplicate_replies",
    "unanswered",
    "unsettled",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What this run may show without a broken promise."""

    marker: str = MARKER
    kills: int = 0  # copies of replies beyond the first, over all; a single reply has at most two
    acks: int = 20  # tickets of one sender that must be answered at once; others may wait
    settled: bool = False  # nothing may be open in inbox and outbox any more
    copies: bool = False  # a PDU that the network handed over twice may be two tickets


@dataclass(slots=True)
class Message:
    """One complaint as the network saw it."""

    id: str
    sender: str
    marker: str
    parts: int
    copied: bool = False
    stored: set[int] = field(default_factory=set)  # parts that the SIM took
    gone: set[int] = field(default_factory=set)  # parts that the host deleted

    def complete(self) -> bool:
        """Return whether every part reached the SIM or the host."""
        return len(self.stored) == self.parts


@dataclass(slots=True)
class Report:
    """What was found; the fields of PROMISES are broken promises."""

    offered: int = 0
    complete: int = 0
    tickets: int = 0
    replies: int = 0
    replies_per_ticket: dict[str, int] = field(default_factory=dict)  # how many -> tickets
    surplus: int = 0  # copies of replies beyond the first
    copied: list[dict[str, Any]] = field(default_factory=list)  # two tickets, two hand-overs
    incomplete: list[str] = field(default_factory=list)  # parts missing and no ticket yet
    waiting: int = 0  # inbox rows not done, outbox messages not ended
    lost: list[dict[str, Any]] = field(default_factory=list)  # complete and never a ticket
    deleted_unread: list[dict[str, Any]] = field(default_factory=list)
    duplicate_tickets: list[dict[str, Any]] = field(default_factory=list)
    ghosts: list[str] = field(default_factory=list)  # tickets of complaints nobody made
    dangling: list[str] = field(default_factory=list)  # numbers named by no ticket
    duplicate_replies: list[dict[str, Any]] = field(default_factory=list)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """Return the names of the broken promises."""
        return [name for name in PROMISES if getattr(self, name)]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines; a last line that is cut off is left out."""
    rows = []
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                rows.append(json.loads(line))
        except ValueError:
            if number < len(lines):
                raise
    return rows


def check(
    truth: Sequence[Row],
    tickets: Sequence[Row],
    inbox: Sequence[Row] = (),
    outbox: Sequence[Row] = (),
    limits: Limits = Limits(),
) -> Report:
    """Return what the truth log and the three lists show together."""
    report = Report(tickets=len(tickets))
    messages = _messages(truth, limits.marker)
    report.offered = len(messages)
    report.complete = sum(message.complete() for message in messages.values())
    by_marker = _tickets(tickets, limits.marker)
    _check_intake(report, truth, messages, by_marker)
    _check_tickets(report, messages, by_marker, limits)
    _check_replies(report, truth, messages, by_marker, limits)
    _check_rows(report, tickets, inbox, outbox, limits)
    return report


def _marker(text: str, pattern: str) -> str:
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group().lower() if found else ""


def _messages(truth: Iterable[Row], pattern: str) -> dict[str, Message]:
    messages: dict[str, Message] = {}
    for fact in truth:
        kind, name = fact["fact"], fact.get("id", "")
        if kind == "offered":
            marker = _marker(fact.get("text", ""), pattern)
            if marker:
                messages[name] = Message(name, fact["from"], marker, fact["parts"])
        elif name in messages:
            message, part = messages[name], fact["part"]
            if kind in ("stored", "routed"):
                message.stored.add(part)
            if kind in ("deleted", "routed"):
                message.gone.add(part)
            message.copied |= kind == "duplicated"
    return messages


def _tickets(tickets: Iterable[Row], pattern: str) -> dict[str, list[str]]:
    """Return the ticket numbers of each marker; "" has those without one."""
    found: dict[str, list[str]] = defaultdict(list)
    for ticket in tickets:
        found[_marker(str(ticket["text"] or ""), pattern)].append(str(ticket["number"]))
    return found


def _check_intake(
    report: Report,
    truth: Iterable[Row],
    messages: Mapping[str, Message],
    by_marker: Mapping[str, Sequence[str]],
) -> None:
    for message in messages.values():
        if message.marker in by_marker:
            continue
        where = "deleted by the host" if len(message.gone) == message.parts else "on the SIM"
        if message.complete():
            report.lost.append({"id": message.id, "marker": message.marker, "where": where})
        else:
            report.incomplete.append(message.marker)
    seen: dict[tuple[str, int], bool] = {}
    for fact in truth:
        place = (fact.get("memory", ""), fact.get("slot", 0))
        if fact["fact"] in ("stored", "read"):
            seen[place] = fact["fact"] == "read"
        elif fact["fact"] == "deleted" and not seen.pop(place, True):
            report.deleted_unread.append({"id": fact["id"], "part": fact["part"]})


def _check_tickets(
    report: Report,
    messages: Mapping[str, Message],
    by_marker: Mapping[str, Sequence[str]],
    limits: Limits,
) -> None:
    offers: dict[str, list[Message]] = defaultdict(list)
    for message in messages.values():
        offers[message.marker].append(message)
    for marker, numbers in by_marker.items():
        if not marker:
            continue
        made = offers.get(marker, [])
        if not made:
            report.ghosts.append(marker)
        if len(numbers) <= max(1, len(made)):
            continue
        entry = {"marker": marker, "tickets": list(numbers)}
        if any(message.copied for message in made):
            report.copied.append(entry)
            if limits.copies:
                continue
        report.duplicate_tickets.append(entry)


def _check_replies(
    report: Report,
    truth: Iterable[Row],
    messages: Mapping[str, Message],
    by_marker: Mapping[str, Sequence[str]],
    limits: Limits,
) -> None:
    sent = Counter((f["to"], f["text"]) for f in truth if f["fact"] == "mt")
    report.replies = sent.total()
    copies = {reply: count for reply, count in sent.items() if count > 1}
    report.surplus = sum(copies.values()) - len(copies)
    allowed = report.surplus <= limits.kills
    for (number, text), count in copies.items():
        if count > 2 or not allowed:
            report.duplicate_replies.append({"to": number, "text": text, "count": count})
    _check_answers(report, _naming(sent), messages, by_marker, limits)


def _naming(sent: Mapping[tuple[str, str], int]) -> Counter[tuple[str, str]]:
    """Return how many replies to a number named a ticket: (number, ticket) -> count."""
    named: Counter[tuple[str, str]] = Counter()
    for (number, text), count in sent.items():
        for digits in set(re.findall(r"(?<!\d)\d{7,9}(?!\d)", text)):
            named[number, digits] += count
    return named


def _check_answers(
    report: Report,
    named: Mapping[tuple[str, str], int],
    messages: Mapping[str, Message],
    by_marker: Mapping[str, Sequence[str]],
    limits: Limits,
) -> None:
    histogram: Counter[int] = Counter()
    silent: dict[str, list[str]] = defaultdict(list)
    answered: Counter[str] = Counter()
    for message in messages.values():
        for ticket in by_marker.get(message.marker, ()):
            count = named.get((message.sender, ticket), 0)
            histogram[count] += 1
            answered[message.sender] += count > 0
            if not count:
                silent[message.sender].append(ticket)
    report.replies_per_ticket = {str(n): histogram[n] for n in sorted(histogram)}
    for sender, numbers in silent.items():
        due = min(limits.acks, len(numbers) + answered[sender]) - answered[sender]
        if due > 0:
            report.unanswered.append({"sender": sender, "missing": due, "tickets": numbers})


def _check_rows(
    report: Report,
    tickets: Iterable[Row],
    inbox: Iterable[Row],
    outbox: Iterable[Row],
    limits: Limits,
) -> None:
    numbers = {str(ticket["number"]) for ticket in tickets}
    for name, rows in (("inbox", inbox), ("outbox", outbox)):
        for row in rows:
            number = row.get("ticket")
            if number and str(number) not in numbers:
                report.dangling.append(f"{name} {row['id']}: ticket {number}")
            if row["state"] in (*OPEN, "new", "held"):
                report.waiting += 1
                if limits.settled:
                    report.unsettled.append(f"{name} {row['id']}: {row['state']}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check four files and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("truth", "tickets", "inbox", "outbox"):
        parser.add_argument(f"--{name}", type=Path, required=name in ("truth", "tickets"))
    parser.add_argument("--marker", default=MARKER)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--acks", type=int, default=20)
    parser.add_argument("--settled", action="store_true")
    parser.add_argument("--copies", action="store_true")
    given = parser.parse_args(arguments)
    truth, tickets = read(given.truth), read(given.tickets)
    inbox, outbox = (read(path) if path else [] for path in (given.inbox, given.outbox))
    limits = Limits(given.marker, given.kills, given.acks, given.settled, given.copies)
    report = check(truth, tickets, inbox, outbox, limits)
    broken = report.violations()
    shown = {"ok": not broken, "violations": broken, **asdict(report)}
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
