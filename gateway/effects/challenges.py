"""Codes that prove that an officer's SMS came from the officer's phone (DESIGN.md 11)."""

import secrets

from gateway.effects.work import Work
from gateway.origin import Origin
from models import sheets
from models.base import Tx
from models.casework.effects import Answered, Ask
from models.rows import insert
from models.seal import Keyring
from models.times import to_us

DIGITS = 6
OF_SHEET = b"sheet"
"""Stands for the HMAC of a code where the next one of the officer's printed sheet is waited for."""


def code_key(keys: Keyring, contact: int, code: str) -> bytes:
    """Return the HMAC as which a code is stored: another contact's equal code looks different."""
    return keys.mac("officer-code", str(contact).encode(), code.encode())


def digits(text: str) -> str:
    """Return the figures of what came back as a code: people write "OK 38 17 24"."""
    return "".join(char for char in text if char.isascii() and char.isdigit())


def is_right(tx: Tx, origin: Origin, stored: bytes, given: str) -> bool:
    """Tell whether *given* is the code that *stored* waits for: ours, or the next of the sheet."""
    if stored == OF_SHEET:
        return sheets.fits(tx, origin.actor.officer, given)
    return code_key(tx.keys, origin.contact, given) == stored


def ask(work: Work, effect: Ask) -> None:
    """Keep the command until its code comes back: told by the next P_KODE, or of a sheet."""
    case, origin, tx = work.subject(effect.case), work.origin, work.tx
    printed = work.means.setting.sop.codes.mode == "sheet" and sheets.has(tx, origin.actor.officer)
    code = "" if printed else f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
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
        "code": OF_SHEET if printed else code_key(tx.keys, origin.contact, code),
        "until": to_us(origin.now + work.means.setting.sop.codes.life),
    }
    insert(tx, "challenge", columns)
    work.codes.append(code)
    work.happen(case.id, "challenged", {"verb": effect.verb})


def answered(work: Work, effect: Answered) -> None:
    """Use a challenge up, and the sheet's code with it, or count a wrong code against it."""
    origin = work.origin
    if effect.right:
        given = digits(origin.reading.body if origin.reading else "")
        sheets.use(work.tx, origin.actor.officer, given)
        work.tx.change(
            "UPDATE challenge SET used_at = ? WHERE id = ?", (work.now, effect.challenge)
        )
    else:
        work.tx.change("UPDATE challenge SET tries = tries + 1 WHERE id = ?", (effect.challenge,))
