"""Codes that prove that an officer's SMS came from the officer's phone (DESIGN.md 11)."""

import secrets

from gateway.effects.work import Work
from models.casework.effects import Answered, Ask
from models.rows import insert
from models.seal import Keyring
from models.times import to_us

DIGITS = 6


def code_key(keys: Keyring, contact: int, code: str) -> bytes:
    """Return the HMAC as which a code is stored: another contact's equal code looks different."""
    return keys.mac("officer-code", str(contact).encode(), code.encode())


def ask(work: Work, effect: Ask) -> None:
    """Keep the command until its code comes back; the code is told by the next P_KODE."""
    case, origin, tx = work.subject(effect.case), work.origin, work.tx
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    into = tx.execute("SELECT id FROM ticket WHERE number = ?", (effect.into,))
    (row,) = tx.ids("challenge")
    columns = {
        "id": row,
        "officer": origin.actor.officer,
        "contact": origin.contact,
        "ticket": case.id,
        "verb": effect.verb,
        "into_ticket": into[0][0] if into else 0,
        "body": tx.keys.seal(effect.body.encode()),
        "code": code_key(tx.keys, origin.contact, code),
        "until": to_us(origin.now + work.means.setting.sop.codes.life),
    }
    insert(tx, "challenge", columns)
    work.codes.append(code)
    work.happen(case.id, "challenged", {"verb": effect.verb})


def answered(work: Work, effect: Answered) -> None:
    """Use a challenge up, or count a wrong code against it."""
    if effect.right:
        work.tx.change(
            "UPDATE challenge SET used_at = ? WHERE id = ?", (work.now, effect.challenge)
        )
    else:
        work.tx.change("UPDATE challenge SET tries = tries + 1 WHERE id = ?", (effect.challenge,))
