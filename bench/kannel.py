"""Kannel from Debian under the same load: bearerbox, smsbox and an app that stores each SMS."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.shortcode import Shortcode, centre
from bench.station import folder
from bench.texts import ROOT

_CONF = """\
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {box}
log-file = bearerbox.log
log-level = 4
store-type = file
store-location = store
dlr-storage = internal

group = smsc
smsc = smpp
host = 127.0.0.1
port = {port}
smsc-username = kediri
smsc-password = rahasia
system-type = ""
transceiver-mode = true
max-pending-submits = 100
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
log-file = smsbox.log
log-level = 4

group = sms-service
keyword = default
catch-all = true
get-url = "http://127.0.0.1:{app}/?from=%p&text=%b"
"""


def installed() -> bool:
    """Tell whether Kannel is on this machine."""
    return all(_program(name) for name in ("bearerbox", "smsbox"))


def _program(name: str) -> str | None:
    return shutil.which(name, path="/usr/sbin:/usr/bin:/usr/lib/kannel")


@contextmanager
def kannel(*load: str) -> Iterator[Shortcode]:
    """Return a Kannel that *load* falls upon; its bearerbox stands where our daemon does."""
    with folder() as place, centre(place, *load) as (peer, port), ExitStack() as running:
        app = _run(running, [sys.executable, "-m", "bench.kannel_app", str(place / "app.db")], ROOT)
        assert app.stdout is not None
        ports = {name: _free_port() for name in ("admin", "box", "send")}
        answer = int(app.stdout.readline())
        (place / "kannel.conf").write_text(_CONF.format(port=port, app=answer, **ports))
        bearerbox = _run(running, [str(_program("bearerbox")), "kannel.conf"], place)
        _await(ports["box"])
        _run(running, [str(_program("smsbox")), "kannel.conf"], place)
        yield Shortcode(place, bearerbox, peer)


def _run(running: ExitStack, command: list[str], place: Path) -> "subprocess.Popen[Any]":
    process = running.enter_context(
        subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    )
    running.callback(process.kill)
    return process


def _await(port: int) -> None:
    """Wait until somebody listens: smsbox tries once, and then not for a while."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])
