"""What several figures consist of: counts, shares, spreads and ratings. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reports.page import Hidden

LEAST_RATINGS = 5
"""With fewer ratings a mean says nothing, and could tell who gave them."""

SMALL = 5
"""A place's count of a confidential category below it is hidden in public."""


class Count(NamedTuple):
    """How many of *code*: a category, an area, a channel, a role."""

    code: str
    n: "int | Hidden"


class Share(NamedTuple):
    """*n* of *of*."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        """0 to 1; None of nothing."""
        return share(self.n, self.of)


class Rating(NamedTuple):
    """Ratings of 1 to 5; *mean* is None with fewer than LEAST_RATINGS."""

    n: int
    mean: float | None


class Spread(NamedTuple):
    """How *n* lengths of time lie; the unit is that of the figure: working hours or days."""

    n: int
    least: float
    lower: float  # quartile
    median: float
    upper: float  # quartile
    p90: float
    most: float


def share(n: int, of: int) -> float | None:
    """Return *n* / *of*; None when there is nothing that it could be a share of.

    >>> share(1, 4), share(0, 0)
    (0.25, None)
    """
    return n / of if of else None


def rating(total: int, n: int) -> Rating:
    """Return the mean of *n* ratings that sum to *total*."""
    return Rating(n, total / n if n >= LEAST_RATINGS else None)


def spread(values: Sequence[float]) -> Spread | None:
    """Return how *values* lie, or None without any.

    A quantile between two values lies between them in proportion (type 7, as spreadsheets do).

    >>> spread([4, 1, 2, 3]).median
    2.5
    """
    ordered = sorted(values)
    if not ordered:
        return None
    lower, median, upper, p90 = (_quantile(ordered, mark) for mark in (0.25, 0.5, 0.75, 0.9))
    return Spread(len(ordered), ordered[0], lower, median, upper, p90, ordered[-1])


def _quantile(ordered: Sequence[float], mark: float) -> float:
    place = mark * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def shown(code: str, n: int, secret: frozenset[str], *, public: bool) -> "int | Hidden":
    """Return *n* as it may stand at a place: below SMALL a confidential category is hidden.

    Hidden from 0 on, else a cell that is not hidden would tell that there is somebody.
    """
    from reports.page import Hidden  # noqa: PLC0415 - no digest by SMS hides a place

    return Hidden(SMALL) if public and code in secret and n < SMALL else n
