"""The daemon with an HTTP line and a simulator line: neither falls with the other."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from gateway.simulator.control import Control
from tests.webrig import PATH, Provider, Taken, free_port, provider, request, response

CITIZEN, OTHER = "+6281234567890", "+6281234567891"
KENTONGAN = str(Path(sys.executable).parent / "kentongan")
CONF = """\
[kentongan]
database = var/k.db
log_file = daemon.log
{user}
[server]
listen = 127.0.0.1:{port}

[simulator latihan]
number = +6281200000001

[http satu]
provider = generic
url = {url}
path_file = path
number = 1708
fallback = latihan
"""
CITY = """\
[city]
name = "LAPOR MBAK WALI 112"
[[keyword]]
word = "SURGA"
lines = ["satu", "latihan"]
"""


def taken(request: Taken) -> tuple[int, bytes]:
    return 200, json.dumps({"id": f"m{abs(hash(request.body))}"}).encode()


def kentongan(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [KENTONGAN, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@contextmanager
def daemon(folder: Path, url: str, port: int) -> Iterator[None]:
    """Run the installed program over a fresh set of files."""
    user = "user = root\n" if os.geteuid() == 0 else ""
    (folder / "modem.conf").write_text(CONF.format(user=user, url=url, port=port))
    (folder / "city.toml").write_text(CITY)
    (folder / "path").write_text(PATH)
    for name in ("modem.conf", "path"):
        (folder / name).chmod(0o600)
    kentongan(folder, "key", "init")
    process = subprocess.Popen([KENTONGAN, "run"], cwd=folder)
    try:
        until(lambda: _listens(port), 30)
        until(lambda: bool(lines(folder).get("latihan", {}).get("up")), 30)
        yield
        assert process.poll() is None, (folder / "daemon.log").read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def lines(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what `line status` shows, by name."""
    done = subprocess.run(
        [KENTONGAN, "line", "status", "--json"], cwd=folder, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    rows = map(json.loads, done.stdout.splitlines())
    return {row["line"]: row for row in rows}


def until(fact: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < ends, "it never came about"
        time.sleep(0.1)


def webhook(port: int, key: str, text: str, sender: str = CITIZEN) -> int:
    body = json.dumps({"id": key, "from": sender, "to": "1708", "text": text}).encode()
    with closing(socket.create_connection(("127.0.0.1", port), 10)) as client:
        client.sendall(request(body, path=f"/hook/satu/{PATH}"))
        found = b""
        while more := client.recv(4096):
            found += more
    return response(found).status


def hand_over(folder: Path, port: int, key: str, text: str) -> None:
    """Bring a message as a provider does: 503 means that it comes again."""
    ends = time.monotonic() + 40
    while (status := webhook(port, key, text)) == 503 and time.monotonic() < ends:
        time.sleep(0.5)
    assert status == 200, (folder / "daemon.log").read_text()


def texts(peer: Provider) -> list[str]:
    return [json.loads(one.body)["text"] for one in peer.taken]


def test_report_by_http_is_answered_by_http_and_one_by_sim_by_sim(tmp_path: Path) -> None:
    port = free_port()
    with provider(taken) as peer, daemon(tmp_path, peer.url, port):
        with Control(tmp_path / "var" / "latihan.sock") as phone:
            hand_over(tmp_path, port, "a1", "SURGA lampu jalan mati di Jl. Veteran")
            hand_over(tmp_path, port, "a1", "SURGA lampu jalan mati di Jl. Veteran")
            until(lambda: bool(peer.taken))
            phone.sms(OTHER, "SURGA sampah menumpuk di pasar")
            until(lambda: len(tickets(tmp_path)) == 2)
        assert len(texts(peer)) == 1
        assert json.loads(peer.taken[0].body)["to"] == CITIZEN
        shown = lines(tmp_path)
        assert (shown["satu"]["up"], shown["latihan"]["up"]) == (True, True)


def tickets(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in kentongan(folder, "ticket", "list", "--json").splitlines()]


def test_line_that_cannot_listen_leaves_its_neighbour_up(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken_port:
        port = taken_port.getsockname()[1]
        with daemon(tmp_path, "http://127.0.0.1:9/", port):
            with Control(tmp_path / "var" / "latihan.sock") as phone:
                phone.sms(OTHER, "SURGA sampah menumpuk di pasar")
                until(lambda: len(tickets(tmp_path)) == 1)
            until(lambda: "cannot listen" in lines(tmp_path)["satu"]["detail"])
            taken_port.close()
            until(lambda: bool(lines(tmp_path)["satu"]["up"]), 40)
            hand_over(tmp_path, port, "b1", "SURGA lampu mati")


def test_provider_that_is_away_harms_no_neighbour(tmp_path: Path) -> None:
    port = free_port()
    with daemon(tmp_path, f"http://127.0.0.1:{free_port()}/", port):
        hand_over(tmp_path, port, "c1", "SURGA lampu jalan mati di Jl. Veteran")
        until(lambda: len(tickets(tmp_path)) == 1)
        with Control(tmp_path / "var" / "latihan.sock") as phone:
            phone.sms(OTHER, "SURGA sampah menumpuk di pasar")
            until(lambda: len(tickets(tmp_path)) == 2)
        until(lambda: lines(tmp_path)["satu"]["detail"] == "the provider cannot be reached")
        assert lines(tmp_path)["satu"]["up"]
