"""Phone numbers as carriers write them, in one form; who may be answered; how a number is shown."""

from typing import NamedTuple

ALPHANUMERIC = 5  # type of number, 3GPP TS 23.040 9.1.2.5
INTERNATIONAL = 1
MAX_SHORT = 6  # digits of a short code
MIN_REPLYABLE = 8


class Sender(NamedTuple):
    """Who a message is from, as far as its address tells: an address can be forged."""

    kind: str  # mobile | short | alphanumeric | foreign | other
    number: str  # E.164 with '+'; a short code and an alphanumeric name verbatim; '' for none


def normalise(address: str, ton: int = 0, *, region: str = "ID") -> Sender:
    """Return the sender behind *address* as it stands in a PDU, SMPP or HTTP field.

    *ton* is the type of number. Never raises: an inbound SMS is not refused for its sender. A
    short code is never made E.164 (phonenumbers would turn 1708 into +621708).
    """
    text = address.strip().replace("\0", "")
    if not text:
        return Sender("other", "")
    plus = text.startswith("+")
    digits = text[plus:]
    plain = digits.isascii() and digits.isdigit()  # as nearly all are
    if ton == ALPHANUMERIC or (not plain and any(c.isalpha() for c in text)):
        return Sender("alphanumeric", text)
    if not plain:
        digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if not digits:
        return Sender("other", text)
    if not plus and len(digits) <= MAX_SHORT:
        return Sender("short", digits)
    if digits.startswith("00") and not plus:
        # phonenumbers knows 001 and 007 as Indonesia's prefix for abroad, not 00
        digits, plus = digits[2:], True
    elif ton == INTERNATIONAL and not digits.startswith("0"):
        plus = True
    return _indonesian(digits, plus=plus) if region == "ID" else _parse(digits, plus, region)


def _indonesian(digits: str, *, plus: bool) -> Sender:
    """Settle what nearly every sender is without the 50 ms import of phonenumbers."""
    national = ""
    if digits.startswith("62"):
        national = digits[2:].lstrip("0")
    elif not plus and digits.startswith("0"):
        national = digits[1:]
    elif not plus and digits.startswith("8"):
        national = digits
    if national.startswith("8") and 8 <= len(national) <= 12:
        return Sender("mobile", f"+62{national}")
    return _parse(digits, plus, "ID")


def _parse(digits: str, plus: bool, region: str) -> Sender:
    """Ask phonenumbers about a number that is not plainly an Indonesian mobile."""
    import phonenumbers  # noqa: PLC0415 - 50 ms and 11 MB that most daemons never need

    raw = f"+{digits}" if plus else digits
    try:
        parsed = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return Sender("other", raw)
    if not phonenumbers.is_valid_number(parsed):
        return Sender("other", raw)
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.region_code_for_number(parsed) != region:
        return Sender("foreign", number)
    mobile = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    return Sender("mobile" if mobile else "other", number)


def replyable(sender: Sender, own: frozenset[str] = frozenset()) -> bool:
    """Tell whether an SMS may go back: to Indonesian mobiles only, never to one of our *own* lines.

    *own* holds our numbers as normalise() writes them. DESIGN.md 1, promise 2.
    """
    return (
        sender.kind == "mobile"
        and sender.number.startswith("+62")
        and len(sender.number) > MIN_REPLYABLE
        and sender.number not in own
    )


def mask(number: str) -> str:
    """Return *number* as it may be shown and logged: ``+62812******90``.

    Short codes and names of services are nobody's: they stay.
    """
    if not any(c.isdigit() for c in number) or len(number) <= MAX_SHORT:
        return number
    if len(number) < 11:
        return f"{number[:2]}******{number[-2:]}" if number.lstrip("+").isdigit() else number
    return f"{number[:6]}******{number[-2:]}"
