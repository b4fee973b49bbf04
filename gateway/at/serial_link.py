"""Opens the serial port for python-gsmmodem-new, which can open one kind in one way only."""

import fcntl
import os
import termios
from dataclasses import dataclass
from typing import Any

import serial


@dataclass(frozen=True, slots=True)
class Link:
    """How the port is driven; gsmmodem 0.13.0 has RTS/CTS and DSR/DTR hard-coded to on."""

    rtscts: bool = False
    xonxoff: bool = False
    write_timeout: float = 10.0  # seconds; without one a modem that stops reading hangs us


class SerialShim:
    """Stands where gsmmodem.serial_comms expects the module ``serial``."""

    SerialException = serial.SerialException

    @staticmethod
    def Serial(*, port: str, baudrate: int, timeout: float, link: Link, **_fixed: Any) -> Any:  # noqa: N802 - pyserial's name
        """Open *port*, a path or any pyserial URL, for us alone.

        Raises serial.SerialException when it is missing, in use or no serial port.
        """
        url = "://" in port
        opened = serial.serial_for_url(
            port,
            baudrate=baudrate,
            timeout=timeout,
            write_timeout=link.write_timeout,
            rtscts=link.rtscts,
            xonxoff=link.xonxoff,
            exclusive=None if url else True,
        )
        if not url:
            _claim(opened.fileno())
        return opened


def _claim(descriptor: int) -> None:
    # A pty keeps TIOCEXCL while its master lives: after a kill the next start could not open it.
    if not os.ttyname(descriptor).startswith("/dev/pts/"):
        fcntl.ioctl(descriptor, termios.TIOCEXCL)


def descriptor(opened: Any) -> int | None:
    """Return the file descriptor to read from, or None where pyserial has none (rfc2217://)."""
    try:
        return int(opened.fileno())
    except (AttributeError, OSError, ValueError):
        return None
