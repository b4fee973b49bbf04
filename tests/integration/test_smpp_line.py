"""An SMPP line against our own service centre, over real sockets: answers, windows, faults."""

import re
import ssl
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bench.smsc import Settings, Smsc, message_body, pdu
from gateway.config_smpp import Code
from gateway.errors import (
    Busy,
    LineDown,
    PermanentError,
    StorageError,
    TemporaryError,
    UnknownOutcome,
)
from gateway.segments import join_text
from gateway.smpp import repeats
from gateway.transports import smpp
from tests.integration.smpp_rig import Rig, line_to, outbound, outbounds, rig, until

BODY = message_body("6281234567890", "1708", b"LAPOR jalan rusak")
FAST = timedelta(milliseconds=300)


# --- receiving


def test_nothing_is_answered_before_commit(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.hold = True
        line.smsc.deliver([BODY])
        until(lambda: line.came)
        time.sleep(0.1)
        assert line.answers() == []
        line.commit()
        until(lambda: line.answers() == [0])
        assert join_text([line.messages[0].data]) == "LAPOR jalan rusak"


def test_one_socket_read_is_one_batch(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(window=1000)) as line:
        line.smsc.deliver([BODY] * 500)
        until(lambda: line.smsc.taken == 500)
        assert sum(line.batches) == 500
        assert len(line.batches) < 50


def test_what_comes_again_while_the_answer_is_missing_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "SOON", 0.05)
    with rig(tmp_path) as line:
        line.hold = True
        line.smsc.deliver([BODY])
        until(lambda: len(line.came) == 1)
        time.sleep(0.1)
        line.smsc.deliver([BODY])
        until(lambda: len(line.came) == 2)
        line.commit()
        until(lambda: line.answers() == [0, 0])
        line.smsc.deliver([BODY])  # the answer was there in time: the citizen wrote again
        until(lambda: len(line.came) == 3)
        line.commit()
        assert [one.carrier_id for one in line.messages] == [False, True, False]


def test_what_comes_again_after_a_late_answer_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "PATIENT", 0.0)
    with rig(tmp_path) as line:
        for count in (1, 2):
            line.smsc.deliver([BODY])
            until(lambda: len(line.answers()) == count)  # noqa: B023 - used at once
        assert [one.carrier_id for one in line.messages] == [False, True]


def test_more_than_may_wait_is_told_that_the_queue_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smpp, "BACKLOG", 3)
    with rig(tmp_path, Settings(window=10)) as line:
        line.hold = True
        for count in range(1, 5):  # one read each: what is beyond the backlog is refused
            line.smsc.deliver([message_body(f"62812{count:08d}", "1708", b"LAPOR x")])
            until(lambda: len(line.came) == count)  # noqa: B023 - used at once
        line.smsc.deliver([BODY])
        until(lambda: 0x58 in line.answers())
        assert len(line.came) == 4
        line.hold = False
        line.commit()
        until(lambda: line.smsc.taken == 5)  # it was offered again


def test_one_octet_a_segment_is_the_same_message(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        for octet in pdu(5, 0, 77, BODY):
            line.smsc.raw(bytes((octet,)))
        until(lambda: (0x80000005, 0, 77) in line.smsc.seen)
        assert len(line.came) == 1


@pytest.mark.parametrize(("error", "status"), [(Busy("full"), 0x58), (StorageError("disk"), 0x08)])
def test_our_own_faults_are_answered_by_codes_that_the_provider_repeats(
    tmp_path: Path, error: Exception, status: int
) -> None:
    with rig(tmp_path) as line:
        line.fault = error
        line.smsc.deliver([BODY])
        until(line.answers)
        assert line.answers()[0] == status
        line.fault = None
        until(lambda: line.smsc.taken == 1)


def test_one_message_that_cannot_be_stored_does_not_hold_up_the_others(tmp_path: Path) -> None:
    class Choosy(Rig):
        def deliver(self, batch):  # type: ignore[no-untyped-def]
            poison = any(b"racun" in one.raw for one in batch)
            self.fault = ValueError("a fault of ours") if poison else None
            return super().deliver(batch)

    with rig(tmp_path, opened=False) as made:
        line = Choosy(made.line, made.smsc)
        line.open()
        line.smsc.deliver([BODY, message_body("62812", "1708", b"racun"), BODY])
        until(lambda: line.smsc.taken == 2)
        assert 0x08 in line.answers()
        line.transport.close()


def test_table_of_the_provider_names_the_codes(tmp_path: Path) -> None:
    with rig(tmp_path, fault_status=Code(0x64)) as line:
        line.fault = StorageError("disk")
        line.smsc.deliver([BODY])
        until(line.answers)
        assert line.answers()[0] == 0x64


# --- sending


def test_receipt_of_a_part_is_the_providers_id(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(ids=lambda n: (f"00A{n}", ""))) as line:
        (future,) = line.transport.send([outbound()])
        assert future.result(5).reference == "00A1"
        assert line.left == [(1, 1)]


def test_window_is_kept_and_given_back(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(mute=True), window=3, response_timeout=FAST) as line:
        assert line.transport.room() == 3
        futures = line.transport.send([outbound(row=row) for row in range(3)])
        assert line.transport.room() == 0
        for future in futures:
            assert isinstance(future.exception(5), UnknownOutcome)
        assert line.transport.room() == 3


def test_answer_that_comes_too_late_is_ignored(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(mute=True), response_timeout=FAST) as line:
        (future,) = line.transport.send([outbound()])
        assert isinstance(future.exception(5), UnknownOutcome)
        line.smsc.raw(pdu(0x80000004, 0, 2, b"late\0"))
        until(lambda: "1 PDUs ignored" in line.transport.health().detail)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(0x58, TemporaryError), (0x14, TemporaryError), (0x0B, PermanentError), (0x0A, LineDown)],
)
def test_refusal_ends_a_part_by_its_code(tmp_path: Path, status: int, kind: type) -> None:
    with rig(tmp_path) as line:
        line.smsc.settings.submit_statuses.append(status)
        (future,) = line.transport.send([outbound()])
        assert type(future.exception(5)) is kind


