"""Every written value becomes the type of its field, or an error that says where and what else."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.binding import bind, fold, options, setting
from models.clocks import Hours, Span
from models.errors import ConfigError
from models.values import convert, duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    name: str
    device: str = setting("The port.", default="", aliases=("port",))
    baudrate: int = setting("Speed.", default=9_600, aliases=("speed",), least=300, most=115_200)
    pin_file: Path | None = setting("PIN.", default=None, secrets=("pin",))
    registration_timeout: timedelta = setting("Wait.", default=timedelta(seconds=90))
    memory: Literal["SM", "ME"] = setting("Store.", default="SM")
    fallback: tuple[str, ...] = setting("Others.", default=())
    keyword_required: bool = setting("Strict.", default=False)
    hours: Hours = setting("Open.", default=Hours(time(8), time(16)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Needy:
    code: str = setting("A code.")


BASE = Path("/etc/kentongan")
WHERE = "modem.conf: [modem kartu1]"


def made(values: dict[str, object], notes: list[str] | None = None) -> Line:
    return bind(Line, values, where=WHERE, base=BASE, notes=notes, name="kartu1")


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("device", " /dev/ttyUSB0 ", "/dev/ttyUSB0"),
        ("baudrate", "115_200", 115_200),
        ("pin_file", "kartu1.pin", BASE / "kartu1.pin"),
        ("pin_file", "/run/secrets/pin", Path("/run/secrets/pin")),
        ("registration_timeout", "90s", timedelta(seconds=90)),
        ("registration_timeout", "5 M", timedelta(minutes=5)),
        ("registration_timeout", "2h", timedelta(hours=2)),
        ("registration_timeout", "3d", timedelta(days=3)),
        ("registration_timeout", "200ms", timedelta(milliseconds=200)),
        ("memory", "me", "ME"),
        ("fallback", "a, b,c,", ("a", "b", "c")),
        ("fallback", ["a", "b c"], ("a", "b c")),
        ("fallback", "", ()),
        ("hours", "07:30 - 16:00", Hours(time(7, 30), time(16))),
        *(("keyword_required", word, True) for word in ("yes", "TRUE", "On", "1", True)),
        *(("keyword_required", word, False) for word in ("no", "False", "OFF", "0", False)),
    ],
)
def test_value_is_bound_to_the_type_of_its_field(key: str, written: object, value: object) -> None:
    assert getattr(made({key: written}), key) == value


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"registration_timeout": "soon"},
            "registration_timeout: 'soon' is not a duration such as 90s, 5m or 2h",
        ),
        # gammu means seconds by a bare number and Kannel minutes: neither is guessed
        ({"registration_timeout": "30"}, "'30' is not a duration"),
        ({"registration_timeout": "-5m"}, "is not a duration"),
        ({"registration_timeout": "٩s"}, "is not a duration"),
        ({"baudrate": "fast"}, "baudrate: 'fast' is not a whole number"),
        ({"baudrate": "9" * 5_000}, "is not a whole number"),
        ({"baudrate": "٩٦٠٠"}, "is not a whole number"),
        ({"baudrate": "100"}, "'100' is too small; at least 300"),
        ({"baudrate": 200_000}, "200000 is too large; at most 115200"),
        ({"baudrate": True}, "baudrate: True has the wrong type"),
        ({"device": 5}, "device: 5 is no text; write it in quotes"),
        ({"keyword_required": "maybe"}, "'maybe' is neither yes nor no"),
        ({"memory": "XX"}, "memory: 'XX' is not one of SM, ME"),
        ({"pin_file": ""}, "pin_file: is empty"),
        ({"fallback": [1]}, "fallback: [1] is not a list of words"),
        ({"hours": "16:00-07:30"}, "ends before it begins"),
        ({"hours": "24:00-25:00"}, "'24:00' is not a time such as 07:30"),
        ({"device": "/dev/a\nbaudrate = 9600"}, "goes over two lines"),
        ({"device": "/dev/a\x00"}, "control character"),
        ({"baudrat": "1"}, "baudrat: unknown; did you mean baudrate?"),
        ({"prot": "x"}, "prot: unknown; did you mean device?"),
        ({"zzz": "x"}, "zzz: unknown; one of device, baudrate, pin_file"),
        ({"name": "other"}, "name: unknown"),
        ({"port": "a", "device": "b"}, "device: already given as port"),
        ({"pin": "1234"}, "pin: a secret does not stand here"),
    ],
)
def test_wrong_value_names_file_section_key_and_what_is_allowed(
    values: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        made(values)
    assert str(caught.value).startswith(WHERE + " ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_secret_is_never_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        made({"PIN": "314159"})
    assert "314159" not in str(caught.value)
    assert "pin_file" in str(caught.value)


def test_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(ConfigError) as caught:
        made({"keyword_required": "x" * 10_000})
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("Port", "device"),
        ("PORT", "device"),
        ("Device", "device"),
        ("BaudRate", "baudrate"),
        ("speed", "baudrate"),
        ("registration-timeout", "registration_timeout"),
        ("RegistrationTimeout", "registration_timeout"),
    ],
)
def test_name_of_another_gateway_is_accepted_with_a_note(key: str, field: str) -> None:
    notes: list[str] = []
    value = "90s" if "imeout" in key else "9600"
    made({key: value}, notes)
    assert notes == [f"{WHERE} {key}: accepted; here it is called {field}"]


def test_our_own_name_gives_no_note() -> None:
    notes: list[str] = []
    made({"device": "a", "baudrate": "9600"}, notes)
    assert notes == []


def test_required_key_is_named_when_it_is_missing() -> None:
    with pytest.raises(ConfigError, match=r"city.toml: \[\[agency\]\] 1 code: missing"):
        bind(Needy, {}, where="city.toml: [[agency]] 1", base=BASE)


def test_only_what_is_made_by_setting_may_be_written() -> None:
    assert "name" not in options(Line)
    assert list(options(Line))[:2] == ["device", "baudrate"]


@pytest.mark.parametrize(
    ("value", "kind", "result"),
    [
        (1.5, float, 1.5),
        (1, float, 1.0),
        ("0.5", float, 0.5),
        (date(2026, 3, 20), date, date(2026, 3, 20)),
        ("2026-03-20", date, date(2026, 3, 20)),
        ("3 hk", Span, Span(3, "hk")),
        ("x", str | None, "x"),
    ],
)
def test_value_of_toml_keeps_its_type(value: object, kind: Any, result: object) -> None:
    assert convert(value, kind, BASE) == result


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "-1", ""])
def test_number_is_finite_and_not_negative(value: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        convert(value, float, BASE)


def test_wrong_date_is_refused_by_its_form() -> None:
    with pytest.raises(ValueError, match="is not a date such as"):
        convert("20-03-2026", date, BASE)


@given(st.text())
def test_any_text_is_a_duration_or_a_value_error(text: str) -> None:
    try:
        assert duration(text) >= timedelta()
    except ValueError as error:
        assert "is not a duration" in str(error)


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=4))
def test_any_section_is_bound_or_refused_in_one_line(values: dict[str, str]) -> None:
    try:
        bind(Line, values, where=WHERE, base=BASE, name="x")
    except ConfigError as error:
        assert str(error).startswith(WHERE)


def test_names_are_compared_without_case_dash_and_underscore() -> None:
    assert fold("Receive-Frequency") == fold("receive_frequency") == "receivefrequency"
