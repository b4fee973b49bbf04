"""Nobody is left without an answer and nobody is flooded: the budget of one contact."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.budget import ACKS, CHECKS, HELP, LIMIT, URGENT, Spent, judge, muted
from gateway.config_budget import Budget
from gateway.reply import KINDS

LIMITS = Budget()
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OPENS = NOW + timedelta(hours=20)
MINUTE = timedelta(minutes=1)

spents = st.builds(
    Spent,
    acks_today=st.integers(0, 30),
    checks_today=st.integers(0, 20),
    help_today=st.integers(0, 3),
    all_today=st.integers(0, 300),
    limit_sent=st.booleans(),
    recent=st.lists(
        st.tuples(st.sampled_from(["TAKADA", "FORMAT"]), st.integers(0, 90)), max_size=6
    ).map(lambda rows: tuple(sorted(((k, NOW - m * MINUTE) for k, m in rows), key=lambda r: r[1]))),
    muted_until=st.none() | st.integers(-60, 60).map(lambda m: NOW + m * MINUTE),
    officer=st.booleans(),
)


def _action(kind: str, spent: Spent) -> str:
    return judge(kind, spent, LIMITS, now=NOW, opens=OPENS).action


@pytest.mark.parametrize(
    ("kind", "spent", "action"),
    [
        ("TERIMA", Spent(), "send"),
        ("TERIMA", Spent(acks_today=19, checks_today=10, help_today=1), "send"),
        ("TERIMA", Spent(acks_today=20), "limit"),
        ("TERIMA", Spent(acks_today=20, limit_sent=True), "wait"),
        ("STATUS", Spent(checks_today=9), "send"),
        ("STATUS", Spent(checks_today=10), "limit"),
        ("STATUS", Spent(checks_today=10, limit_sent=True), "drop"),
        ("FORMAT", Spent(), "send"),
        ("FORMAT", Spent(help_today=1), "drop"),
        ("LIMIT", Spent(limit_sent=True), "drop"),
        ("LIMIT", Spent(), "send"),
        ("SELESAI", Spent(all_today=29), "send"),
        ("SELESAI", Spent(all_today=30), "wait"),
        ("P_OK", Spent(officer=True, all_today=199, checks_today=99), "send"),
        ("P_OK", Spent(officer=True, all_today=200), "wait"),
        ("TERIMA", Spent(muted_until=NOW + MINUTE), "drop"),
        ("TERIMA", Spent(muted_until=NOW - MINUTE), "send"),
        ("DARURAT", Spent(acks_today=99, all_today=99, muted_until=NOW + MINUTE), "send"),
        ("DARURAT", Spent(all_today=200), "drop"),
    ],
)
def test_budget(kind: str, spent: Spent, action: str) -> None:
    assert _action(kind, spent) == action


def test_kinds_are_those_of_the_texts() -> None:
    assert ACKS | CHECKS | HELP | {URGENT, LIMIT} <= KINDS
    assert not ACKS & CHECKS
    assert not (ACKS | CHECKS) & HELP


def test_what_waits_goes_when_the_window_opens() -> None:
    for spent in (Spent(acks_today=20), Spent(acks_today=20, limit_sent=True)):
        assert judge("TERIMA", spent, LIMITS, now=NOW, opens=OPENS).until == OPENS


def test_three_equal_replies_in_ten_minutes_mute_for_a_day() -> None:
    recent = tuple(("TAKADA", NOW - minutes * MINUTE) for minutes in (9, 5, 1))
    verdict = judge("TAKADA", Spent(recent=recent), LIMITS, now=NOW, opens=OPENS)
    assert (verdict.action, verdict.why) == ("mute", "loop")
    assert verdict.until == recent[-1][1] + timedelta(hours=24)


@pytest.mark.parametrize(
    "recent",
    [
        (("TAKADA", NOW - 2 * MINUTE), ("TAKADA", NOW - MINUTE)),
        (("TAKADA", NOW - 12 * MINUTE), ("TAKADA", NOW - 5 * MINUTE), ("TAKADA", NOW - MINUTE)),
        (("TAKADA", NOW - 3 * MINUTE), ("STATUS", NOW - 2 * MINUTE), ("TAKADA", NOW - MINUTE)),
    ],
)
def test_fewer_slower_or_different_replies_do_not_mute(
    recent: tuple[tuple[str, datetime], ...],
) -> None:
    assert _action("TAKADA", Spent(recent=recent)) == "send"


def test_new_ticket_is_acknowledged_amid_a_loop() -> None:
    recent = tuple(("TAKADA", NOW - minutes * MINUTE) for minutes in (3, 2, 1))
    assert _action("TERIMA", Spent(recent=recent)) == "send"


@given(spents)
def test_first_acknowledgements_of_a_day_are_always_sent(spent: Spent) -> None:
    spent = replace(spent, acks_today=0, muted_until=None, officer=False)
    assert _action("TERIMA", spent) == "send"


@given(spents, st.sampled_from(sorted(ACKS)))
def test_acknowledgement_is_never_thrown_away_unless_muted(spent: Spent, kind: str) -> None:
    verdict = judge(kind, spent, LIMITS, now=NOW, opens=OPENS)
    is_muted = spent.muted_until is not None and spent.muted_until > NOW
    assert (verdict.action == "drop") == is_muted
    if verdict.action in {"wait", "limit"}:
        assert verdict.until == OPENS


@given(spents)
def test_limit_text_goes_at_most_once(spent: Spent) -> None:
    spent = replace(spent, limit_sent=True)
    assert all(_action(kind, spent) != "limit" for kind in KINDS)


@given(st.lists(st.sampled_from(sorted(KINDS - {URGENT})), max_size=120))
def test_day_of_one_contact_is_bounded(asked: list[str]) -> None:
    spent, sent = Spent(), 0
    for kind in asked:
        action = _action(kind, spent)
        goes = LIMIT if action == "limit" else kind
        if action not in {"send", "limit"}:
            continue
        sent += 1
        spent = replace(
            spent,
            acks_today=spent.acks_today + (goes in ACKS),
            checks_today=spent.checks_today + (goes in CHECKS),
            help_today=spent.help_today + (goes in HELP),
            all_today=spent.all_today + 1,
            limit_sent=spent.limit_sent or goes == LIMIT,
        )
    assert sent <= 20 + 10 + 1 + 1 + 30


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=12))
def test_mute_ends(seconds: list[int]) -> None:
    times = sorted(NOW + timedelta(seconds=s) for s in seconds)
    until = muted([("TAKADA", at) for at in times], LIMITS)
    assert until is None or until <= times[-1] + LIMITS.mute
