"""Modes, owners and places of the files that modem.conf names, as problems in words."""

import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models import keyfile
from models.errors import ConfigError
from models.i18n import _
from models.place import check_file_system, file_system

SECRET_MODES = (0o600, 0o400)
_PIN = re.compile(rb"[0-9]{4,8}")
_MOST_SECRET = 4_096  # bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that `kentongan check` found; an error keeps the daemon from starting."""

    severity: Literal["error", "warning"]
    text: str  # one lower-case line, without secrets and without numbers of people


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that the daemon runs as."""

    name: str
    uid: int
    groups: frozenset[int]

    def may(self, about: os.stat_result, wish: int) -> bool:
        """Whether the mode bits let this user *wish*: 4 read, 2 write, 1 enter."""
        if self.uid == 0:
            return True
        shift = 6 if about.st_uid == self.uid else 3 if about.st_gid in self.groups else 0
        return about.st_mode >> shift & wish == wish


def account(user: str) -> Account:
    """Return the user that the daemon will be: *user* when root starts it, else who we are.

    Raises ConfigError when there is no such user.
    """
    if user and os.geteuid() == 0:
        try:
            entry = pwd.getpwnam(user)
        except KeyError as error:
            raise ConfigError(
                _("[kentongan] user: %(user)r is no account of this system") % {"user": user}
            ) from error
        return Account(user, entry.pw_uid, frozenset(os.getgrouplist(user, entry.pw_gid)))
    groups = frozenset((os.getegid(), *os.getgroups()))
    return Account(_user_name(os.geteuid()), os.geteuid(), groups)


def error(text: str) -> Problem:
    """Return *text* as a problem that keeps the daemon from starting."""
    return Problem("error", text)


def warning(text: str) -> Problem:
    """Return *text* as a problem that the daemon lives with."""
    return Problem("warning", text)


def check_config(path: Path, who: Account) -> list[Problem]:
    """Check the owner and mode of modem.conf or city.toml itself; all may read, few may write."""
    about = _stat(path)
    if isinstance(about, Problem):
        return [about]
    found = []
    if about.st_uid not in (0, who.uid):
        text = _("%(file)s: belongs to %(owner)s; it must be root's or %(user)s's")
        found.append(error(text % _words(path, about, who)))
    if about.st_mode & stat.S_IWOTH:
        text = _("%(file)s: mode %(mode)s lets everybody write; chmod o-w")
        found.append(error(text % _words(path, about, who)))
    if not who.may(about, 4):
        text = _("%(file)s: %(user)s cannot read it; chown it to %(user)s")
        found.append(error(text % _words(path, about, who)))
    return found


def check_secret(path: Path, who: Account) -> list[Problem]:
    """Check a file that holds a secret: 0600 or 0400 and ours, or 0640 of root and our group."""
    about = _stat(path)
    if isinstance(about, Problem):
        return [about]
    words = _words(path, about, who)
    mode = stat.S_IMODE(about.st_mode)
    if not stat.S_ISREG(about.st_mode):
        return [error(_("%(file)s: is no file") % words)]
    if about.st_uid not in (0, who.uid):
        text = _("%(file)s: belongs to %(owner)s; a secret must be root's or %(user)s's")
        return [error(text % words)]
    if mode not in SECRET_MODES and not (mode == 0o640 and about.st_uid == 0):
        text = _("%(file)s: mode %(mode)s; a secret has 0600 or 0400, or 0640 of root and a group")
        return [error(text % words)]
    if not who.may(about, 4):
        return [error(_("%(file)s: %(user)s cannot read it; chown it to %(user)s") % words)]
    return []


def check_key(path: Path, who: Account) -> list[Problem]:
    """Check the key file: 0600 or 0400 and ours, and if it is ours to read, that it is a key."""
    about = _stat(path)
    if isinstance(about, Problem):
        text = _("%(fault)s; 'kentongan init' makes a key")
        return [error(text % {"fault": about.text})]
    if who.uid == os.geteuid():
        try:
            keyfile.load(path)
        except ConfigError as fault:
            return [error(str(fault))]
    elif about.st_uid != who.uid:
        text = _("%(file)s: belongs to %(owner)s; chown it to %(user)s")
        return [error(text % _words(path, about, who))]
    return check_secret(path, who)


def check_pin(path: Path, who: Account) -> list[Problem]:
    """Check a file that holds a PIN, without ever showing what it holds."""
    found = check_secret(path, who)
    if found:
        return found
    try:
        with path.open("rb") as file:
            pin = file.read(_MOST_SECRET).strip()
    except OSError as fault:
        return [error(_("%(file)s: %(fault)s") % {"file": path, "fault": _reason(fault)})]
    if not _PIN.fullmatch(pin):
        return [error(_("%(file)s: holds no PIN of 4 to 8 digits") % {"file": path})]
    return []


def check_password(path: Path, who: Account) -> list[Problem]:
    """Check a file that holds the password of an SMPP account, without ever showing it."""
    found = check_secret(path, who)
    if found or not who.may(path.stat(), 4) or who.uid != os.geteuid():
        return found
    secret = path.read_bytes().rstrip(b"\r\n")
    if not 1 <= len(secret) <= 8 or b"\0" in secret:
        return [error(_("%(file)s: SMPP allows a password of 1 to 8 characters") % {"file": path})]
    return []


def check_state(directory: Path, who: Account, *, volatile: bool) -> list[Problem]:
    """Check the folder of what the daemon keeps, and the file system it lies on."""
    found = _file_system_problems(directory, volatile=volatile)
    if not directory.exists():  # the daemon makes it, 0700
        return [*found, *_room_for(directory, who)]
    about = directory.stat()
    words = _words(directory, about, who)
    if not stat.S_ISDIR(about.st_mode):
        return [*found, error(_("%(file)s: is no folder") % words)]
    if about.st_uid != who.uid:
        text = _("%(file)s: belongs to %(owner)s; chown it to %(user)s")
        found.append(error(text % words))
    if about.st_mode & stat.S_IWOTH:
        text = _("%(file)s: mode %(mode)s lets everybody write; 0700 is right")
        found.append(error(text % words))
    elif stat.S_IMODE(about.st_mode) & 0o077:
        text = _("%(file)s: mode %(mode)s lets others look in; 0700 is right")
        found.append(warning(text % words))
    return found


def check_database(path: Path, who: Account) -> list[Problem]:
    """Check the SQLite file and its companions, where they are there already."""
    found = []
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        if not file.exists():
            continue
        about = file.stat()
        words = _words(file, about, who)
        if about.st_uid != who.uid:
            text = _("%(file)s: belongs to %(owner)s; chown it to %(user)s")
            found.append(error(text % words))
        elif stat.S_IMODE(about.st_mode) & 0o077:
            text = _("%(file)s: mode %(mode)s; the daemon will set 0600")
            found.append(warning(text % words))
    return found


def check_device(device: str, where: str, who: Account) -> list[Problem]:
    """Check that a serial port is there and ours alone; a pyserial URL is not looked at."""
    if not device or "://" in device:
        return []
    path = Path(device)
    words: dict[str, object] = {"where": where, "file": path, "user": who.name}
    try:
        about = path.stat()
    except OSError as fault:
        words["fault"] = _reason(fault)
        return [warning(_("%(where)s device: %(file)s: %(fault)s") % words)]
    words["mode"] = f"{stat.S_IMODE(about.st_mode):04o}"
    if not stat.S_ISCHR(about.st_mode):
        return [error(_("%(where)s device: %(file)s is no serial port") % words)]
    if about.st_mode & stat.S_IWOTH:
        text = _("%(where)s device: %(file)s has mode %(mode)s: everybody can send SMS by it")
        return [warning(text % words)]
    if not who.may(about, 6):
        text = _("%(where)s device: %(user)s may not use %(file)s; add it to the group dialout")
        return [warning(text % words)]
    return []


def check_program(command: str, where: str) -> list[Problem]:
    """Check that the program of a recover_command can be run and only few can change it."""
    words: dict[str, object] = {"where": where, "file": command.split(maxsplit=1)[0]}
    path = Path(command.split(maxsplit=1)[0])
    if not path.is_absolute():
        return [error(_("%(where)s recover_command: %(file)s: give the whole path") % words)]
    if not os.access(path, os.X_OK):
        return [error(_("%(where)s recover_command: %(file)s cannot be run") % words)]
    if path.stat().st_mode & stat.S_IWOTH:
        text = _("%(where)s recover_command: %(file)s can be written by everybody")
        return [error(text % words)]
    return []


def _file_system_problems(directory: Path, *, volatile: bool) -> list[Problem]:
    try:
        check_file_system(directory, volatile=volatile)
    except ConfigError as refused:
        return [error(str(refused))]
    kind = file_system(directory)
    if kind == "overlay":
        text = _("%(file)s: lies on overlay, a container's own layer; mount a volume")
        return [warning(text % {"file": directory})]
    if volatile:
        text = _("%(file)s: volatile = yes: what is not on a disk is gone with the power")
        return [warning(text % {"file": directory})]
    return []


def _room_for(directory: Path, who: Account) -> list[Problem]:
    parent = next(folder for folder in directory.absolute().parents if folder.exists())
    if who.may(parent.stat(), 3):
        return []
    words = {"file": directory, "user": who.name, "parent": parent}
    return [error(_("%(file)s: %(user)s may not make it in %(parent)s") % words)]


def _stat(path: Path) -> os.stat_result | Problem:
    try:
        return path.stat()
    except OSError as fault:
        return error(_("%(file)s: %(fault)s") % {"file": path, "fault": _reason(fault)})


def _words(path: Path, about: os.stat_result, who: Account) -> dict[str, object]:
    return {
        "file": path,
        "mode": f"{stat.S_IMODE(about.st_mode):04o}",
        "owner": _user_name(about.st_uid),
        "user": who.name,
    }


def _reason(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
