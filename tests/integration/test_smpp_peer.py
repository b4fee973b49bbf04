"""smpp34's server, which is not ours, hands us messages and takes our replies."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import smpp34

from bench.smsc import Settings, Smsc
from gateway.segments import join_text
from gateway.smpp import codes
from tests.integration.smpp_rig import Rig, line_to, outbounds, until


class Peer:
    """The server in a thread of its own; `run` does something in it."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.submits: list[bytes] = []
        self.esme: Any = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self._start())

    async def _start(self) -> None:
        self._server = smpp34.Server("127.0.0.1", self.port, system_id="foreign")
        await self._server.start()
        self._events = asyncio.ensure_future(self._listen())

    async def _listen(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.SubmitSmEvent):
                self.submits.append(event.short_message)
                event.accept(f"id-{len(self.submits)}")
            elif isinstance(event, smpp34.Esme):
                self.esme = event

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(15)

    def close(self) -> None:
        async def stop() -> None:
            self._events.cancel()
            await self._server.stop()

        self.run(stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


def test_server_that_is_not_ours_is_served_both_ways(tmp_path: Path) -> None:
    peer, ours = Peer(), Smsc(Settings())
    ours.port = peer.port
    line = Rig(line_to(ours, tmp_path), ours)
    try:
        line.open()
        until(lambda: peer.esme)
        long = "jalan rusak 😀 " * 30
        for octets, coding, esm, tlvs in (
            (b"LAPOR jalan", 0, 0, []),
            (b"caf\xe9", 3, 0, [smpp34.Tlv(0x1477, b"hi")]),
            (b"", 8, 0, [smpp34.Tlv(codes.MESSAGE_PAYLOAD, long.encode("utf-16-be"))]),
            (b"\5\0\3\7\2\1satu", 0, 0x40, []),
            (b"dua", 0, 0, [smpp34.Tlv(codes.SAR_REFERENCE, b"\0\7"),
                            smpp34.Tlv(codes.SAR_TOTAL, b"\2"),
                            smpp34.Tlv(codes.SAR_SEQUENCE, b"\2")]),
            (b"id:9 stat:DELIVRD", 0, 4, []),
        ):  # fmt: skip
            answer = peer.run(send(peer.esme, octets, coding, esm, tlvs))
            assert answer.is_success
        texts = [join_text([one.data]) for one in line.messages]
        assert texts == ["LAPOR jalan", "café", long, "satu", "dua"]
        assert [one.part.sequence for one in line.messages if one.part] == [1, 2]
        assert [one.reference for one in line.reports] == ["9"]
        futures = line.transport.send(outbounds("Laporan {4839206} diterima. " * 8))
        # It answers in any order.
        assert {one.result(5).reference for one in futures} == {"id-1", "id-2"}
        assert {one[:5] for one in peer.submits} == {b"\5\0\3\7\2"}
    finally:
        line.transport.close()
        peer.close()
        ours.close()


async def send(esme: Any, octets: bytes, coding: int, esm: int, tlvs: list[Any]) -> Any:
    """Hand over one message."""
    return await esme.deliver_sm(
        "1708", octets, source_addr="6281234567890", source_addr_ton=1, esm_class=esm,
        data_coding=coding, tlvs=tlvs,
    )  # fmt: skip
