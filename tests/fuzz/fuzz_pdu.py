"""Fuzz the PDU codec: `python tests/fuzz/fuzz_pdu.py -max_total_time=5 [directory]`.

Any octets must decode to a value without an exception; what was decoded is encoded and decoded
again, and must be equal. Seeds lie in tests/fuzz/corpus/pdu.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["gateway"]):
    from gateway import pdu, segments
    from gateway.message import Outbound

_CORPUS = Path(__file__).parent / "corpus" / "pdu"
_SOME_TIME = datetime(2026, 11, 22, tzinfo=UTC)
_MAX_OCTETS = 140


def one_input(octets: bytes) -> None:
    """Check one input, given as octets in hexadecimal and as noise on a serial line."""
    pdu.decode(octets)
    message = pdu.decode(octets.hex(), length=len(octets))
    pdu.to_inbound(octets.decode("latin-1"), line="fuzz", identity=octets)
    if isinstance(message, pdu.Deliver):
        _check_deliver(message)
    submit = pdu.decode_submit(octets.hex())
    if isinstance(submit, pdu.Submit):
        _check_submit(submit, octets)


def _check_deliver(message: pdu.Deliver) -> None:
    segments.join_text([message.data, message.data]).encode("utf-8")
    if "long" in message.flags:
        return
    sent_at = message.sent_at
    if sent_at is None or sent_at.year // 100 != 20:
        sent_at = _SOME_TIME
    again = pdu.decode(
        pdu.encode_deliver(
            sender=message.sender,
            data=message.data,
            part=message.part,
            sent_at=sent_at,
            smsc=message.smsc,
            pid=message.pid,
            dcs=message.dcs,
        )
    )
    assert isinstance(again, pdu.Deliver), again
    assert (again.smsc, again.sender, again.pid) == (message.smsc, message.sender, message.pid)
    assert (again.data, again.part, again.dcs) == (message.data, message.part, message.dcs)
    assert again.sent_at == sent_at
    assert set(again.flags) <= {"reserved_dcs"}


def _check_submit(submit: pdu.Submit, octets: bytes) -> None:
    if len(octets) > _MAX_OCTETS:
        return
    out = Outbound(1, 1, "1708", submit.data, submit.part, submit.report, submit.validity or 0)
    hexadecimal, _ = pdu.encode_submit(out, reference=submit.reference)
    again = pdu.decode_submit(hexadecimal)
    assert isinstance(again, pdu.Submit), again
    assert (again.data, again.part, again.report) == (submit.data, submit.part, submit.report)


def main() -> None:
    """Run libFuzzer from the seeds; what it finds is kept in a directory that is named."""
    # Not as a directory: libFuzzer writes what it finds into the first one.
    seeds = ",".join(str(path) for path in sorted(_CORPUS.iterdir()))
    atheris.Setup([*sys.argv, f"-seed_inputs={seeds}"], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
