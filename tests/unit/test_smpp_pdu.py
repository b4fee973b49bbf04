"""The SMPP codec: any octets, any values, smpplib's word for it, and framing however TCP cuts."""

import struct
from typing import Any

import pytest
import smpplib.smpp
from hypothesis import given
from hypothesis import strategies as st

from gateway.smpp import codes
from gateway.smpp.framing import LARGEST, Framer
from gateway.smpp.pdu import (
    Answer,
    Bad,
    Bind,
    BindAnswer,
    Message,
    Pdu,
    Plain,
    Query,
    QueryAnswer,
    decode,
)
from gateway.smpp.pdu_encode import answer, encode, nack


def words(most: int) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=most).map(lambda value: value.replace(b"\0", b"x"))


OCTET = st.integers(0, 255)
NUMBER = st.integers(0, 0xFFFF_FFFF)
TLVS = st.lists(
    st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=4
).map(tuple)  # fmt: skip
MESSAGE = st.builds(
    Message,
    st.sampled_from((codes.SUBMIT_SM, codes.DELIVER_SM)), NUMBER, NUMBER, words(5),
    OCTET, OCTET, words(20), OCTET, OCTET, words(20), OCTET, OCTET, OCTET, words(16), words(16),
    OCTET, OCTET, OCTET, OCTET, st.binary(max_size=254), TLVS,
)  # fmt: skip
DATA = st.builds(
    Message, st.just(codes.DATA_SM), NUMBER, NUMBER, words(5), OCTET, OCTET, words(64), OCTET,
    OCTET, words(64), esm_class=OCTET, registered_delivery=OCTET, data_coding=OCTET, tlvs=TLVS,
)  # fmt: skip
ANSWER = st.builds(
    Answer,
    st.sampled_from([one | codes.RESPONSE for one in (4, 5, 0x103)]), NUMBER, NUMBER, words(64),
    TLVS,
)  # fmt: skip
BIND = st.builds(
    Bind, st.sampled_from(codes.BINDS), NUMBER, NUMBER, words(15), words(8), words(12), OCTET,
    OCTET, OCTET, words(40),
)  # fmt: skip
BOUND = st.builds(
    BindAnswer, st.sampled_from([one | codes.RESPONSE for one in codes.BINDS]), NUMBER, NUMBER,
    words(15), TLVS,
)  # fmt: skip
QUERY = st.builds(Query, st.just(3), NUMBER, NUMBER, words(64), OCTET, OCTET, words(20))
TOLD = st.builds(
    QueryAnswer, st.just(0x80000003), NUMBER, NUMBER, words(64), words(16), OCTET, OCTET
)
PLAIN = st.builds(
    Plain,
    st.sampled_from((0x15, 0x80000015, 6, 0x80000006, codes.GENERIC_NACK)), NUMBER, NUMBER,
)  # fmt: skip
ANY = st.one_of(MESSAGE, DATA, ANSWER, BIND, BOUND, QUERY, TOLD, PLAIN)


@given(ANY)
def test_every_pdu_survives_the_way_there_and_back(pdu: Pdu) -> None:
    assert decode(encode(pdu)) == pdu


@given(st.binary(max_size=120))
def test_any_octets_are_a_pdu_or_bad(raw: bytes) -> None:
    assert decode(raw).command >= 0


@given(ANY, st.data())
def test_no_damage_raises_and_the_sequence_is_kept(pdu: Pdu, data: st.DataObject) -> None:
    raw = bytearray(encode(pdu))
    for _ in range(3):
        raw[data.draw(st.integers(16, max(16, len(raw) - 1))) % len(raw)] = data.draw(OCTET)
    cut = bytes(raw[: data.draw(st.integers(16, len(raw)))])
    whole = struct.pack(">I", len(cut)) + cut[4:]
    assert decode(whole).sequence == int.from_bytes(whole[12:16], "big")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "header"),
        (b"\0\0\0\x10" + bytes(11), "header"),
        (struct.pack(">IIII", 17, 0x15, 0, 1), "length"),
        (struct.pack(">IIII", 16, 0x77, 0, 1), "command"),
        (struct.pack(">IIII", 16, 0x05, 0, 1), "truncated"),
        (struct.pack(">IIII", 22, 0x05, 0, 1) + b"abcdef", "service_type"),
    ],
)
def test_what_is_no_pdu_says_why(raw: bytes, reason: str) -> None:
    found = decode(raw)
    assert isinstance(found, Bad)
    assert (found.reason, found.raw) == (reason, raw)


