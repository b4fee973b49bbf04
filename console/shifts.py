"""Shifts as people write them: ``sen-jum 07:30-16:00``. Pure."""

from models.casework.duty import Shift
from models.i18n import _
from models.values import clock

DAYS = ("sen", "sel", "rab", "kam", "jum", "sab", "min")
_ALSO = {"mon": "sen", "tue": "sel", "wed": "rab", "thu": "kam", "fri": "jum", "sat": "sab",
         "sun": "min", "ahad": "min"}  # fmt: skip
_ALL = ("semua", "all", "daily")


def parse(text: str, place: int = 0) -> Shift:
    """Return the shift of ``sen-jum 07:30-16:00``, ``sab,min 00:00-24:00``, ``semua 18:00-06:00``.

    Days are Indonesian or English, three letters at least. One that ends before it begins goes
    over midnight; the same hour twice is a whole day. Raises ValueError for anything else.

    >>> parse("sen-jum 07:30-16:00")
    Shift(days=31, opens=450, closes=960, place=0)
    """
    days, _blank, hours = " ".join(text.split()).partition(" ")
    first, dash, last = hours.replace(" ", "").partition("-")
    if not dash:
        raise ValueError(_("%(value)r is not like 'sen-jum 07:30-16:00'") % {"value": text})
    return Shift(_bits(days.casefold()), _minutes(first), _minutes(last), place)


def written(shift: Shift) -> str:
    """Return *shift* as parse() reads it.

    >>> written(Shift(31, 450, 960)), written(Shift(127, 0, 0)), written(Shift(65, 1080, 360))
    ('sen-jum 07:30-16:00', 'semua 00:00-00:00', 'sen,min 18:00-06:00')
    """
    hours = "-".join(f"{at // 60:02}:{at % 60:02}" for at in (shift.opens, shift.closes))
    return f"{_days(shift.days)} {hours}"


def _days(bits: int) -> str:
    on = [at for at in range(7) if bits >> at & 1]
    if len(on) == 7:
        return _ALL[0]
    if len(on) > 2 and on[-1] - on[0] == len(on) - 1:
        return f"{DAYS[on[0]]}-{DAYS[on[-1]]}"
    return ",".join(DAYS[at] for at in on)


def _bits(text: str) -> int:
    if text in _ALL:
        return 127
    bits = 0
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin, end = _day(first), _day(last if dash else first)
        while True:
            bits |= 1 << begin
            if begin == end:
                break
            begin = (begin + 1) % 7
    return bits


def _day(text: str) -> int:
    short = text.strip()
    short = _ALSO.get(short[:3], _ALSO.get(short, short[:3]))
    if short not in DAYS or len(text.strip()) < 3:
        told = {"value": text, "days": ", ".join(DAYS)}
        raise ValueError(_("%(value)r is not a day; one of %(days)s, semua") % told)
    return DAYS.index(short)


def _minutes(text: str) -> int:
    if text == "24:00":
        return 0
    at = clock(text)
    return at.hour * 60 + at.minute
