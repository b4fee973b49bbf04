"""AT commands about calls and USSD (3GPP TS 27.007 7); calls are never answered."""

from collections.abc import Sequence

from gateway.simulator.at_identity import Command, need_sim
from gateway.simulator.at_parse import READ, SET, TEST, Call
from gateway.simulator.modem import AtError, Modem


def _caller(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == READ:
        return (f"+CLIP: {int(modem.settings.caller)},1",)
    if call.op == SET:
        modem.settings.caller = call.number(0, 0) == 1
    return ("+CLIP: (0,1)",) if call.op == TEST else ()


def _extended_ring(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == READ:
        return (f"+CRC: {int(modem.settings.extended_ring)}",)
    if call.op == SET:
        modem.settings.extended_ring = call.number(0, 0) == 1
    return ()


def _hang_up(modem: Modem, call: Call) -> Sequence[str]:
    if call.op != TEST:
        modem.hang_up()
    return ()


def _calls(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST or not modem.caller:
        return ()
    return (f'+CLCC: 1,1,4,0,0,"{modem.caller}",145',)


def _refuse(_modem: Modem, _call: Call) -> Sequence[str]:
    raise AtError("CME", 3)


def _ussd(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return ("+CUSD: (0-2)",)
    need_sim(modem, "CME")
    if len(call.args) > 1:
        # Real networks answer after the OK, as an unsolicited line.
        modem.after.append(lambda: modem.urc(f'+CUSD: 0,"{modem.options.balance}",15'))
    return ()


CALLS: dict[str, Command] = {
    "+CLIP": _caller,
    "+CRC": _extended_ring,
    "+CHUP": _hang_up,
    "H": _hang_up,
    "+CLCC": _calls,
    "A": _refuse,
    "D": _refuse,
    "+CUSD": _ussd,
    "+CLIR": lambda _modem, _call: (),
}
