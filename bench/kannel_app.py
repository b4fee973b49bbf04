"""What a city would put behind Kannel: a get-url app that commits each SMS, then answers.

``python -m bench.kannel_app DATABASE`` prints its port. One row in SQLite with WAL and
synchronous=FULL, no parser, no rules, no budget: less work than ours.
"""

import asyncio
import sqlite3
import sys

_REPLY = b"Terima kasih. Laporan Anda no. 4839206 sudah kami terima."
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
    + str(len(_REPLY)).encode()
    + b"\r\n\r\n"
    + _REPLY
)


class Session(asyncio.Protocol):
    """One connection of smsbox."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Store into *database*."""
        self._database = database
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Store what each whole request says, and answer it."""
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for request in requests:
            self._database.execute("INSERT INTO sms (request) VALUES (?)", (request[:1000],))
            self._transport.write(_ANSWER)


async def _serve(path: str) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = wal")
    database.execute("PRAGMA synchronous = full")
    database.execute("CREATE TABLE sms (id INTEGER PRIMARY KEY, request BLOB)")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(database), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
