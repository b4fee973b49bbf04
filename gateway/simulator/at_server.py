"""The modem's command interpreter: bytes in, echo, prompts and answers out, faults between."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from gateway.simulator import at_commands, at_message
from gateway.simulator.at_commands import OK, PROMPT, Prompt
from gateway.simulator.faults import Fault, FaultPlan
from gateway.simulator.modem import Modem
from gateway.simulator.port import Port
from gateway.simulator.timers import Timers

INSTEAD = ("answer", "hang", "reset", "unplug", "no_prompt")  # faults that replace the command
ESCAPE = 0x1B
LONGEST_LINE = 4096


class AtServer:
    """Reads what the host writes, one command at a time, and answers."""

    def __init__(self, modem: Modem, faults: FaultPlan, timers: Timers, port: Port) -> None:
        """*port* carries the answers; what it receives goes to feed()."""
        self.modem, self.faults = modem, faults
        self._timers, self._port = timers, port
        self.latency = modem.options.latency
        self._in = bytearray()
        self._prompt: Prompt | None = None
        self._held: list[str] = []  # unsolicited lines that wait for the end of an answer
        self._busy = self._running = self._deaf = self._pumping = False
        self._life = 0  # counts restarts, so that answers of an earlier life are dropped
        self._strikes: dict[str, Callable[[Fault], None]] = {
            "hang": self._hang,
            "reset": lambda _fault: self.reset(),
            "unplug": self._unplug,
            "plug": lambda fault: self._plug(fault.link),
            "urc": self._urcs,
            **dict.fromkeys(("garbage", "flood"), self._noise),
            **dict.fromkeys(("dribble", "latency", "register", "poor"), self._change),
        }
        port.receive = self.feed
        modem.urc = self.urc
        modem.restart = lambda: modem.after.append(self.reset)

    def urc(self, text: str) -> None:
        """Say *text* unasked, never inside an answer or between a prompt and its PDU."""
        if self._running or self._prompt:
            self._held.append(text)
        elif not self._deaf:
            self._port.write(f"\r\n{text}\r\n".encode("latin-1"), droppable=True)

    def feed(self, data: bytes) -> None:
        """Take what the host wrote."""
        if self._deaf:
            return
        if self.modem.settings.echo:
            self._port.write(data.replace(b"\x1a", b""))
        self._in += data
        self._pump()

    def _pump(self) -> None:
        if self._pumping:
            return
        self._pumping = True
        while not self._busy and not self._deaf and self._step():
            pass
        self._pumping = False

    def _step(self) -> bool:
        ends = b"\x1a\x1b" if self._prompt else b"\r"
        found = [n for n in (self._in.find(end) for end in ends) if n >= 0]
        if not found:
            if len(self._in) > LONGEST_LINE:
                self._in.clear()
            return False
        at = min(found)
        text, end = self._in[:at].decode("latin-1"), self._in[at]
        del self._in[: at + 1]
        if self._prompt:
            self._end_prompt(self._prompt, text, end)
        elif text.strip():
            self._busy = True
            self._later(self.latency, lambda: self._execute(text))
        return True

    def _later(self, seconds: float, act: Callable[[], object]) -> None:
        life = self._life
        self._timers.after(seconds, lambda: act() if life == self._life else None)

    def _end_prompt(self, prompt: Prompt, text: str, end: int) -> None:
        self._prompt = None
        if end == ESCAPE:
            self._port.write(OK)
            self._ready()
            return
        self._busy = True

        def send() -> None:
            fault = self.faults.take("pdu", prompt.line)
            if fault and fault.do in INSTEAD:
                if fault.sent:
                    self._answer(lambda: at_message.take_pdu(self.modem, prompt.call, text))
                self._instead(fault, prompt.line)
                return
            take = self._answer(lambda: at_message.take_pdu(self.modem, prompt.call, text))
            self._finish(take, fault, prompt.line)

        self._later(self.latency, send)

    def _execute(self, line: str) -> None:
        line = line.strip()
        fault = self.faults.take("command", line)
        if fault and fault.do in INSTEAD:
            self._instead(fault, line)
            return
        self._finish(self._answer(lambda: self._run(line)), fault, line)

    def _run(self, line: str) -> Sequence[str]:
        found = at_commands.run(self.modem, line)
        if isinstance(found, Prompt):
            self._prompt = found
            return ()
        return found

    def _answer(self, work: Callable[[], Sequence[str]]) -> bytes:
        self._running = True
        try:
            said = at_commands.answer(self.modem, work)
        finally:
            self._running = False
        return PROMPT if self._prompt else said

    def _finish(self, answer: bytes, fault: Fault | None, line: str) -> None:
        do = fault.do if fault else ""
        if fault:
            self._tell(fault, line)
            if do == "inside":
                answer = _inside(answer, fault.text)
            elif do in ("garbage", "flood"):
                self._port.write(_noise(fault))

        if do == "slow" and fault:
            self._later(fault.seconds or 0, lambda: self._say(answer))
            return
        if do == "late" and fault:
            self._later(fault.seconds or 0, lambda: self._port.write(answer))
        elif do != "drop":
            self._port.write(answer)
        self._ready()

    def _say(self, answer: bytes) -> None:
        self._port.write(answer)
        self._ready()

    def _ready(self) -> None:
        self._busy = False
        acts, self.modem.after[:] = list(self.modem.after), ()
        for act in acts:
            act()
        if not self._prompt:
            held, self._held = self._held, []
            for text in held:
                self.urc(text)
        self.modem.network.room()
        self._pump()

    def _instead(self, fault: Fault, line: str) -> None:
        self._tell(fault, line)
        if fault.do == "answer":
            self._port.write(f"\r\n{fault.text}\r\n".encode("latin-1"))
        elif fault.do != "no_prompt":
            self._strike(fault)
        self._ready()

    def _tell(self, fault: Fault, line: str) -> None:
        self.modem.truth.tell("fault", do=fault.do, line=line)

    def strike(self, fault: Fault) -> None:
        """Let a fault happen now; one with a *match* waits for its command instead."""
        if fault.match or fault.stage == "pdu":
            self.faults.add(fault)
            return
        self._tell(fault, "")
        self._strike(fault)
        self.modem.network.room()

    def _strike(self, fault: Fault) -> None:
        act = self._strikes.get(fault.do)
        if act is None:  # it changes a command: let it wait for the next one
            self.faults.add(fault)
        else:
            act(fault)

    def _urcs(self, fault: Fault) -> None:
        for _ in range(fault.value):
            self.urc(fault.text)

    def _noise(self, fault: Fault) -> None:
        self._port.write(_noise(fault))

    def _change(self, fault: Fault) -> None:
        if fault.do == "dribble":
            self._port.dribble = bool(fault.value)
        elif fault.do == "latency":
            self.latency = fault.seconds or 0
        elif fault.do == "register":
            self.modem.registered = fault.value
        else:
            self.modem.poor = bool(fault.value)

    def _hang(self, fault: Fault) -> None:
        self._deaf = True
        self._in.clear()
        if fault.seconds is not None:
            self._later(fault.seconds, self._wake)

    def _wake(self) -> None:
        self._deaf = self._busy = False

    def _power_off(self) -> None:
        self._life += 1
        self._deaf, self._busy, self._prompt = True, False, None
        self._in.clear()
        self._held.clear()
        self.modem.after.clear()
        self.modem.powered = False
        self.modem.power_off()

    def reset(self) -> None:
        """Restart the modem as AT+CFUN=1,1 does; it says RDY when it is back."""
        self._power_off()
        self._boot()

    def _boot(self) -> None:
        self._later(self.modem.options.boot, self._booted)

    def _booted(self) -> None:
        self._deaf, self.modem.powered = False, True
        self._port.write(b"\r\nRDY\r\n")
        self.modem.network.room()

    def _unplug(self, fault: Fault) -> None:
        self._power_off()
        self._port.unplug()
        if fault.seconds is not None:
            self._later(fault.seconds, lambda: self._plug(fault.link))

    def _plug(self, link: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._port.plug(Path(link) if link else None)
            self._boot()


def _inside(answer: bytes, text: str) -> bytes:
    # After the first line of the answer, before OK: where real modems were seen to put it.
    cut = answer.find(b"\r\n", 2)
    cut = cut if 0 <= cut < len(answer) - 2 else 0
    return answer[:cut] + f"\r\n{text}\r\n".encode("latin-1") + answer[cut:]


def _noise(fault: Fault) -> bytes:
    if fault.do == "flood":
        return b"\xff" * fault.value
    return bytes.fromhex(fault.data)
