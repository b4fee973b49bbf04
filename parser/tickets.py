"""Ticket numbers as people type them: letters for digits, blanks and dashes inside."""

from collections.abc import Sequence

from parser.damm import checksum
from parser.spans import TicketRef

MIN_DIGITS, MAX_DIGITS = 5, 10  # read as a ticket where the grammar allows one
LENGTHS = range(7, 10)  # digits of a number that we give
SHORTEST = LENGTHS[0]
_LOOKALIKES = str.maketrans("OoIl", "0011")


def check_ok(digits: str) -> bool:
    """Tell whether *digits* can be a ticket: 7-9 of them, first 1-9, last a right Damm digit.

    >>> check_ok("1234566"), check_ok("1234567"), check_ok("0123450")
    (True, False, False)
    """
    if len(digits) not in LENGTHS or digits[0] == "0":
        return False
    if not (digits.isascii() and digits.isdigit()):
        return False
    return checksum(digits) == 0


def choose(groups: Sequence[tuple[str, int]]) -> tuple[TicketRef, int] | None:
    """Return the ticket that groups of digits spell and where it ends, or None.

    *groups* are (as typed, end position in the text). The shortest run of groups with a right
    check digit wins; without one the first group, else all of them, if 5-10 digits long.

    >>> choose([("12", 2), ("34", 5), ("566", 9), ("2", 11)])
    (TicketRef(digits='1234566', check_ok=True), 9)
    >>> choose([("2611", 4), ("000123", 11)])
    (TicketRef(digits='2611000123', check_ok=False), 11)
    >>> choose([("1", 1)]) is None
    True
    """
    digits = ""
    for typed, end in groups:
        digits += typed.translate(_LOOKALIKES)
        if check_ok(digits):
            return TicketRef(digits, check_ok=True), end
    first = groups[0][0].translate(_LOOKALIKES)
    for candidate, end in ((first, groups[0][1]), (digits, groups[-1][1])):
        if MIN_DIGITS <= len(candidate) <= MAX_DIGITS:
            return TicketRef(candidate, check_ok=False), end
    return None
