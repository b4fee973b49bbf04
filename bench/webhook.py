"""The webhook under load: requests made durable a second over 64 connections, and how long each is.

The desk is closed: what is counted is stored and answered 200, by a provider in another process.
"""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from bench.result import Result, Size
from bench.shortcode import end, furnish
from bench.station import folder
from bench.texts import ROOT, reports

_CONNECTIONS = 64
_PATH = "a-path-that-nobody-guesses"
_MODEM_CONF = """\
[kentongan]
log_file = daemon.log
{user}[server]
listen = 127.0.0.1:{port}
connections_per_address = 64
[http 1708]
provider = generic
path_file = path
number = 1708
"""


def http(size: Size) -> list[Result]:
    """Requests a second that are durable when they are answered, and the 99th percentile in ms."""
    found = [_round(size) for _ in range(size.runs)]
    rates, times = zip(*found, strict=True)
    return [
        Result("http.accept", "req/s", rates, at_least=800.0),
        Result("http.p99", "ms", times, at_most=150.0),
    ]


def _round(size: Size) -> tuple[float, float]:
    with folder() as place:
        port = _free_port()
        furnish(place, port)
        user = "user = root\n" if os.geteuid() == 0 else ""
        (place / "modem.conf").write_text(_MODEM_CONF.format(user=user, port=port))
        (place / "path").write_text(f"{_PATH}\n")
        (place / "path").chmod(0o600)
        (place / "texts").write_bytes(b"\n".join(reports()))
        daemon = subprocess.Popen(
            [sys.executable, "-m", "bench.smpp_intake"], cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await(port)
            return _load(place, port, size)
        finally:
            end(daemon)


def _load(place: Path, port: int, size: Size) -> tuple[float, float]:
    done = subprocess.run(
        [
            sys.executable, "-m", "bench.webhook_load", str(port), f"/hook/1708/{_PATH}",
            "--connections", str(_CONNECTIONS), "--warm", str(size.warm),
            "--seconds", str(size.seconds), "--texts", str(place / "texts"),
        ],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    counts = json.loads(done.stdout)
    if counts["refused"]:
        raise RuntimeError(f"{counts['refused']} requests were not accepted")
    return counts["rate"], counts["p99"]


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def _await(port: int) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            time.sleep(0.5)  # the line's session is opened
            return
        time.sleep(0.02)
    raise TimeoutError("the daemon does not listen")
