"""modem.conf is read whole or refused with the section and key that is wrong."""

from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from gateway import config
from gateway.config_alerts import AlertSettings
from gateway.config_budget import Budget
from gateway.config_daemon import DaemonSettings
from gateway.config_example import example, written
from gateway.config_http import GenericLine, ServerSettings
from gateway.config_lines import ModemLine, SimulatorLine
from gateway.config_mail import MailSettings
from gateway.config_metrics import MetricsSettings
from gateway.config_smpp import Code, SmppLine
from models.binding import option_of, options
from models.errors import ConfigError

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "modem.conf.example"
CLASSES = {
    "kentongan": DaemonSettings,
    "budget": Budget,
    "alerts": AlertSettings,
    "metrics": MetricsSettings,
    "mail": MailSettings,
    "modem kartu1": ModemLine,
    "smpp 1708": SmppLine,
    "server": ServerSettings,
    "http penyedia": GenericLine,
    "simulator latihan": SimulatorLine,
}
GOOD = """\
[kentongan]
city = city.toml                 # beside this file
database = var/kentongan.db
language = id

[modem kartu1]
device = /dev/ttyUSB0
fallback = latihan

[simulator latihan]
"""


def load(folder: Path, text: str) -> config.Settings:
    path = folder / "modem.conf"
    path.write_text(text)
    return config.load(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    message = str(caught.value)
    assert message.startswith(f"{folder / 'modem.conf'}: ")
    assert "\n" not in message
    return message.removeprefix(f"{folder / 'modem.conf'}: ")


def test_settings_are_bound_with_their_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, GOOD)
    assert settings.daemon.city == tmp_path / "city.toml"
    assert settings.daemon.key_file == tmp_path / "kentongan.key"
    assert settings.database_file == tmp_path / "var" / "kentongan.db"
    assert settings.state == tmp_path / "var"
    assert settings.daemon.language == "id"
    assert settings.daemon.multipart_timeout == timedelta(minutes=10)
    assert settings.budget == Budget()
    kartu1, latihan = settings.lines
    assert (kartu1.kind, kartu1.name, kartu1.fallback) == ("modem", "kartu1", ("latihan",))
    assert (latihan.kind, latihan.name, latihan.sending_disabled) == ("simulator", "latihan", False)
    assert settings.line("latihan") is latihan
    assert isinstance(latihan, SimulatorLine)
    assert latihan.directory == tmp_path / "var"
    with pytest.raises(KeyError):
        settings.line("kartu2")
    assert settings.notes == ()


SMPP = "[smpp 1708]\nhost = smpp.example.net\nsystem_id = kediri\n"


def test_words_of_kannel_name_an_smpp_line(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "[smpp 1708]\nhost = smpp.example.net\nsmsc-username = kediri\nmax-pending-submits = 100\n"
        "transceiver-mode = no\nuse-ssl = yes\nalt-charset = latin1\nenquire-link-interval = 10s\n"
        "source-addr-ton = 3\nfault_status = 0x64\nmessage_id_tlv = 0x1401\nmsg-id-type = hex\n",
    )
    line = settings.lines[0]
    assert isinstance(line, SmppLine)
    assert (line.system_id, line.window, line.transceiver, line.tls) == ("kediri", 100, False, True)
    assert (line.source_addr_ton, line.dest_addr_ton) == (3, None)
    assert (line.fault_status, line.busy_status, line.message_id_tlv) == (0x64, 0x58, 0x1401)
    assert line.msg_id_type == ("hex",)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("password = x", "password"),
        ("msg_id_type = hexa", "msg_id_type: 'hexa' is not one of same, hex, decimal"),
        ("msg_id_type =", "msg_id_type: is empty"),
        ("alt_charset = klingon", "alt_charset: 'klingon' is no character set"),
        ("alt_charset = rot13", "alt_charset: 'rot13' is no character set"),
        ("fault_status = 8h", "fault_status: '8h' is not a code such as 0x58"),
        ("temporary_status = 0x400, x", "temporary_status: 'x' is not a code such as 0x58"),
        ("window = 0", "window"),
        ("source_addr_ton = 7", "source_addr_ton"),
    ],
)
def test_wrong_value_of_an_smpp_line_is_named(tmp_path: Path, more: str, message: str) -> None:
    assert message in refusal(tmp_path, f"{SMPP}{more}\n")


@pytest.mark.parametrize("city", ["kediri-surga", "bandung"])
def test_example_becomes_a_provider_as_its_comment_says(tmp_path: Path, city: str) -> None:
    text = (ROOT / "examples" / city / "modem.conf").read_text()
    assert "[smpp 1708] with host, port, system_id and" in text
    provider = "[smpp 1708]\nhost = h\nport = 2775\nsystem_id = k\npassword_file = p"
    line = load(tmp_path, text.replace("[simulator 1708]", provider)).line("1708")
    assert isinstance(line, SmppLine)
    assert (line.number, line.keyword_required) == ("1708", True)


