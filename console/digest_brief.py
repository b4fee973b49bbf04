"""The SMS of the day before, or of any day, without the city's rules and calendar.

To read and check them takes longer than to count. Where anything but the plain case is asked, or
city.toml says its name and zone in another way, the whole digest is made for its SMS.
"""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from datetime import date
from typing import TYPE_CHECKING

from console.bars import patience
from console.desk import Desk
from console.digest_sheet import put
from models import city_glance
from models.i18n import _

if TYPE_CHECKING:
    from models.city_glance import Sign
    from reports.reconcile import Finding


def sign_of(here: Desk) -> "Sign | None":
    """Return how the city signs; None when the whole of city.toml must be read for it."""
    return city_glance.sign(here.stored.daemon.city)


def show(here: Desk, sign: "Sign", day: date | None, out: str | None) -> "tuple[Finding, ...]":
    """Write the SMS of *day*, without one of the last whole day; return what does not add up."""
    from gateway.reply import Texts
    from reports import brief, period, reconcile
    from reports.render import sms
    from reports.scope import CITY

    texts = Texts.load(here.stored.daemon.texts, sign)
    today = period.day(here.now.astimezone(sign.zone).date(), sign.zone)
    asked = today.previous() if day is None else period.day(day, sign.zone)
    with patience(_("counting")), here.store.reading() as tx:
        counts = brief.counts(tx, asked, CITY, here.now)
        found = reconcile.check(tx, asked, here.now, stock=False, gross=counts.gross)
    text = sms.one_part("daily", brief.words(asked, CITY, counts, texts.render))
    put(f"{text}\n".encode(), out)
    return found
