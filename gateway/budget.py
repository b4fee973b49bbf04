"""One reply budget for each contact, and the guard against two machines answering each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gateway.config_budget import Budget
from models.quick import quick

ACKS = frozenset({"TERIMA", "TERIMA_RAHASIA", "TERIMA_LIBUR", "TERIMA_MIRIP", "TERIMA_KONTAK",
                  "TERIMA_TERUS", "LENGKAPI", "LOKASI", "LUAR", "PDP"})  # fmt: skip
"""First acknowledgements of a new ticket."""
CHECKS = frozenset({"STATUS", "TAKADA", "CEKFORMAT", "TERIMA_ULANG", "TAMBAH_OK", "BATAL_OK",
                    "BUKA_OK", "BUKA_TOLAK", "NILAI_OK", "NILAIFORMAT", "STOP", "MULAI",
                    "BUKANPETUGAS", "STATUS_RAHASIA", "STATUS_SELESAI", "STATUS_AKHIR",
                    "STATUS_GABUNG", "SATU", "NILAI", "PERINGATAN"})  # fmt: skip
"""Answers to CEK and the other commands."""
HELP = frozenset({"FORMAT", "PRIVASI"})
URGENT = "DARURAT"
LIMIT = "LIMIT"


@quick
@dataclass(frozen=True, slots=True)
class Spent:
    """What a contact was sent, or will be from the queue, since the window opened."""

    acks_today: int = 0  # acknowledgements of new tickets, those that wait not counted
    checks_today: int = 0
    help_today: int = 0
    all_today: int = 0  # counts for officers and emergencies
    limit_sent: bool = False  # the LIMIT text, in this window
    recent: tuple[tuple[str, datetime], ...] = ()  # replies since the last new ticket or valid
    #                                                command: (kind, when), the newest last
    muted_until: datetime | None = None
    officer: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one reply.

    *send*: now. *wait*: at *until*, merged with what else waits, and it does not expire. *limit*:
    as wait when *until* is set, else dropped; and the LIMIT text goes in its place, once. *drop*:
    never. *mute*: dropped, nothing goes to this contact before *until*, and people are alerted.
    """

    action: Literal["send", "wait", "limit", "drop", "mute"]
    until: datetime | None = None
    why: str = ""  # a code word for outbox.why


def judge(kind: str, spent: Spent, limits: Budget, *, now: datetime, opens: datetime) -> Verdict:
    """Return what becomes of a reply of *kind*; *opens* is when the next window starts.

    DESIGN.md 1, promise 2: each new ticket is acknowledged, the ones over the limit later in one
    answer. An emergency is answered whatever else was sent, up to the officers' limit: a loop of
    two machines must end even there.
    """
    if kind == URGENT:
        room = spent.all_today < limits.officers
        return Verdict("send") if room else Verdict("drop", why="budget_all")
    if spent.muted_until is not None and now < spent.muted_until:
        return Verdict("drop", spent.muted_until, "muted")
    if spent.officer:
        room = spent.all_today < limits.officers
        return Verdict("send") if room else Verdict("wait", opens, "budget_officer")
    if kind in ACKS:
        return _acknowledge(spent, limits, opens)
    until = muted(spent.recent, limits)
    if until is not None and now < until:
        return Verdict("mute", until, "loop")
    return _answer(kind, spent, limits, opens)


def muted(recent: Sequence[tuple[str, datetime]], limits: Budget) -> datetime | None:
    """Return until when the loop guard mutes a contact that got *recent* replies, or None.

    It does when some kind was sent *loop_replies* times within *loop_window* with neither a new
    ticket nor a valid command between them.
    """
    times: dict[str, list[datetime]] = {}
    until: datetime | None = None
    for kind, at in recent:
        seen = times.setdefault(kind, [])
        seen.append(at)
        if len(seen) >= limits.loop_replies:
            first = seen[-limits.loop_replies]
            if at - first <= limits.loop_window:
                until = max(until or at, at + limits.mute)
    return until


def _acknowledge(spent: Spent, limits: Budget, opens: datetime) -> Verdict:
    if spent.acks_today < limits.acknowledgements:
        return Verdict("send")
    return Verdict("wait" if spent.limit_sent else "limit", opens, "budget_ack")


def _answer(kind: str, spent: Spent, limits: Budget, opens: datetime) -> Verdict:
    """Judge what answers no new ticket; nobody needs it tomorrow, so nothing of it waits."""
    if kind == LIMIT:
        return Verdict("drop", why="limit_sent") if spent.limit_sent else Verdict("send")
    if kind in HELP:
        used, most, verdict = spent.help_today, limits.help, Verdict("drop", why="budget_help")
    elif kind in CHECKS:
        used, most = spent.checks_today, limits.checks
        verdict = Verdict("drop" if spent.limit_sent else "limit", why="budget_check")
    else:
        # News of a ticket (assigned, done ...) that no message of the contact asked for.
        used, most = spent.all_today, limits.acknowledgements + limits.checks
        verdict = Verdict("wait", opens, "budget_news")
    return Verdict("send") if used < most else verdict