def test_codes_are_written_as_the_standard_writes_them() -> None:
    assert [str(Code.parse(text)) for text in ("0x58", "88")] == ["0x58"] * 2
    assert str(Code(0x1400)) == "0x1400"


def test_budget_is_that_of_the_design() -> None:
    budget = Budget()
    assert (budget.acknowledgements, budget.checks, budget.help) == (20, 10, 1)
    assert (budget.officers, budget.loop_replies) == (200, 3)
    assert (budget.loop_window, budget.mute) == (timedelta(minutes=10), timedelta(hours=24))


def test_relative_name_of_the_file_gives_absolute_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)
    settings = config.load(Path("modem.conf"))
    assert settings.daemon.city == tmp_path / "city.toml"
    assert settings.folder == tmp_path


def test_postgresql_keeps_its_state_beside_the_file(tmp_path: Path) -> None:
    settings = load(tmp_path, GOOD.replace("var/kentongan.db", "postgresql://k@db/kentongan"))
    assert settings.postgresql
    assert settings.daemon.database == "postgresql://k@db/kentongan"
    assert settings.state == tmp_path / "var"


def test_words_of_gammu_smstools_and_kannel_are_understood(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "[modem kartu1]\nPort = /dev/ttyUSB0\nspeed = 9600\nCommTimeout = 5s\nSendTimeout = 20s\n"
        "ReceiveFrequency = 15s\nHangupCalls = no\nDeliveryReport = no\nSMSC = +6281100000\n"
        "primary_memory = SM\nmy-number = +6281200000002\nmax-error-count = 7\n"
        "reset-string = ATZ\nincoming = yes\nstatus_interval = 2m\n",
    )
    line = settings.lines[0]
    assert isinstance(line, ModemLine)
    assert (line.device, line.baudrate, line.memory) == ("/dev/ttyUSB0", 9600, "SM")
    assert (line.command_timeout, line.send_timeout) == (timedelta(0, 5), timedelta(0, 20))
    assert (line.hangup_calls, line.delivery_report) == (False, False)
    assert (line.number, line.max_error_count) == ("+6281200000002", 7)
    assert len(settings.notes) == 14
    assert settings.notes[0].endswith("Port: accepted; here it is called device")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("language = id", "language = jv", "[kentongan] language: 'jv' is not one of id, en"),
        ("language", "langauge", "[kentongan] langauge: unknown; did you mean language?"),
        ("[kentongan]", "[smsd]", "[smsd]: unknown section; "),
        ("[kentongan]", "[kentngan]", "unknown section; did you mean kentongan?"),
        ("[simulator latihan]", "[smpp 1708]", "[smpp 1708] host: missing"),
        ("[simulator latihan]", "[http zenziva]", "[http zenziva] provider: missing"),
        ("[simulator latihan]", "[modem]", "[modem]: a line is [modem NAME], NAME 1 to 32"),
        ("[simulator latihan]", "[modem a b]", "a line is [modem NAME]"),
        ("[simulator latihan]", f"[modem {'x' * 33}]", "a line is [modem NAME]"),
        ("[simulator latihan]", "[modem ../x]", "a line is [modem NAME]"),
        ("[simulator latihan]", "[simulator KARTU1]", "two lines have this name"),
        ("[simulator latihan]", "[modem kartu1]", "line 10: section [modem kartu1] stands here"),
        ("fallback = latihan", "fallback = latiham", "'latiham' is no other line; did you mean"),
        ("fallback = latihan", "fallback = kartu1", "'kartu1' is no other line"),
        ("device = /dev/ttyUSB0", "", "[modem kartu1] device: missing; or give imei or imsi"),
        ("fallback = latihan", "device = x", "line 8: [modem kartu1] device: given twice"),
        ("fallback = latihan", "just words", "line 8: is neither [section], key = value"),
        ("[simulator latihan]", "[modem latihan]\ndevice = /dev/ttyUSB0", "another line has the"),
        ("fallback = latihan", "pin = 1234", "pin: a secret does not stand here"),
        ("fallback = latihan", "throughput = 1e9", "throughput: '1e9' is not a number"),
        ("fallback = latihan", "validity = 1s", "validity: '1s' is too small"),
        ("  # beside", "\n # beside", ""),
        ("language = id", "  language = id", "database: goes over two lines"),
        ("[kentongan]\n", "!!python/object/apply:os.system [id]\n", "line 1: comes before the"),
        ("[kentongan]\n", "[DEFAULT]\n", "[DEFAULT]: unknown section"),
        ("language = id", "language = %(city)s", "'%(city)s' is not one of"),
    ],
)
def test_wrong_line_is_named(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in GOOD
    text = GOOD.replace(before, after, 1)
    if message:
        assert message in refusal(tmp_path, text)
    else:
        load(tmp_path, text)


def test_file_without_a_line_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[kentongan]\n").startswith("no line; add a [modem NAME]")
    assert refusal(tmp_path, "").startswith("no line")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "is not a text in UTF-8"),
        (b"[modem a]\ndevice = \x00\n", "line 2: holds a control character"),
        (b"[modem \x1b[31m]\n", "line 1: holds a control character"),
        ("[modem a]\nd\u202eevice = 1\n".encode(), "line 2: holds a control character"),
        (b"#" * 1_100_000, "larger than any modem.conf"),
    ],
)
def test_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "modem.conf"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        config.load(path)


