"""The credit of a prepaid SIM, asked of its operator by USSD."""

import logging
from dataclasses import replace
from datetime import datetime

from gateway.at import ussd
from gateway.at.lasting import lasting
from gateway.at.port import Port
from gateway.config_lines import ModemLine
from gateway.message import Health
from gateway.watch import credit
from models.times import to_us

log = logging.getLogger(__name__)


def ask(port: Port, line: ModemLine, *, now: float) -> None:
    """Ask for the credit when it is time by *now* (monotonic); the answer comes later, as +CUSD.

    Raises NoAnswer and PortLost.
    """
    memory = lasting(line.name)
    if not line.balance_ussd or now < memory.asked_at + line.balance_every.total_seconds():
        return
    memory.asked_at = now  # first: a modem that hangs on it must not be asked in a loop
    answer = port.command(f'AT+CUSD=1,"{line.balance_ussd}",15')
    if not answer.ok:
        log.info("line %s: the modem refuses USSD (%s)", line.name, answer.kind)


def take(port: Port, health: Health, told: str, *, now: datetime) -> Health:
    """Return *health* with the credit that the +CUSD line *told* names, if it names any.

    A menu that waits for a choice is ended. Raises NoAnswer and PortLost.
    """
    answer = ussd.read(told)
    if answer is None:
        return health
    if answer.mode == ussd.MENU:
        port.command("AT+CUSD=2")
    said = credit.read(answer.text)
    if not said:
        log.info("USSD: the answer (%d characters) tells no credit", len(answer.text))
        return health
    return replace(
        health,
        balance=said.balance,
        expires=said.expires.isoformat() if said.expires else "",
        credit_at=to_us(now),
    )
