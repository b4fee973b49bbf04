"""What the person at the terminal may see of a ticket: casework/visibility.py, asked for them."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

from console.desk import Person
from models.casework.visibility import RAHASIA, Field, Level, Role, Sight, audience, opened, shown

if TYPE_CHECKING:
    from models.casework.case import Case

HIDDEN = RAHASIA


def seen(field: Field, case: "Case", person: Person) -> Sight:
    """Return how *person* sees *field* of the ticket."""
    level, as_role = _level(case), role(case, person)
    own, handles = _own(case, person), handler(case, person)
    return shown(field, level, as_role, own_agency=own, handler=handles)


def by_logged_act(field: Field, case: "Case", person: Person) -> Sight:
    """Return how *person* sees *field* when that is logged with a reason."""
    level, as_role = _level(case), role(case, person)
    own, handles = _own(case, person), handler(case, person)
    return opened(field, level, as_role, own_agency=own, handler=handles)


def in_words(text: str, case: "Case", person: Person) -> str:
    """Return what of a report's or note's words *person* may read; '' for none."""
    from models.redaction import cut as redacted

    level, as_role = _level(case), role(case, person)
    own, handles = _own(case, person), handler(case, person)
    cut = audience(level, as_role, own_agency=own, handler=handles)
    return redacted(text, cut) if cut else ""


def visible(case: "Case", person: Person) -> bool:
    """Tell whether *person* may know of the ticket at all: an agency knows its own alone."""
    return person.city_wide or (person.agency not in case.accused and _own(case, person))


def handler(case: "Case", person: Person) -> bool:
    """Tell whether *person* is the one who handles the secret report."""
    return person.officer != 0 and case.handler == person.officer


def role(case: "Case", person: Person) -> Role:
    """Return as what *person* looks at the ticket; who is not of the staff sees as a viewer."""
    if person.agency and person.agency in case.accused:
        return "accused"
    return person.role or "viewer"  # type: ignore[return-value]  # a column that is checked


def _level(case: "Case") -> Level:
    return case.confidentiality  # type: ignore[return-value]  # as above


def _own(case: "Case", person: Person) -> bool:
    return any(task.agency == person.agency for task in case.tasks)
