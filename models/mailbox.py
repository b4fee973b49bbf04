"""E-mail addresses as settings: plain ones only, that no header can be broken with."""

import re

from models.i18n import _
from models.values import shown

MOST = 254  # characters, RFC 5321 4.5.3.1.3 without the angle brackets
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
    re.ASCII,
)
_MOST_LOCAL = 64  # RFC 5321 4.5.3.1.1


class Address(str):
    """An address such as ``kominfo@kedirikota.go.id``: ASCII, no quotes, no comments."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Return *text* as an address; ValueError when it is none (RFC 5321 4.1.2, no quotes)."""
        local = text.rpartition("@")[0]
        if len(text) > MOST or len(local) > _MOST_LOCAL or not _ADDRESS.fullmatch(text):
            raise ValueError(_("%(value)s is no e-mail address") % {"value": shown(text)})
        return cls(text)

    @property
    def domain(self) -> str:
        """What stands behind the @, in lower case."""
        return self.rpartition("@")[2].lower()


def masked(address: str) -> str:
    """Return *address* as lists show it: ``ko*****@kedirikota.go.id``."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:2]}*****@{domain}"
