"""Nonsense on an SMPP line, as raw octets over a socket: answered by the book, and nothing lost."""

import json
import struct
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bench.smsc import message_body, pdu
from gateway.segments import join_text
from tests.integration.smpp_rig import Rig, outbound, rig, until

ROOT = Path(__file__).parents[1]
ROWS = [json.loads(row) for row in (ROOT / "data/bad_smpp.jsonl").read_text().splitlines()]
BODY = message_body("6281234567890", "1708", b"LAPOR jalan")
DELIVER_RESP, NACK, ENQUIRE_RESP = 0x80000005, 0x80000000, 0x80000015

GONE = "the stream cannot be followed: nacked, and the line is opened again"

# id -> what is answered (command, status, sequence), what is stored: bad, silent or text
OUTCOMES: dict[str, tuple[list[tuple[int, int, int]], str]] = {
    "smpp-bind-resp-unsolicited": ([], ""),
    "smpp-dcs-4-binary": ([(DELIVER_RESP, 0, 7)], "silent binary"),
    "smpp-dlr-before-resp": ([(DELIVER_RESP, 0, 7)], "report 999 delivered"),
    "smpp-dlr-garbage": ([(DELIVER_RESP, 0, 7)], "bad receipt"),
    "smpp-dup-after-lost-resp": ([(DELIVER_RESP, 0, 8)], "text LAPOR jalan"),
    "smpp-enquire-flood": ([(ENQUIRE_RESP, 0, 1)] * 50, ""),
    "smpp-half-pdu": ([(DELIVER_RESP, 0, 7)], "text LAPOR jalan"),
    "smpp-len-0": ([], GONE),
    "smpp-len-15": ([], GONE),
    "smpp-len-2g": ([], GONE),
    "smpp-len-4g": ([], GONE),
    "smpp-len-8": ([], GONE),
    "smpp-len-short-body": ([(NACK, 2, 0)], "bad truncated"),  # 0: by the zeros behind it
    "smpp-ok": ([(DELIVER_RESP, 0, 7)], "text LAPOR jalan"),
    "smpp-seq-0": ([(DELIVER_RESP, 0, 0)], "text x"),
    "smpp-seq-ffffffff": ([(DELIVER_RESP, 0, 0xFFFFFFFF)], "text x"),
    "smpp-smlen-gt": ([(DELIVER_RESP, 1, 7)], "bad sm_length"),
    "smpp-smlen0-payload": ([(DELIVER_RESP, 0, 7)], "text LAPOR jalan"),
    "smpp-src-21plus": ([(DELIVER_RESP, 0x0A, 7)], "bad source"),
    "smpp-src-ctrl": ([(DELIVER_RESP, 0, 7)], "text LAPOR x"),
    "smpp-submit-resp-err-empty-body": ([], ""),
    "smpp-submit-resp-unknown-seq": ([], ""),
    "smpp-tlv-len-overrun": ([(DELIVER_RESP, 0xC0, 7)], "bad tlv"),
    "smpp-tlv-unknown": ([(DELIVER_RESP, 0, 7)], "text LAPOR x"),
}


def what_came(line: Rig) -> str:
    """Return the one thing that was stored, in a word."""
    if line.reports:
        return f"report {line.reports[0].reference} {line.reports[0].state}"
    if not line.messages:
        return ""
    (one,) = line.messages
    if one.bad or one.silent:
        return f"bad {one.bad}" if one.bad else f"silent {one.silent}"
    return f"text {join_text([one.data])}"


def heard(line: Rig) -> list[tuple[int, int, int]]:
    """Return what we answered, without our bind and our own questions."""
    return [one for one in line.smsc.seen if one[0] & 0x80000000 and one[0] != 0x80000006]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_every_bad_row_has_its_outcome(row: dict[str, str], tmp_path: Path) -> None:
    answers, stored = OUTCOMES[row["id"]]
    octets = bytes.fromhex(row["data"])
    with rig(tmp_path) as line:
        line.smsc.raw(octets)
        if row["id"] == "smpp-half-pdu":
            time.sleep(1)
            line.smsc.raw(bytes.fromhex(next(r["data"] for r in ROWS if r["id"] == "smpp-ok"))[20:])
        if stored == GONE:
            until(lambda: not line.transport.health().up)
            assert line.came == []
            assert not [one for one in line.smsc.seen if one[0] == DELIVER_RESP]
            return
        until(lambda: len(heard(line)) >= len(answers) and (not stored or line.came))
        if row["id"] == "smpp-len-short-body":  # the zeros behind it are a length of 0
            until(lambda: not line.transport.health().up)
        else:
            assert line.transport.health().up
        assert heard(line)[: len(answers)] == answers
        assert what_came(line) == stored


