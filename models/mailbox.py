"""E-mail addresses as settings: plain ones only, that no header can be broken with."""

import re

from models.i18n import _
from models.values import shown

MOST = 254  # characters, RFC 5321 4.5.3.1.3 without the angle brackets
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"[A-Za-z0-9-]{1,63}")
_MOST_LOCAL = 64  # RFC 5321 4.5.3.1.1


class Address(str):
    """An address such as ``kominfo@kedirikota.go.id``: ASCII, no quotes, no comments."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Return *text* as an address; ValueError when it is none (RFC 5321 4.1.2, no quotes)."""
        local, _at, domain = text.rpartition("@")
        known = all(map(_ATOM.fullmatch, local.split("."))) and all(map(_label, domain.split(".")))
        if len(text) > MOST or len(local) > _MOST_LOCAL or not known:
            raise ValueError(_("%(value)s is no e-mail address") % {"value": shown(text)})
        return cls(text)

    @property
    def domain(self) -> str:
        """What stands behind the @, in lower case."""
        return self.rpartition("@")[2].lower()


def _label(text: str) -> bool:
    """Tell whether *text* is a part of a domain's name (RFC 1035 2.3.1)."""
    return bool(_LABEL.fullmatch(text)) and text[0] != "-" != text[-1]


def masked(address: str) -> str:
    """Return *address* as lists show it: ``ko*****@kedirikota.go.id``."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:2]}*****@{domain}"
