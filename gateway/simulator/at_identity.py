"""AT commands about the modem, its SIM and its registration (3GPP TS 27.007, ITU-T V.250)."""

from collections.abc import Callable, Sequence

from gateway.simulator.at_parse import READ, SET, TEST, Call
from gateway.simulator.modem import AtError, Modem, Settings

Command = Callable[[Modem, Call], Sequence[str]]

MANUFACTURER, MODEL, REVISION = "Kentongan", "SIMULATOR", "1.0"
OPERATOR, PLMN = "SIMULATOR", "51010"
WRONG_PIN = 16


def _says(line: str) -> Command:
    return lambda _modem, call: () if call.op == TEST else (line,)


def _quiet(_modem: Modem, _call: Call) -> Sequence[str]:
    return ()


def _bare(modem: Modem, _call: Call) -> Sequence[str]:
    if modem.sulking:
        modem.sulking = False
        raise AtError
    return ()


def _echo(modem: Modem, call: Call) -> Sequence[str]:
    modem.settings.echo = call.number(0, 0) == 1
    return ()


def _factory(modem: Modem, _call: Call) -> Sequence[str]:
    modem.settings = Settings()
    return ()


def _serial(modem: Modem, call: Call) -> Sequence[str]:
    return () if call.op == TEST else (modem.options.imei,)


def _subscriber(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CME")
    return () if call.op == TEST else (modem.options.imsi,)


def _own_number(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CME")
    return () if call.op == TEST else (f'+CNUM: "","{modem.options.number}",145',)


def need_sim(modem: Modem, kind: str) -> None:
    """Raise AtError when the SIM still wants its PIN or PUK (CME 11, 12; CMS 311, 316)."""
    codes = {"CME": (11, 12), "CMS": (311, 316)}[kind]
    if not modem.pin.open:
        raise AtError(kind, codes[0] if modem.pin.tries else codes[1])


def _errors(modem: Modem, call: Call) -> Sequence[str]:
    if modem.poor:
        raise AtError
    if call.op == TEST:
        return ("+CMEE: (0-2)",)
    if call.op == READ:
        return (f"+CMEE: {modem.settings.errors}",)
    modem.settings.errors = call.number(0, 0)
    return ()


def _functionality(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == READ:
        return (f"+CFUN: {int(modem.radio)}",)
    if call.op == TEST:
        return ("+CFUN: (0,1,4),(0,1)",)
    modem.radio = call.number(0, 1) == 1
    if call.number(1, 0):
        modem.restart()
    return ()


def _pin(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == READ:
        return (f"+CPIN: {modem.pin.state()}",)
    if call.op != SET:
        return ()
    if modem.pin.open:
        raise AtError("CME", 3)
    if not modem.pin.enter(call.args[0]):
        modem.truth.tell("pin", accepted=False, tries=modem.pin.tries)
        raise AtError("CME", WRONG_PIN if modem.pin.tries else 12)
    modem.truth.tell("pin", accepted=True, tries=modem.pin.tries)
    return ()


def _registration(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return (f"{call.name}: (0-2)",)
    if call.op == SET:
        modem.settings.registration = call.number(0, 0)
        return ()
    state = modem.registered if modem.pin.open and modem.radio else 0
    cell = ',"0001","000000A1"' if modem.settings.registration == 2 else ""
    return (f"{call.name}: {modem.settings.registration},{state}{cell}",)


def _operator(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return (f'+COPS: (2,"{OPERATOR}","SIM","{PLMN}"),,(0-4),(0-2)',)
    if call.op == SET:
        if call.number(0, 0) == 3:
            modem.settings.operator_format = call.number(1, 0)
        return ()
    if not modem.attached():
        return ("+COPS: 0",)
    form = modem.settings.operator_format
    return (f'+COPS: 0,{form},"{PLMN if form == 2 else OPERATOR}"',)


def _signal(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return ("+CSQ: (0-31,99),(0-7,99)",)
    return ("+CSQ: 21,0" if modem.attached() else "+CSQ: 99,99",)


def _character_set(_modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return ('+CSCS: ("GSM","IRA","UCS2")',)
    return ('+CSCS: "GSM"',) if call.op == READ else ()


def _identify(_modem: Modem, _call: Call) -> Sequence[str]:
    return (MANUFACTURER, MODEL, REVISION)


IDENTITY: dict[str, Command] = {
    "": _bare,
    "E": _echo,
    "Z": _factory,
    "&F": _factory,
    "I": _identify,
    **dict.fromkeys(("V", "Q", "X", "&C", "&D", "&K", "&W", "&S", "S", "L", "M"), _quiet),
    **dict.fromkeys(("+CGMI", "+GMI"), _says(MANUFACTURER)),
    **dict.fromkeys(("+CGMM", "+GMM"), _says(MODEL)),
    **dict.fromkeys(("+CGMR", "+GMR"), _says(REVISION)),
    **dict.fromkeys(("+CGSN", "+GSN"), _serial),
    "+CIMI": _subscriber,
    "+CNUM": _own_number,
    "+CMEE": _errors,
    "+CFUN": _functionality,
    "+CPIN": _pin,
    "+CREG": _registration,
    "+CGREG": _registration,
    "+COPS": _operator,
    "+CSQ": _signal,
    "+CBC": _says("+CBC: 0,100"),
    "+CGATT": _says("+CGATT: 1"),
    "+CSCS": _character_set,
    "+GCAP": _says("+GCAP: +CGSM"),
    "+IPR": _quiet,
    "+IFC": _quiet,
    "+ICF": _quiet,
    "+CMOD": _quiet,
    "+CVHU": _quiet,
}
