"""Why an order was not carried out, and what came of one that was, in one line."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console import words
from console.desk import Desk
from models.casework.states import ARCHIVE_REASONS, MOVES, OUTCOMES
from models.i18n import _, plural

_MOVES = {"return": "return", "reject": "reject", "ask": "hold"}


def why(row: Mapping[str, Any], here: Desk) -> str:
    """Return what is said of the refused order in *row*: where, what, what is allowed."""
    where = _("ticket %(number)s") % {"number": row["number"]}
    code = row["refused"]
    if code == "state":
        return f"{where}: {_standing(row, here)}"
    if code == "not_yours":
        return f"{where}: {_('no open task of %(agency)s') % {'agency': here.person.agency}}"
    if code == "role":
        told = {"login": here.person.login, "role": here.person.role, "verb": row["verb"]}
        return f"{where}: {_('%(login)s: %(role)s may not %(verb)s') % told}"
    if code == "value":
        return f"{where}: {_value(row)}"
    return f"{where}: {_faults().get(code, code)}"


def _faults() -> dict[str, str]:
    return {
        "agency": _("no such agency or task; see: kentongan agency list"),
        "accused": _("the report accuses this agency; it must not get it"),
        "no_text": _("a text is needed"),
        "outcome": _("--outcome says how it ended: %(names)s") % {"names": ", ".join(OUTCOMES)},
        "unverified": _("not verified yet; verify it first"),
        "same": _("it is so already"),
        "cycle": _("the other one was merged into this one"),
        "ended": _("the other one has ended"),
        "confidential": _("secret (rahasia): it cannot be shared"),
        "threat": _("it threatens: never a prank; see to it"),
        "silent": _("its reporter asked that nothing is ever sent back"),
        "no_reporter": _("no number of a reporter is known"),
        "too_late": _("the time to open it again is over"),
    }


def _standing(row: Mapping[str, Any], here: Desk) -> str:
    """Return how the ticket stands, who did that last, and from where the move is possible."""
    from models.casework.states import WORDS

    states = words.states()
    told = {"state": states.get(row["state"], row["state"])}
    text = _("is %(state)s already") if _arrived(row) else _("is %(state)s")
    said = [text % told]
    if row["by"]:
        at: datetime = row["at"]
        last = {"who": row["by"], "when": at.astimezone(here.zone).strftime("%d-%m %H:%M")}
        said.append(_("by %(who)s at %(when)s") % last)
    rule = MOVES.get(_MOVES.get(row["verb"], row["verb"]))
    if rule:
        names = ", ".join(states[state] for state in WORDS if state in rule.sources)
        said.append(_("possible from: %(states)s") % {"states": names})
    return "; ".join(said)


def _arrived(row: Mapping[str, Any]) -> bool:
    rule = MOVES.get(row["verb"])
    return rule is not None and rule.to == row["state"]


def _value(row: Mapping[str, Any]) -> str:
    if row["verb"] == "archive":
        return _("--reason is one of %(names)s") % {"names": ", ".join(ARCHIVE_REASONS)}
    if row["verb"] == "watch":
        return _("a day to come is needed, such as 2026-12-24")
    if row["verb"] == "merge":
        return _("the other ticket was not found")
    named = ", ".join(f"--{name.replace('_', '-')}" for name in row["notes"])
    return _("not a value of its own: %(names)s") % {"names": named or _("nothing to set")}


def outcome(row: Mapping[str, Any], here: Desk) -> str:
    """Return what came of the order in *row*: the ticket, what happened, how it stands now."""
    said = [words.events().get(row["outcome"], row["outcome"])]
    state = words.states().get(row["state"], row["state"])
    if state != said[0]:
        said.append(state)
    if row["agency"]:
        said.append(row["agency"])
    if row["due"] is not None:
        until = row["due"].astimezone(here.zone).strftime("%d-%m-%Y %H:%M")
        said.append(_("until %(when)s") % {"when": until})
    notes = row["notes"]
    if notes[:1] == ["waits"] and notes[1:]:
        others = ", ".join(notes[1:])
        text = plural("%(names)s works on it still", "%(names)s work on it still", len(notes) - 1)
        said.append(text % {"names": others})
    return _("ticket %(number)s: ") % {"number": row["number"]} + ", ".join(said)
