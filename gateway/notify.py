"""Tell systemd that we are ready, alive or ending (sd_notify(3)); without it, do nothing."""

import os
import socket


def notify(state: str) -> bool:
    """Send *state*, such as ``READY=1``, to NOTIFY_SOCKET; False when there is none."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
        try:
            peer.sendto(state.encode(), address)
        except OSError:
            return False
    return True


def watchdog() -> float | None:
    """Return the seconds within which systemd wants a sign of life; None when it does not."""
    wanted = os.environ.get("WATCHDOG_USEC", "")
    return int(wanted) / 1_000_000 if wanted.isdigit() and int(wanted) > 0 else None
