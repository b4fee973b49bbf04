"""Who gets a digest: officers by SMS, mailboxes by e-mail, each with the scope that is theirs."""

from dataclasses import dataclass
from typing import Literal

from gateway.mail.queue import recipient_key
from models import roster
from models.base import Tx
from models.casework.duty import Serving
from models.casework.states import Role
from models.city import City
from models.city_digest import HEADS, Digest


@dataclass(frozen=True, slots=True)
class Receiver:
    """One person or mailbox, and what of the city the digest for it is about."""

    key: str  # "officer:3" or "mail:0f3c...": as table digest_run has it, no number, no address
    form: Literal["sms", "email"]
    who: str  # "mayor", "head DISHUB", "mailbox": for lists
    scope: str = ""  # code of an agency or area, "" the whole city
    contact: int = 0  # contact.id, of an SMS
    address: str = ""  # of an e-mail


def receivers(tx: Tx, digest: Digest, city: City) -> tuple[Receiver, ...]:
    """Return who gets *digest* now, each key and scope once, in the order of the file."""
    found: list[Receiver] = []
    if "sms" in digest.format:
        for word in digest.to:
            found += _people(tx, word, digest)
    if "email" in digest.format:
        found += [_mailbox(tx, one, digest.scope) for one in digest.mailboxes]
        if HEADS in digest.to:
            found += [
                _mailbox(tx, agency.email, _own(digest, agency.code), f"head {agency.code}")
                for agency in city.agencies
                if agency.email
            ]
    once = {(one.key, one.scope): one for one in reversed(found)}
    return tuple(one for one in found if once.pop((one.key, one.scope), None))


def _own(digest: Digest, agency: str) -> str:
    return agency if digest.heads_see == "own" else digest.scope


def _people(tx: Tx, word: str, digest: Digest) -> list[Receiver]:
    if word == HEADS:
        heads = roster.serving(tx, roles=("head",))
        return [_officer(one, f"head {one.agency}", _own(digest, one.agency)) for one in heads]
    if "@" in word:
        return []
    role: Role = word  # type: ignore[assignment]  # checked when city.toml is read
    return [_officer(one, word, digest.scope) for one in roster.serving(tx, roles=(role,))]


def _officer(one: Serving, who: str, scope: str) -> Receiver:
    return Receiver(f"officer:{one.id}", "sms", who, scope, contact=one.contact)


def _mailbox(tx: Tx, address: str, scope: str, who: str = "mailbox") -> Receiver:
    key = recipient_key(tx, address)[:8].hex()
    return Receiver(f"mail:{key}", "email", who, scope, address=address)
