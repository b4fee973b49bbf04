"""The URL of a PostgreSQL database: checked, and joined with the password from its file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from gateway.config_stored import Stored
from models.errors import ConfigError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config_files import Problem


def database_url(stored: Stored) -> str:
    """Return what Store.open() takes: the SQLite path, or the URL with the password of its file.

    The result may hold a secret and must never be logged or shown. Raises ConfigError when the
    password file cannot be read or is empty.
    """
    url, file = stored.daemon.database, stored.daemon.database_password_file
    if file is None or not stored.postgresql:
        return url
    try:
        password = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a text in UTF-8"
        raise ConfigError(f"{file}: {reason.lower()}") from fault
    if not password:
        raise ConfigError(_("%(file)s: is empty") % {"file": file})
    parts = urlsplit(url)
    user, _at, host = parts.netloc.rpartition("@")
    netloc = f"{user.partition(':')[0]}:{quote(password, safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=netloc))


def check_url(stored: Stored) -> Iterator["Problem"]:
    """Look at the URL; it is never shown, for it may hold a password."""
    from gateway.config_files import error, warning  # noqa: PLC0415 - of `check` alone

    where = {"where": f"{stored.path}: [kentongan] database"}
    try:
        url = urlsplit(stored.daemon.database)
        secret = url.password is not None or "password" in parse_qs(url.query)
        named = url.port != 0 and bool(url.path.strip("/"))
    except ValueError:
        named, secret = False, False
    if not named:
        yield error(_("%(where)s: is no URL such as postgresql://user@host/name") % where)
    if secret:
        text = _("%(where)s: holds a password; use database_password_file or PGPASSFILE")
        yield warning(text % where)
    if stored.daemon.database_password_file is not None and named and not url.username:
        text = _("%(where)s: names no user, so database_password_file has nothing to belong to")
        yield error(text % where)
