"""GsmModem of python-gsmmodem-new 0.13.0 with a reader that cannot go deaf or mix up answers.

Exactly four of its methods are replaced: _handleLineRead, _readLoop, _handleModemNotification and
write. The library opens and initialises; our own code asks by command(), prompt() and submit().
"""

import contextlib
import logging
import os
import select
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

from gateway.at import codes, commands, initial
from gateway.at.commands import Answer
from gateway.at.exchange import Exchange
from gateway.at.lines import LineBuffer, Overflow
from gateway.at.serial_link import Link, SerialShim, descriptor
from gateway.at.urc import Urc, command_name, kind_of
from gateway.at.ussd import Joiner

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # invalid escapes and `is "literal"` in its source
    import gsmmodem.serial_comms
    from gsmmodem.exceptions import CmeError, CmsError, CommandError, TimeoutException
    from gsmmodem.modem import GsmModem

gsmmodem.serial_comms.serial = SerialShim  # the one way to socket:// and rtscts=False
logging.getLogger("gsmmodem").setLevel(logging.ERROR)  # what it says misleads: see initial.py

__all__ = ["CmeError", "CommandError", "NoAnswer", "Port", "PortLost"]

VERSION = "0.13.0"  # its private names are used; setup.cfg and a test hold it there
ESC = "\x1b"
CTRL_Z = "\x1a"
_PROBES = ("AT+CSQ", "AT+CREG?", "AT+CPMS?", "AT+COPS?")
_BUSY_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 1.0)  # seconds between ten tries
_KICK = 0.3  # seconds for the bytes of a reset to leave before the port is closed
_LATE = 5.0  # seconds of grace for an answer that comes out of order
_QUIET = 1.0  # seconds of silence after which nothing old is on its way any more


class NoAnswer(TimeoutException):  # type: ignore[misc] # the library has no types
    """The modem did not answer in time; *data* holds the lines that came."""


class PortLost(Exception):  # noqa: N818 - names the situation
    """The port is gone, closed, out of step, or the modem behind it has restarted."""


