"""What texts may say of a ticket: its number, state, agency, deadline, area, and redacted words."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import cast

from gateway.setting import Setting
from models.base import Tx
from models.casework import visibility
from models.casework.case import Case
from models.casework.effects import Tell
from models.casework.states import WORDS
from models.casework.visibility import Level, Role
from models.clocks import WORKING_DAYS
from models.redaction import cut

EXAMPLE = "1234566"
"""Stands in a text that shows how to write a ticket number."""

NOBODY = "Koordinator"
HIDDEN_WORDS = "(rahasia, buka lewat terminal)"
_REPORT = frozenset({"P_BARU", "P_DARURAT", "P_BUKA", "P_ESKALASI"})
"""Texts for officers whose {tl} is the report itself."""


def words(
    tx: Tx, tell: Tell, case: Case | None, setting: Setting, *, line: str, role: Role,
    agency: str = "",
) -> str:  # fmt: skip
    """Return the text of *tell* about *case* for *role*; *agency* is that of an officer.

    The fields of *tell* win over the ticket's.
    """
    template = setting.texts.templates[tell.kind]
    fields = dict.fromkeys(template.fields, "-")
    fields |= {"nama": setting.texts.name, "telp": setting.texts.emergency, "no": EXAMPLE}
    if "kunci" in template.fields:
        fields["kunci"] = setting.keyword_of(line)
    if not _RULES.isdisjoint(template.fields):
        fields |= _of_the_rules(setting)
    given = dict(tell.fields)
    if case is not None:
        fields |= _ticket_fields(case, setting, agency, role, template.fields)
        if "tl" in template.fields and tell.kind in _REPORT and "tl" not in given:
            given["tl"] = _report(tx, case, given.pop("catatan", ""), role)
    return setting.texts.render(tell.kind, **(fields | given))


_RULES = frozenset({"berlaku", "lama"})


def _of_the_rules(setting: Setting) -> dict[str, str]:
    """Return the times that city.toml sets: how long a code holds, after what silence we close."""
    minutes = int(setting.sop.codes.life.total_seconds() // 60)
    lasts = f"{minutes} menit" if minutes % 60 else f"{minutes // 60} jam"
    silence = setting.sop.close_after
    unit = "hari kerja" if silence.unit == WORKING_DAYS else silence.unit
    return {"berlaku": lasts, "lama": f"{silence.count} {unit}"}


def about(tx: Tx, case: Case, role: Role) -> str:
    """Return the words of the report as *role* may read them; never those of a rahasia one."""
    ((original,),) = tx.execute("SELECT original FROM ticket WHERE id = ?", (case.id,))
    return said(tx.keys.open(bytes(original)).decode(), case, role)


def said(text: str, case: Case, role: Role) -> str:
    """Return what a reporter said about *case* as *role* may read it."""
    level = cast(Level, case.confidentiality)
    # Whom a decision tells of a ticket works on it: recipients.py leaves out the accused.
    audience = visibility.audience(level, role, own_agency=True)
    return cut(text, audience) if audience else HIDDEN_WORDS


def sees_area(case: Case, role: Role) -> bool:
    """Tell whether a text to *role* may say where *case* is."""
    level = cast(Level, case.confidentiality)
    return visibility.shown("area", level, role, own_agency=True) == "clear"


def _report(tx: Tx, case: Case, remark: str, role: Role) -> str:
    told = about(tx, case, role)
    return f"{remark}. {told}" if remark else told


_ALL = ("no", "status", "opd", "tgl", "wil")


def _ticket_fields(
    case: Case, setting: Setting, agency: str, role: Role, wanted: Collection[str] = _ALL
) -> dict[str, str]:
    """Return those fields of *wanted* that a ticket has."""
    fields = {"no": str(case.number), "status": WORDS[case.state].shown}
    if "tgl" in wanted:
        until = deadline(case, agency)
        fields["tgl"] = until.astimezone(setting.zone).strftime("%d-%m-%Y") if until else "-"
    if "opd" in wanted:
        level = cast(Level, case.confidentiality)
        known = visibility.shown("agency", level, role, own_agency=True) == "clear"
        fields["opd"] = _agency(case) if known else NOBODY
    if "wil" in wanted:
        fields["wil"] = _area(case.area, setting) if sees_area(case, role) else "-"
    return fields


def together(tell: Tell, case: Case, other: Case, setting: Setting) -> Tell:
    """Return *tell* for who reported *other*, the same as *case*: it has the agency and deadline.

    Whose own report is rahasia reads no agency.
    """
    fields = _ticket_fields(case, setting, "", "reporter")
    level = cast(Level, other.confidentiality)
    known = visibility.shown("agency", level, "reporter", own_agency=True) == "clear"
    agency = fields["opd"] if known else NOBODY
    return replace(tell, fields=(("opd", agency), ("tgl", fields["tgl"]), *tell.fields))


def _agency(case: Case) -> str:
    """Return who leads the ticket, or led it to its end; nobody's yet is the coordinator's."""
    if case.lead is not None:
        return case.lead.agency
    led = [task.agency for task in case.tasks if task.lead and task.state == "done"]
    return led[-1] if led else NOBODY


def deadline(case: Case, agency: str = "") -> datetime | None:
    """Return until when somebody must act: *agency*, else the lead, else who verifies."""
    task = (case.task_of(agency) if agency else None) or case.lead
    if task is not None and task.due is not None:
        return task.due
    left = [clock for clock in case.clocks if clock.met_at is None and clock.ours]
    return min((clock.due for clock in left), default=None)


def _area(code: str, setting: Setting) -> str:
    gazetteer = setting.city.gazetteer
    area = gazetteer.areas.get(code) if gazetteer and code else None
    return area.name if area else "-"
