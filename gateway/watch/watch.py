"""Looks at everything in turn, raises what is wrong and clears what is well again."""

import logging
from collections.abc import Callable
from datetime import date, datetime

from gateway.office import Office
from gateway.setting import Setting
from gateway.watch.alarms import clear_alarm, open_alarms, raise_alarm
from gateway.watch.judge import JUDGED, Finding, Key, judge
from gateway.watch.look import Place, look, states, without_network
from models import line_credit
from models.base import Tx
from models.times import from_us

log = logging.getLogger(__name__)


class Watch:
    """Remembers only since when a line has no network; all else is in the database."""

    def __init__(self, office: Office, setting: Callable[[], Setting]) -> None:
        """*setting* returns the desk's present one."""
        self._office = office
        self._setting = setting
        self._no_network: dict[str, datetime] = {}

    def once(self) -> int:
        """Take the readings; return how many alarms were raised or cleared.

        Raises StorageError.
        """
        office = self._office
        now = office.clock()
        with office.store.reading() as tx:
            told = states(tx)
            self._no_network = without_network(told, self._no_network, now)
            place = Place(office.settings, self._setting().zone, now, self._no_network)
            reading = look(tx, place)
            standing = {(one.name, one.subject) for one in open_alarms(tx) if one.name in JUDGED}
            news = _credit_news(tx, told)
        found = judge(reading, office.settings.alerts, frozenset(standing))
        over = standing - found.keys()
        begun = {key: one for key, one in found.items() if key not in standing}
        if not (over or begun or news):
            return 0

        def job(tx: Tx) -> None:
            for line, (balance, expires, at) in news.items():
                line_credit.note(tx, line, balance=balance, expires=expires, short=False, now=at)
            _write(tx, begun, over, now)

        office.writer.submit(job).result()
        for name, subject in begun:
            log.warning("alarm: %s %s", name, subject)
        for name, subject in over:
            log.info("alarm over: %s %s", name, subject)
        return len(begun) + len(over)


def _write(tx: Tx, begun: dict[Key, Finding], over: set[Key], now: datetime) -> None:
    for (name, subject), one in begun.items():
        raise_alarm(tx, name, subject, fields=one.fields, now=one.since or now)
    for name, subject in over:
        clear_alarm(tx, name, subject, now=now)


News = dict[str, tuple[int | None, date | None, datetime]]


def _credit_news(tx: Tx, told: dict[str, dict[str, object]]) -> News:
    """Return what lines asked their operator by USSD since it was written down last."""
    known = line_credit.known(tx)
    news: News = {}
    for line, state in told.items():
        asked = state.get("credit_at")
        if not isinstance(asked, int) or not asked:
            continue
        at = from_us(asked)
        if line not in known or known[line].updated_at < at:
            balance, expires = state.get("balance"), str(state.get("expires") or "")
            news[line] = (
                balance if isinstance(balance, int) else None,
                date.fromisoformat(expires) if expires else None,
                at,
            )
    return news
