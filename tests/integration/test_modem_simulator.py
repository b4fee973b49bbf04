"""The modem line on the simulator: its SIM, its network and its scripted faults."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.errors import PermanentError, TemporaryError, UnknownOutcome
from gateway.simulator.control import Control
from gateway.simulator.host import Simulator
from gateway.simulator.options import SimOptions
from tests.integration.modem_rig import NUMBER, QUICK, Line, outbound, until


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget PINs and resets of earlier tests, as a new process would."""
    monkeypatch.setattr("gateway.at.lasting._lines", {})


@dataclass
class Town:
    """A simulator, a phone on its control socket, and our line."""

    simulator: Simulator
    phone: Control
    line: Line
    truth: Path

    def facts(self, name: str) -> list[dict[str, object]]:
        rows = map(json.loads, self.truth.read_text("utf-8").splitlines())
        return [row for row in rows if row["fact"] == name]

    def supervise(self) -> None:
        """Open again until it works, as the line's supervisor does."""

        def alive() -> bool:
            try:
                self.line.reopen()
            except Exception:  # noqa: BLE001 - LineDown, or the wait in open()
                return False
            return not self.line.down()

        until(alive)


@contextmanager
def town(
    folder: Path, settings: dict[str, object] | None = None, **options: object
) -> Iterator[Town]:
    made = SimOptions(
        link=folder / "tty",
        control=folder / "control",
        truth=folder / "truth",
        boot=0.02,
        **options,  # type: ignore[arg-type]
    )
    with Simulator(made) as simulator, simulator.phone() as phone:
        line = Line(str(made.link), **(settings or {}))
        try:
            line.open()
            yield Town(simulator, phone, line, folder / "truth")
        finally:
            line.transport.close()


@pytest.mark.parametrize("poor", [False, True])
def test_sms_comes_in_and_goes_out(tmp_path: Path, poor: bool) -> None:
    with town(tmp_path, poor=poor) as here:
        here.phone.sms(NUMBER, "SURGA lampu jalan mati")
        until(here.line.desk.texts)
        assert here.line.send().result(5).reference
        until(lambda: here.phone.stat()["used"] == 0)


def test_burst_into_a_small_sim_is_taken_once_each(tmp_path: Path) -> None:
    with town(tmp_path, slots=10) as here:
        for count in range(200):
            here.phone.sms(NUMBER, f"laporan {count}")
        until(lambda: len(here.line.desk.got) >= 200, seconds=30)
        until(lambda: here.phone.stat()["used"] == 0)
        assert len(here.line.desk.got) == 200
        assert len(set(here.line.desk.texts())) == 200


def test_report_of_the_network_carries_the_reference_of_the_receipt(tmp_path: Path) -> None:
    with town(tmp_path) as here:
        receipt = here.line.send().result(5)
        until(here.line.desk.reports)
        report = here.line.desk.reports()[0]
        assert report.reference == receipt.reference
        assert report.state == "delivered"
        until(lambda: here.phone.stat()["used"] == 0)


def test_every_fault_of_the_line_in_turn_loses_nothing(tmp_path: Path) -> None:
    with town(tmp_path, {**QUICK}) as here:
        faults: list[dict[str, object]] = [
            {"do": "drop", "match": "CMGL"},
            {"do": "drop", "match": "CMGD"},
            {"do": "late", "match": "CMGD", "seconds": 0.4},
            {"do": "late", "match": "CMGL", "seconds": 0.4},
            {"do": "slow", "match": "CMGL", "seconds": 0.4},
            {"do": "inside", "match": "CMGL", "text": '+CMTI: "SM",7'},
            {"do": "garbage", "match": "CMGL", "data": "fffefa0d0a00"},
            {"do": "answer", "match": "CMGD", "text": "ERROR"},
            {"do": "answer", "match": "CMGL", "text": "+CMS ERROR: 320"},
            {"do": "urc", "text": "RING", "value": 3},
            {"do": "reset", "match": "CMGL"},
            {"do": "reset", "match": "CMGD"},
            {"do": "unplug", "match": "CMGL", "seconds": 0.05},
            {"do": "unplug", "match": "CMGD", "seconds": 0.05},
            {"do": "flood", "match": "CMGL", "value": 100_000},
            {"do": "dribble"},
        ]
        for count, fault in enumerate(faults):
            here.phone.fault(**fault)  # type: ignore[arg-type]
            here.phone.sms(NUMBER, f"laporan {count}")

            def there(text: str = f"laporan {count}") -> bool:
                if here.line.down():
                    here.supervise()
                return text in here.line.desk.texts()

            until(there, seconds=20)
        until(lambda: here.phone.stat()["used"] == 0, seconds=20)
        texts = here.line.desk.texts()
        assert {f"laporan {count}" for count in range(len(faults))} == set(texts)


