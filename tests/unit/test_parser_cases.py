"""How many of the given cases' wanted readings we reach: numbers that may only rise.

A fifth of the rows, those with sha256(id) % 5 == 0, is kept unseen and is not scored here.
"""

from collections import Counter

import pytest

from tests.readings import COMMANDS, REPORTS, checks, given, readings

RATCHET: dict[str, int] = {
    "intent": 176, "action": 176, "urgency": 92, "category": 88, "location": 79, "flags": 73,
    "keyword": 53, "match": 52, "template": 34, "ticket": 33, "body": 18, "score": 3,
    "subtype": 2, "answer": 2, "location_not": 2, "opd": 2, "into": 1, "tickets": 1,
}  # fmt: skip
"""Key -> rows right; raise it when the reader gets better, never lower it."""

READ = readings(given())
_SILENT = {"quarantine_no_reply", "ignore_silent"}


def test_score_of_the_cases_does_not_fall() -> None:
    judged = checks(given())
    right = Counter(check.key for check in judged if check.right)
    print(dict(right), dict(Counter(check.key for check in judged)))  # noqa: T201 - pytest -s
    assert {key: right[key] for key in RATCHET if right[key] < RATCHET[key]} == {}


@pytest.mark.parametrize("number", range(len(READ)), ids=[row["id"] for row, _r in READ])
def test_report_is_never_read_as_a_command(number: int) -> None:
    row, reading = READ[number]
    if row["expect"].get("intent") in REPORTS:
        assert reading.intent not in COMMANDS


def test_no_machine_and_no_swindler_is_answered() -> None:
    """And no report is taken for one of them."""
    wrong = [
        check.case
        for check in checks(given())
        if check.key == "action"
        and (check.wanted in _SILENT or check.got in _SILENT)
        and check.wanted != check.got
    ]
    assert wrong == []


def test_separators_are_all_read() -> None:
    """The thirty ways to write a keyword (s014 to s044) but for those of unseen rows."""
    wrong = [
        row["id"]
        for row, reading in READ
        if "s014" <= row["id"] <= "s044" and reading.body != row["expect"]["body"]
    ]
    assert wrong == []
