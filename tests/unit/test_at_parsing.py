"""What a modem writes is cut, sorted and read as tables say, whatever bytes come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.at import commands
from gateway.at.commands import Answer, Entry
from gateway.at.lines import LIMIT, LineBuffer, Overflow
from gateway.at.urc import kind_of

PDU = "0001000A8180123456780000054" + "F" * 9  # any even hex; the length field fits
LENGTH = len(PDU) // 2 - 1


# -- lines


@given(st.lists(st.text("ABC+:,12 ", min_size=1, max_size=20)), st.integers(1, 7))
def test_lines_are_the_same_however_the_bytes_are_cut(texts: list[str], step: int) -> None:
    wanted = [text.strip() for text in texts if text.strip()]
    data = "".join(f"\r\n{text}\r\n" for text in texts).encode()
    buffer = LineBuffer()
    got = [one for at in range(0, len(data), step) for one in buffer.feed(data[at : at + step])]
    assert got == wanted


@given(st.binary(max_size=300))
def test_any_bytes_are_lines(data: bytes) -> None:
    for text in LineBuffer().feed(data + b"\r\n"):
        assert text
        assert "\n" not in text


def test_line_without_end_is_capped() -> None:
    buffer = LineBuffer()
    with pytest.raises(Overflow):
        for _ in range(LIMIT):
            buffer.feed(b"AA")
    assert buffer.feed(b"OK\r\n") == ["OK"]


@pytest.mark.parametrize(
    ("data", "shown"),
    [(b"\r\n> ", True), (b"\r\n>", True), (b"> \r\n", False), (b"\r\n> 00", False), (b"", False)],
)
def test_prompt_is_what_stands_alone_at_the_end(data: bytes, shown: bool) -> None:
    buffer = LineBuffer()
    buffer.feed(data)
    assert buffer.take_prompt() is shown


# -- result codes

FINALS = [
    ("OK", Answer()),
    ("ok", Answer()),
    ("ERROR", Answer(kind="ERROR")),
    ("COMMAND NOT SUPPORT", Answer(kind="ERROR")),
    ("NO CARRIER", Answer(kind="ERROR")),
    ("+CMS ERROR: 38", Answer(kind="CMS", code=38)),
    ("+CME ERROR:10", Answer(kind="CME", code=10)),
    ("+CMS ERROR: 99999999999999999999", Answer(kind="CMS", code=999_999_999)),
    ("+CMS ERROR: SIM busy", Answer(kind="CME", code=14)),
    ("+CME ERROR: incorrect password", Answer(kind="CME", code=16)),
    ("+CME ERROR: something new", Answer(kind="CME")),
    ("+CME ERROR: ", Answer(kind="CME")),
    ("+CMS ERROR: ٣", Answer(kind="CMS")),
]


@pytest.mark.parametrize(("line", "answer"), FINALS)
def test_result_code_ends_an_answer(line: str, answer: Answer) -> None:
    assert commands.final(line) == answer


@pytest.mark.parametrize("line", ["OKAY", "+CSQ: 1,2", "BERROR", "0691", "", "> ", "+CMS: 3"])
def test_nothing_else_ends_an_answer(line: str) -> None:
    assert commands.final(line) is None


# -- unsolicited lines

UNSOLICITED = [
    ('+CMTI: "SM",1', "AT+CSQ", "stored"),
    ('+CMTI: "SM",1', "AT+CMGL=4", "stored"),
    ('+CDSI: "SR",12', None, "stored"),
    ("+CDS: 25", "AT+CMGS=19", "pdu"),
    ("+CMT: ,25", None, "pdu"),
    ("RING", "AT+CMGL=4", "ring"),
    ("+CRING: VOICE", None, "ring"),
    ("RDY", "AT+CSQ", "reset"),
    ("^SYSSTART", None, "reset"),
    ("+CREG: 5", "AT+CREG?", "other"),
    ('+CREG: 1,"00A1","00B2"', "AT+CREG?", "other"),
    ("+CREG: 2", "AT+CSQ", "other"),
    ("^RSSI:20", "AT+CSQ", "other"),
    ('+CUSD: 0,"pulsa 5000",15', "AT+CMGL=4", "ussd"),
    ("+CPIN: NOT READY", "AT+CSQ", "other"),
    ("SMS Ready", "AT+CPMS?", "other"),
    ("+COPS: 0", None, "other"),
]


@pytest.mark.parametrize(("line", "pending", "kind"), UNSOLICITED)
def test_unsolicited_line_is_told_from_an_answer(line: str, pending: str | None, kind: str) -> None:
    urc = kind_of(line, pending)
    assert urc is not None
    assert urc.kind == kind


ANSWERS = [
    ("+CSQ: 20,99", "AT+CSQ"),
    ("+CREG: 0,1", "AT+CREG?"),
    ('+CREG: 2,1,"00A1","00B2"', "AT+CREG?"),
    ("+CMGL: 1,1,,24", "AT+CMGL=4"),
    ("+CPIN: SIM PIN", "AT+CPIN?"),
    ("0691261801", "AT+CMGL=4"),
    ("OK", "AT+CSQ"),
    ("+CMS ERROR: 38", "AT+CMGS=19"),
    ("+CME ERROR: 10", "AT+CSQ"),
    ("510101234567890", "AT+CIMI"),
    ("+GMR: something", "ATI"),
]


@pytest.mark.parametrize(("line", "pending"), ANSWERS)
def test_answer_is_left_to_its_command(line: str, pending: str) -> None:
    assert kind_of(line, pending) is None


@pytest.mark.parametrize(
    ("line", "memory"),
    [
        ('+CMTI: "SM",1', "SM"),
        ('+CMTI:"ME",255', "ME"),
        ('+CMTI: "sr",1', "SR"),
        ('+CMTI: "XX",1', ""),
        ('+CMTI: "SM";+CMGD=1,4;",1', ""),
        ('+CMTI: "SM",1;+CMGD=1,4', ""),
        ("+CMTI: ", ""),
    ],
)
def test_only_known_stores_are_named(line: str, memory: str) -> None:
    urc = kind_of(line, None)
    assert urc is not None
    assert urc.memory == memory


@given(st.text(max_size=60), st.sampled_from([None, "AT", "AT+CMGL=4", "AT+CREG?"]))
def test_any_line_is_sorted_without_an_exception(line: str, pending: str | None) -> None:
    kind_of(line, pending)
    commands.final(line)


# -- lists

LISTS = [
    (["+CMGL: 1,0,,17", PDU], [Entry(1, 0, 17, PDU)]),
    (['+CMGL: 1,1,"",17', PDU], [Entry(1, 1, 17, PDU)]),
    (["+CMGL: 1,1,17", PDU], [Entry(1, 1, 17, PDU)]),
    (["+CMGL:1,1,,17", PDU.lower()], [Entry(1, 1, 17, PDU)]),
    (["+CMGL: 1,1,,17" + PDU], [Entry(1, 1, 17, PDU)]),
    (["+CMGL: 1,1,,17", PDU + "+CMGL: 2,1,,17", PDU], [Entry(1, 1, 17, PDU), Entry(2, 1, 17, PDU)]),
    (["+CMGL: 1,1,,17", "+CMGL: 2,1,,17", PDU], [Entry(1, 1, 17, ""), Entry(2, 1, 17, PDU)]),
    ([PDU, "+CMGL: 2,1,,17", PDU], [Entry(2, 1, 17, PDU)]),
    (["+CMGL: 1,1,,-4", "079100"], [Entry(1, 1, 0, "079100")]),
    (["+CMGL: 1,1,,17", "zz"], [Entry(1, 1, 17, "")]),
    (["+CMGL: x", PDU], []),
    ([], []),
]


@pytest.mark.parametrize(("lines", "entries"), LISTS)
def test_header_and_pdu_stay_a_pair(lines: list[str], entries: list[Entry]) -> None:
    assert commands.entries(lines) == entries


def test_pdu_is_whole_when_it_has_the_length_that_was_told() -> None:
    assert Entry(1, 1, LENGTH, PDU).whole
    assert not Entry(1, 1, LENGTH, PDU[:-2]).whole
    assert not Entry(1, 1, LENGTH, "").whole


@given(st.lists(st.text(max_size=80), max_size=6))
def test_no_list_raises(lines: list[str]) -> None:
    commands.entries([f"+CMGL: 1,1,,{line}" for line in lines] + lines)
    commands.single(1, [f"+CMGR: 1,,{line}" for line in lines] + lines)


def test_empty_slot_shows_nothing() -> None:
    assert commands.single(1, []) is None
    assert commands.single(1, ["+CMGR: 0,,0"]) is None
    assert commands.single(3, ["+CMGR: 0,,17", PDU]) == Entry(3, 0, 17, PDU)


# -- the rest

VALUES = [
    (commands.reference, ["+CMGS: 7"], 7),
    (commands.reference, ["+CMGS: 255"], 255),
    (commands.reference, ['+CMGS:7,"26/11/22"'], 7),
    (commands.reference, ["+CMGS: "], None),
    (commands.signal, ["+CSQ: 20,99"], -73),
    (commands.signal, ["+CSQ: 0,0"], -113),
    (commands.signal, ["+CSQ: 99,99"], None),
    (commands.signal, [], None),
    (commands.registration, ["+CREG: 0,5"], 5),
    (commands.registration, ["+CREG: 5"], None),
    (commands.operator, ['+COPS: 0,0,"TELKOMSEL",2'], "TELKOMSEL"),
    (commands.operator, ["+COPS: 0"], ""),
    (commands.fill, ['+CPMS: "SM",3,30,"SM",3,30,"SM",3,30'], (3, 30)),
    (commands.fill, ["+CPMS: 3,30,3,30"], (3, 30)),
    (commands.fill, [], None),
    (commands.stores, ['+CPMS: ("SM","ME","SR"),("SM"),("SM")'], ("SM", "ME", "SR")),
    (commands.stores, ['+CPMS: (("SM","BM","SR"),("SM"))'], ("SM", "BM", "SR")),
    (commands.stores, ['+CPMS:("SM"),("SM")'], ("SM",)),
    (commands.stores, ["+CPMS: (),()"], ()),
    (commands.pin_state, ["+CPIN: READY"], "READY"),
    (commands.pin_state, ['+CPIN: "SIM PIN"'], "SIM PIN"),
    (commands.pin_state, ["+CPIN:SIM PUK"], "SIM PUK"),
    (commands.pin_state, [], ""),
    (commands.service, ["+CSMS: 1,1,1,1"], 1),
    (commands.service, [], 0),
    (commands.functionality, ["+CFUN: 4,0"], 4),
    (commands.functionality, [], None),
    (commands.identity, ["510101234567890"], "510101234567890"),
    (commands.identity, ['+CGSN: "490154203237518"'], "490154203237518"),
    (commands.identity, ["ERROR"], ""),
]


@pytest.mark.parametrize(("read", "lines", "value"), VALUES)
def test_answer_is_read(read, lines: list[str], value: object) -> None:  # type: ignore[no-untyped-def]
    assert read(lines) == value


@given(st.sampled_from([row[0] for row in VALUES]), st.text(max_size=40))
def test_no_answer_raises(read, text: str) -> None:  # type: ignore[no-untyped-def]
    for name in ("CMGS", "CSQ", "CREG", "COPS", "CPMS", "CPIN", "CSMS", "CFUN"):
        read([f"+{name}: {text}", text])
