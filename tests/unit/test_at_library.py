"""What we use of python-gsmmodem-new that it calls private is there, in the version we pin."""

import importlib.metadata
import inspect
import subprocess
import sys
from pathlib import Path

import gsmmodem.modem
import gsmmodem.serial_comms
import pytest

from gateway.at import initial
from gateway.at.commands import Answer
from gateway.at.port import VERSION, Port
from gateway.at.serial_link import SerialShim

HOOKS = {"_handleLineRead", "_readLoop", "_handleModemNotification", "write"}


def test_library_is_the_version_whose_private_names_we_know() -> None:
    assert importlib.metadata.version("python-gsmmodem-new") == VERSION
    assert f"python-gsmmodem-new =={VERSION}" in Path("setup.cfg").read_text("utf-8")


def test_exactly_four_methods_of_the_library_are_replaced() -> None:
    inherited = {*dir(gsmmodem.modem.GsmModem)} - {*dir(object)}
    own = {name for name in vars(Port) if name in inherited}
    assert own - {"__module__"} == HOOKS


@pytest.mark.parametrize("name", ["alive", "_txLock", "notifyCallback"])
def test_attributes_we_lean_on_exist(name: str) -> None:
    assert hasattr(gsmmodem.modem.GsmModem("/dev/null"), name)


def test_signatures_of_the_hooks_are_the_library_s() -> None:
    for name in HOOKS:
        theirs = inspect.signature(getattr(gsmmodem.modem.GsmModem, name))
        ours = inspect.signature(getattr(Port, name))
        assert [*ours.parameters] == [*theirs.parameters]


def test_the_reader_thread_is_named_as_shut_expects() -> None:
    source = inspect.getsource(gsmmodem.serial_comms.SerialComms)
    assert "self.rxThread = threading.Thread(target=self._readLoop)" in source
    assert "serial.Serial(dsrdtr=True, rtscts=True" in source
    assert gsmmodem.serial_comms.serial is SerialShim


def test_import_is_silent_even_where_warnings_are_errors(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import gateway.at.port"],
        env={"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_reset_and_pdu_mode_must_work_and_the_rest_is_optional() -> None:
    refused = Answer(kind="ERROR")
    for command in ("ATZ", "AT+CFUN=1", "AT+CMGF=0"):
        with pytest.raises(initial.Refused):
            initial.told(command, refused)
    for command in ("ATE0", "AT+CMEE=1", "AT", "AT+CSCA?", "AT+CNMI=2,1,0,2", "AT+COPS=3,0"):
        assert initial.told(command, refused) == ["OK"]


def test_answer_that_the_library_cuts_blindly_is_given_in_its_form() -> None:
    assert initial.told("AT+CFUN?", Answer(("+CFUN:1,0",))) == ["+CFUN: 1", "OK"]
    with pytest.raises(initial.Refused):
        initial.told("AT+CFUN?", Answer())
    assert initial.skipped("AT+CLAC") == ["", "OK"]
    assert initial.skipped("ATZ") is None