def test_octets_after_a_short_message_are_kept_as_parameters() -> None:
    made = Message(5, 1, source=b"62812", text=b"x", tlvs=((0x1477, b"hi"), (0x1477, b"")))
    assert decode(encode(made)) == made


@pytest.mark.parametrize("command", [codes.DELIVER_SM, codes.DATA_SM, codes.UNBIND])
def test_quick_answers_are_what_the_codec_reads(command: int) -> None:
    found = decode(answer(command, 8, 7))
    assert (found.command, found.status, found.sequence) == (command | codes.RESPONSE, 8, 7)
    assert not isinstance(found, Bad)
    assert decode(nack(3, 9)) == Plain(codes.GENERIC_NACK, 9, 3)


def test_password_is_not_shown() -> None:
    assert "rahasia" not in repr(Bind(codes.BIND_TRANSCEIVER, 1, password=b"rahasia"))


@pytest.mark.parametrize(
    "pdu",
    [
        Bind(9, 1, password=b"longer than 8"),
        Message(4, 1, source=b"x" * 21),
        Message(4, 1, source=b"a\0b"),
        Message(4, 1, text=b"x" * 256),
        Message(4, 1, esm_class=256),
    ],
)
def test_what_does_not_fit_its_place_is_refused(pdu: Pdu) -> None:
    with pytest.raises(ValueError, match=r"at most|bytes must be"):
        encode(pdu)


# --- smpplib as the oracle


def theirs(raw: bytes) -> Any:
    return smpplib.smpp.parse_pdu(raw, allow_unknown_opt_params=True, need_sequence=False)


@given(MESSAGE.filter(lambda one: one.status < 0x100))
def test_smpplib_reads_what_we_write(message: Message) -> None:
    known = Message(**{name: getattr(message, name) for name in _FIELDS}, tlvs=())
    read = theirs(encode(known))
    assert read.command == ("submit_sm" if known.command == 4 else "deliver_sm")
    assert (read.source_addr, read.destination_addr) == (known.source, known.destination)
    assert (read.esm_class, read.data_coding) == (known.esm_class, known.data_coding)
    assert (read.validity_period, read.sequence) == (known.validity, known.sequence)
    assert (read.short_message or b"") == known.text


_FIELDS = [name for name in Message.__slots__ if name != "tlvs"]


ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=126), max_size=20)


@given(
    st.sampled_from(("submit_sm", "deliver_sm")), ASCII, ASCII, st.binary(max_size=254),
    OCTET, OCTET, st.binary(min_size=1, max_size=300),
)  # fmt: skip
def test_we_read_what_smpplib_writes(
    command: str, source: str, to: str, text: bytes, esm: int, coding: int, payload: bytes,
) -> None:  # fmt: skip
    words = {"short_message": text} if text else {"message_payload": payload}
    made = smpplib.smpp.make_pdu(
        command, source_addr=source, destination_addr=to, esm_class=esm, data_coding=coding,
        sequence=7, allow_unknown_opt_params=True, **words,
    )  # fmt: skip
    read = decode(made.generate())
    assert isinstance(read, Message)
    assert (read.source.decode(), read.destination.decode()) == (source, to)
    assert (read.esm_class, read.data_coding) == (esm, coding)
    assert (read.text or read.tlv(codes.MESSAGE_PAYLOAD)) == (text or payload)


# --- framing


@given(st.lists(ANY, max_size=6), st.lists(st.integers(1, 50), min_size=1))
def test_stream_is_the_same_however_it_is_cut(pdus: list[Pdu], cuts: list[int]) -> None:
    stream = b"".join(encode(pdu) for pdu in pdus)
    framer, found, at, turn = Framer(), [], 0, 0
    while at < len(stream):
        step = cuts[turn % len(cuts)]
        found += framer.feed(stream[at : at + step])
        at, turn = at + step, turn + 1
    assert [decode(raw) for raw in found] == pdus


@pytest.mark.parametrize("length", [0, 8, 15, LARGEST + 1, 0x80000000, 0xFFFFFFFF])
def test_impossible_length_breaks_the_stream_after_what_was_whole(length: int) -> None:
    good = encode(Plain(codes.ENQUIRE_LINK, 1))
    framer = Framer()
    assert framer.feed(good + struct.pack(">I", length) + good) == [good]
    assert framer.broken
    assert framer.feed(good) == []


def test_largest_pdu_is_taken() -> None:
    raw = struct.pack(">IIII", LARGEST, 0x15, 0, 1) + bytes(LARGEST - 16)
    assert Framer().feed(raw) == [raw]
