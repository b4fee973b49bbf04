"""The check digit of H. Michael Damm: any one wrong digit and any swap of neighbours is seen.

The totally anti-symmetric quasigroup of order 10 of his thesis ("Total anti-symmetrische
Quasigruppen", Marburg 2004). python-stdnum has the same; it imports ssl and pydoc with it
(docs/decisions/0012-own-damm-table.md), so it is the oracle of the tests only.
"""

_TABLE = tuple(
    tuple(map(int, row))
    for row in (
        "0317598642",
        "7092154863",
        "4206871359",
        "1750983426",
        "6123045978",
        "3674209581",
        "5869720134",
        "8945362017",
        "9438617205",
        "2581436790",
    )
)


def checksum(digits: str) -> int:
    """Return the digit that *digits* (ASCII 0-9) want behind them; 0 where the last is right.

    Raises ValueError for anything that is not a decimal digit.

    >>> checksum("572"), checksum("5724")
    (4, 0)
    """
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return interim
