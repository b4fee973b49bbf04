"""A modem on a pty whose every answer a test may write: the fake of the modem line's tests."""

import contextlib
import os
import pty
import re
import select
import threading
import tty
from collections.abc import Callable

Reply = bytes | None | Callable[[str], "bytes | None"]

OK = b"\r\nOK\r\n"
ERROR = b"\r\nERROR\r\n"
SILENCE = None


def line(text: str) -> bytes:
    """Return *text* as a modem writes one line."""
    return f"\r\n{text}\r\n".encode("latin-1")


class ScriptedModem:
    """Answers like a plain modem; rules given by a test come first. `log` is what it was told."""

    def __init__(self) -> None:
        self.store: dict[str, dict[int, str]] = {"SM": {}, "ME": {}, "SR": {}}
        self.memory = "SM"
        self.sent: list[str] = []
        self.log: list[str] = []
        self.echo = False
        self.deaf = False  # reads and answers nothing
        self.slots = 30
        self._rules: list[tuple[re.Pattern[str], Reply, int]] = []
        self._guard = threading.RLock()
        self._prompting = False
        self._buffer = b""
        self.plug()

    def plug(self) -> None:
        """Appear as a new device node, as after a reset that re-enumerates USB."""
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.device = os.ttyname(self._slave)
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._run, name="scripted modem", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Vanish; may be called twice."""
        with self._guard:
            if self._stopped < 0:
                return
            os.close(self._stopped)
            self._stopped = -1
        self._thread.join(5)
        for descriptor in (self._master, self._slave, self._stop):
            os.close(descriptor)

    def rule(self, pattern: str, reply: Reply, *, times: int = 1_000_000) -> None:
        """Answer commands that match *pattern* with *reply*; the newest rule comes first.

        The pattern ``PDU`` stands for what is written after a prompt; ``b"> "`` is a prompt.
        """
        with self._guard:
            self._rules.insert(0, (re.compile(pattern), reply, times))

    def say(self, data: bytes) -> None:
        """Write *data* unasked; what nobody reads is dropped when the modem is unplugged."""
        while data and self._stopped >= 0:
            _, writable, _ = select.select([], [self._master], [], 0.05)
            if writable:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._master, data) :]

    def receive(self, pdu: str, *, memory: str = "SM", tell: bool = True) -> int:
        """Store *pdu* as the network does, announce it, and return its index."""
        with self._guard:
            slots = self.store[memory]
            index = next(i for i in range(1, 1000) if i not in slots)
            slots[index] = pdu
        if tell:
            self.say(line(f'+CMTI: "{memory}",{index}'))
        return index

    def told(self, pattern: str) -> list[str]:
        """Return the commands of the log that match *pattern*."""
        return [command for command in tuple(self.log) if re.search(pattern, command)]

    def __enter__(self) -> "ScriptedModem":
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def _run(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._stop], [], [])
            if self._stop in ready:
                return
            if not self.deaf:
                self._feed(os.read(self._master, 4096))

    def _feed(self, data: bytes) -> None:
        if self.echo:
            self.say(data)
        for byte in data:
            char = bytes([byte])
            if char == b"\x1b":
                self.log.append("ESC")
                self._buffer, self._prompting = b"", False
            elif char == (b"\x1a" if self._prompting else b"\r"):
                command, self._buffer = self._buffer.decode("latin-1"), b""
                self._take(command)
            else:
                self._buffer += char

    def _take(self, command: str) -> None:
        name = "PDU" if self._prompting else command
        self._prompting = False
        if not command:
            return
        self.log.append(command)
        with self._guard:
            answer = self._ruled(name, command)
        if answer is not None:
            self._prompting = answer.endswith(b"> ")
            self.say(answer)

    def _ruled(self, name: str, command: str) -> bytes | None:
        for place, (pattern, reply, times) in enumerate(self._rules):
            if pattern.search(name):
                if times <= 1:
                    del self._rules[place]
                else:
                    self._rules[place] = (pattern, reply, times - 1)
                return reply(command) if callable(reply) else reply
        return self._plain(name, command)

    def _plain(self, name: str, command: str) -> bytes:
        if name == "PDU":
            self.sent.append(command)
            return line(f"+CMGS: {len(self.sent) % 256}") + OK
        if command.startswith("AT+CMGS="):
            return b"\r\n> "
        if command.startswith("AT+CMG"):
            return self._message(command)
        if command.startswith("AT+CPMS="):
            return self._choose(command)
        return self._fixed(command) + OK

    def _fixed(self, command: str) -> bytes:
        used = len(self.store[self.memory])
        told = {
            "AT+CPIN?": "+CPIN: READY",
            "AT+CFUN?": "+CFUN: 1",
            "AT+CSQ": "+CSQ: 20,99",
            "AT+CREG?": "+CREG: 0,1",
            "AT+COPS?": '+COPS: 0,0,"TESTNET"',
            "AT+CIMI": "510101234567890",
            "AT+CGSN": "490154203237518",
            "AT+CGMI": "SCRIPTED",
            "AT+CSCA?": '+CSCA: "+6281100000",145',
            "AT+CPMS?": f'+CPMS: "{self.memory}",{used},{self.slots},"SM",0,30,"SM",0,30',
        }
        return line(told[command]) if command in told else b""

    def _choose(self, command: str) -> bytes:
        if command == "AT+CPMS=?":
            return line('+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")') + OK
        self.memory = command[9:11]
        return line(f"+CPMS: {len(self.store[self.memory])},{self.slots}") + OK

    def _message(self, command: str) -> bytes:
        slots = self.store[self.memory]
        found = re.match(r"AT\+CMG([LRD])=(\d+)$", command)
        if not found:
            return OK
        index = int(found.group(2))
        if found.group(1) == "L":
            return b"".join(listed(i, pdu) for i, pdu in sorted(slots.items())) + OK
        if index not in slots:
            return line("+CMS ERROR: 321")
        if found.group(1) == "D":
            del slots[index]
            return OK
        return listed(index, slots[index]).replace(b"+CMGL: %d," % index, b"+CMGR: ") + OK


def listed(index: int, pdu: str, status: int = 1) -> bytes:
    """Return the two lines with which AT+CMGL shows a slot."""
    length = len(pdu) // 2 - 1 - int(pdu[:2], 16)
    return line(f"+CMGL: {index},{status},,{length}") + f"{pdu}\r\n".encode("latin-1")
