"""Who acts: the person at the terminal, and the system user that owns the stored data."""

import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ConfigError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config_stored import Stored


def actor(environ: Mapping[str, str]) -> str:
    """Return who acts, as events keep it: ``staff:NAME``.

    NAME is SUDO_USER, else the login of the real uid, else the uid itself.
    """
    name = environ.get("SUDO_USER", "")
    if not name:
        try:
            name = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            name = str(os.getuid())
    return f"staff:{name}"


def become(stored: "Stored") -> bool:
    """As root, become the ``user`` of modem.conf; return True when root stays root.

    Root stays root only when every line is a simulator. Raises ConfigError when there is a real
    line and no user, or the user does not exist or cannot read the installed Python.
    """
    if os.geteuid() != 0:
        return False
    user = stored.daemon.user
    if user:
        _drop(user)
        return False
    if not stored.simulated():
        raise ConfigError(
            _("%(file)s: [kentongan] user: missing; root may run a simulator only")
            % {"file": stored.path}
        )
    return True


def _drop(user: str) -> None:
    try:
        entry = pwd.getpwnam(user)
    except KeyError as error:
        raise ConfigError(
            _("[kentongan] user: %(user)r is not a user of this system") % {"user": user}
        ) from error
    os.initgroups(user, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    if not os.access(os.__file__, os.R_OK):
        raise ConfigError(
            _("[kentongan] user: %(user)r cannot read the Python in %(folder)s")
            % {"user": user, "folder": Path(os.__file__).parent}
        )
