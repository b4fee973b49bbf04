"""nginx, configured by our example, before the line: TLS, the caller's own address, our limits."""

import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import make_store, require
from tests.webrig import (
    NAME,
    PATH,
    Response,
    free_port,
    hook,
    read_all,
    request,
    response,
    secret_file,
    self_signed,
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "nginx.conf"
SMS = {"id": "1", "from": "+6281234567890", "to": "1708", "text": "SURGA lampu mati"}


def nginx() -> str:
    return shutil.which("nginx", path="/usr/sbin") or require("nginx", "nginx-light")


def arrange(folder: Path, outer: int, inner: int) -> Path:
    """Put the example into *folder* with a certificate, and its two ports changed."""
    key, certificate = self_signed(folder)
    key.rename(folder / "certificate.key")
    certificate.rename(folder / "certificate.pem")
    text = EXAMPLE.read_text().replace("127.0.0.1:8112", f"127.0.0.1:{inner}")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{outer} ssl")
    paths = "".join(
        f"    {kind}_temp_path temp;\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {\n", "http {\n" + paths, 1)
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@contextmanager
def running(folder: Path, path: Path, port: int) -> Iterator[None]:
    words = [nginx(), "-p", str(folder), "-c", str(path), "-g", "daemon off;"]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, wire: bytes) -> Response:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), 20) as plain,
        context.wrap_socket(plain) as client,
    ):
        client.sendall(wire)
        return response(read_all(client))


def test_example_is_what_nginx_understands(tmp_path: Path) -> None:
    path = arrange(tmp_path, free_port(), 8112)
    done = subprocess.run(
        [nginx(), "-t", "-p", str(tmp_path), "-c", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.parametrize(("allow", "status"), [("127.0.0.1", 200), ("203.0.113.7", 403)])
def test_line_behind_nginx_sees_the_caller(tmp_path: Path, allow: str, status: int) -> None:
    outer, store = free_port(), make_store(tmp_path)
    path = secret_file(tmp_path, "path", PATH)
    settings = {"path_file": path, "allow": (allow,), "server": {"proxy": "127.0.0.1"}}
    with closing(store), hook(store, tmp_path, **settings) as line:
        configured = arrange(tmp_path, outer, line.address[1])
        body, to = json.dumps(SMS).encode(), f"/hook/{NAME}/{PATH}"
        forged = {"X-Forwarded-For": "203.0.113.7"}  # nginx writes over it
        with running(tmp_path, configured, outer):
            assert ask(outer, request(body, path=to, headers=forged)).status == status
            assert ask(outer, request(body, path="/")).status == 404
            assert ask(outer, request(b"a" * 70_000, path=to)).status == 413
        assert len(line.rows()) == (status == 200)
        assert PATH not in (tmp_path / "error.log").read_text()
