"""What we hand to a modem is what a network expects, and comes back as it was."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import gsm7, pdu, pdu_fields
from gateway.message import BINARY, GSM7, UCS2, Outbound, Part, UserData
from gateway.segments import join_text, split

_SENT_AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=timezone(timedelta(hours=7)))
_HALO = UserData(GSM7, b"Halo")


def _submit(data: UserData = _HALO, *, to: str = "+6281234567890", **fields: object) -> str:
    out = Outbound(1, 1, to, data, **fields)  # type: ignore[arg-type]
    return pdu.encode_submit(out)[0]


def test_submit_is_laid_out_as_the_standard_says() -> None:
    hexadecimal, length = pdu.encode_submit(Outbound(1, 1, "+6281234567890", _HALO))
    parts = ["00", "31", "00", "0D91261832547698F0", "00", "00", "A7", "04", "C830FB0D"]
    assert hexadecimal == "".join(parts)
    assert length == len(hexadecimal) // 2 - 1 == 19


@pytest.mark.parametrize(
    ("number", "field"),
    [
        ("+6281234567890", "0D91261832547698F0"),
        ("081234567890", "0C81802143658709"),
        ("1708", "04817180"),
        ("112", "038111F2"),
        ("*123#", "0581" + "1A32FB"),
    ],
)
def test_destination_is_never_of_national_type(number: str, field: str) -> None:
    """0xA1, which the library gives a short code, is refused by many networks."""
    assert _submit(to=number)[6:].startswith(field)


@pytest.mark.parametrize(
    "number",
    ["", "+", "0812-3456", "0812 3456", "TELKOMSEL", "+62812a", "62+812", "٠٨١٢", "+" + "1" * 21,
     "1\n"],
)  # fmt: skip
def test_what_cannot_be_dialled_is_refused_without_telling_it(number: str) -> None:
    with pytest.raises(ValueError, match=r"destination|address") as error:
        _submit(to=number)
    assert len(number) < 3 or number not in str(error.value)


def test_bits_of_the_first_octet_follow_the_message() -> None:
    assert _submit()[2:4] == "31"
    assert _submit(report=False)[2:4] == "11"
    assert _submit(part=Part(1, 1, 2))[2:4] == "71"
    assert _submit(UserData(GSM7, b"a", single=1), report=False)[2:4] == "51"


@pytest.mark.parametrize(
    ("data", "dcs"),
    [(_HALO, "00"), (UserData(UCS2, b"\x04\x34"), "08"), (UserData(BINARY, b"\x00"), "04")],
)
def test_coding_scheme_follows_the_alphabet(data: UserData, dcs: str) -> None:
    assert _submit(data)[26:28] == dcs


@pytest.mark.parametrize(
    ("seconds", "octet", "meant"),
    [
        (0, 0, 300),
        (300, 0, 300),
        (599, 0, 300),
        (600, 1, 600),
        (3600, 11, 3600),
        (43_200, 143, 43_200),
        (44_999, 143, 43_200),
        (45_000, 144, 45_000),
        (86_400, 167, 86_400),
        (100_000, 167, 86_400),
        (172_800, 168, 172_800),
        (30 * 86_400, 196, 30 * 86_400),
        (34 * 86_400, 196, 30 * 86_400),
        (35 * 86_400, 197, 35 * 86_400),
        (63 * 7 * 86_400, 255, 63 * 7 * 86_400),
        (10**9, 255, 63 * 7 * 86_400),
    ],
)
def test_validity_is_the_period_at_or_below(seconds: int, octet: int, meant: int) -> None:
    assert pdu_fields.put_validity(seconds) == octet
    submit = pdu.decode_submit(_submit(validity=seconds))
    assert isinstance(submit, pdu.Submit)
    assert submit.validity == meant


@given(st.integers(300, 70 * 7 * 86_400))
def test_validity_is_never_longer_than_asked(seconds: int) -> None:
    octets = pdu_fields.Octets(bytes((pdu_fields.put_validity(seconds),)))
    assert (pdu_fields.take_validity(octets, 2) or 0) <= seconds


@pytest.mark.parametrize(
    ("first", "field", "validity"),
    [
        ("01", "", None),
        ("11", "A7", 86_400),
        ("19", "62112210203082", None),
        ("09", "00000000000000", None),
        ("09", "01A70000000000", 86_400),
        ("09", "021E0000000000", 30),
        ("09", "03105040000000", 3600 + 5 * 60 + 4),
        ("09", "03FFFFFF000000", None),
    ],
)
def test_each_format_of_validity_is_read(first: str, field: str, validity: int | None) -> None:
    submit = pdu.decode_submit(f"00{first}2A038111F20000{field}0178")
    assert isinstance(submit, pdu.Submit)
    assert (submit.reference, submit.destination, submit.validity) == (0x2A, "112", validity)
    assert join_text([submit.data]) == "x"


def test_submit_tells_all_that_was_asked() -> None:
    part = Part(300, 2, 3, wide=True)
    data = UserData(GSM7, b"\x1bs", locking=1, single=1)
    hexadecimal, _ = pdu.encode_submit(Outbound(1, 1, "1708", data, part), reference=42)
    assert pdu.decode_submit(hexadecimal) == pdu.Submit(
        reference=42,
        destination="1708",
        destination_ton=0,
        pid=0,
        dcs=0,
        validity=86_400,
        report=True,
        data=data,
        part=part,
    )


def test_submit_of_a_real_phone_is_read() -> None:
    # gammu at-sms/31: an empty destination whose type octet is there
    submit = pdu.decode_submit(
        "07918406010013F0310000810000FF21B19A8E1603C9642F18EE05C38140201008049AEBC7FAF29C9DBEE75D20"
    )
    assert isinstance(submit, pdu.Submit)
    assert (submit.destination, submit.report) == ("", True)
    assert join_text([submit.data]) == "15:41 22/08/08       szczesliwy. "


@pytest.mark.parametrize("first", ["00", "02", "03", "04"])
def test_only_a_submit_is_read_as_one(first: str) -> None:
    submit = pdu.decode_submit(f"00{first}0004817180000000")
    assert isinstance(submit, pdu.Bad)
    assert submit.reason == "mti"


def test_reject_duplicates_is_read() -> None:
    submit = pdu.decode_submit("0005000481718000000178")
    assert isinstance(submit, pdu.Submit)
    assert submit.reject_duplicates


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (UserData(GSM7, b"a" * 161), None),
        (UserData(GSM7, b"a" * 154), Part(1, 1, 2)),
        (UserData(GSM7, b"a" * 153), Part(1, 1, 2, wide=True)),
        (UserData(UCS2, b"\0a" * 71), None),
        (UserData(UCS2, b"\0a" * 68), Part(1, 1, 2)),
        (UserData(BINARY, b"a" * 141), None),
        (_HALO, Part(256, 1, 2)),
        (_HALO, Part(-1, 1, 2)),
        (_HALO, Part(0, 3, 2)),
        (_HALO, Part(0, 0, 2)),
        (_HALO, Part(0, 1, 256)),
    ],
)
def test_what_does_not_fit_one_sms_is_refused(data: UserData, part: Part | None) -> None:
    with pytest.raises(ValueError, match=r"user data|part"):
        _submit(data, part=part)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (UserData(GSM7, b"a" * 160), None),
        (UserData(GSM7, b"a" * 153), Part(255, 1, 2)),
        (UserData(GSM7, b"a" * 152), Part(65_535, 255, 255, wide=True)),
        (UserData(GSM7, b"a" * 155, single=1), None),
        (UserData(GSM7, b"a" * 152, locking=1, single=1), None),
        (UserData(GSM7, b"a" * 149, locking=13), Part(0, 1, 1)),
        (UserData(UCS2, b"\0a" * 70), None),
        (UserData(UCS2, b"\0a" * 67), Part(255, 1, 2)),
        (UserData(UCS2, b"\0a" * 66), Part(255, 1, 2, wide=True)),
        (UserData(BINARY, b"a" * 140), None),
    ],
)
def test_full_sms_is_140_octets(data: UserData, part: Part | None) -> None:
    submit = pdu.decode_submit(_submit(data, part=part))
    assert isinstance(submit, pdu.Submit)
    assert (submit.data, submit.part) == (data, part)


@pytest.mark.parametrize(
    "sender",
    ["", "1708", "+6281234567890", "081234567890", "TELKOMSEL", "Bank BRI", "A", "KPU-RI", "*123#",
     "12345678901", "ÉÑ@x", "[x]", "+62 812"],
)  # fmt: skip
def test_sender_comes_back(sender: str) -> None:
    """Alphanumeric senders of every length, 7 and 8 characters with all octets full included."""
    hexadecimal = pdu.encode_deliver(sender=sender, data=_HALO, sent_at=_SENT_AT)
    message = pdu.decode(hexadecimal)
    assert isinstance(message, pdu.Deliver)
    assert (message.sender, message.data) == (sender, _HALO)


@pytest.mark.parametrize("length", range(1, 12))
def test_alphanumeric_sender_of_any_length_comes_back(length: int) -> None:
    sender = "KOTAKEDIRI1"[:length]
    message = pdu.decode(pdu.encode_deliver(sender=sender, data=_HALO, sent_at=_SENT_AT))
    assert isinstance(message, pdu.Deliver)
    assert (message.sender, message.sender_ton) == (sender, 5)


@pytest.mark.parametrize("sender", ["KOTA KEDIRI 1", "日本", "1" * 21])
def test_sender_that_has_no_room_is_refused(sender: str) -> None:
    with pytest.raises(ValueError, match=r"address|gsm7"):
        pdu.encode_deliver(sender=sender, data=_HALO, sent_at=_SENT_AT)


def test_deliver_keeps_each_field() -> None:
    message = pdu.decode(
        pdu.encode_deliver(
            sender="1708", data=_HALO, sent_at=_SENT_AT, smsc="+628110000", pid=0x40, dcs=0xF0
        )
    )
    assert message == pdu.Deliver(
        smsc="+628110000",
        sender="1708",
        sender_ton=0,
        pid=0x40,
        dcs=0xF0,
        sent_at=_SENT_AT.astimezone(UTC),
        data=_HALO,
        silent="type0",
    )


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1), datetime(1999, 1, 1, tzinfo=UTC)])  # noqa: DTZ001 - the point
def test_stamp_without_zone_or_century_is_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match="time stamp"):
        pdu.encode_deliver(sender="1708", data=_HALO, sent_at=moment)


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)),  # noqa: DTZ001 - zones follow
    st.integers(-14 * 60, 14 * 60),
)
def test_stamp_comes_back_to_the_second(moment: datetime, minutes: int) -> None:
    sent_at = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    message = pdu.decode(pdu.encode_deliver(sender="1708", data=_HALO, sent_at=sent_at))
    assert isinstance(message, pdu.Deliver)
    assert message.sent_at == sent_at.replace(microsecond=0)


@given(st.integers(0, 255), st.integers(0, 255), st.from_regex(r"\+?[0-9]{1,15}", fullmatch=True))
def test_status_report_comes_back(reference: int, status: int, recipient: str) -> None:
    done_at = _SENT_AT + timedelta(seconds=9)
    report = pdu.decode(
        pdu.encode_status_report(
            reference=reference,
            recipient=recipient,
            sent_at=_SENT_AT,
            done_at=done_at,
            status=status,
        )
    )
    assert report == pdu.StatusReport(
        smsc="",
        reference=reference,
        recipient=recipient,
        sent_at=_SENT_AT.astimezone(UTC),
        done_at=done_at.astimezone(UTC),
        status=status,
        state=pdu.state_of(status),
    )


@given(st.text(max_size=600), st.integers(0, 255), st.booleans())
def test_text_survives_the_way_in(text: str, reference: int, wide: bool) -> None:
    arrived: list[UserData] = []
    for segment in split(text, reference=reference, wide=wide):
        message = pdu.decode(
            pdu.encode_deliver(
                sender="+62811", data=segment.data, part=segment.part, sent_at=_SENT_AT
            )
        )
        assert isinstance(message, pdu.Deliver)
        assert (message.part, message.flags) == (segment.part, ())
        arrived.append(message.data)
    assert join_text(arrived) == _normal(text)


@given(st.text(max_size=600), st.integers(0, 255), st.booleans())
def test_text_survives_the_way_out(text: str, reference: int, wide: bool) -> None:
    arrived: list[UserData] = []
    for segment in split(text, reference=reference, wide=wide):
        out = Outbound(1, 1, "+62811", segment.data, segment.part)
        hexadecimal, length = pdu.encode_submit(out, reference=reference)
        assert length == len(hexadecimal) // 2 - 1
        submit = pdu.decode_submit(hexadecimal)
        assert isinstance(submit, pdu.Submit)
        assert (submit.part, submit.reference) == (segment.part, reference)
        arrived.append(submit.data)
    assert join_text(arrived) == _normal(text)


def test_emoji_can_be_sent() -> None:
    """The library raises ValueError, and counts code points instead of units."""
    segments = split("Terima kasih 🙏" * 6, reference=1)
    assert [len(segment.data.units) for segment in segments] == [134, 46]
    assert "".join(join_text([segment.data]) for segment in segments) == "Terima kasih 🙏" * 6


def _normal(text: str) -> str:
    return text if gsm7.fits(text) else text.removeprefix("\ufeff").replace("\0", "")


def _library_text(parts: Sequence[str]) -> str:
    """What gsmmodem's decoder makes of PDUs, whose surrogates it leaves apart."""
    from gsmmodem.pdu import decodeSmsPdu  # noqa: PLC0415 - only this oracle needs it

    units: str = "".join(decodeSmsPdu(part)["text"] for part in parts)
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


@given(st.text(st.sampled_from("aZ09 ?!\n£$èÉñÜ[]{}€д中😀"), min_size=1, max_size=400))
def test_the_library_reads_what_we_send_alike(text: str) -> None:
    """With 8-bit references; its faults (16-bit ones, a last '@', U+00A7) stay out of the text."""
    pdus = [_submit(segment.data, part=segment.part) for segment in split(text, reference=7)]
    assert _library_text(pdus) == text


@given(st.text(st.sampled_from("aZ09 ?!\n£$èÉñÜ[]{}€д中😀"), min_size=1, max_size=400))
def test_we_read_what_the_library_sends_alike(text: str) -> None:
    from gsmmodem.pdu import encodeSmsSubmitPdu  # noqa: PLC0415 - only this oracle needs it

    if any(ord(character) > 0xFFFF for character in text):
        return
    arrived = []
    for sent in encodeSmsSubmitPdu("+6281234567890", text, reference=7):
        submit = pdu.decode_submit(str(sent))
        assert isinstance(submit, pdu.Submit)
        arrived.append(submit.data)
    assert join_text(arrived) == text
