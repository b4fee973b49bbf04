"""Hostile PDUs, texts and serial bytes: the daemon stays up and does with each what it should."""

import json
import os
import re
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.faults.rig import NUMBER, Rig, rig, sender, text
from tests.faults.signs import (
    assert_calm,
    give_pin,
    log_of,
    resident,
    set_option,
    start,
    stderr_of,
    wait_for,
    wait_settled,
)

SOAK = os.environ.get("KENTONGAN_SOAK") == "1"
DATA = Path(__file__).parent.parent / "data"

# Rows of bad_pdu.jsonl: their state and reason; all others are words that somebody wrote.
QUARANTINED = {
    "pdu-mti-3": "mti",
    "pdu-mti-submit": "mti",
    "pdu-odd-nibbles": "hex",
    "pdu-smsc-len-ff": "smsc",
    "pdu-udh-ie-overrun": "udh_overrun",
    "pdu-udl-255": "udl",
    "pdu-udl-gt": "udl",
    **{f"pdu-trunc-{digits}": "truncated" for digits in (2, 8, 18, 20, 30, 42)},
}
SILENT = {"pdu-pid-40-type0": "type0", "pdu-pid-7f-simdata": "simdata", "pdu-udh-ports": "port"}
NO_ROW = {"pdu-status-report"}
WORDS = {  # how the ticket's text must begin; addresses may be redacted
    "pdu-ok-ucs2": "jalan rusak di",
    "pdu-emoji-pair": "banjir \U0001f30a",
    "pdu-concat-dup-end": "AAAACCCC",
    "pdu-ucs2-bom": "jalan",
    "pdu-ucs2-fullwidth": "jalan",
    "pdu-ucs2-zwj": "jalan",
    "pdu-smsc-len-0": "banjir di",
}
OPENED = {*WORDS, "pdu-ts-ff", "pdu-ts-month-31", "pdu-ts-feb-30", "pdu-ts-tz-ff"}

# Rows of bad_text.jsonl that get no answer, and those that make no ticket.
MUTE = {
    "text-loop-0", "text-loop-2", "text-loop-3", "text-loop-4", "text-loop-own",
    "text-shortcode-sender", "text-own-number",
}  # fmt: skip
NO_TICKET = MUTE | {
    "text-empty", "text-kw-only", "text-spaces", "text-int-huge", "text-neg", "text-stop",
    "text-unicode-digits", "text-status-enum", "text-status-luhn", "text-status-other-owner",
    "text-zero",
    # no words are left, or none that say anything
    "text-comma-10k", "text-csv-4", "text-esc-osc52", "text-redos-ws",
    "text-csv-0",  # a link to be clicked and nothing else: spam
    # orders that a citizen cannot give: help, which does not say that there are any
    "text-admin-kw-citizen", "text-officer-bad-pin", "text-officer-pin-in-log",
    "text-officer-replay",
}  # fmt: skip
A_TICKET = {  # a report with too little in it is one too: it is asked back
    "text-csv-1", "text-csv-5", "text-csv-7", "text-html-2", "text-html-3", "text-like-wild",
    "text-bs", "text-esc-title", "text-lower", "text-nbsp", "text-newline-kw", "text-nul",
    "text-sql-1", "text-sql-2", "text-sql-3", "text-long-10k", "text-log-percent", "text-hapus",
    "text-mail-header", "text-nest-1000", "text-zalgo", "text-html-0", "text-phone-in-body",
}  # fmt: skip


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of one file of hostile inputs."""
    lines = (DATA / f"bad_{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def deleted(city: Rig, name: str) -> int:
    """Return how many parts of message *name* the host has deleted."""
    return sum(fact["id"] == name for fact in city.facts("deleted"))


def offer(city: Rig, row: dict[str, Any], number: int) -> int:
    """Let the network hand over one row; return its parts, all deleted from the SIM by now."""
    parts = 1
    if row["surface"] == "pdu":
        city.control.pdu(row["data"], id=row["id"])
    else:
        author = NUMBER if row["id"] == "text-own-number" else row.get("sender")
        city.control.sms(author or sender(number), row["data"], id=row["id"])
        wait_for(lambda: city.seen["offered"] == number + 1, row["id"])
        parts = city.facts("offered")[-1]["parts"]
    wait_for(lambda: deleted(city, row["id"]) == parts, f"{row['id']} leaves the SIM")
    assert city.daemon is not None
    assert city.daemon.poll() is None, f"{row['id']} ended the daemon"
    return int(parts)


def offered(city: Rig, hostile: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Offer all rows, one after the other, and return the inbox rows that each became."""
    parts = {row["id"]: offer(city, row, number) for number, row in enumerate(hostile)}
    wait_settled(city)
    inbox = iter(sorted(city.listed("inbox"), key=lambda row: int(row["id"])))
    return {
        name: [next(inbox) for _ in range(0 if name in NO_ROW else count)]
        for name, count in parts.items()
    }


