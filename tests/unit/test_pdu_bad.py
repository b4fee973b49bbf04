"""Every hostile PDU of data/bad_pdu.jsonl gives what its row expects, quickly, never raising."""

import json
import time
from pathlib import Path

import pytest

from gateway import pdu
from gateway.message import BINARY, Inbound, Part
from gateway.segments import join_text

_ROWS = Path(__file__).parent.parent / "data" / "bad_pdu.jsonl"
_DATA: dict[str, str] = {
    row["id"]: row["data"] for row in map(json.loads, _ROWS.read_text("utf-8").splitlines())
}

_QUARANTINED = {
    "pdu-cmgl-line-merge": "hex",
    "pdu-mti-3": "mti",
    "pdu-mti-submit": "mti",
    "pdu-odd-nibbles": "hex",
    "pdu-smsc-len-ff": "smsc",
    "pdu-trunc-18": "truncated",
    "pdu-trunc-2": "truncated",
    "pdu-trunc-20": "truncated",
    "pdu-trunc-30": "truncated",
    "pdu-trunc-42": "truncated",
    "pdu-trunc-8": "truncated",
    "pdu-udh-ie-overrun": "udh_overrun",
    "pdu-udl-255": "udl",
    "pdu-udl-gt": "udl",
}

_TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdu-concat-dup-a": ("AAAA", ()),
    "pdu-concat-dup-b": ("BBBB", ()),
    "pdu-concat-dup-end": ("CCCC", ()),
    "pdu-concat-same-ref-total2": ("bagian", ()),
    "pdu-concat-same-ref-total3": ("bagian", ()),
    "pdu-concat-same-ref-total9": ("bagian", ()),
    "pdu-dcs-e0-ucs2": ("LAPOR jalan", ()),
    "pdu-dcs-f5-8bit": ("LAPOR jalan", ()),
    "pdu-emoji-pair": ("LAPOR banjir \U0001f30a", ()),
    "pdu-gsm7-esc-end": (" ", ()),
    "pdu-gsm7-esc-unknown": ("¥", ()),
    "pdu-lone-high": ("L\ufffd", ()),
    "pdu-lone-low": ("\ufffdL", ()),
    "pdu-oa-len-0": ("x", ()),
    "pdu-ok-ucs2": ("LAPOR jalan rusak di Jl. Merdeka", ()),
    "pdu-pid-40-type0": ("x", ()),
    "pdu-pid-7f-simdata": ("x", ()),
    "pdu-smsc-len-0": ("LAPOR banjir di RT 05", ()),
    "pdu-tail-junk": ("LAPOR banjir di RT 05", ("tail",)),
    "pdu-ts-feb-30": ("LAPOR x", ("bad_scts",)),
    "pdu-ts-ff": ("LAPOR x", ("bad_scts",)),
    "pdu-ts-month-31": ("LAPOR x", ("bad_scts",)),
    "pdu-ts-tz-ff": ("LAPOR x", ("bad_scts",)),
    "pdu-ucs2-bom": ("LAPOR jalan", ()),
    "pdu-ucs2-fullwidth": ("ＬＡＰＯＲ jalan", ()),
    "pdu-ucs2-homoglyph": ("L\u0410POR jalan", ()),
    "pdu-ucs2-le-bom": ("LAPOR jalan", ()),
    "pdu-ucs2-odd": ("L", ("odd_ucs2",)),
    "pdu-ucs2-zwj": ("L\u200bA\u200bPOR jalan", ()),
    "pdu-udh-concat-255": ("LAPOR x", ()),
    "pdu-udh-concat-len2": ("LAPOR x", ("bad_ie",)),
    "pdu-udh-concat-seq-gt": ("LAPOR x", ("bad_ie",)),
    "pdu-udh-concat-seq0": ("LAPOR x", ("bad_ie",)),
    "pdu-udh-concat16-len3": ("LAPOR x", ("bad_ie",)),
    "pdu-udh-many-ie": ("LAPOR x", ()),
    "pdu-udh-ports": ("LAPOR x", ()),
    "pdu-udl-0-withdata": ("", ("tail",)),
}

_PARTS = {
    "pdu-concat-dup-a": Part(0x66, 1, 2),
    "pdu-concat-dup-b": Part(0x66, 1, 2),
    "pdu-concat-dup-end": Part(0x66, 2, 2),
    "pdu-concat-same-ref-total2": Part(0x55, 1, 2),
    "pdu-concat-same-ref-total3": Part(0x55, 1, 3),
    "pdu-concat-same-ref-total9": Part(0x55, 1, 9),
    "pdu-udh-concat-255": Part(7, 1, 255),
}

_SILENT = {"pdu-pid-40-type0": "type0", "pdu-pid-7f-simdata": "simdata", "pdu-udh-ports": "port"}
_NO_STAMP = {"pdu-ts-feb-30", "pdu-ts-ff", "pdu-ts-month-31"}


def test_every_row_has_an_expectation() -> None:
    assert _DATA.keys() == _QUARANTINED.keys() | _TEXTS.keys() | {"pdu-status-report"}


@pytest.mark.parametrize("row", sorted(_QUARANTINED))
def test_what_is_no_message_is_bad_and_kept(row: str) -> None:
    assert pdu.decode(_DATA[row]) == pdu.Bad(_QUARANTINED[row], _DATA[row].encode("ascii"))


@pytest.mark.parametrize("row", sorted(_TEXTS))
def test_hostile_message_is_decoded(row: str) -> None:
    message = pdu.decode(_DATA[row])
    assert isinstance(message, pdu.Deliver)
    assert (join_text([message.data]), message.flags) == _TEXTS[row]
    assert message.sender == ("" if row == "pdu-oa-len-0" else "+6281234567890")
    assert message.part == _PARTS.get(row)
    assert message.silent == _SILENT.get(row, "")
    assert (message.sent_at is None) == (row in _NO_STAMP)


def test_8_bit_message_is_not_read_as_gsm_7() -> None:
    message = pdu.decode(_DATA["pdu-dcs-f5-8bit"])
    assert isinstance(message, pdu.Deliver)
    assert (message.data.alphabet, message.data.units) == (BINARY, b"LAPOR jalan")


def test_status_report_of_an_unknown_reference_is_a_report() -> None:
    report = pdu.decode(_DATA["pdu-status-report"])
    assert isinstance(report, pdu.StatusReport)
    assert (report.reference, report.status, report.state) == (0x55, 0, "delivered")


@pytest.mark.parametrize("row", sorted(_DATA))
def test_each_row_takes_well_under_50_ms(row: str) -> None:
    deadline = time.monotonic() + 2.5
    for _ in range(50):
        pdu.decode(_DATA[row])
    assert time.monotonic() < deadline


@pytest.mark.parametrize("row", sorted(_DATA))
def test_raw_pdu_survives_whatever_it_says(row: str) -> None:
    inbound = pdu.to_inbound(_DATA[row].lower(), line="kartu1", identity=b"i")
    assert inbound.raw == _DATA[row].upper().encode("ascii")
    assert inbound.identity == b"i"
    if row in _QUARANTINED:
        assert isinstance(inbound, Inbound)
        assert inbound.bad == _QUARANTINED[row]