@given(st.binary(max_size=200))
@hypothesis.settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_read_or_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "modem.conf"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "modem.conf"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode())
    assert len(config.load(path).lines) == 2


def test_byte_order_mark_of_an_editor_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "modem.conf"
    path.write_text("\ufeff" + GOOD)
    assert len(config.load(path).lines) == 2


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"modem\.conf: no such file or directory"):
        config.load(tmp_path / "modem.conf")
    with pytest.raises(ConfigError, match="is a directory"):
        config.load(tmp_path)


def test_option_wins_over_environment_and_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    env = {"KENTONGAN_CONFIG": "/srv/modem.conf"}
    assert config.find("/opt/a.conf", env) == Path("/opt/a.conf")
    assert config.find(None, env) == Path("/srv/modem.conf")
    (tmp_path / "modem.conf").touch()
    assert config.find(None, {}) == Path("modem.conf")


def test_absent_file_everywhere_says_where_it_was_sought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if config.PLACES[1].exists():
        pytest.skip("this machine has a real /etc/kentongan/modem.conf")
    with pytest.raises(ConfigError, match=r"no modem\.conf in .*kentongan init"):
        config.find(None, {})


def test_simulator_is_driven_as_a_modem() -> None:
    line = SimulatorLine(name="latihan", keyword_required=True, fallback=("kartu1",))
    modem = line.as_modem("/dev/pts/7")
    assert (modem.kind, modem.name, modem.device) == ("modem", "latihan", "/dev/pts/7")
    assert (modem.number, modem.keyword_required) == (line.number, True)
    assert modem.fallback == ("kartu1",)


def test_example_is_what_the_settings_say() -> None:
    assert EXAMPLE.read_text() == example(), "write it again from gateway.config_example"


def test_example_loads_as_it_stands() -> None:
    assert [line.name for line in config.load(EXAMPLE).lines] == [
        "kartu1",
        "1708",
        "penyedia",
        "latihan",
    ]


def uncommented() -> list[str]:
    lines = EXAMPLE.read_text().splitlines()
    return [line[1:] if line[:1] == "#" and line[1:2] not in ("", " ") else line for line in lines]


def test_example_loads_with_every_key_in_use(tmp_path: Path) -> None:
    settings = load(tmp_path, "\n".join(uncommented()))
    assert settings.notes == ()
    assert settings.daemon.user == "kentongan"


def test_example_has_every_key_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "modem.conf"
    path.write_text("\n".join(uncommented()))
    sections = config.read_ini(path)
    assert set(sections) == set(CLASSES)
    for section, cls in CLASSES.items():
        assert list(sections[section]) == list(options(cls))


@pytest.mark.parametrize("cls", CLASSES.values())
def test_every_key_has_a_sentence(cls: type) -> None:
    for name, one in options(cls).items():
        sentence = option_of(one).help
        assert sentence.endswith("."), name
        assert sentence[0].isupper(), name


def test_example_shows_the_default_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "modem.conf"
    path.write_text("\n".join(uncommented()))
    sections = config.read_ini(path)
    for section, cls in CLASSES.items():
        for name, one in options(cls).items():
            if not option_of(one).example and name != "number":
                assert sections[section][name] == written(one.default), name


def test_alarms_go_to_mailboxes_only(tmp_path: Path) -> None:
    assert load(tmp_path, f"{GOOD}[alerts]\nemail = a@kota.go.id, b@kota.go.id\n").alerts.email == (
        "a@kota.go.id",
        "b@kota.go.id",
    )
    assert refusal(tmp_path, f"{GOOD}[alerts]\nemail = 081234567890\n") == (
        "[alerts] email: '081234567890' is no e-mail address"
    )


def test_figures_are_served_only_when_asked_for(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).metrics is None
    asked = load(tmp_path, f"{GOOD}[metrics]\n").metrics
    assert asked is not None
    assert asked.listen == "127.0.0.1:9112"