@pytest.mark.parametrize("sent", [True, False])
def test_reset_after_the_pdu_is_unknown_whatever_the_network_has(
    tmp_path: Path, sent: bool
) -> None:
    with town(tmp_path) as here:
        here.phone.fault("reset", match="CMGS", stage="pdu", sent=sent)
        error = here.line.send().exception(5)
        assert type(error) is UnknownOutcome
        until(here.line.down)
        here.supervise()
        assert here.line.send().result(5).reference


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"do": "no_prompt", "match": "CMGS"}, TemporaryError),
        ({"do": "drop", "match": "CMGS", "stage": "pdu"}, UnknownOutcome),
        (
            {"do": "answer", "match": "CMGS", "stage": "pdu", "text": "+CMS ERROR: 38"},
            TemporaryError,
        ),
        (
            {"do": "answer", "match": "CMGS", "stage": "pdu", "text": "+CMS ERROR: 21"},
            PermanentError,
        ),
        ({"do": "late", "match": "CMGS", "stage": "pdu", "seconds": 0.5}, UnknownOutcome),
    ],
)
def test_failed_send_says_what_is_certain_and_the_next_one_works(
    tmp_path: Path, fault: dict[str, object], error: type[Exception]
) -> None:
    soon: dict[str, object] = {"send_timeout": timedelta(seconds=0.3), **QUICK}
    with town(tmp_path, soon) as here:
        here.phone.fault(**fault)  # type: ignore[arg-type]
        assert type(here.line.send("first").exception(5)) is error
        assert here.line.send("second").result(5).reference


def test_hung_modem_is_noticed_and_works_again_after_its_reset(tmp_path: Path) -> None:
    often: dict[str, object] = {"status_frequency": timedelta(seconds=0.05), **QUICK}
    with town(tmp_path, often) as here:
        here.phone.fault("hang", match="CSQ", seconds=2)
        until(here.line.down)
        here.supervise()
        here.phone.sms(NUMBER, "laporan")
        until(lambda: here.line.desk.texts() == ["laporan"])


def test_call_is_hung_up(tmp_path: Path) -> None:
    with town(tmp_path) as here:
        here.phone.call(NUMBER)
        until(lambda: here.line.transport.health().calls)


def test_pin_of_the_sim_is_given(tmp_path: Path) -> None:
    path = tmp_path / "pin"
    path.write_text("4321", "ascii")
    path.chmod(0o600)
    with town(tmp_path, {"pin_file": path}, pin="4321") as here:
        assert here.line.send().result(5).reference
        assert here.phone.stat()["tries"] == 3


def test_lost_network_closes_the_room_and_its_return_opens_it(tmp_path: Path) -> None:
    often: dict[str, object] = {"status_frequency": timedelta(seconds=0.05)}
    with town(tmp_path, often) as here:
        until(here.line.transport.room)
        here.phone.fault("register", value=2)
        until(lambda: here.line.transport.health().registered is False)
        assert here.line.transport.room() == 0
        here.phone.fault("register", value=1)
        until(here.line.transport.room, seconds=20)


def test_parts_queue_one_behind_the_other(tmp_path: Path) -> None:
    with town(tmp_path) as here:
        until(here.line.transport.room)
        futures = here.line.transport.send([outbound(f"balasan {i}") for i in range(20)])
        references = [future.result(10).reference for future in futures]
        assert len(set(references)) == 20
        assert len(here.facts("mt")) == 20
