"""The thread that sends the mail, one message after another, and rests while nobody takes it."""

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from gateway.config_mail import MailSettings
from gateway.errors import LineDown, StorageError, TransportError
from gateway.mail import queue
from gateway.mail.message import Stamp, stamped
from gateway.mail.queue import Claimed
from gateway.office import Office
from gateway.watch.alarms import clear_alarm, raise_alarm
from models.base import Tx
from models.failpoint import reach

T = TypeVar("T")
if TYPE_CHECKING:
    from gateway.mail.smtp import Server

log = logging.getLogger(__name__)

IDLE = 2.0
"""Seconds between two looks when nobody wakes us."""

UPKEEP = timedelta(seconds=20)
"""Between two looks for what a dead sender left, what is unknown and what is too old."""

SPARE = timedelta(minutes=2)
"""A lease is this much longer than the longest that a message may take."""

ALARM, ALARM_AFTER = "mail_failing", timedelta(minutes=10)
"""The house is told when no server takes mail for so long; by SMS, of course."""

_WHY = {
    "unreachable": "server surel tidak bisa dihubungi",
    "tls": "sertifikat server surel tidak sah",
    "password": "berkas sandi surel tidak terbaca",
    "unsupported": "server surel tanpa STARTTLS",
}

MOST_WAITS = 8  # answers of a connection and a message, each within the timeout


class MailSender(threading.Thread):
    """Sends what table mail holds as long as the office works; idle without a mail server."""

    def __init__(self, office: Office) -> None:
        """Nothing is opened until there is mail."""
        super().__init__(name="mail", daemon=True)
        self._office = office
        self._rest_until: datetime | None = None
        self._upkeep_at: datetime | None = None
        self._failing_since: datetime | None = None
        self._alarmed: bool | None = None  # None: an earlier life may have raised it

    def run(self) -> None:
        """Look, send, rest, until the office stops."""
        office = self._office
        while not office.stopping.is_set():
            try:
                self.look()
            except StorageError as error:
                if not error.heals:
                    log.error("mail: ends with the storage: %s", error)  # noqa: TRY400
                    return
                log.warning("mail: storage: %s", error)
            office.mail_wake.wait(IDLE)
            office.mail_wake.clear()

    def look(self) -> None:
        """Send all that is due now, over one connection."""
        settings, now = self._office.settings.mail, self._office.clock()
        self._upkeep(now)
        if not settings.on or self._resting(now, settings) or not self._read(queue.waiting, now):
            return
        from gateway.mail.smtp import Server  # noqa: PLC0415 - ssl: 1.3 MB

        try:
            server = Server(settings)
        except LineDown as error:
            self._rest(error, settings)
            return
        try:
            while server.open and not self._office.stopping.is_set():
                if not self._next(server, settings):
                    break
        finally:
            server.close()

    def _next(self, server: "Server", settings: MailSettings) -> bool:
        """Send the next message; False when there is none or the server is at fault."""
        lease = settings.accept_timeout + MOST_WAITS * settings.timeout + SPARE
        claimed = self._write(lambda tx: queue.claim(tx, lease=lease, now=self._office.clock()))
        if claimed is None:
            return False
        reach("after_claim")
        error = self._try(server, claimed, settings)
        reach("before_record")
        state = self._write(
            lambda tx: queue.record(
                tx, claimed, error, now=self._office.clock(),
                dice=random.random(),  # noqa: S311 - spreads tries
            )
        )  # fmt: skip
        if error is None:
            self._works()
        level = logging.INFO if state == "sent" else logging.WARNING
        log.log(level, "mail %d: %s%s", claimed.id, state, f": {error}" if error else "")
        if isinstance(error, LineDown):
            self._rest(error, settings)
            return False
        return True

    def _try(
        self, server: "Server", claimed: Claimed, settings: MailSettings
    ) -> TransportError | None:
        """Return how it ended: None when the server took it."""
        name = self._office.city.name.replace('"', "").replace("\\", "")
        stamp = Stamp(
            f'"{name}" <{settings.sender}>', settings.reply_to, claimed.to,
            self._office.clock().astimezone(self._office.city.zone), claimed.key,
        )  # fmt: skip

        def begin() -> None:
            if not self._write(lambda tx: queue.begin(tx, claimed)):
                raise LineDown("mail: the claim is another sender's now", code="claim")

        try:
            data = stamped(claimed.content, stamp)
            server.send(settings.sender, claimed.to, data, before_end=begin)
        except TransportError as error:
            return error
        return None

    def _upkeep(self, now: datetime) -> None:
        """Settle what is stuck, unknown or too old, when a look says that there is any."""
        if self._upkeep_at is not None and self._upkeep_at <= now < self._upkeep_at + UPKEEP:
            return
        self._upkeep_at = now
        if self._read(queue.open_ends, now):
            for job in (queue.recover, queue.retry_unknown, queue.expire, queue.forget):
                count = self._write(lambda tx, job=job: job(tx, now))  # type: ignore[misc]
                if count:
                    level = logging.INFO if job is queue.forget else logging.WARNING
                    log.log(level, "mail: %s: %d messages", job.__name__, count)

    def _resting(self, now: datetime, settings: MailSettings) -> bool:
        until = self._rest_until
        # A clock that was set back must not make the pause longer
        return until is not None and until - settings.retry_delay <= now < until

    def _rest(self, error: LineDown, settings: MailSettings) -> None:
        log.warning("%s; next try in %s", error, settings.retry_delay)
        now = self._office.clock()
        self._rest_until = now + settings.retry_delay
        since = self._failing_since = self._failing_since or now
        if now - since >= ALARM_AFTER and not self._alarmed:
            why = _WHY.get(error.code, f"server menolak ({error.code})")
            self._write(lambda tx: raise_alarm(tx, ALARM, "", fields={"tl": why}, now=now))
            self._alarmed = True

    def _works(self) -> None:
        """Note that the server takes mail, and end the alarm that it does not."""
        self._failing_since = None
        if self._alarmed is not False:
            now = self._office.clock()
            self._write(lambda tx: clear_alarm(tx, ALARM, "", now=now))
            self._alarmed = False

    def _read(self, job: Callable[[Tx, datetime], bool], now: datetime) -> bool:
        with self._office.store.reading() as tx:
            return job(tx, now)

    def _write(self, job: Callable[[Tx], T]) -> T:
        return self._office.writer.submit(job).result()
