"""The sections of modem.conf that are lines: a GSM modem, the simulator; all kinds by name."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Literal

from gateway.at.ussd import UssdCode
from gateway.config_http import HttpLine
from gateway.config_line import AnyLine
from gateway.config_smpp import SmppLine
from models.binding import setting

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModemLine(AnyLine):
    """One ``[modem NAME]``: a GSM modem with its SIM. Give *device*, *imei* or *imsi*."""

    kind: ClassVar[Literal["modem"]] = "modem"
    device: str = setting(
        "Serial port: a path, a /dev/serial/by-id link, or a pyserial URL.",
        default="",
        example="/dev/serial/by-id/usb-HUAWEI-if00-port0",
        aliases=("port",),
    )
    imei: str = setting(
        "Find the modem by its serial number (15 digits).", default="", example="490154203237518"
    )
    imsi: str = setting(
        "Find the modem by its SIM (14 or 15 digits).", default="", example="510101234567890"
    )
    baudrate: int = setting(
        "Speed of the serial port.",
        default=115_200,
        unit="baud",
        aliases=("speed", "baud"),
        least=300,
        most=4_000_000,
    )
    rtscts: bool = setting(
        "Hardware flow control; off for most USB modems.",
        default=False,
        aliases=("hardware_flow_control", "enable_hwhs"),
    )
    xonxoff: bool = setting("Software flow control.", default=False)
    pin_file: Path | None = setting(
        "File that holds the PIN of the SIM; a wrong PIN is tried only once.",
        default=None,
        example="/etc/kentongan/kartu1.pin",
        secrets=("pin", "puk"),
    )
    smsc: str = setting(
        "Number of the service centre; empty takes the one on the SIM.",
        default="",
        example="+6281100000",
        aliases=("sms_center",),
    )
    number: str = setting(
        "Number of this SIM, with + and country code, or a short code.",
        default="",
        aliases=("my_number",),
        example="+6281200000002",
    )
    init: str = setting(
        "One AT command that this modem needs after our own initialisation.",
        default="",
        example='AT+CSCS="GSM"',
        aliases=("init_string",),
    )
    memory: Literal["SM", "ME", "MT", "auto"] = setting(
        "Where the modem keeps what it receives: SIM, phone, both, or the first that works.",
        default="auto",
        aliases=("primary_memory", "message_storage"),
    )
    send: bool = setting("Send on this line.", default=True)
    receive: bool = setting("Receive on this line.", default=True, aliases=("incoming",))
    receive_before_send: bool = setting("Read the SIM before each SMS sent.", default=True)
    command_timeout: timedelta = setting(
        "Wait this long for the answer to an AT command.",
        default=timedelta(seconds=10),
        unit="duration",
        aliases=("comm_timeout", "read_timeout"),
        least=_SECOND,
    )
    send_timeout: timedelta = setting(
        "Wait this long for the network to take an SMS; then its outcome is unknown.",
        default=timedelta(seconds=60),
        unit="duration",
        least=_SECOND,
    )
    registration_timeout: timedelta = setting(
        "Wait this long for the SIM to find its network before the modem is reset.",
        default=timedelta(seconds=90),
        unit="duration",
        least=_SECOND,
    )
    receive_frequency: timedelta = setting(
        "Read the whole SIM this often, whatever the modem announced.",
        default=timedelta(seconds=30),
        unit="duration",
        least=_SECOND,
    )
    status_frequency: timedelta = setting(
        "Ask for signal, operator, registration and SIM fill this often.",
        default=timedelta(seconds=60),
        unit="duration",
        aliases=("status_interval",),
        least=_SECOND,
    )
    delivery_report: bool = setting(
        "Ask the network to report when an SMS reached the phone.",
        default=True,
        aliases=("report",),
    )
    validity: timedelta = setting(
        "The network may try this long to deliver an SMS.",
        default=timedelta(hours=24),
        unit="duration",
        aliases=("validity_period",),
        least=timedelta(minutes=5),
        most=timedelta(days=441),
    )
    balance_ussd: UssdCode = setting(
        "Ask the operator for the SIM's credit by this code, only when nothing is to be sent.",
        default=UssdCode(),
        example="*888#",
    )
    balance_every: timedelta = setting(
        "Ask for the credit this often.",
        default=timedelta(hours=12),
        unit="duration",
        least=timedelta(minutes=1),
    )
    max_error_count: int = setting(
        "Reset the modem after so many errors in a row; 0 never.", default=3, least=0
    )
    reset_string: str = setting("AT command that resets the modem.", default="AT+CFUN=1,1")
    recover_command: str = setting(
        "Program that gives the modem its power back, run when nothing else helped.",
        default="",
        example="/usr/sbin/uhubctl -l 1-1 -a cycle",
    )
    hangup_calls: bool = setting(
        "Hang up calls; they are counted and never answered.",
        default=True,
        aliases=("hangup_incoming_call",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorLine(AnyLine):
    """One ``[simulator NAME]``: an emulated modem on a real pty, driven as any modem is."""

    kind: ClassVar[Literal["simulator"]] = "simulator"
    number: str = setting("Number of the emulated SIM.", default="+6281200000001")
    slots: int = setting(
        "Places for SMS on the emulated SIM.", default=30, unit="SMS", least=1, most=255
    )
    directory: Path | None = setting(
        "Folder of the pty's link and the phone's socket; without it that of the database.",
        default=None,
        example="var/simulator",
    )
    truth_log: Path | None = setting(
        "File for all that the emulated network carried (JSON lines); without it none.",
        default=None,
        example="var/truth.jsonl",
    )
    faults: Path | None = setting(
        "File with the faults that the emulated modem plays (JSON lines).",
        default=None,
        example="faults.jsonl",
    )
    seed: int = setting("Seed of all that is random in the emulated network.", default=1)
    delay: timedelta = setting(
        "Time from a phone to the emulated SIM.", default=timedelta(), unit="duration"
    )
    latency: timedelta = setting(
        "Time that the emulated modem takes for every command.",
        default=timedelta(),
        unit="duration",
    )
    report_delay: timedelta = setting(
        "Time from sending an SMS to its delivery report.", default=timedelta(), unit="duration"
    )
    loss: float = setting(
        "Share of the parts that the emulated network loses.", default=0.0, unit="0 to 1", most=1
    )
    duplicate: float = setting(
        "Share of the parts that it hands over twice.", default=0.0, unit="0 to 1", most=1
    )
    reorder: float = setting(
        "Share of the parts that it hands over late.", default=0.0, unit="0 to 1", most=1
    )
    poor: bool = setting(
        "Emulate a poor modem, which answers ERROR to much that the standard asks.", default=False
    )
    receive_frequency: timedelta = setting(
        "Read the whole emulated SIM this often, whatever the modem announced.",
        default=timedelta(seconds=30),
        unit="duration",
        least=_SECOND,
    )
    fallback: tuple[str, ...] = setting(
        "Lines that send the replies while this one cannot, in this order.",
        default=(),
        example="kartu1",
    )

    def as_modem(self, device: str) -> ModemLine:
        """Return the line as the modem driver needs it, with *device* the path of the pty."""
        return ModemLine(
            name=self.name,
            device=device,
            number=self.number,
            keyword_required=self.keyword_required,
            receive_frequency=self.receive_frequency,
            sending_disabled=self.sending_disabled,
            fallback=self.fallback,
        )


Line = ModemLine | SmppLine | HttpLine | SimulatorLine
LineKind = type[ModemLine] | type[SmppLine] | type[HttpLine] | type[SimulatorLine]
KINDS: dict[str, LineKind] = {
    "modem": ModemLine,
    "smpp": SmppLine,
    "http": HttpLine,
    "simulator": SimulatorLine,
}
