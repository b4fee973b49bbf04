"""`kentongan check` sees modes, owners, mounts and devices as they really are."""

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway import config, scaffold
from gateway.config_check import problems, refuse
from gateway.config_database import database_url
from gateway.config_files import Problem, account
from models import city, keyfile
from models.errors import ConfigError

ROOT = Path(__file__).parents[2]
ROWS = [json.loads(row) for row in (ROOT / "tests/data/bad_config.jsonl").read_text().splitlines()]
NOBODY = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="changes owners and mounts: needs root")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder as `kentongan init --simulator` leaves it."""
    tmp_path.chmod(0o700)
    scaffold.write(tmp_path / "home", simulator=True)
    return tmp_path / "home"


@pytest.fixture
def tty() -> Iterator[Path]:
    """A serial port that we may use."""
    ours, theirs = pty.openpty()
    yield Path(os.ttyname(theirs))
    os.close(ours)
    os.close(theirs)


def found(home: Path) -> list[Problem]:
    settings = config.load(home / "modem.conf")
    return problems(settings, city.load(settings.daemon.city))


def errors(home: Path) -> list[str]:
    return [one.text.replace(f"{home}/", "") for one in found(home) if one.severity == "error"]


def warnings(home: Path) -> list[str]:
    ours = [one.text.replace(f"{home}/", "") for one in found(home) if one.severity == "warning"]
    return [text for text in ours if "root runs the daemon itself" not in text]


def rewrite(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def with_modem(home: Path, lines: str) -> None:
    """Add a modem line, and an account that root would become."""
    with (home / "modem.conf").open("a") as file:
        file.write(f"\n[modem kartu1]\nnumber = +6281200000002\n{lines}\n")
    rewrite(home / "modem.conf", "[kentongan]\n", f"[kentongan]\nuser = {account('').name}\n")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- what init writes


@pytest.mark.parametrize("simulator", [True, False])
def test_init_writes_a_set_that_loads_with_narrow_modes(tmp_path: Path, *, simulator: bool) -> None:
    old = os.umask(0)
    try:
        made = scaffold.write(tmp_path / "new" / "home", simulator=simulator)
    finally:
        os.umask(old)
    areas = ["wilayah.csv"] if simulator else []
    assert [path.name for path in made] == ["modem.conf", "city.toml", *areas, "kentongan.key"]
    assert {mode(path) for path in made} == {0o600}
    assert mode(tmp_path / "new" / "home") == 0o700
    settings = config.load(made[0])
    assert city.load(settings.daemon.city).keywords
    keyfile.load(settings.daemon.key_file)
    assert settings.lines[0].kind == ("simulator" if simulator else "modem")


def test_fresh_simulator_set_has_no_problem(home: Path) -> None:
    assert errors(home) == []
    assert warnings(home) == [] or "overlay" in warnings(home)[0]
    refuse(found(home))


def test_init_never_overwrites(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.iterdir()}
    assert scaffold.write(home, simulator=False) == ()
    assert {path: path.read_bytes() for path in home.iterdir()} == before


def test_init_keeps_the_old_key_and_makes_what_is_missing(home: Path) -> None:
    key = (home / "kentongan.key").read_bytes()
    (home / "city.toml").unlink()
    assert scaffold.write(home, simulator=True) == (home / "city.toml",)
    assert (home / "kentongan.key").read_bytes() == key


def test_init_follows_no_link(home: Path, tmp_path: Path) -> None:
    (home / "city.toml").unlink()
    (home / "city.toml").symlink_to(tmp_path / "elsewhere")
    scaffold.write(home, simulator=True)
    assert not (tmp_path / "elsewhere").exists()


def test_init_names_the_folder_that_it_cannot_make(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="file"):
        scaffold.write(tmp_path / "file" / "home", simulator=True)


def test_demonstration_city_is_the_one_that_init_writes() -> None:
    shipped = ROOT / "gateway" / "templates" / "demo.toml"
    demo = ROOT / "examples" / "demo"
    assert (demo / "city.toml").read_text() == shipped.read_text()
    assert (demo / "wilayah.csv").read_text() == shipped.with_suffix(".csv").read_text()


# --- modes and owners


@pytest.mark.parametrize("name", ["kentongan.key", "pin"])
@pytest.mark.parametrize("bits", [0o644, 0o660, 0o604, 0o640, 0o777])
def test_secret_that_others_can_read_is_an_error(home: Path, name: str, bits: int) -> None:
    (home / "pin").write_text("1234\n")
    (home / "pin").chmod(0o600)
    with_modem(home, "device = socket://127.0.0.1:1\npin_file = pin")
    assert errors(home) == []
    (home / name).chmod(bits)
    if name == "pin" and bits == 0o640 and os.geteuid() == 0:
        return  # root's own file for a group: the next test
    assert len(errors(home)) == 1
    assert errors(home)[0].startswith(name)
    assert f"{bits:04o}" in errors(home)[0]


@needs_root
def test_secret_of_root_may_be_read_by_one_group(home: Path) -> None:
    (home / "pin").write_text("1234\n")
    (home / "pin").chmod(0o640)
    with_modem(home, "device = socket://127.0.0.1:1\npin_file = pin")
    assert errors(home) == []


@needs_root
@pytest.mark.parametrize("name", ["modem.conf", "city.toml", "kentongan.key", "var"])
def test_file_of_another_user_is_an_error(home: Path, name: str) -> None:
    (home / "var").mkdir(mode=0o700)
    os.chown(home / name, NOBODY, NOBODY)
    assert len(errors(home)) == 1
    assert errors(home)[0].startswith(name)
    assert "nobody" in errors(home)[0] or str(NOBODY) in errors(home)[0]
    with pytest.raises(ConfigError):
        refuse(found(home))


@pytest.mark.parametrize("name", ["modem.conf", "city.toml"])
def test_config_may_be_read_by_all_and_written_by_few(home: Path, name: str) -> None:
    (home / name).chmod(0o644)
    assert errors(home) == []
    (home / name).chmod(0o666)
    assert errors(home) == [f"{name}: mode 0666 lets everybody write; chmod o-w"]


@pytest.mark.parametrize(
    ("key", "written"),
    [("pin_file", "12"), ("pin_file", "1234 5678"), ("pin_file", "")],
)
def test_pin_file_without_a_pin_is_an_error_that_does_not_show_it(
    home: Path, key: str, written: str
) -> None:
    (home / "pin").write_text(written)
    (home / "pin").chmod(0o600)
    with_modem(home, f"device = socket://127.0.0.1:1\n{key} = pin")
    assert errors(home) == ["pin: holds no PIN of 4 to 8 digits"]


def test_missing_files_are_named(home: Path) -> None:
    (home / "kentongan.key").unlink()
    with_modem(home, "device = socket://127.0.0.1:1\npin_file = pin")
    assert errors(home) == [
        "kentongan.key: no such file or directory; 'kentongan init' makes a key",
        "pin: no such file or directory",
    ]


def test_file_that_is_no_key_is_an_error(home: Path) -> None:
    (home / "kentongan.key").write_text("not a key")
    assert "not a key" in errors(home)[0]


def test_database_that_others_can_read_is_a_warning(home: Path) -> None:
    (home / "var").mkdir(mode=0o700)
    for end in ("", "-wal", "-shm"):
        (home / "var" / f"kentongan.db{end}").touch(mode=0o644)
    assert errors(home) == []
    assert [text for text in warnings(home) if "overlay" not in text] == [
        f"var/kentongan.db{end}: mode 0644; the daemon will set 0600"
        for end in ("", "-wal", "-shm")
    ]


def test_data_folder_that_all_can_write_is_an_error(home: Path) -> None:
    (home / "var").mkdir()
    (home / "var").chmod(0o777)
    assert errors(home) == ["var: mode 0777 lets everybody write; 0700 is right"]
    (home / "var").chmod(0o755)
    assert errors(home) == []
    assert "var: mode 0755 lets others look in; 0700 is right" in warnings(home)


# --- devices and words


def test_serial_port_that_all_can_write_is_a_warning(home: Path, tty: Path) -> None:
    with_modem(home, f"device = {tty}")
    tty.chmod(0o600)
    assert errors(home) == []
    assert not any("device" in text for text in warnings(home))
    tty.chmod(0o666)
    assert any("everybody can send SMS by it" in text for text in warnings(home))


def test_absent_serial_port_is_a_warning_and_a_file_an_error(home: Path) -> None:
    with_modem(home, "device = /dev/kentongan-none")
    assert any("no such file or directory" in text for text in warnings(home))
    rewrite(home / "modem.conf", "/dev/kentongan-none", str(home / "city.toml"))
    assert any("is no serial port" in text for text in errors(home))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("imei = 12", "imei: is not a number of 15 digits"),
        ("imsi = 51010x234567890", "imsi: is not a number"),
        ("smsc = 0811", "smsc: is not like +6281100000"),
        ("send = no\nreceive = no", "leave nothing to do"),
        ("recover_command = uhubctl -a", "recover_command: uhubctl: give the whole path"),
        ("recover_command = /nowhere/x", "recover_command: /nowhere/x cannot be run"),
    ],
)
def test_wrong_setting_of_a_modem_is_an_error(home: Path, lines: str, message: str) -> None:
    with_modem(home, f"device = socket://127.0.0.1:1\n{lines}")
    assert len(errors(home)) == 1
    assert message in errors(home)[0]


@pytest.mark.parametrize("number", ["081333702221", "+62", "99", "nomor", "+62812 0000 0001"])
def test_wrong_number_is_an_error_that_does_not_show_it(home: Path, number: str) -> None:
    rewrite(home / "modem.conf", "+6281200000001", number)
    assert len(errors(home)) == 1
    assert "[simulator latihan] number: is neither like" in errors(home)[0]
    assert number not in errors(home)[0].replace("+6281200000001", "")


def test_two_lines_cannot_have_one_number(home: Path) -> None:
    with_modem(home, "device = socket://127.0.0.1:1")
    rewrite(home / "modem.conf", "+6281200000002", "+6281200000001")
    assert errors(home) == ["modem.conf: [modem kartu1] number: is that of line latihan too"]


def test_short_code_is_a_number(home: Path) -> None:
    rewrite(home / "modem.conf", "+6281200000001", "1708")
    assert errors(home) == []


def test_line_that_requires_a_keyword_must_have_one(home: Path) -> None:
    rewrite(home / "modem.conf", "keyword_required = no", "keyword_required = yes")
    assert errors(home) == []
    rewrite(home / "city.toml", '[[keyword]]\nword = "SURGA"', "")
    assert len(errors(home)) == 1
    assert "keyword_required: " in errors(home)[0]
    assert "has no keyword for this line" in errors(home)[0]


def test_keyword_for_absent_lines_is_an_error_when_none_is_left(home: Path) -> None:
    rewrite(home / "city.toml", 'word = "SURGA"', 'word = "SURGA"\nlines = ["1708", "latihan"]')
    assert errors(home) == []
    assert any("modem.conf has no line 1708" in text for text in warnings(home))
    rewrite(home / "city.toml", ', "latihan"]', "]")
    assert errors(home) == ["city.toml: [[keyword]] SURGA lines: modem.conf has no line 1708"]


def test_keyword_that_is_a_command_is_an_error(home: Path) -> None:
    rewrite(home / "city.toml", 'word = "SURGA"', 'word = "SURGA"\naliases = ["Cek"]')
    assert errors(home) == ["city.toml: [[keyword]] SURGA: 'CEK' is a command of every city"]


def test_disabled_sending_is_said(home: Path) -> None:
    rewrite(home / "modem.conf", "keyword_required", "sending_disabled = yes\nkeyword_required")
    assert any("sending_disabled: nothing is sent" in text for text in warnings(home))


@needs_root
def test_root_must_name_an_account_for_a_real_modem(home: Path) -> None:
    with_modem(home, "device = socket://127.0.0.1:1")
    assert errors(home) == []  # root named itself, and is warned
    rewrite(home / "modem.conf", "user = root\n", "")
    assert any("root must name the account" in text for text in errors(home))
    rewrite(home / "modem.conf", "[kentongan]\n", "[kentongan]\nuser = kentongan-none\n")
    assert errors(home) == [
        "modem.conf: [kentongan] user: 'kentongan-none' is no account of this system"
    ]


@needs_root
def test_files_are_judged_for_the_account_that_the_daemon_becomes(home: Path, tty: Path) -> None:
    (home / "pin").write_text("1234")
    (home / "pin").chmod(0o600)
    tty.chmod(0o600)
    with_modem(home, f"device = {tty}\npin_file = pin")
    rewrite(home / "modem.conf", "user = root", "user = nobody")
    assert errors(home) == [
        "modem.conf: nobody cannot read it; chown it to nobody",
        "city.toml: nobody cannot read it; chown it to nobody",
        "wilayah.csv: nobody cannot read it; chown it to nobody",
        "kentongan.key: belongs to root; chown it to nobody",
        "var: nobody may not make it in " + str(home),
        "pin: nobody cannot read it; chown it to nobody",
    ]
    assert any("nobody may not use" in text for text in warnings(home))
    for path in (home, *home.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    assert errors(home) == []
    os.chown(home / "pin", 0, NOBODY)
    (home / "pin").chmod(0o640)
    assert errors(home) == []


@needs_root
@pytest.mark.parametrize(("bits", "message"), [(0o644, "mode 0644"), (0o600, "")])
def test_key_of_the_account_is_judged_by_its_mode(home: Path, bits: int, message: str) -> None:
    rewrite(home / "modem.conf", "[kentongan]\n", "[kentongan]\nuser = nobody\n")
    (home / "var").mkdir(mode=0o700)
    for name in ("var", "kentongan.key", "modem.conf", "city.toml", "wilayah.csv"):
        os.chown(home / name, NOBODY, NOBODY)
    (home / "kentongan.key").chmod(bits)
    assert message in "".join(errors(home))
    assert bool(errors(home)) is bool(message)


def test_log_needs_its_folder(home: Path) -> None:
    rewrite(home / "modem.conf", "var/kentongan.log", "/nowhere/kentongan.log")
    assert errors(home) == ["modem.conf: [kentongan] log_file: there is no folder /nowhere"]


def test_absent_fault_script_and_texts_are_named(home: Path) -> None:
    rewrite(home / "modem.conf", "truth_log", "faults = nothing.jsonl\ntruth_log")
    rewrite(home / "modem.conf", "[kentongan]\n", "[kentongan]\ntexts = nothing.ini\n")
    assert errors(home) == [
        "nothing.ini: no such file or directory",
        "modem.conf: [simulator latihan] faults: there is no file nothing.jsonl",
    ]


def test_program_that_all_can_write_is_not_run(home: Path) -> None:
    program = home / "power"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o777)
    with_modem(home, f"device = socket://127.0.0.1:1\nrecover_command = {program} -a cycle")
    assert len(errors(home)) == 1
    assert "can be written by everybody" in errors(home)[0]
    program.chmod(0o700)
    assert errors(home) == []


def test_password_file_must_be_a_secret_and_have_a_use(home: Path) -> None:
    (home / "word").write_text("geheim\n")
    (home / "word").chmod(0o604)
    rewrite(home / "modem.conf", "[kentongan]\n", "[kentongan]\ndatabase_password_file = word\n")
    assert len(errors(home)) == 1
    assert errors(home)[0].startswith("word: mode 0604")
    assert any("SQLite has no password" in text for text in warnings(home))
    (home / "word").chmod(0o600)
    assert errors(home) == []
    rewrite(home / "modem.conf", "var/kentongan.db", "postgresql://db/kentongan")
    assert any("names no user" in text for text in errors(home))


# --- PostgreSQL


@pytest.mark.parametrize(
    ("url", "severity", "message"),
    [
        ("postgresql://k:geheim@db/kentongan", "warning", "holds a password"),
        ("postgresql://k@db/kentongan?password=geheim", "warning", "holds a password"),
        ("postgresql://k@db", "error", "is no URL such as"),
        ("postgresql://k@db:geheim/x", "error", "is no URL such as"),
    ],
)
def test_url_is_judged_and_never_shown(home: Path, url: str, severity: str, message: str) -> None:
    rewrite(home / "modem.conf", "var/kentongan.db", url)
    texts = errors(home) if severity == "error" else warnings(home)
    assert any(message in text for text in texts)
    assert not any("geheim" in one.text for one in found(home))


def test_password_from_its_file_joins_the_url(home: Path) -> None:
    rewrite(home / "modem.conf", "var/kentongan.db", "postgresql://k@db:5433/kentongan")
    settings = config.load(home / "modem.conf")
    assert database_url(settings) == "postgresql://k@db:5433/kentongan"
    rewrite(home / "modem.conf", "[kentongan]\n", "[kentongan]\ndatabase_password_file = word\n")
    settings = config.load(home / "modem.conf")
    with pytest.raises(ConfigError, match="word: no such file"):
        database_url(settings)
    (home / "word").write_text("p@ss/w:rd\n")
    assert database_url(settings) == "postgresql://k:p%40ss%2Fw%3Ard@db:5433/kentongan"
    (home / "word").write_text("\n")
    with pytest.raises(ConfigError, match="word: is empty"):
        database_url(settings)


# --- file systems, each in a mount namespace of its own

CHECK = """
import sys
from pathlib import Path
from gateway import config
from gateway.config_check import problems
from models import city
settings = config.load(Path(sys.argv[1]) / "modem.conf")
for one in problems(settings, city.load(settings.daemon.city)):
    sys.stdout.write(one.severity + " " + one.text + "\\n")
