"""What a provider's messages mean, and what ours look like on its wire."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config_smpp import Code, SmppLine
from gateway.errors import LineDown, PermanentError, TemporaryError
from gateway.message import DeliveryReport, Inbound, Outbound, Part
from gateway.segments import join_text, split
from gateway.smpp import codes, receipts
from gateway.smpp.inbound import Reading, to_inbound
from gateway.smpp.outbound import address, refusal, submit
from gateway.smpp.pdu import Message, decode
from gateway.smpp.pdu_encode import encode

HOW = Reading("1708")
LINE = SmppLine(name="1708", host="h", system_id="kediri", number="1708")


def message(text: bytes = b"", **fields: Any) -> Message:
    given_fields = {"source": b"6281234567890", "source_ton": 1, "destination": b"1708", **fields}
    return Message(codes.DELIVER_SM, 7, text=text, **given_fields)


def read(raw: bytes) -> Message:
    found = decode(raw)
    assert isinstance(found, Message)
    return found


def inbound(one: Message, how: Reading = HOW) -> Inbound:
    found = to_inbound(read(encode(one)), encode(one), how)
    assert isinstance(found, Inbound)
    return found


def report(one: Message, how: Reading = HOW) -> DeliveryReport:
    found = to_inbound(one, encode(one), how)
    assert isinstance(found, DeliveryReport)
    return found


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (0, b"\x00 [ \x1b\x3c", "@ Ä ["),
        (0, "jalan é".encode(), "jalan é"),  # no septets: what it looks like
        (0, b"jalan \xe9", "jalan é"),
        (1, b"jalan @[]", "jalan @[]"),
        (3, b"caf\xe9 @", "café @"),
        (8, "jalan 😀".encode("utf-16-be"), "jalan 😀"),
        (8, b"\0j\0a\0", "ja"),
        (6, "улица".encode("iso8859-5"), "улица"),
        (9, b"jalan", "jalan"),
        (0x11, b"jalan", "jalan"),  # GSM's own scheme, class 1
        (0x19, "ja".encode("utf-16-be"), "ja"),
        (0xF1, b"jalan", "jalan"),
        (0xE0, "ja".encode("utf-16-be"), "ja"),
    ],
)
def test_text_is_read_by_its_data_coding(coding: int, octets: bytes, text: str) -> None:
    found = inbound(message(octets, data_coding=coding))
    assert (join_text([found.data]), found.bad, found.silent) == (text, "", "")


@pytest.mark.parametrize("coding", [2, 4, 0x15, 0xF5])
def test_binary_is_kept_and_not_acted_on(coding: int) -> None:
    assert inbound(message(b"\x02\x80", data_coding=coding)).silent == "binary"


def test_alt_charset_is_that_of_coding_0_only() -> None:
    how = replace(HOW, charset="latin-1")
    assert join_text([inbound(message(b"@ [ \xe9"), how).data]) == "@ [ é"
    wide = message("jalan".encode("utf-16-be"), data_coding=8)
    assert join_text([inbound(wide, how).data]) == "jalan"


def test_compressed_text_is_quarantined() -> None:
    assert inbound(message(b"x", data_coding=0x20)).bad == "compressed"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (b"\x05\x00\x03\x07\x03\x02", Part(7, 2, 3)),
        (b"\x06\x08\x04\x01\x07\x03\x02", Part(0x107, 2, 3, wide=True)),
    ],
)
@pytest.mark.parametrize("coding", [0, 3, 8])
def test_parts_are_told_by_the_header_in_the_text(header: bytes, part: Part, coding: int) -> None:
    words = "jalan".encode("utf-16-be") if coding == 8 else b"jalan"
    found = inbound(message(header + words, esm_class=0x40, data_coding=coding))
    assert (found.part, join_text([found.data])) == (part, "jalan")


def test_parts_are_told_by_sar_parameters() -> None:
    sar = ((codes.SAR_REFERENCE, b"\x01\x07"), (codes.SAR_TOTAL, b"\x03"))
    whole = inbound(message(b"jalan", tlvs=(*sar, (codes.SAR_SEQUENCE, b"\x02"))))
    assert whole.part == Part(0x107, 2, 3, wide=True)
    half = inbound(message(b"jalan", tlvs=sar))
    assert (half.part, half.flags) == (None, ("bad_sar",))


@pytest.mark.parametrize(
    ("header", "bad"), [(b"\x09\x00\x03", "udh_overrun"), (b"", "udh_overrun")]
)
def test_header_beyond_its_text_is_quarantined(header: bytes, bad: str) -> None:
    assert inbound(message(header, esm_class=0x40)).bad == bad


def test_text_may_come_as_payload_of_any_length() -> None:
    long = b"jalan " * 500
    found = inbound(message(tlvs=((codes.MESSAGE_PAYLOAD, long),)))
    assert join_text([found.data]) == long.decode()
    data = Message(codes.DATA_SM, 7, source=b"628", tlvs=((codes.MESSAGE_PAYLOAD, b"jalan"),))
    assert join_text([inbound(data).data]) == "jalan"


@pytest.mark.parametrize(
    ("fields", "silent"),
    [
        ({"protocol_id": 0x40}, "type0"),
        ({"protocol_id": 0x7F}, "simdata"),
        ({"data_coding": 0xC8}, "mwi"),
        ({"esm_class": 0x40, "text": b"\x06\x05\x04\x0b\x84\x23\xf0x"}, "port"),
    ],
)
def test_what_is_for_the_phone_is_not_acted_on(fields: dict[str, Any], silent: str) -> None:
    assert inbound(message(**fields)).silent == silent


# --- which message it is


def identity(one: Message, how: Reading = HOW) -> bytes:
    return inbound(one, how).identity


def test_repetition_has_the_same_identity_whatever_its_sequence() -> None:
    first = message(b"LAPOR jalan", tlvs=((0x1400, b"12:01"),))
    again = replace(first, sequence=99, tlvs=((0x1400, b"12:02"),))
    assert identity(first) == identity(again)


@pytest.mark.parametrize(
    "other",
    [
        {"source": b"6281234567891"},
        {"destination": b"1709"},
        {"text": b"LAPOR jalam"},
        {"data_coding": 3},
        {"esm_class": 0x80},
        {"tlvs": ((codes.SAR_REFERENCE, b"\x00\x08"),)},
    ],
)
def test_other_message_has_another_identity(other: dict[str, Any]) -> None:
    first = message(b"LAPOR jalan", tlvs=((codes.SAR_REFERENCE, b"\x00\x07"),))
    assert identity(first) != identity(replace(first, **other))


def test_id_of_the_provider_is_the_identity_where_it_is_configured() -> None:
    how = replace(HOW, id_tag=0x1400)
    first = inbound(message(b"a", tlvs=((0x1400, b"id-1"),)), how)
    assert (first.identity, first.carrier_id) == (b"id-1", True)
    assert not inbound(message(b"a"), how).carrier_id


def test_user_message_reference_comes_again_so_it_is_no_id() -> None:
    how = replace(HOW, id_tag=codes.USER_MESSAGE_REFERENCE)
    one = message(b"a", tlvs=((codes.USER_MESSAGE_REFERENCE, b"\0\1"),))
    two = message(b"a", tlvs=((codes.USER_MESSAGE_REFERENCE, b"\0\2"),))
    assert not inbound(one, how).carrier_id
    assert identity(one, how) != identity(two, how)
    assert identity(one) == identity(two)


# --- receipts

TEXT = (
    b"id:0A1b sub:001 dlvrd:001 submit date:2611230901 done date:2611230902 stat:%b err:045"
    b" text:LAPOR id:9"
)


@pytest.mark.parametrize(
    ("stat", "state"),
    [
        (b"DELIVRD", "delivered"), (b"delivered", "delivered"), (b"ENROUTE", "pending"),
        (b"ACCEPTD", "pending"), (b"EXPIRED", "failed"), (b"DELETED", "failed"),
        (b"UNDELIV", "failed"), (b"UNKNOWN", "pending"), (b"REJECTD", "failed"),
        (b"WAT", "pending"),
    ],
)  # fmt: skip
def test_receipt_tells_its_state_in_text(stat: bytes, state: str) -> None:
    found = report(message(TEXT % stat, esm_class=4))
    assert (found.reference, found.state, found.number) == ("0A1b", state, "6281234567890")
    assert found.code == f"{stat.decode().upper()} 045"


def test_receipt_tells_its_state_by_parameters_alone() -> None:
    tlvs = ((codes.RECEIPTED_MESSAGE_ID, b"0A1b\0"), (codes.MESSAGE_STATE, b"\x05"))
    found = report(message(tlvs=tlvs))
    assert (found.reference, found.state, found.code) == ("0A1b", "failed", "UNDELIV")


@pytest.mark.parametrize("text", [b"", b"id: stat: \0\xff", b"stat:DELIVRD", b"terima kasih"])
def test_receipt_without_an_id_is_quarantined(text: bytes) -> None:
    assert inbound(message(text, esm_class=4)).bad == "receipt"


def test_citizen_cannot_write_a_receipt() -> None:
    found = inbound(message(TEXT % b"DELIVRD"))
    assert found.bad == ""
    assert "DELIVRD" in join_text([found.data])


@pytest.mark.parametrize(
    ("answered", "told", "kinds"),
    [
        ("1A2B", "1A2B", ("same",)),
        ("00012", "12", ("same",)),  # leading zeros and case: the outbox's key
        ("1a2b", "6699", ("same", "hex")),
        ("6699", "1A2B", ("same", "hex", "decimal")),
        ("ff", "0000000255", ("hex",)),
        ("255", "FF", ("decimal",)),
        ("uuid-1-x", "UUID-1-X", ("same", "hex", "decimal")),
    ],
)
def test_ids_meet_whichever_comes_first(answered: str, told: str, kinds: tuple[str, ...]) -> None:
    def key(name: str) -> str:
        return name.casefold().lstrip("0") or "0"

    late = [key(one) for one in receipts.as_answered(told, kinds)]
    assert key(answered) in late
    kept = late[0]  # an early receipt waits under its best form
    early = [key(answered), *(key(one) for one in receipts.as_reported(answered, kinds))]
    assert kept in early


@given(st.binary(max_size=200))
def test_receipt_of_any_octets_is_read_or_refused(text: bytes) -> None:
    one = message(text[:254], esm_class=4)
    assert to_inbound(one, encode(one), HOW).line == "1708"


def test_receipt_of_many_words_is_read_at_once() -> None:
    one = message(tlvs=((codes.MESSAGE_PAYLOAD, b"id " * 20_000),), esm_class=4)
    assert isinstance(to_inbound(one, encode(one), HOW), Inbound)


# --- what we send


def parts(text: str, to: str = "+6281234567890") -> list[Outbound]:
    return [
        Outbound(1, 1, to, one.data, one.part) for one in split(text, reference=7)
    ]  # fmt: skip


def test_reply_goes_out_as_a_submit_of_one_part() -> None:
    found = submit(parts("Laporan {1} diterima")[0], 5, LINE)
    assert (found.source, found.source_ton, found.source_npi) == (b"1708", 0, 1)
    assert (found.destination, found.destination_ton) == (b"6281234567890", 1)
    assert found.text == b"Laporan \x1b\x281\x1b\x29 diterima"
    assert (found.data_coding, found.esm_class, found.registered_delivery) == (0, 0, 1)
    assert found.validity == b"000001000000000R"


@pytest.mark.parametrize("text", ["jalan " * 60, "jalan 😀 " * 30])
@pytest.mark.parametrize("form", ["udh", "sar"])
def test_long_reply_comes_back_as_it_was_written(text: str, form: str) -> None:
    line = replace(LINE, long_messages=form)  # type: ignore[arg-type]  # a Literal
    sent = [encode(submit(one, 5, line)) for one in parts(text)]
    came = [to_inbound(read(raw), raw, HOW) for raw in sent]
    assert join_text([one.data for one in came if isinstance(one, Inbound)]) == text
    assert [one.part.sequence for one in came if isinstance(one, Inbound) and one.part] == list(
        range(1, len(sent) + 1)
    )


def test_alt_charset_is_written_too() -> None:
    line = replace(LINE, alt_charset="latin-1")
    assert submit(parts("@ é {")[0], 5, line).text == b"@ \xe9 {"
    assert submit(parts("Δ")[0], 5, line).text == b"?"


@pytest.mark.parametrize(
    ("seconds", "period"),
    [(86_400, b"000001000000000R"), (300, b"000000000500000R"), (40 * 86_400, b"000110000000000R")],
)
def test_validity_is_relative(seconds: int, period: bytes) -> None:
    assert submit(replace(parts("a")[0], validity=seconds), 5, LINE).validity == period


def test_types_of_numbers_are_those_of_the_section() -> None:
    line = replace(LINE, source_addr_ton=3, source_addr_npi=0, dest_addr_ton=2, dest_addr_npi=8)
    found = submit(parts("a")[0], 5, line)
    assert (found.source_ton, found.source_npi) == (3, 0)
    assert (found.destination_ton, found.destination_npi) == (2, 8)


@pytest.mark.parametrize("number", ["", "+", "TELKOMSEL", "+62 812", "62812\n"])
def test_what_is_no_number_is_not_sent_to(number: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        address(number, None, None)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (0x58, TemporaryError), (0x14, TemporaryError), (0x08, TemporaryError),
        (0x0B, PermanentError), (0x01, PermanentError), (0x400, PermanentError),
        (0x0A, LineDown), (0x04, LineDown), (0x03, LineDown),
    ],
)  # fmt: skip
def test_refusal_blames_the_part_the_line_or_the_moment(status: int, kind: type) -> None:
    found = refusal(status, LINE)
    assert type(found) is kind
    assert re.fullmatch(r"SMPP 0x[0-9A-F]{2,4}( [A-Z]+)?", found.code)


def test_provider_may_have_temporary_codes_of_its_own() -> None:
    line = replace(LINE, temporary_status=("0x400", "1025"))
    assert isinstance(refusal(0x400, line), TemporaryError)
    assert isinstance(refusal(Code.parse("0x401"), line), TemporaryError)