def causes(city: Rig) -> set[str]:
    """Return the inbox ids that something was answered to."""
    return {row["cause"].removeprefix("inbox:") for row in city.listed("outbox")}


def assert_printable(city: Rig, *arguments: str) -> str:
    """Fail when a command prints a byte that could move a cursor or mislead an eye."""
    printed = city.kentongan(*arguments)
    bad = {c for c in printed if c not in "\n\t" and unicodedata.category(c) in HIDDEN}
    assert not bad, f"{arguments}: {sorted(map(ascii, bad))}"
    return printed


HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def assert_discreet(city: Rig, words: list[str]) -> None:
    """Fail when log or standard error hold one of *words* or a phone number."""
    said = json.dumps(log_of(city)) + stderr_of(city)
    for word in words:
        assert word not in said
    assert not re.search(r"628\d{8}", said), "a phone number in the log"


def listings(city: Rig, shown: list[tuple[str, str]]) -> None:
    """Check the bytes of all lists, and of the rows (noun, id) shown."""
    for noun in ("ticket", "inbox", "outbox"):
        assert_printable(city, noun, "list", "--limit", "0")
        assert_printable(city, noun, "list", "--limit", "0", "--json")
    for noun, number in shown:
        assert_printable(city, noun, "show", number)


def hostile_rig(city: Rig) -> Rig:
    """Make every report a ticket of its own and the answers many; start."""
    set_option(city, "merge_window", "0s", "kentongan")
    set_option(city, "acknowledgements", "1000", "budget")
    start(city)
    return city


