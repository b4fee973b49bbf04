"""The SMS of a report: one part, or an error; what is sent to a mayor is never cut."""

import string
from typing import TYPE_CHECKING

from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from reports.page import Report

LIMIT = 160  # septets of one part, 3GPP TS 23.038

# ASCII whose letters are one septet each in the default alphabet; [ ] { } ~ | \ ^ take two.
PLAIN = frozenset(string.ascii_letters + string.digits + " \n!\"#%&'()*+,-./:;<=>?@_$")


def render(report: "Report") -> str:
    """Return the SMS of *report*; KentonganError when it has none, or none that can be sent."""
    if not report.sms:
        raise KentonganError(_("%(name)s: this report has no SMS") % {"name": report.name})
    return one_part(report.name, report.sms)


def one_part(name: str, text: str) -> str:
    """Return *text*, the SMS of the report *name*.

    Raises KentonganError when it has letters of another alphabet, or is longer than one part.
    """
    if set(text) - PLAIN:
        raise KentonganError(
            _("%(name)s: its SMS has letters outside the plain alphabet") % {"name": name}
        )
    if len(text) > LIMIT:
        values = {"name": name, "length": len(text), "limit": LIMIT}
        raise KentonganError(
            _("%(name)s: its SMS has %(length)d letters; %(limit)d fit in one part") % values
        )
    return text
