"""The operator's own SMS to our SIM: never a ticket, never answered, but what it says is kept."""

import logging
from datetime import datetime

from gateway.effects import messages
from gateway.gather import Message
from gateway.setting import Setting
from gateway.watch import credit
from models import line_credit
from models.base import Tx

log = logging.getLogger(__name__)

OUTCOME = "operator"
"""inbox.reason of such a message."""

_SIMS = frozenset({"modem", "simulator"})
"""Kinds of lines with a SIM that is paid beforehand."""

_SENDERS = frozenset({"alphanumeric", "short"})
"""Only these: a citizen who quotes an operator must not switch off an alarm, nor raise one."""


def heard(tx: Tx, message: Message, setting: Setting, now: datetime) -> bool:
    """Keep what *message* says of its line's SIM and be done with it; False when it is no such."""
    line = setting.lines.get(message.line)
    if line is None or line.kind not in _SIMS or message.sender.kind not in _SENDERS:
        return False
    told = credit.read(message.text)
    if not told:
        return False
    line_credit.note(
        tx, message.line, balance=told.balance, expires=told.expires, short=told.short, now=now
    )
    messages.done(tx, message, OUTCOME, None)
    log.info("inbox %d: the operator of line %s on its credit", message.inbox, message.line)
    return True
