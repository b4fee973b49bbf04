"""Kannel from Debian before our line: bearerbox, smsbox and its fake SMSC, both ways."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gateway.errors import LineDown
from gateway.message import Outbound, Receipt
from gateway.segments import split
from tests.conftest import make_store, require
from tests.webrig import NAME, PATH, Hook, free_port, hook, secret_file

NUMBER = "+6281234567890"
CONF = """\
group = core
admin-port = {admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
log-file = {folder}/bearerbox.log
log-level = 0

group = smsc
smsc = fake
smsc-id = palsu
host = 127.0.0.1
port = {fake}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
log-file = {folder}/smsbox.log
log-level = 0
http-request-retry = 100
http-queue-delay = 1

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{hook}?id=%I&from=%p&to=%P&time=%T&coding=%c&charset=%C&udh=%u&text=%b"

group = sendsms-user
username = kentongan
password = rahasia
max-messages = 10
concatenation = true
"""


def tool(name: str) -> str:
    places = "/usr/sbin:/usr/lib/kannel/test"
    package = "kannel-extras" if name == "fakesmsc" else "kannel"
    return shutil.which(name, path=places) or require(name, package)


@dataclass
class Kannel:
    """The three processes of a Kannel that stands before *line*."""

    folder: Path
    line: Hook
    fake: int
    sendsms: int
    admin: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str, log: str) -> subprocess.Popen[bytes]:
        with (self.folder / log).open("ab") as file:
            made = subprocess.Popen(words, stdout=file, stderr=file, cwd=self.folder)
        self.processes.append(made)
        return made

    def say(self, *messages: str, count: int = 1) -> None:
        """Let the network bring *count* of *messages*, drawn by lot, and take what is sent."""
        self.start(
            tool("fakesmsc"), "-H", "127.0.0.1", "-r", str(self.fake), "-i", "0.01",
            "-m", str(count), *messages, log="fakesmsc.log",
        )  # fmt: skip

    def heard(self) -> str:
        """Return what the network was given, as fakesmsc shows it."""
        return (self.folder / "fakesmsc.log").read_text("utf-8", "replace")

    def close(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()


@contextmanager
def kannel(folder: Path) -> Iterator[Kannel]:
    """Run a Kannel whose get-url is our line, and open the line."""
    bearerbox, smsbox = tool("bearerbox"), tool("smsbox")
    tool("fakesmsc")
    ports = dict(zip(("admin", "box", "fake", "sendsms"), iter(free_port, 0), strict=False))
    port = free_port()
    with ExitStack() as stack:
        store = stack.enter_context(closing(make_store(folder)))
        line = stack.enter_context(
            hook(
                store, folder, provider="kannel", user="kentongan", allow=("127.0.0.1",),
                path_file=secret_file(folder, "path", PATH),
                password_file=secret_file(folder, "password", "rahasia"),
                url=f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms",
                server={"public_url": f"http://127.0.0.1:{port}", "listen": f"127.0.0.1:{port}"},
            )
        )  # fmt: skip
        to = f"http://127.0.0.1:{line.address[1]}/hook/{NAME}/{PATH}"
        path = folder / "kannel.conf"
        path.write_text(CONF.format(folder=folder, hook=to, **ports))
        made = Kannel(folder, line, ports["fake"], ports["sendsms"], ports["admin"])
        stack.callback(made.close)
        made.start(bearerbox, str(path), log="bb.out")
        until(lambda: listens(ports["box"]))
        made.start(smsbox, str(path), log="sb.out")
        until(lambda: listens(ports["sendsms"]))
        yield made


def listens(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
        return True
    return False


def until(fact: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < ends, "it never came about"
        time.sleep(0.05)


def outbound(text: str) -> list[Outbound]:
    return [
        Outbound(number, 1, NUMBER, segment.data, segment.part)
        for number, segment in enumerate(split(text, reference=9), 1)
    ]


def test_texts_reach_the_line_as_they_were_written(tmp_path: Path) -> None:
    texts = ["SURGA lampu mati", "SURGA harga @ 5% + 1", "SURGA & lagi = ya? #"]
    with kannel(tmp_path) as peer:
        peer.say(*(f"{NUMBER} 1708 text {text}" for text in texts), count=60)
        until(lambda: len(peer.line.rows()) == 60)
        rows = peer.line.rows()
    assert {row[2] for row in rows} == {NUMBER}
    assert {row[3] for row in rows} == set(texts)


def test_ucs2_reaches_the_line(tmp_path: Path) -> None:
    coded = "".join(f"%{byte:02x}" for byte in "Lampu 😀 padam".encode("utf-16-be"))
    with kannel(tmp_path) as peer:
        peer.say(f"{NUMBER} 1708 ucs2 {coded}")
        until(lambda: bool(peer.line.rows()))
        assert peer.line.rows()[0][3] == "Lampu 😀 padam"


def test_503_is_asked_again_and_stored_once(tmp_path: Path) -> None:
    with kannel(tmp_path) as peer:
        peer.line.broken = True
        peer.say(f"{NUMBER} 1708 text SURGA lampu mati")
        until(lambda: "503" in (tmp_path / "smsbox.log").read_text() or refused(tmp_path))
        time.sleep(1)
        peer.line.broken = False
        until(lambda: bool(peer.line.rows()))
        time.sleep(1.5)
        assert [row[1] for row in peer.line.rows()] == [1]


def refused(folder: Path) -> bool:
    return "http" in (folder / "smsbox.log").read_text().lower()


def test_replies_go_out_by_sendsms(tmp_path: Path) -> None:
    long = "Laporan Anda diterima. " * 10
    with kannel(tmp_path) as peer:
        peer.say(f"{NUMBER} 1708 text SURGA lampu mati")
        until(lambda: bool(peer.line.rows()))
        parts = [*outbound("Terima kasih & salam"), *outbound(long)]
        futures = peer.line.transport.send(parts)
        assert [future.result(20) for future in futures] == [
            Receipt(f"{part.delivery}.1") for part in parts
        ]
        until(lambda: peer.heard().count("Laporan") >= 2)
        assert "Terima kasih" in peer.heard()


def test_delivery_report_comes_back_to_its_part(tmp_path: Path) -> None:
    with kannel(tmp_path) as peer:
        peer.say(f"{NUMBER} 1708 text SURGA lampu mati")
        until(lambda: bool(peer.line.rows()))
        (part,) = outbound("Terima kasih")
        receipt = peer.line.transport.send([part])[0].result(20)
        until(lambda: bool(peer.line.reports()))
        assert peer.line.reports() == [(receipt.reference, "delivered")]
        assert "Kannel" not in peer.heard()  # our answers are no replies of Kannel's


def test_wrong_password_is_the_lines_fault(tmp_path: Path) -> None:
    with kannel(tmp_path) as peer:
        secret_file(tmp_path, "password", "salah")
        other = Hook(peer.line.store, peer.line.line, peer.line.writer)
        try:
            (future,) = other.transport.send(outbound("halo"))
            with pytest.raises(LineDown, match="403"):
                future.result(20)
        finally:
            other.transport.close()
