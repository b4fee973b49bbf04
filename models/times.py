"""Times in the database: whole microseconds since 1970-01-01 UTC, from and to aware datetimes."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=1024)
def to_us(at: datetime) -> int:
    """Return *at* as microseconds since 1970 UTC, exactly; ValueError for a naive datetime.

    The same moments are asked for again and again: a batch has one *now*, and few deadlines.
    """
    if at.utcoffset() is None:
        raise ValueError("times: a datetime without a zone; only aware datetimes are stored")
    return (at - EPOCH) // _MICROSECOND


def from_us(value: int) -> datetime:
    """Return the aware UTC datetime of *value* microseconds; OverflowError outside years 1-9999."""
    return EPOCH + timedelta(microseconds=value)
