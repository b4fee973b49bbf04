"""AT commands about messages, in PDU mode (3GPP TS 27.005 3 and 4)."""

from collections.abc import Sequence

from gateway import pdu as codec
from gateway.simulator.at_identity import Command, need_sim
from gateway.simulator.at_parse import READ, SET, TEST, Call
from gateway.simulator.modem import AtError, Modem, tpdu_length
from gateway.simulator.sim_card import ALL, SENT, UNREAD, UNSENT, Memory, Slot
from gateway.simulator.sim_card import READ as WAS_READ

NOT_SUPPORTED, BAD_PARAMETER, BAD_TEXT, NO_INDEX, NO_NETWORK, FULL = 303, 304, 305, 321, 331, 322
STATUS_WORDS = ("REC UNREAD", "REC READ", "STO UNSENT", "STO SENT", "ALL")
MEMORIES = '("SM","ME")'


def _format(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return ("+CMGF: (0,1)",)
    if call.op == READ:
        return (f"+CMGF: {int(modem.settings.text_mode)}",)
    modem.settings.text_mode = call.number(0, 0) == 1
    return ()


def _centre(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == SET:
        modem.smsc = call.args[0] or modem.smsc
    return (f'+CSCA: "{modem.smsc}",145',) if call.op == READ else ()


def _service(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return ("+CSMS: (0,1)",)
    if call.op == READ:
        return (f"+CSMS: {modem.settings.service},1,1,1",)
    modem.settings.service = call.number(0, 0)
    return ("+CSMS: 1,1,1",)


def _memories(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CMS")
    if call.op == TEST:
        return (f"+CPMS: {MEMORIES},{MEMORIES},{MEMORIES}",)
    if call.op == READ:
        rows = ((name, modem.card.memories[name]) for name in modem.memories)
        return ("+CPMS: " + ",".join(f'"{n}",{len(m.slots)},{m.size}' for n, m in rows),)
    if (modem.poor and len(call.args) == 1) or not all(a in modem.card.memories for a in call.args):
        raise AtError("CMS", 302) if not modem.poor else AtError
    modem.memories[: len(call.args)] = call.args
    used = (modem.memory(use) for use in range(3))
    return ("+CPMS: " + ",".join(f"{len(m.slots)},{m.size}" for m in used),)


def _notify(modem: Modem, call: Call) -> Sequence[str]:
    if call.op == TEST:
        return ("+CNMI: (0-3),(0-3),(0-3),(0-2),(0,1)",)
    if call.op == READ:
        return ("+CNMI: " + ",".join(map(str, modem.settings.notify)),)
    given = tuple(call.number(n, modem.settings.notify[n]) for n in range(5))
    if not all(0 <= value <= 3 for value in given):
        raise AtError("CMS", 302)
    modem.settings.notify = given
    return ()


def _wanted(modem: Modem, call: Call) -> int:
    if not modem.settings.text_mode:
        status = call.number(0, UNREAD)
    elif call.args and call.args[0] in STATUS_WORDS:
        status = STATUS_WORDS.index(call.args[0])
    else:
        status = UNREAD if not call.args else -1
    if not UNREAD <= status <= ALL:
        raise AtError("CMS", BAD_PARAMETER)
    return status


def _list(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CMS")
    if call.op == TEST:
        words = ",".join(f'"{word}"' for word in STATUS_WORDS)
        return (f"+CMGL: ({words if modem.settings.text_mode else '0-4'})",)
    rows = modem.memory(0).listing(_wanted(modem, call))
    if not rows and modem.poor:
        raise AtError("CMS", NO_INDEX)
    return [line for index, slot in rows for line in _shown(modem, index, slot, f"{index},")]


def _read(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CMS")
    if call.op == TEST:
        return ()
    index = call.number(0, 0)
    slot = modem.memory(0).slots.get(index)
    if slot is None:
        raise AtError("CMS", NO_INDEX) if not modem.poor else AtError
    return _shown(modem, index, slot, "")


def _shown(modem: Modem, index: int, slot: Slot, place: str) -> Sequence[str]:
    name = "+CMGL" if place else "+CMGR"
    if modem.settings.text_mode:
        word = STATUS_WORDS[slot.status]
        lines = _as_text(f'{name}: {place}"{word}"', slot.pdu)
    else:
        head = f"{name}: {place}{slot.status},,{tpdu_length(slot.pdu)}"
        lines = (head, slot.pdu)
    if not slot.listed:
        slot.listed = True
        modem.tell("read", modem.memory(0), index, slot)
    if slot.status == UNREAD:
        slot.status = WAS_READ
    return lines


def _as_text(head: str, pdu: str) -> Sequence[str]:
    found = codec.decode(pdu)
    if not isinstance(found, codec.Deliver):
        return (f'{head},"",,""', pdu)
    stamp = found.sent_at.strftime("%y/%m/%d,%H:%M:%S+00") if found.sent_at else ""
    units = found.data.units
    text = units.hex().upper() if found.data.alphabet != "gsm7" else _gsm(units)
    return (f'{head},"{found.sender}",,"{stamp}"', text)


def _gsm(units: bytes) -> str:
    from gateway import gsm7  # noqa: PLC0415 - only text mode needs it

    return gsm7.decode(units)


def _delete(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CMS")
    memory = modem.memory(0)
    if call.op == TEST:
        return (f"+CMGD: ({','.join(map(str, sorted(memory.slots)))}),(0-4)",)
    if modem.poor and len(call.args) > 1:
        raise AtError
    flag = call.number(1, 0)
    if flag:
        _delete_many(modem, memory, flag)
        return ()
    index = call.number(0, 0)
    slot = memory.remove(index)
    if slot is None:
        raise AtError("CMS", NO_INDEX) if not modem.poor else AtError
    modem.tell("deleted", memory, index, slot)
    return ()


def _delete_many(modem: Modem, memory: Memory, flag: int) -> None:
    # <delflag> 1 read, 2 and sent, 3 and unsent, 4 all (3GPP TS 27.005 3.5.4).
    doomed = {1: (WAS_READ,), 2: (WAS_READ, SENT), 3: (WAS_READ, SENT, UNSENT)}.get(flag)
    for index, slot in memory.listing(ALL):
        if doomed is None or slot.status in doomed:
            memory.remove(index)
            modem.tell("deleted", memory, index, slot)


def ready_to_send(modem: Modem, call: Call) -> None:
    """Check what +CMGS and +CMGW ask for before the prompt; raise AtError."""
    need_sim(modem, "CMS")
    if modem.settings.text_mode:
        raise AtError("CMS", NOT_SUPPORTED)
    if call.op != SET or not 8 <= call.number(0, 0) <= 164:
        raise AtError("CMS", BAD_PARAMETER)
    if call.name == "+CMGS" and not modem.attached():
        raise AtError("CMS", NO_NETWORK)


def take_pdu(modem: Modem, call: Call, pdu: str) -> Sequence[str]:
    """Do what +CMGS or +CMGW promised with the PDU that followed the prompt."""
    pdu = "".join(pdu.split()).upper()
    submit = codec.decode_submit(pdu)
    if isinstance(submit, codec.Bad) or tpdu_length(pdu) != call.number(0, 0):
        raise AtError("CMS", BAD_PARAMETER)
    if call.name == "+CMGS":
        return (f"+CMGS: {modem.network.submit(submit, pdu)}",)
    index = modem.memory(1).add(Slot(pdu, status=call.number(1, UNSENT)))
    if index is None:
        raise AtError("CMS", FULL)
    return (f"+CMGW: {index}",)


def _send_stored(modem: Modem, call: Call) -> Sequence[str]:
    need_sim(modem, "CMS")
    if call.op != SET:
        return ()
    slot = modem.memory(1).slots.get(call.number(0, 0))
    if slot is None:
        raise AtError("CMS", NO_INDEX)
    submit = codec.decode_submit(slot.pdu)
    if isinstance(submit, codec.Bad):
        raise AtError("CMS", BAD_PARAMETER)
    if not modem.attached():
        raise AtError("CMS", NO_NETWORK)
    slot.status = SENT
    return (f"+CMSS: {modem.network.submit(submit, slot.pdu)}",)


def _parameters(_modem: Modem, call: Call) -> Sequence[str]:
    return ("+CSMP: 17,167,0,0",) if call.op == READ else ()


def _quiet(_modem: Modem, _call: Call) -> Sequence[str]:
    return ()


MESSAGES: dict[str, Command] = {
    "+CMGF": _format,
    "+CSCA": _centre,
    "+CSMS": _service,
    "+CPMS": _memories,
    "+CNMI": _notify,
    "+CMGL": _list,
    "+CMGR": _read,
    "+CMGD": _delete,
    "+CMSS": _send_stored,
    "+CSMP": _parameters,
    "+CSDH": _quiet,
    "+CNMA": _quiet,
    "+CMMS": _quiet,
}
PROMPTED = ("+CMGS", "+CMGW")