class Port(GsmModem):  # type: ignore[misc] # the library has no types
    """One open modem. Safe to use from several threads: one command at a time."""

    def __init__(
        self,
        device: str,
        *,
        baudrate: int = 115_200,
        link: Link | None = None,
        timeout: float = 10.0,
        heard: Callable[[Urc, str], None] = lambda _urc, _pdu: None,
        unlock: Callable[["Port"], None] = lambda _port: None,
    ) -> None:
        """*timeout*: seconds for an answer. *heard(urc, pdu)* runs in the reader thread: be quick.

        *unlock* is called when the SIM may need its PIN; *pdu* is "" but for "pdu" lines.
        """
        super().__init__(device, baudrate, link=link or Link())
        self.gone = threading.Event()  # set when the port is lost or shut
        self.fault = ""  # why it was lost
        self.misses = 0  # commands in a row that got no answer
        self._timeout = timeout
        self._heard = heard
        self._unlock = unlock
        self._state = threading.RLock()
        self._buffer = LineBuffer()
        self._texts = Joiner()
        self._pending: Exchange | None = None
        self._header = ""  # a +CDS or +CMT line whose PDU comes next
        self._stale = {"open"}  # whose answers may still come
        self._owed = 0  # result codes of commands that timed out
        self._paid = threading.Event()
        self._settled = False
        self._ended, self._end = os.pipe()

    def shut(self) -> None:
        """Close the port at once; a command that waits raises PortLost. May be called twice."""
        self._lose("closed")
        with self._state:
            end, self._end = self._end, -1
        if end >= 0:
            os.close(end)
            if hasattr(self, "rxThread"):
                with contextlib.suppress(Exception):  # a dead device may fail to close, too
                    self.close()
            os.close(self._ended)

    def listen(self) -> None:
        """Open the port without initialising the modem, to ask who it is; connect() does both.

        Raises serial.SerialException.
        """
        gsmmodem.serial_comms.SerialComms.connect(self)

    # -- what the rest of gateway.at uses

    def command(self, text: str, *, timeout: float | None = None) -> Answer:
        """Send *text* and return the answer, errors included; "busy" is repeated up to ten times.

        Raises NoAnswer after *timeout* seconds and PortLost.
        """
        answer = self._patiently(lambda: self._ask(text, timeout))
        if answer is None:
            raise PortLost(self.fault)
        return answer

    def prompt(self, text: str) -> Answer | None:
        """Send *text* and wait for the "> " of AT+CMGS; None when it is shown.

        "Busy" is repeated as by command(). Raises NoAnswer, after ESC, so that the modem waits for
        nothing more, and PortLost.
        """
        return self._patiently(lambda: self._ask_prompt(text))

    def submit(self, pdu: str, *, timeout: float, written: Callable[[], None]) -> Answer:
        """Write *pdu* and Ctrl-Z after a prompt, call *written*, and return the answer.

        Raises NoAnswer and PortLost; whether the PDU is on the air is then not known.
        """
        with self._txLock:
            answer = self._run(Exchange("AT+CMGS"), pdu + CTRL_Z, timeout, written)
            if answer is None:
                raise PortLost(self.fault)
            return answer

    def kick(self, text: str) -> None:
        """Send *text* (a reset) whatever state the modem is in, and wait for no answer."""
        with contextlib.suppress(PortLost):
            self._put(f"{ESC}\r{text}\r")
            self.gone.wait(_KICK)

    # -- asking

    def _patiently(self, ask: Callable[[], Answer | None]) -> Answer | None:
        with self._txLock:
            answer = ask()
            for wait in _BUSY_WAITS:
                if answer is None or not codes.is_busy(answer.kind, answer.code):
                    break
                self.gone.wait(wait)
                answer = ask()
            return answer

    def _ask(self, text: str, timeout: float | None) -> Answer | None:
        self._in_step()
        return self._run(Exchange(text), text + "\r", timeout or self._timeout)

    def _ask_prompt(self, text: str) -> Answer | None:
        self._in_step()
        exchange = Exchange(text)
        exchange.prompted = False
        try:
            return self._run(exchange, text + "\r", self._timeout)
        except NoAnswer:
            self._stale.add("prompt")
            self._put(ESC)
            raise

    def _run(
        self,
        exchange: Exchange,
        data: str,
        timeout: float,
        written: Callable[[], None] = lambda: None,
    ) -> Answer | None:
        with self._state:
            self._pump()  # what has come already answers nothing that was not asked yet
            self._check()
            self._pending = exchange
        self._put(data)
        written()
        came = exchange.done.wait(timeout)
        with self._state:
            self._pending = None
            self._check(exchange)
            if not came and not exchange.done.is_set():
                self._stale.add(command_name(exchange.command) or exchange.command)
                self.misses += 1
                self._owed += exchange.prompted is None
                self._paid.clear()
                raise NoAnswer(exchange.lines)
        self.misses = 0
        return exchange.answer

    def _check(self, exchange: Exchange | None = None) -> None:
        answered = exchange is not None and (exchange.answer is not None or exchange.prompted)
        if not self.alive and not answered:
            raise PortLost(self.fault)

    def _put(self, data: str) -> None:
        try:
            self.serial.write(data.encode("ascii"))
        except Exception as error:
            self._lose(f"write failed ({type(error).__name__})")
            raise PortLost(self.fault) from error

    def _in_step(self) -> None:
        """After a timeout, wait until no late answer can be taken for the next command's.

        Modems answer in order: when the information line of a probe has come, whatever was owed
        before is here or will never come. What is still owed gets a last grace, since some answer
        a command that waits for the network after the next one.
        """
        if not self._stale:
            return
        name = next((p for p in _PROBES if command_name(p) not in self._stale), _PROBES[0])
        cancel = ESC if self._stale & {"open", "prompt", "+CMGS"} else ""
        exchange = Exchange(name, needs=command_name(name))
        with self._state:
            self._pump()
            self._check()
            self._pending = exchange
        self._put(f"{cancel}\r")
        self._put(f"{name}\r")
        self._settle(exchange)
        with self._state:
            self._pay(exchange.stale)
        if self._owed:
            self._paid.wait(min(_LATE, self._timeout))
        self._owed = 0
        self._stale.clear()
        self._settled = True

    def _settle(self, exchange: Exchange) -> None:
        deadline = time.monotonic() + self._timeout
        quiet = min(_QUIET, self._timeout / 2)
        while not exchange.done.wait(quiet):
            now = time.monotonic()
            if exchange.stale_at and now - exchange.stale_at >= quiet:
                break  # it refuses the probe: silence has to do
            if now >= deadline:
                self._stale.add(command_name(exchange.command))
                self.misses += 1
                raise NoAnswer
        with self._state:
            self._pending = None
            self._check(exchange)

    def _pay(self, count: int) -> None:
        self._owed = max(0, self._owed - count)
        if not self._owed:
            self._paid.set()

    # -- the four hooks

    def write(
        self,
        data: str,
        waitForResponse: bool = True,  # noqa: ARG002, N803 - the library's signature
        timeout: float = 10,
        parseError: bool = True,  # noqa: N803
        writeTerm: str = "\r",  # noqa: ARG002, N803
        expectedResponseTermSeq: str | None = None,  # noqa: ARG002, N803
    ) -> list[str]:
        """Ask for GsmModem.connect(), the only caller: see initial.py for what it is told."""
        try:
            lines = initial.skipped(data)
            if lines is not None:
                return lines
            if data == "AT+CPIN?":
                self._unlock(self)
                return ["+CPIN: READY", "OK"]
            return initial.told(data, self.command(data, timeout=min(timeout, self._timeout)))
        except initial.Refused as refused:
            if not parseError:
                return ["ERROR"]
            raise _library_error(data, refused.answer) from None

    def _readLoop(self) -> None:  # noqa: N802 - the library's name
        try:
            source = descriptor(self.serial)
            while self.alive:
                if source is None:
                    self._take(self.serial.read(max(1, min(self.serial.in_waiting, 4096))))
                else:
                    self._wait_for(source)
                    with self._state:
                        self._pump()
        except Exception as error:  # noqa: BLE001 - a reader that dies in silence is a deaf modem
            self._lose(str(error) if isinstance(error, Overflow | PortLost) else "read failed")

    def _handleLineRead(self, line: str, checkForResponseTerm: bool = True) -> None:  # noqa: ARG002, N802, N803
        if self._header:
            header, self._header = self._header, ""
            if line.isalnum() and len(line) > 8:
                self._handleModemNotification([header, line])
                return
        pending = self._pending
        urc = kind_of(line, pending.command if pending else None)
        if urc is not None and urc.kind == "pdu":
            self._header = line
        elif urc is not None:
            self._handleModemNotification([line])
            if urc.kind == "reset" and self._settled:
                self._lose("the modem restarted")
        elif pending is not None:
            self._add(pending, line)
        elif "CMTI" in line or "CDSI" in line:  # with noise before it
            self._heard(Urc("stored", line), "")
        elif commands.final(line):
            self._pay(1)

    def _handleModemNotification(self, lines: list[str]) -> None:  # noqa: N802
        urc = kind_of(lines[0], None)
        if urc is not None:
            self._heard(urc, lines[1] if len(lines) > 1 else "")

    # -- the reader's side

    def _wait_for(self, source: int) -> None:
        poll = select.poll()
        poll.register(source, select.POLLIN)
        poll.register(self._ended, select.POLLIN)
        poll.poll()

    def _pump(self) -> None:
        """Read and sort what has come, without waiting; the caller holds the state lock."""
        source = descriptor(self.serial) if self.alive else None
        if source is None:
            return
        poll = select.poll()
        poll.register(source, select.POLLIN)
        if poll.poll(0):
            try:
                data = os.read(source, 65_536)
            except OSError as error:
                raise self._lose("unplugged") from error
            if not data:
                raise self._lose("unplugged")
            self._take(data)

    def _take(self, data: bytes) -> None:
        with self._state:
            for line in self._lines(data):
                for whole in self._texts.feed(line):
                    self._handleLineRead(whole)
            pending = self._pending
            if pending and pending.prompted is False and self._buffer.take_prompt():
                pending.prompted = True
                pending.done.set()

    def _lines(self, data: bytes) -> list[str]:
        try:
            return self._buffer.feed(data)
        except Overflow:
            if self._settled:
                raise
            return []  # noise that an earlier connection fled from: let it run out

    def _add(self, pending: Exchange, line: str) -> None:
        if pending.take(line):
            self._pending = None
            pending.done.set()
        elif pending.endless:
            self._lose("an answer without an end")

    def _lose(self, why: str) -> PortLost:
        """Note once why the port is lost, and let everybody go who waits for it."""
        with self._state:
            first = not self.gone.is_set()
            self.fault = self.fault or why
            self.alive = False
            self.gone.set()
            self._paid.set()
            if self._pending:
                self._pending.done.set()
        if first:
            self._heard(Urc("lost", ""), "")
        return PortLost(self.fault)


def _library_error(command: str, answer: Answer) -> Any:
    if answer.code is None or answer.kind == "ERROR":
        return CommandError(command)
    return (CmsError if answer.kind == "CMS" else CmeError)(command, answer.code)