def test_rows_that_are_stored_keep_every_octet(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        raw = bytes.fromhex(next(row["data"] for row in ROWS if row["id"] == "smpp-smlen-gt"))
        line.smsc.raw(raw)
        until(lambda: line.came)
        assert line.messages[0].raw == raw


def test_quarantined_message_is_answered_only_after_it_is_stored(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.hold = True
        line.smsc.raw(
            bytes.fromhex(next(row["data"] for row in ROWS if row["id"] == "smpp-smlen-gt"))
        )
        until(lambda: line.came)
        time.sleep(0.1)
        assert heard(line) == []
        line.commit()
        until(lambda: heard(line) == [(DELIVER_RESP, 1, 7)])


def test_neighbours_of_nonsense_are_served(tmp_path: Path) -> None:
    stream = b"".join(
        (
            pdu(0x77, 0, 1),  # no command of SMPP
            pdu(0x80000077, 0, 2),  # and a response to it
            pdu(0x05, 0x08, 3, BODY),  # a status on a request
            pdu(0x04, 0, 4, BODY),  # for a server, not for us
            pdu(0x09, 0, 5, b"a\0b\0\0\x34\0\0\0"),  # a second bind
            pdu(0x102, 0, 6, b"\1\1628\0\1\1628\0"),  # alert_notification
            pdu(0x05, 0, 7, BODY),
        )
    )
    with rig(tmp_path) as line:
        line.smsc.raw(stream)
        until(lambda: len(heard(line)) == 5)
        assert sorted(heard(line)) == sorted(
            [(NACK, 3, 1), (DELIVER_RESP, 0, 3), (NACK, 3, 4), (0x80000009, 5, 5),
             (DELIVER_RESP, 0, 7)]
        )  # fmt: skip
        assert len(line.came) == 2
        assert line.transport.send([outbound()])[0].result(5)


def test_impossible_length_is_nacked_and_ends_the_connection(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.smsc.raw(pdu(5, 0, 7, BODY) + struct.pack(">IIII", 0xFFFFFFFF, 5, 0, 1))
        until(lambda: not line.transport.health().up)
        until(lambda: not line.smsc.sessions)
        assert (NACK, 2, 0) in line.smsc.seen
        assert "impossible command_length" in line.transport.health().detail


def test_connection_cut_at_every_octet_gives_whole_messages_or_none(tmp_path: Path) -> None:
    stream = pdu(5, 0, 7, BODY) + pdu(5, 0, 8, BODY)
    whole = len(stream) // 2
    for cut in range(0, len(stream) + 1, 1):
        with rig(tmp_path) as line:
            until(line.smsc.bound)

            def part(cut: int = cut, line: Rig = line) -> None:
                line.smsc.sessions[0].transport.write(stream[:cut])
                line.smsc.sessions[0].transport.close()

            line.smsc.call(part)
            until(lambda: not line.transport.health().up)
            assert len(line.came) == cut // whole
            assert all(join_text([one.data]) == "LAPOR jalan" for one in line.messages)


@pytest.mark.parametrize("cut", [1, 4, 15, 16, 30, 60])
def test_pause_inside_a_pdu_keeps_its_first_half(tmp_path: Path, cut: int) -> None:
    raw = pdu(5, 0, 7, BODY)
    with rig(tmp_path, response_timeout=timedelta(milliseconds=300)) as line:
        line.smsc.raw(raw[:cut])
        time.sleep(1)
        line.smsc.raw(raw[cut:])
        until(lambda: heard(line) == [(DELIVER_RESP, 0, 7)])
        assert what_came(line) == "text LAPOR jalan"