"""


def in_namespace(home: Path, mount: str) -> str:
    """Return what the check prints after the shell commands *mount*, seen by nobody else."""
    if not shutil.which("unshare"):
        pytest.skip("missing: unshare (apt: util-linux)")
    script = f'{mount} && exec "$0" -c "$CHECK" "$HOMEDIR"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, sys.executable],
        env={**os.environ, "CHECK": CHECK, "HOMEDIR": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "Operation not permitted" in done.stderr or "permission denied" in done.stderr.lower():
        pytest.skip("this machine lets no one mount")
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_root
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "fuseblk"])
def test_database_on_a_network_file_system_is_an_error(home: Path, kind: str) -> None:
    (home / "var").mkdir(mode=0o700)
    mounts = f"1 0 8:1 / / rw - ext4 /dev/a rw\n2 1 0:5 / {home}/var rw - {kind} srv:/x rw\n"
    (home / "mounts").write_text(mounts)
    # No server is at hand; a bind over our own mountinfo says what the kernel would.
    output = in_namespace(home, 'mount --bind "$HOMEDIR/mounts" /proc/$$/mountinfo')
    assert f"error {home}/var: lies on {kind}" in output


@needs_root
def test_database_in_memory_needs_volatile(home: Path) -> None:
    (home / "var").mkdir(mode=0o700)
    mount = 'mount -t tmpfs -o mode=0700 none "$HOMEDIR/var"'
    assert f"error {home}/var: lies on tmpfs" in in_namespace(home, mount)
    rewrite(home / "modem.conf", "[kentongan]\n", "[kentongan]\nvolatile = yes\n")
    output = in_namespace(home, mount)
    assert "error" not in output
    assert "gone with the power" in output


@needs_root
def test_database_in_a_container_layer_is_a_warning(home: Path) -> None:
    (home / "var").mkdir(mode=0o700)
    output = in_namespace(
        home,
        'cd "$HOMEDIR" && mkdir l t && mount -t tmpfs none t && mkdir t/u t/w && '
        "mount -t overlay o -o lowerdir=l,upperdir=t/u,workdir=t/w var && chmod 700 var",
    )
    assert "warning" in output
    assert "lies on overlay" in output
    assert "error" not in output


# --- a provider over SMPP


def with_smpp(home: Path, lines: str) -> None:
    with (home / "modem.conf").open("a") as file:
        file.write(f"\n[smpp 1708]\nsystem_id = kediri\nnumber = 1708\n{lines}\n")
    rewrite(home / "modem.conf", "[kentongan]\n", f"[kentongan]\nuser = {account('').name}\n")


def test_smpp_in_clear_to_a_public_address_is_a_warning(home: Path) -> None:
    with_smpp(home, "host = smpp.example.net")
    assert any("travel in clear: TLS or a VPN" in text for text in warnings(home))


@pytest.mark.parametrize("lines", ["host = 127.0.0.1", "host = 10.1.2.3", "host = x.id\ntls = yes"])
def test_smpp_by_tls_or_near_is_no_warning(home: Path, lines: str) -> None:
    with_smpp(home, lines)
    assert not any("in clear" in text for text in warnings(home))


@pytest.mark.parametrize("secret", ["", "longer than eight"])
def test_password_that_smpp_cannot_carry_is_an_error(home: Path, secret: str) -> None:
    (home / "password").write_text(f"{secret}\n")
    (home / "password").chmod(0o600)
    with_smpp(home, "host = 127.0.0.1\npassword_file = password")
    assert any("1 to 8 characters" in text for text in errors(home))
    assert not any(secret in text for text in errors(home) if secret)


def test_ca_file_that_is_missing_is_an_error(home: Path) -> None:
    with_smpp(home, "host = 127.0.0.1\nca_file = ca.pem")
    assert any("ca_file: there is no file" in text for text in errors(home))


# --- the rows of bad_config.jsonl, each by the test that holds it

HELD_BY = {
    "config-db-0644": test_database_that_others_can_read_is_a_warning,
    "config-db-nfs": test_database_on_a_network_file_system_is_an_error,
    "config-dir-world": test_data_folder_that_all_can_write_is_an_error,
    "config-mode-0644": test_secret_that_others_can_read_is_an_error,
    "config-owner-other": test_file_of_another_user_is_an_error,
    "config-placeholder-tmpl": "test_reply",
    "config-regex-user": "test_city",
    "config-serial-perm": test_serial_port_that_all_can_write_is_a_warning,
    "config-smpp-plain": test_smpp_in_clear_to_a_public_address_is_a_warning,
    "config-sop-agency": "test_city_desk, test_sop",
    "config-sop-area": "test_city_desk",
    "config-sop-calendar": "test_city_desk",
    "config-sop-category": "test_city_desk",
    "config-sop-circle": "test_city_desk",
    "config-sop-ladder": "test_city_desk",
    "config-sop-secret": "test_city_desk",
    "config-sop-working": "test_city_desk",
    "config-tmpfs": test_database_in_memory_needs_volatile,
    "config-unknown-key": "test_config",
    "config-yaml-exec": "test_config, test_city",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_every_bad_configuration_is_held_by_a_test(row: dict[str, str]) -> None:
    assert HELD_BY.get(row["id"]), row["expect"]


def test_misspelt_key_is_answered_with_the_nearest(home: Path) -> None:
    rewrite(home / "modem.conf", "key_file", "key_fiel")
    with pytest.raises(ConfigError, match=r"\[kentongan\] key_fiel: unknown; did you mean key_fil"):
        config.load(home / "modem.conf")


def test_key_that_runs_code_in_other_formats_is_no_configuration(home: Path) -> None:
    (home / "modem.conf").write_text("!!python/object/apply:os.system [id]\n")
    with pytest.raises(ConfigError, match="comes before the first"):
        config.load(home / "modem.conf")


def test_email_that_nobody_sends_is_told(home: Path) -> None:
    text = '[[digest]]\nname = "mingguan"\nreport = "weekly"\nto = ["a@b.id", "heads"]\n'
    with (home / "city.toml").open("a") as file:
        file.write(f"\n{text}")
    said = "modem.conf: [mail] host: missing; no e-mail is sent, but asked for by [[digest]]"
    heads = "city.toml: [[digest]] mingguan: no [[agency]] has an email for its head's digest"
    assert [one for one in warnings(home) if one.startswith(said) or one == heads] == [
        f"{said} mingguan", heads,
    ]  # fmt: skip
    with (home / "modem.conf").open("a") as file:
        file.write("\n[mail]\nhost = mail.b.id\nsender = a@b.id\nca_file = none.pem\n")
    assert not [one for one in warnings(home) if one.startswith(said)]
    assert any("[mail] ca_file: there is no file" in one for one in errors(home))
