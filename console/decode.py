"""Look at one PDU: ``kentongan pdu``; nothing stored is touched."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from console.frame import Command, json_option, option
from console.output import Column, Row, show_fields
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.message import UserData


@click.command(cls=Command)
@click.argument("hexadecimal", metavar="HEX")
@option("--length", type=int, metavar="N", help="Octets of the TPDU, as +CMGL told.")
@option("--submit", is_flag=True, help="Read it as a phone's SMS-SUBMIT.")
@json_option
def pdu(hexadecimal: str, length: int | None, *, submit: bool, as_json: bool) -> None:
    """Show what the codec makes of a modem's PDU in hexadecimal.

    Example:
        kentongan pdu 0791448720003023040ED0C7F7FBCC2E0300009999309251619580054F29945E0
    """
    from gateway.pdu import Bad, decode, decode_submit

    value = decode_submit(hexadecimal) if submit else decode(hexadecimal, length=length)
    show_fields(_pdu_row(value), _pdu_columns(), as_json=as_json)
    if isinstance(value, Bad):
        raise KentonganError(_("not decoded: %(reason)s") % {"reason": value.reason})


def _pdu_row(value: Any) -> Row:
    """Return a kind, the fields of the value, and its text; bytes as hexadecimal."""
    from gateway.segments import join_text

    row: dict[str, object] = {"kind": _KINDS[type(value).__name__]}
    for name in value.__dataclass_fields__:
        field = getattr(value, name)
        row[name] = _jsonable(field)
    if "data" in row:
        row["text"] = _text(value.data, join_text)
    return row


def _text(data: "UserData", join_text: Any) -> str | None:
    return None if data.alphabet == "8bit" else str(join_text([data]))


def _jsonable(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex().upper()
    if is_dataclass(value) and not isinstance(value, type):
        return {k: _jsonable(v) for k, v in asdict(value).items()}
    if isinstance(value, tuple):
        return [_jsonable(v) for v in value]
    return value


_KINDS = {"Deliver": "deliver", "StatusReport": "status-report", "Submit": "submit", "Bad": "bad"}


def _pdu_columns() -> list[Column]:
    return [
        Column("kind", _("kind")),
        Column("reason", _("reason")),
        Column("smsc", _("service centre")),
        Column("sender", _("sender")),
        Column("destination", _("destination")),
        Column("recipient", _("recipient")),
        Column("reference", _("reference")),
        Column("state", _("state")),
        Column("sent_at", _("sent")),
        Column("done_at", _("delivered at")),
        Column("part", _("part")),
        Column("ports", _("ports")),
        Column("silent", _("kept silently because")),
        Column("flags", _("oddities")),
        Column("text", _("text")),
    ]
