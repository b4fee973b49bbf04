"""The SMS of a report: one part, or an error; what is sent to a mayor is never cut."""

import string

from models.errors import KentonganError
from models.i18n import _
from reports.page import Report

LIMIT = 160  # septets of one part, 3GPP TS 23.038

# ASCII whose letters are one septet each in the default alphabet; [ ] { } ~ | \ ^ take two.
PLAIN = frozenset(string.ascii_letters + string.digits + " \n!\"#%&'()*+,-./:;<=>?@_$")


def render(report: Report) -> str:
    """Return the SMS of *report*.

    Raises KentonganError when the report has none, when it has letters of another alphabet, or
    when it is longer than one part.
    """
    if not report.sms:
        raise KentonganError(_("%(name)s: this report has no SMS") % {"name": report.name})
    if set(report.sms) - PLAIN:
        raise KentonganError(
            _("%(name)s: its SMS has letters outside the plain alphabet") % {"name": report.name}
        )
    if len(report.sms) > LIMIT:
        values = {"name": report.name, "length": len(report.sms), "limit": LIMIT}
        raise KentonganError(
            _("%(name)s: its SMS has %(length)d letters; %(limit)d fit in one part") % values
        )
    return report.sms