def test_every_hostile_pdu_is_kept_and_does_what_it_should(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        hostile_rig(city)
        became = offered(city, rows("pdu"))
        tickets = {row["number"]: row for row in city.listed("ticket")}
        answered = causes(city)
        for name, inbox in became.items():
            for row in inbox:
                where = f"{name}: {row}"
                made = tickets.get(row["ticket"])
                if name in QUARANTINED:
                    assert (row["state"], row["reason"]) == ("bad", QUARANTINED[name]), where
                else:
                    assert row["state"] == "done", where
                if name in SILENT:
                    assert row["reason"] == SILENT[name], where
                if {name} & (QUARANTINED.keys() | SILENT.keys()):
                    assert made is None, where
                    assert str(row["id"]) not in answered, where
                elif name in OPENED:
                    assert made is not None, where
                    if row["reason"] not in {"answered", "added"}:  # to the report before it
                        assert made["text"].startswith(WORDS.get(name, "")), where
        for name in ("pdu-ts-ff", "pdu-ts-month-31", "pdu-ts-feb-30"):
            assert became[name][0]["sent_at"] is None, name
        parts = [became[f"pdu-concat-same-ref-total{n}"][0]["ticket"] for n in (2, 3, 9)]
        assert len(set(parts)) == 3, "parts of three messages"
        number = became["pdu-oa-len-0"][0]["id"]
        assert str(number) not in answered, "nobody to answer"
        city.kentongan("fsck")  # what was sealed opens again, byte for byte
        listings(city, [("inbox", str(became["pdu-mti-3"][0]["id"]))])
        assert_calm(city)
        assert_discreet(city, ["Merdeka", "banjir"])


def test_every_hostile_text_is_judged() -> None:
    assert {row["id"] for row in rows("text")} == NO_TICKET | A_TICKET


def test_every_hostile_text_is_kept_and_does_what_it_should(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        hostile_rig(city)
        became = offered(city, rows("text"))
        tickets = {row["number"]: row for row in city.listed("ticket")}
        answered = causes(city)
        for name, inbox in became.items():
            for row in inbox:
                where = f"{name}: {row}"
                made = tickets.get(row["ticket"])
                assert row["state"] == "done", where
                assert made is None or name not in NO_TICKET, where
                assert made is not None or name not in A_TICKET, where
                assert name not in MUTE or str(row["id"]) not in answered, where
        reports = {
            name: tickets[inbox[0]["ticket"]]["text"]
            for name, inbox in became.items()
            if name in A_TICKET
        }
        assert reports["text-nul"] == "jalan"
        assert reports["text-sql-1"] == "' OR 1=1 --"
        assert reports["text-log-percent"].startswith("%s %n %(password)s {0.__class__}")
        assert len(reports["text-long-10k"]) > 9_000, "stored whole"
        assert all("4821" not in (row["text"] or "") for row in tickets.values())
        assert "0812" not in reports["text-phone-in-body"]
        shown = ["text-esc-title", "text-bs", "text-zalgo", "text-mail-header"]
        listings(city, [("ticket", str(became[name][0]["ticket"])) for name in shown])
        assert_calm(city)
        assert_discreet(city, ["pwned", "HYPERLINK", "4821", "3273010101010001", "alert(1)"])


def struck_since(city: Rig, count: int) -> bool:
    """Tell whether more than *count* faults have struck."""
    return city.seen["fault"] > count


@pytest.mark.parametrize("moment", ["", r"\+CMGL", r"\+CSQ"], ids=["idle", "list", "status"])
def test_hostile_bytes_on_the_serial_line_cost_no_message(tmp_path: Path, moment: str) -> None:
    with rig(tmp_path, network=["--pin", "1234"]) as city:
        give_pin(city, "1234")
        set_option(city, "status_frequency", "1s")
        start(city)
        hostile = rows("serial")
        city.send(20)
        city.wait_quiet()
        before = resident(city)
        for row in hostile:
            data = row["data"] * (2048 if "1mb" in row["id"] else 1)
            struck = city.seen["fault"]
            city.control.fault("garbage", data=data, match=moment)
            city.send(1)
            wait_for(partial(struck_since, city, struck), row["id"])
            city.send(1)
            wait_for(lambda: not city.unanswered(), f"answers after {row['id']}", 60)
        city.wait_quiet()
        assert resident(city) - before < 8 << 20
        report = city.assert_kept(kills=1)
        assert report.complete == report.tickets == city.sent
        assert city.control.stat()["tries"] == 3, "a PIN was tried that was not asked for"
        assert_calm(city)


def test_flood_of_one_sender_is_tickets_and_no_flood_of_answers(tmp_path: Path) -> None:
    count = 10_000 if SOAK else 400
    with rig(tmp_path) as city:
        start(city)
        for number in range(count):
            city.control.sms(sender(0), text(number))
            if number % 20 == 10:
                city.control.sms(sender(number), text(count + number))
        city.sent = count + count // 20
        wait_settled(city, 600 if SOAK else 60)
        report = city.assert_kept()
        assert report.complete == report.tickets == city.sent
        assert sum(fact["to"] == sender(0) for fact in city.facts("mt")) == 21
        assert report.replies == 21 + count // 20, "all others have their answer"
        assert_calm(city)


def test_flood_of_first_parts_is_closed_and_hurts_nobody_else(tmp_path: Path) -> None:
    count = 250  # all references that a sender has; the cap is 32 open ones
    with rig(tmp_path) as city:
        start(city)
        city.control.sms(sender(2), text(count + 1))  # loads the parser and what else waits
        wait_for(lambda: sender(2) in city.answered, "an answer", 10)
        before = resident(city)
        for number in range(count):
            words = f"{text(number)} {'ujung ' * 24}"
            city.control.sms(sender(0), words, parts_lost=[2])
        city.control.sms(sender(1), text(count))
        city.sent = count + 2
        wait_for(lambda: sender(1) in city.answered, "an answer to another citizen", 10)
        wait_settled(city)
        report = city.assert_kept(copies=True)
        assert report.tickets == city.sent, "the words that came are a report"
        assert not report.incomplete
        assert sum(fact["to"] == sender(0) for fact in city.facts("mt")) == 21
        assert resident(city) - before < 32 << 20
        assert_calm(city)


def test_references_that_wrap_never_mix_messages(tmp_path: Path) -> None:
    count = 600 if SOAK else 300  # an 8-bit reference comes again after 256
    with rig(tmp_path) as city:
        start(city)
        for number in range(count):
            city.control.sms(sender(0), f"{text(number)} {'ujung ' * 24}{number:04d}")
        city.sent = count
        wait_settled(city, 120)
        report = city.assert_kept()
        assert report.complete == report.tickets == count
        for ticket in city.listed("ticket"):
            begin, end = re.findall(r"uji00(\d{4})x|(\d{4})$", ticket["text"])
            assert begin[0] == end[1], "two messages in one"
        assert_calm(city)
