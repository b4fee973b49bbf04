"""PDUs from real phones and the corners of TS 23.040 decode to what was meant."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import pdu
from gateway.message import BINARY, GSM7, UCS2, DeliveryReport, Inbound, Part, UserData
from gateway.segments import join_text

_FROM = "0D91261832547698F0"  # +6281234567890
_STAMP = "62112210203082"  # 2026-11-22 01:02:03 +07:00
_SENT_AT = datetime(2026, 11, 21, 18, 2, 3, tzinfo=UTC)


def _tpdu(body: str, *, dcs: str = "00", first: str = "04", sender: str = _FROM) -> str:
    return f"00{first}{sender}00{dcs}{_STAMP}{body}"


def _deliver(hexadecimal: str) -> pdu.Deliver:
    message = pdu.decode(hexadecimal)
    assert isinstance(message, pdu.Deliver), message
    return message


def _reason(hexadecimal: str) -> str:
    message = pdu.decode(hexadecimal)
    assert isinstance(message, pdu.Bad), message
    return message.reason


def _septet_body(header: bytes, septets: bytes) -> str:
    """Lay out septets behind a header bit by bit, independently of gsm7.pack."""
    before = -(-len(header) * 8 // 7)
    value = int.from_bytes(header, "little")
    for at, septet in enumerate(septets):
        value |= septet << 7 * (before + at)
    length = before + len(septets)
    return f"{length:02X}" + value.to_bytes((length * 7 + 7) // 8, "little").hex()


# From the corpora of node-pdu (MIT) and gammu's tests/at-sms: not made by our own encoder.
_REAL = [
    ("07919730071111F1000B919746121611F10000811170021222230DC8329BFD6681EE6F399B1C02",
     "+79642161111", None, "Hello, world!"),
    ("07919730071111F1000B919746121611F10000811170021222230A1B5E583C2697CD1B1F",
     "+79642161111", None, "[abcdef]"),
    ("07919730071111F1000B919746121611F1000081117002122223081B14BD3CA76F52",
     "+79642161111", None, "{test}"),
    (("07919730071111F1000B919746121611F100088111800212222318"
     "041F04400438043204350442002C0020043C043804400021"),
     "+79642161111", None, "Привет, мир!"),
    (("07911326060032F0000DD0D432DBFC96D30100001121313121114012"
     "D7327BFC6E9741F437885A669BDF723A"),
     "Telfort", None, "Welcome to Telfort"),
    ("07919730071111F1400B919746121611F10000811170021222230E06080412340201C8329BFD6601",
     "+79642161111", Part(0x1234, 1, 2, wide=True), "Hello,"),
    ("07919730071111F1400B919746121611F10000811170021232230F06080412340202A0FB5BCE268700",
     "+79642161111", Part(0x1234, 2, 2, wide=True), " world!"),
    ("07919730071111F1400B919746121611F10000100161916223230D0500032E020190E175DD1D06",
     "+79642161111", Part(0x2E, 1, 2), "Hakuna"),
    ("07919730071111F1400B919746121611F10000100161916233230E0500032E020240ED303D4C0F03",
     "+79642161111", Part(0x2E, 2, 2), " matata"),
    ("07919730071111F1400B919746121611F100008111701222822310050A03000410846F3619F476B3F3",
     "+79642161111", None, "Bold only"),
    ("07919730071111F1000B919746121611F10010811170021222231054747A0E4ACF416190991D9EA343",
     "+79642161111", None, "This is a flash!"),
]  # fmt: skip


@pytest.mark.parametrize(("hexadecimal", "sender", "part", "text"), _REAL)
def test_real_message_is_read(hexadecimal: str, sender: str, part: Part | None, text: str) -> None:
    message = _deliver(hexadecimal)
    assert (message.sender, message.part, message.flags) == (sender, part, ())
    assert join_text([message.data]) == text


def test_user_data_length_is_honoured() -> None:
    # As gammu's at-sms/39: octets follow that the library shows as garbage characters.
    message = _deliver(_tpdu("05C8329BFD06" + "A0B0C0D0E0F0"))
    assert (join_text([message.data]), message.flags) == ("Hello", ("tail",))


@pytest.mark.parametrize(
    ("stamp", "sent_at"),
    [
        ("81117002122223", datetime(2018, 11, 7, 12, 21, 22, tzinfo=UTC)),
        ("8111700212222B", datetime(2018, 11, 8, 4, 21, 22, tzinfo=UTC)),
        ("62112210203082", _SENT_AT),
        ("00101000000000", datetime(2000, 1, 1, tzinfo=UTC)),
        ("00101000000082", datetime(1999, 12, 31, 17, tzinfo=UTC)),
        ("99211332959500", datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_time_stamp_is_told_in_utc(stamp: str, sent_at: datetime) -> None:
    message = _deliver(f"0004{_FROM}0000{stamp}0178")
    assert (message.sent_at, message.flags) == (sent_at, ())


@pytest.mark.parametrize(
    "stamp",
    [
        "00000000000000",  # what some modems give for "unknown"
        "62130210203082",  # month 31
        "62200310203082",  # 30 February
        "62112242203082",  # hour 24
        "62112210063082",  # minute 60
        "62112210200682",  # second 60
        "A2112210203082",
        "FFFFFFFFFFFFFF",
    ],
)
def test_impossible_time_stamp_is_none_and_the_message_lives(stamp: str) -> None:
    message = _deliver(f"0004{_FROM}0000{stamp}0178")
    assert (message.sent_at, message.flags) == (None, ("bad_scts",))
    assert join_text([message.data]) == "x"


@pytest.mark.parametrize("zone", ["FF", "F7", "75", "A2"])
def test_impossible_offset_is_taken_as_none(zone: str) -> None:
    message = _deliver(f"0004{_FROM}0000621122102030{zone}0178")
    assert message.sent_at == datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    assert message.flags == ("bad_scts",)


@pytest.mark.parametrize(
    ("field", "sender", "ton"),
    [
        (_FROM, "+6281234567890", 1),
        ("0C81802143658709", "081234567890", 0),
        ("04817180", "1708", 0),
        ("04A17180", "1708", 2),
        ("0681A1CBED", "1*#abc", 0),
        ("0DD0D432DBFC96D301", "Telfort", 5),
        ("0ED0D432DBFC96D301", "Telfort", 5),  # length rounded up: a septet 0 is no '@'
        ("0091", "", 1),
        ("0081", "", 0),
        ("00D0", "", 5),
    ],
)
def test_sender_is_read_in_every_form(field: str, sender: str, ton: int) -> None:
    """With a length of 0 the library does not take the type octet and misreads all the rest."""
    message = _deliver(_tpdu("0178", sender=field))
    assert (message.sender, message.sender_ton) == (sender, ton)
    assert join_text([message.data]) == "x"


@pytest.mark.parametrize("field", ["1591" + "11" * 11, "FF91" + "11" * 128])
def test_sender_of_more_than_20_digits_is_bad(field: str) -> None:
    hexadecimal = _tpdu("0178", sender=field)
    assert pdu.decode(hexadecimal) == pdu.Bad("address", hexadecimal.encode())


@pytest.mark.parametrize(
    ("field", "smsc"),
    [("00", ""), ("0791261801000020", "+628110000002"), ("03817180", "1708"), ("0191", "")],
)
def test_service_centre_is_counted_in_octets(field: str, smsc: str) -> None:
    assert _deliver(field + _tpdu("0178")[2:]).smsc == smsc


@pytest.mark.parametrize("dcs", [dcs for dcs in range(256) if dcs >= 0x80 or not dcs & 0x20])
def test_each_coding_scheme_has_an_alphabet(dcs: int) -> None:
    """The table of TS 23.038 clause 4, written a second time as ranges."""
    bits = dcs >> 2 & 3
    expected, body = GSM7, "02E834"
    if (dcs < 0x80 and bits == 2) or 0xE0 <= dcs <= 0xEF:
        expected, body = UCS2, "0400680069"
    elif (dcs < 0x80 and bits == 1) or (dcs >= 0xF0 and dcs & 4):
        expected, body = BINARY, "026869"
    message = _deliver(_tpdu(body, dcs=f"{dcs:02X}"))
    assert message.data.alphabet == expected
    assert join_text([message.data]) == "hi"
    reserved = (dcs < 0x80 and bits == 3) or 0x80 <= dcs < 0xC0
    assert message.flags == (("reserved_dcs",) if reserved else ())
    assert message.silent == ("mwi" if 0xC0 <= dcs < 0xD0 else "")


@pytest.mark.parametrize("dcs", ["20", "28", "3F", "60"])
def test_compressed_text_is_bad(dcs: str) -> None:
    assert _reason(_tpdu("02E834", dcs=dcs)) == "compressed"


@pytest.mark.parametrize(
    ("elements", "silent", "ports", "flags"),
    [
        ("04020102", "port", (1, 2), ()),
        ("05040B8423F0", "port", (2948, 9200), ()),
        ("0403010203", "", None, ("bad_ie",)),
        ("05020102", "", None, ("bad_ie",)),
        ("01020005", "mwi", None, ()),
        ("01028005", "", None, ()),
    ],
)
def test_application_and_indication_headers_are_silent(
    elements: str, silent: str, ports: tuple[int, int] | None, flags: tuple[str, ...]
) -> None:
    size = len(elements) // 2
    message = _deliver(_tpdu(f"{size + 3:02X}{size:02X}{elements}6869", dcs="04", first="44"))
    assert (message.silent, message.ports, message.flags) == (silent, ports, flags)
    assert message.data.units == b"hi"


@pytest.mark.parametrize(
    ("elements", "part", "flags"),
    [
        ("0003070201", Part(7, 1, 2), ()),
        ("0804FFFE0202", Part(0xFFFE, 2, 2, wide=True), ()),
        ("00030702010804000A0303", Part(10, 3, 3, wide=True), ()),
        ("0804000A03030003070201", Part(7, 1, 2), ()),
        ("0003070000", None, ("bad_ie",)),
        ("0003070203", None, ("bad_ie",)),
        ("000307020300020102", None, ("bad_ie",)),
        ("0003070201" + "0803070201", Part(7, 1, 2), ("bad_ie",)),
        ("7000" * 40 + "0003070201", Part(7, 1, 2), ()),
        ("0A03000410", None, ()),
        ("", None, ()),
    ],
)
def test_concatenation_is_read_or_ignored(
    elements: str, part: Part | None, flags: tuple[str, ...]
) -> None:
    size = len(elements) // 2
    message = _deliver(_tpdu(f"{size + 5:02X}{size:02X}{elements}00680069", dcs="08", first="44"))
    assert (message.part, message.flags) == (part, flags)
    assert join_text([message.data]) == "hi"


@pytest.mark.parametrize("body", ["00", "0105", "020100", "03020003", "0602000307" + "0201"])
def test_header_that_passes_its_end_is_bad(body: str) -> None:
    assert _reason(_tpdu(body, dcs="04", first="44")) == "udh_overrun"


@pytest.mark.parametrize(
    ("dcs", "body"), [("00", "05C8329B"), ("08", "040041"), ("04", "FF00"), ("00", "FF" + "00" * 9)]
)
def test_more_announced_than_there_is_is_bad(dcs: str, body: str) -> None:
    assert _reason(_tpdu(body, dcs=dcs)) == "udl"


def test_more_user_data_than_an_sms_holds_is_flagged() -> None:
    message = _deliver(_tpdu("90" + "0041" * 72, dcs="08"))
    assert (len(message.data.units), message.flags) == (144, ("long",))


@pytest.mark.parametrize("size", range(1, 15))
def test_first_character_survives_any_header_length(size: int) -> None:
    """The library drops it where a header leaves no fill bits, as every 16-bit reference does."""
    header = bytes((size + 2, 0x70, size, *range(size)))
    message = _deliver(_tpdu(_septet_body(header, b"Halo"), first="44"))
    assert join_text([message.data]) == "Halo"


@pytest.mark.parametrize("length", ["07", "08"])
def test_header_alone_is_an_empty_text(length: str) -> None:
    message = _deliver(_tpdu(f"{length}06080412340201", first="44"))
    assert join_text([message.data]) == ""


@pytest.mark.parametrize(
    ("body", "text"),
    [("08C830FB0D5AA701", "Halo ki@"), ("0861F1985C369F01", "abcdefg@"), ("0100", "@")],
)
def test_trailing_at_sign_is_kept(body: str, text: str) -> None:
    assert join_text([_deliver(_tpdu(body)).data]) == text


@pytest.mark.parametrize(
    ("elements", "data", "flags"),
    [
        ("240101", UserData(GSM7, b"\x1bs", single=1), ()),
        ("250101", UserData(GSM7, b"\x1bs", locking=1), ()),
        ("250103240103", UserData(GSM7, b"\x1bs", locking=3, single=3), ()),
        ("24010D25010D", UserData(GSM7, b"\x1bs", locking=13, single=13), ()),
        ("250102", UserData(GSM7, b"\x1bs"), ("unknown_shift",)),
        ("24010E25010E", UserData(GSM7, b"\x1bs"), ("unknown_shift",)),
        ("24020101", UserData(GSM7, b"\x1bs"), ("bad_ie",)),
        ("2500", UserData(GSM7, b"\x1bs"), ("bad_ie",)),
    ],
)
def test_shift_tables_are_those_of_the_header(
    elements: str, data: UserData, flags: tuple[str, ...]
) -> None:
    header = bytes((len(elements) // 2,)) + bytes.fromhex(elements)
    message = _deliver(_tpdu(_septet_body(header, b"\x1bs"), first="44"))
    assert (message.data, message.flags) == (data, flags)


def test_turkish_text_is_not_lost() -> None:
    """The library ignores the element and shows nothing for what ESC introduces."""
    message = _deliver(_tpdu(_septet_body(b"\x03\x24\x01\x01", b"\x1bs\x1bg"), first="44"))
    assert join_text([message.data]) == "şğ"


@pytest.mark.parametrize(
    ("length", "flags"), [(None, ()), (21, ()), (20, ("length",)), (0, ("length",))]
)
def test_length_that_the_modem_told_is_compared(length: int | None, flags: tuple[str, ...]) -> None:
    message = pdu.decode("0791261801000020" + _tpdu("0178")[2:], length=length)
    assert isinstance(message, pdu.Deliver)
    assert message.flags == flags


@pytest.mark.parametrize(
    "text", ["", " ", "0", "zz", "07 91", "0x07", "٠٧", "\ud83d", "é", "07\n91", "07\0"]
)
def test_what_is_not_hexadecimal_is_bad(text: str) -> None:
    bad = pdu.decode(text)
    assert bad == pdu.Bad("hex", text.encode("latin-1", "backslashreplace"))
    assert pdu.decode_submit(text) == bad


def test_bytes_of_hexadecimal_are_read_alike() -> None:
    assert pdu.decode(_REAL[0][0].lower().encode() + b"\r\n") == pdu.decode(_REAL[0][0])


@pytest.mark.parametrize(
    ("status", "state"),
    [(0x00, "delivered"), (0x01, "delivered"), (0x02, "delivered"), (0x1F, "delivered"),
     (0x20, "pending"), (0x2F, "pending"), (0x30, "pending"), (0x3F, "pending"),
     (0x40, "failed"), (0x46, "failed"), (0x60, "failed"), (0x7F, "failed"), (0x80, "failed"),
     (0xFF, "failed")],
)  # fmt: skip
def test_status_tells_the_state(status: int, state: str) -> None:
    """0x20-0x3F is "still trying", which the library calls failed."""
    report = pdu.decode(f"000655{_FROM}{_STAMP}{_STAMP}{status:02X}")
    assert isinstance(report, pdu.StatusReport)
    assert (report.status, report.state) == (status, state)


def test_real_status_report_is_read() -> None:
    # gammu at-sms/38
    report = pdu.decode("079124602009999006B4098106326906F2212041015554402120410155054000")
    assert report == pdu.StatusReport(
        smsc="+420602909909",
        reference=0xB4,
        recipient="602396602",
        sent_at=datetime(2012, 2, 14, 9, 55, 45, tzinfo=UTC),
        done_at=datetime(2012, 2, 14, 9, 55, 50, tzinfo=UTC),
        status=0,
        state="delivered",
    )


@pytest.mark.parametrize("optional", ["00", "0700000141", "07", "FFFFFFFFFF"])
def test_optional_end_of_a_status_report_changes_nothing(optional: str) -> None:
    plain = f"000655{_FROM}{_STAMP}{_STAMP}41"
    assert pdu.decode(plain + optional) == pdu.decode(plain)


def test_status_report_with_broken_stamps_still_counts() -> None:
    report = pdu.decode(f"000655{_FROM}{'FF' * 14}00")
    assert isinstance(report, pdu.StatusReport)
    assert (report.sent_at, report.done_at, report.state) == (None, None, "delivered")


def test_inbound_carries_what_the_message_says() -> None:
    raw = _tpdu("0A0500030702010041D83C", dcs="08", first="44")
    assert pdu.to_inbound(raw.lower(), line="kartu1", identity=b"id") == Inbound(
        line="kartu1",
        raw=raw.encode(),
        identity=b"id",
        sender="+6281234567890",
        sender_ton=1,
        sent_at=_SENT_AT,
        data=UserData(UCS2, b"\x00\x41\xd8\x3c"),
        part=Part(7, 1, 2),
    )


def test_inbound_of_a_status_report_is_a_delivery_report() -> None:
    raw = f"000655{_FROM}{_STAMP}{_STAMP}41"
    assert pdu.to_inbound(raw, line="kartu1", identity=b"id") == DeliveryReport(
        line="kartu1",
        raw=raw.encode(),
        identity=b"id",
        reference="85",
        number="+6281234567890",
        state="failed",
        code="ST 0x41",
        sent_at=_SENT_AT,
        done_at=_SENT_AT,
    )


def test_noise_of_the_line_is_kept_octet_for_octet() -> None:
    noise = bytes(range(256)).decode("latin-1")
    inbound = pdu.to_inbound(noise, line="kartu1", identity=b"")
    assert inbound == Inbound("kartu1", bytes(range(256)), b"", bad="hex")


@given(st.text() | st.binary())
def test_decoding_any_text_never_raises(noise: str | bytes) -> None:
    pdu.decode(noise, length=5)
    pdu.decode_submit(noise)


@given(st.binary(max_size=200), st.integers(0, 63))
def test_decoding_any_octets_never_raises(octets: bytes, dcs: int) -> None:
    for head in ("", "0001", "0004", _tpdu("", dcs=f"{dcs * 4:02X}", first="44")):
        pdu.decode(head + octets.hex())
        pdu.decode_submit(head + octets.hex())


@given(st.sampled_from([row[0] for row in _REAL]), st.data())
def test_cut_and_flipped_message_is_a_value(hexadecimal: str, data: st.DataObject) -> None:
    octets = bytearray.fromhex(hexadecimal)
    octets[data.draw(st.integers(0, len(octets) - 1))] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.integers(1, len(octets)))
    pdu.to_inbound(octets[:end].hex(), line="kartu1", identity=b"")
