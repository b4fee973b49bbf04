"""What rules find in a text: apart from the reading, for redaction makes none (4 ms)."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text that names or reaches a person."""

    kind: str  # telepon | nik | kk | email | rekening | plat | nama | alamat | pin
    start: int  # characters
    end: int  # exclusive


class Place(NamedTuple):
    """A place that a report names."""

    kind: str  # area | street | complex | rtrw | landmark | point | outside
    text: str  # as written in the body
    start: int  # characters in the body
    end: int  # exclusive
    canon: str = ""  # "Mojoroto"; "" when the gazetteer does not know it
    code: str = ""  # of the area in the gazetteer


class TicketRef(NamedTuple):
    """A ticket number as it was written; only the desk refuses one whose check digit is wrong."""

    digits: str  # 5-10 ASCII digits, blanks and dashes removed
    check_ok: bool  # 7-9 digits, the first not 0, the last a right Damm digit