def test_throttled_line_has_no_room_for_a_while(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.smsc.settings.submit_statuses.append(0x58)
        (future,) = line.transport.send([outbound()])
        assert isinstance(future.exception(5), TemporaryError)
        assert line.transport.room() == 0
        until(lambda: line.transport.room() > 0)


def test_part_that_cannot_be_dialled_is_refused_here(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        good, bad = line.transport.send([outbound(), outbound(to="TELKOMSEL")])
        assert good.result(5)
        assert isinstance(bad.exception(5), PermanentError)


@pytest.mark.parametrize("form", ["text", "tlv"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_delivery_receipts_come_in(tmp_path: Path, form: str, when: str) -> None:
    centre = Settings(ids=lambda n: (f"{n + 170:X}", str(n + 170)), receipts=when)
    centre.receipt_form = form
    with rig(tmp_path, centre) as line:
        (future,) = line.transport.send([outbound()])
        until(lambda: line.reports)
        receipt, (told,) = future.result(5), line.reports
        assert told.state == "delivered"
        named = {receipt.reference.lower(), *receipt.also}
        assert named & {told.reference, *told.also}


# --- binds


def test_pair_of_binds_sends_on_one_and_receives_on_the_other(tmp_path: Path) -> None:
    with rig(tmp_path, transceiver=False) as line:
        roles = [fact["role"] for fact in line.smsc.facts if fact["fact"] == "bind"]
        assert sorted(roles) == ["receiver", "transmitter"]
        line.smsc.deliver([BODY])
        until(lambda: line.smsc.taken == 1)
        assert line.transport.send([outbound()])[0].result(5)


def test_several_binds_are_one_window(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(mute=True), binds=3, window=2) as line:
        assert line.transport.room() == 6
        line.transport.send([outbound(row=row) for row in range(6)])
        until(lambda: line.smsc.submits == 6)
        assert line.transport.room() == 0


@pytest.mark.parametrize("status", [0x0E, 0x0F])
def test_bad_credentials_are_latched(tmp_path: Path, status: int) -> None:
    with rig(tmp_path, Settings(bind_status=status), opened=False) as line:
        with pytest.raises(LineDown) as caught:
            line.open()
        assert caught.value.latched
        assert "rahasia" not in str(caught.value)


def test_other_refusals_of_a_bind_wait_and_try_again(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(bind_status=0x0D), opened=False) as line:
        with pytest.raises(LineDown, match="bind refused: SMPP 0x0D RBINDFAIL") as caught:
            line.open()
        assert not caught.value.latched
        assert caught.value.wait >= 30


def test_server_that_is_not_there_may_be_tried_soon(tmp_path: Path) -> None:
    with rig(tmp_path, opened=False) as line:
        line.smsc.stop()
        with pytest.raises(LineDown) as caught:
            line.open()
        assert caught.value.code == "unreachable"


def test_server_that_never_answers_the_bind_is_given_up(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(deaf=True), opened=False, connection_timeout=FAST) as line:
        began = time.monotonic()
        with pytest.raises(LineDown, match="no answer to the bind"):
            line.open()
        assert time.monotonic() - began < 5


# --- life and death


def test_silent_server_is_asked_and_lives(tmp_path: Path) -> None:
    with rig(tmp_path, enquire_link_interval=FAST) as line:
        until(lambda: sum(one[0] == 0x15 for one in line.smsc.seen) >= 3)
        assert line.transport.health().up


def test_dead_server_is_found_within_two_intervals(tmp_path: Path) -> None:
    interval = timedelta(seconds=1)
    with rig(tmp_path, enquire_link_interval=interval) as line:
        (future,) = line.transport.send([outbound()])
        future.result(5)
        line.smsc.settings.deaf = True
        began = time.monotonic()
        (lost,) = line.transport.send([outbound(row=2)])
        until(lambda: not line.transport.health().up)
        assert time.monotonic() - began < 2 * interval.total_seconds()
        assert isinstance(lost.exception(5), UnknownOutcome)
        assert line.transport.room() == 0


def test_server_that_unbinds_is_answered_and_the_line_ends(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.smsc.raw(pdu(6, 0, 9))
        until(lambda: not line.transport.health().up)
        until(lambda: (0x80000006, 0, 9) in line.smsc.seen)  # sent, but not yet read by the peer
        assert line.transport.untold() is None


def test_loss_of_one_bind_is_the_loss_of_the_line(tmp_path: Path) -> None:
    with rig(tmp_path, binds=2) as line:
        line.smsc.call(line.smsc.sessions[0].transport.abort)
        until(lambda: not line.transport.health().up)
        line.smsc.deliver([BODY])
        time.sleep(0.2)
        assert line.came == []  # it would be another session's: the provider says it again


def test_orderly_end_leaves_no_doubt(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.smsc.deliver([BODY])
        until(lambda: line.smsc.taken == 1)
        began = time.monotonic()
        line.transport.close()
        assert time.monotonic() - began < 2
        assert line.transport.untold() == frozenset()
        line.transport.close()


def test_end_with_an_open_commit_leaves_doubt(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        line.hold = True
        line.smsc.deliver([BODY])
        until(lambda: line.came)
        line.transport.close()
        assert line.transport.untold() is None
        line.commit()  # too late: nobody is told, nothing breaks


def test_parts_without_an_answer_end_as_unknown_with_the_line(tmp_path: Path) -> None:
    with rig(tmp_path, Settings(mute=True)) as line:
        futures = line.transport.send(outbounds("jalan " * 60))
        line.transport.close()
        assert all(isinstance(one.exception(5), UnknownOutcome) for one in futures)
        (closed,) = line.transport.send([outbound()])
        assert isinstance(closed.exception(5), TemporaryError)


def test_peer_that_reads_nothing_does_not_fill_our_memory(tmp_path: Path) -> None:
    with rig(tmp_path) as line:
        pause = "pause_reading"
        line.smsc.call(getattr(line.smsc.sessions[0].transport, pause))
        flood = pdu(0x15, 0, 1) * 4096
        for _ in range(200):
            line.smsc.raw(flood)
        time.sleep(1)
        session = line.transport._sessions[0]
        assert session.link.unsent < 3 << 20
        line.smsc.call(line.smsc.sessions[0].transport.resume_reading)


# --- TLS


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate of its own authority for *name*."""
    pem = folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", str(pem) + ".key",
         "-out", str(pem)],
        check=True, capture_output=True,
    )  # fmt: skip
    return pem


@pytest.mark.tool("openssl")
@pytest.mark.parametrize(
    ("name", "trusted", "fault"),
    [
        ("smpp.example.net", True, ""),
        ("other.example.net", True, "hostname mismatch"),
        ("smpp.example.net", False, "self-signed certificate"),
    ],
)
def test_server_must_prove_its_name(
    tmp_path: Path, name: str, fault: str, *, trusted: bool
) -> None:
    pem = certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, str(pem) + ".key")
    smsc = Smsc(tls=context).start()
    settings = line_to(
        smsc, tmp_path, tls=True, ca_file=pem if trusted else None, tls_name="smpp.example.net"
    )
    line = Rig(settings, smsc)
    try:
        if fault:
            with pytest.raises(LineDown, match=re.escape(fault)):
                line.open()
        else:
            line.open()
            smsc.deliver([BODY] * 300)
            until(lambda: smsc.taken == 300)
            assert line.transport.send([outbound()])[0].result(5)
    finally:
        line.transport.close()
        smsc.close()
