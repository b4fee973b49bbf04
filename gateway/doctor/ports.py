"""Serial ports from outside: who holds one, and which others belong to the same stick."""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.doctor.finding import Finding, right, wrong
from models.i18n import _

PROC = Path("/proc")
PATTERNS = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")
_INTERFACE = re.compile(r"-if\d+(-port\d+)?$")


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that has a port open."""

    pid: int
    name: str


def holders(device: str, proc: Path = PROC) -> list[Holder]:
    """Return the processes that have *device* open, as far as we may see them (root sees all)."""
    path = os.path.realpath(device)
    return sorted(_holders(path, proc), key=lambda one: one.pid)


def _holders(path: str, proc: Path) -> Iterator[Holder]:
    for folder in proc.glob("[0-9]*"):
        try:
            opened = {str(link.readlink()) for link in (folder / "fd").iterdir()}
            name = (folder / "comm").read_text("utf-8", "replace").strip()
        except OSError:
            continue  # it has ended, or is not ours to look into
        if path in opened:
            yield Holder(int(folder.name), name)


def check_holders(line: str, device: str, ours: int | None, proc: Path = PROC) -> list[Finding]:
    """Say who has *device* open; the daemon *ours* (a pid) and this process are not meant."""
    if "://" in device:
        return []
    mine = {os.getpid(), ours}
    others = [one for one in holders(device, proc) if one.pid not in mine]
    if not others:
        return [right("port_free", line, _("nobody else has the port open"))]
    return [
        wrong(
            "port_free",
            line,
            _("%(name)s (%(pid)d) has the port open") % {"name": one.name, "pid": one.pid},
            _remedy(one.name),
        )
        for one in others
    ]


def _remedy(program: str) -> str:
    """Return how a program that is known to take modems is kept from it."""
    known = {
        "ModemManager": _(
            "systemctl disable --now ModemManager, or a udev rule ID_MM_DEVICE_IGNORE for the stick"
        ),
        "brltty": _("apt remove brltty: it takes USB serial ports for Braille displays"),
        "gammu-smsd": _("systemctl disable --now gammu-smsd"),
        "smsd": _("systemctl disable --now smstools"),
        "pppd": _("stop pppd on this port, or give us another port of the stick"),
    }
    return known.get(program) or _("stop it: two programs cannot share a modem")


def siblings(device: str, patterns: Sequence[str] = PATTERNS) -> list[str]:
    """Return the other ports of the same stick, by their names in /dev/serial/by-id.

    A device that has no such name has every port beside it.
    """
    every = [path for pattern in patterns for path in sorted(glob.glob(pattern))]  # noqa: PTH207 - absolute patterns
    real = os.path.realpath(device)
    named = [path for path in every if _INTERFACE.search(path)]
    own = next((path for path in named if os.path.realpath(path) == real), "")
    stick = _INTERFACE.sub("", own)
    found = [path for path in named if _INTERFACE.sub("", path) == stick] if own else every
    seen = {real: ""}
    for path in found:
        seen.setdefault(os.path.realpath(path), path)
    return [path for path in seen.values() if path]
