"""The command as people and programs run it: exit codes, pipes, JSON, and nothing that escapes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pytest

from cli import COMMANDS
from console.app import App
from console.outbox import requeue
from console.pages import pages
from models.base import Tx
from models.errors import KentonganError
from tests.cityhall import CITIZEN, KENTONGAN, NOW, Hall, build, furnish
from tests.conftest import Cluster

ROOT = Path(__file__).parents[1]
BAD = ROOT / "data" / "bad_cli.jsonl"
MASKED = "+62812******90"
TICKET_KEYS = (
    "number state type category urgency confidentiality line contact text review missing"
    " created_at updated_at inbox channel subtype area grade term agency support due late incident"
    " merged_into linked_to lapor_id rating"
)
SHOW_KEYS = (
    "outcome archive_reason outside_agency handler question released tasks clocks files events"
)
INBOX_KEYS = "id line state reason received_at sent_at seen differs part parts ticket"
OUTBOX_KEYS = (
    "id cause kind ticket lane line contact state parts attempts why created_at not_before"
    " valid_until code"
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return furnish(build(tmp_path_factory.mktemp("hall")))


@pytest.fixture
def own_hall(tmp_path: Path) -> Hall:
    """Return one that the test may change."""
    return furnish(build(tmp_path / "hall"))


def one_line(text: str) -> bool:
    return text.startswith("kentongan: ") and text.count("\n") == 1


def test_every_bad_row_is_held_by_a_test_of_commands() -> None:
    rows = [json.loads(line)["id"] for line in BAD.read_text("utf-8").splitlines()]
    files = [*sorted(Path(__file__).parent.glob("test_cli*.py")), ROOT / "unit/test_digest_due.py"]
    source = "".join(file.read_text("utf-8") for file in files)
    assert [row for row in rows if f"# {row}\n" not in source] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nonsense"], 2, "no such command 'nonsense'"),
        (["ticket", "nonsense"], 2, "nonsense"),
        (["ticket", "list", "--nonsense"], 2, "--nonsense"),
        (["ticket", "list", "--state", "x"], 2, "'x' is not one of"),
        (["ticket", "list", "--limit", "-1"], 2, "-1"),
        (["ticket", "show"], 2, "Missing argument"),
        (["ticket", "show", "4839207"], 1, "ticket 4839207: not found"),
        (["ticket", "show", "--", "-1"], 1, "ticket -1: not found"),  # cli-arg-neg
        (["ticket", "show", "9" * 40], 1, "not found"),
        (["ticket", "show", "1\x1b[2J"], 1, "1\\x1b[2J: not found"),
        (["inbox", "show", "99"], 1, "inbox row 99: not found"),
        (["outbox", "retry", "99"], 1, "outbox row 99: not found"),
        (["outbox", "retry", "2"], 1, "nothing to decide"),
        (["--config", "absent.conf", "ticket", "list"], 78, "absent.conf: no such file"),
        (["reload"], 1, "no daemon runs"),
        (["phone", "--line", "absent"], 1, "no such [simulator] line"),
        (["phone"], 1, "no daemon answers"),
        (["pdu", "0791"], 1, "not decoded"),
    ],
)  # cli-arg-neg
def test_what_is_wrong_is_told_in_one_line_with_its_code(
    hall: Hall, words: list[str], code: int, said: str
) -> None:
    done = hall.run(*words)
    assert (done.returncode, one_line(done.stderr)) == (code, True), done.stderr
    assert said in done.stderr


def test_an_unexpected_error_is_one_line_and_a_traceback_only_on_request(hall: Hall) -> None:
    env = {"PYTHONPATH": str(Path(__file__).parent / "no such folder")}
    words = [
        "-c",
        "import cli, console.ticket_show as t; t.find = None; cli.main(['ticket','show','1'])",
    ]
    command = [sys.executable, "-P", *words]
    for debug, lines in (("0", 1), ("1", 5)):
        told = subprocess.run(
            command,
            cwd=hall.folder,
            env=hall.environ({**env, "KENTONGAN_DEBUG": debug}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 1
        assert told.stderr.count("\n") >= lines
        assert ("Traceback" in told.stderr) is (debug == "1")


def test_help_of_every_command_is_there_in_both_languages(hall: Hall) -> None:
    english = hall.run("--language", "en", "--help").stdout
    indonesian = hall.run("--language", "id", "--help").stdout
    assert english != indonesian
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", english, re.MULTILINE)
        assert re.search(rf"^  {name} ", indonesian, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bad"], "Tidak ada opsi '--bad'"),
        (["ticket", "show"], "Argumen belum diisi: 'NUMBER'"),
        (["ticket", "show", "1"], "tiket 1: tidak ditemukan"),
        (["nix"], "tidak ada perintah 'nix'"),
    ],
)
def test_errors_are_told_in_indonesian_too(hall: Hall, words: list[str], said: str) -> None:
    for done in (
        hall.run("--language", "id", *words),
        hall.run(*words, env={"LC_ALL": "id_ID.UTF-8"}),
    ):
        assert said in done.stderr


def test_help_and_version_are_fast_because_nothing_else_is_imported(hall: Hall) -> None:
    code = (
        "import sys, cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'cryptography', 'peewee', 'rich', 'serial', 'pyparsing', 'gateway'}\n"
        "sys.stderr.write(','.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


LATE = {
    "peewee", "rich", "logging", "secrets", "difflib", "pyparsing", "holidays", "stdnum", "ssl",
    "phonenumbers", "psycopg", "gateway.config", "gateway.config_lines", "gateway.config_http",
    "gateway.config_smpp", "gateway.config_files", "gateway.reply", "gateway.setting",
    "models.city", "models.casework.sop", "models.orm", "parser.reader", "parser.grammar",
    "parser.commands", "gateway.config_budget", "base64", "locale", "shutil", "textwrap",
}  # fmt: skip
"""What a list or a ticket must not wait for: each takes 1 to 70 ms."""

LATE_LIST = LATE | {"json", "tomllib", "cryptography", "csv", "parser"}
"""What besides a list must not wait for."""

LATE_SMS = LATE_LIST - {"tomllib", "gateway.reply"} | {
    "dateutil", "difflib", "tempfile", "gateway.config", "gateway.reading", "gateway.digests",
    "models.areas", "models.city_desk", "models.casework.scene", "models.casework.sop",
    "models.spending", "reports.digests", "reports.page", "reports.figures.agencies",
    "reports.figures.responses", "reports.reconcile_stock",
}  # fmt: skip
"""What the daily SMS must not wait for."""


@pytest.mark.parametrize(
    ("words", "late"),
    [
        ("ticket list", LATE_LIST),
        ("ticket search lampu", LATE_LIST),
        ("ticket list --agency DISHUB", LATE_LIST - {"tomllib"}),
        ("digest daily --format sms", LATE_SMS),
        ("ticket show NUMBER", LATE | {"parser.lexicon", "parser.gazetteer", "parser.reading"}),
    ],
)
def test_short_commands_import_only_what_they_show(hall: Hall, words: str, late: set[str]) -> None:
    number = hall.numbers[0]
    code = (
        "import sys, cli\n"
        f"try: cli.main({words.replace('NUMBER', str(number)).split()!r})\n"
        "except SystemExit as end: assert not end.code\n"
        f"sys.stderr.write(','.join(sorted({late!r} & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True,
        cwd=hall.folder, env=hall.environ(),
    )  # fmt: skip
    assert done.stderr == "", done.stdout


def test_lists_have_stable_json_keys_one_object_a_line(hall: Hall) -> None:
    for noun, keys, count in (
        ("ticket", TICKET_KEYS, 3),
        ("inbox", INBOX_KEYS, 4),
        ("outbox", OUTBOX_KEYS, 3),
    ):
        done = hall.run(noun, "list", "--json")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [" ".join(row) for row in rows] == [keys] * count, done.stderr
        assert done.stdout.isascii()


def test_values_in_json_are_plain_masked_and_in_the_citys_zone(hall: Hall) -> None:
    secret, _plain, hostile = (
        json.loads(line) for line in hall.run("ticket", "list", "--json").stdout.splitlines()
    )
    assert hostile["number"] == hall.numbers[0]
    assert hostile["contact"] == MASKED
    assert hostile["created_at"] == "2026-11-22T08:02:03.456+07:00"
    assert datetime.fromisoformat(hostile["created_at"]) == NOW
    assert (secret["confidentiality"], secret["contact"], secret["text"]) == ("rahasia", None, "")
    outbox = [json.loads(line) for line in hall.run("outbox", "list", "--json").stdout.splitlines()]
    assert [row["state"] for row in outbox] == ["queued", "delivered", "unknown"]
    assert [row["contact"] for row in outbox] == [None, MASKED, MASKED]
    assert (outbox[2]["lane"], outbox[2]["attempts"], outbox[2]["parts"]) == ("ack", 2, 2)
    assert [row["ticket"] for row in outbox] == [*hall.numbers[::-1]]


def test_one_ticket_is_shown_with_its_events(hall: Hall) -> None:
    done = hall.run("ticket", "show", str(hall.numbers[1]), "--json")
    row = json.loads(done.stdout)
    assert " ".join(row) == f"{TICKET_KEYS} {SHOW_KEYS}"
    assert [(e["seq"], e["verb"], e["actor"]) for e in row["events"]] == [(1, "opened", "citizen")]
    shown = hall.run("ticket", "show", str(hall.numbers[1])).stdout
    assert "jalan lubang" in shown
    assert "opened" in shown
    assert MASKED in shown


def test_long_lists_are_read_in_short_transactions(hall: Hall) -> None:
    store = hall.store()
    asked: list[int] = []

    def fetch(tx: Tx, key: int, count: int) -> list[tuple[int]]:
        asked.append(count)
        return [(row,) for row in range(min(key, 2_501) - 1, 0, -1)][:count]

    assert [row for (row,) in pages(store, fetch, after=None, limit=0)] == [*range(2_500, 0, -1)]
    assert asked == [1000, 1000, 1000]
    assert [row for (row,) in pages(store, fetch, after=1_500, limit=3)] == [1_499, 1_498, 1_497]
    store.close()


@pytest.mark.parametrize("noun", ["ticket", "inbox", "outbox"])
def test_pages_follow_each_other_without_gap_or_overlap(hall: Hall, noun: str) -> None:
    key = "number" if noun == "ticket" else "id"

    def ids(*words: str) -> list[int]:
        lines = hall.run(noun, "list", "--json", *words).stdout.splitlines()
        return [json.loads(line)[key] for line in lines]

    whole = ids("--limit", "0")
    first = ids("--limit", "2")
    assert len(first) == 2
    assert first + ids("--after", str(first[-1])) == whole


def test_lists_can_be_narrowed_to_a_state(hall: Hall) -> None:
    assert hall.run("inbox", "list", "--state", "bad").stdout.count("\n") == 2
    assert hall.run("outbox", "list", "--state", "unknown").stdout.count("\n") == 2
    assert hall.run("outbox", "list", "--state", "sent").stdout.count("\n") == 1
    assert "TERIMA" in hall.run("outbox", "list", "--state", "queued", "--why").stdout
    assert "waits for" in hall.run("outbox", "list", "--why").stdout.partition("\n")[0]
    rows = hall.run("outbox", "list", "--why", "--json").stdout.splitlines()
    waits = [json.loads(row)["wait"] for row in rows]
    assert [one and one["code"] for one in waits] == ["expired", None, "unknown"]
    assert hall.run("ticket", "list", "--state", "closed").stdout.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [["ticket", "list"], ["ticket", "list", "--json"], ["ticket", "show", "HOSTILE"]],
)  # cli-page-filter
def test_a_citizens_words_cannot_move_the_cursor_of_a_pager(hall: Hall, words: list[str]) -> None:
    words = [str(hall.numbers[0]) if word == "HOSTILE" else word for word in words]
    out = hall.run(*words).stdout
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", out)
    assert "merah" in out


def test_no_number_of_a_citizen_is_ever_printed_whole(hall: Hall) -> None:
    outputs = [hall.run(noun, "list").stdout for noun in ("ticket", "inbox", "outbox")]
    outputs += [hall.run("ticket", "show", str(number)).stdout for number in hall.numbers]
    assert not any(CITIZEN.strip("+")[3:-2] in out for out in outputs)


@pytest.mark.parametrize("locale", ["C", "POSIX"])  # cli-ascii-locale
def test_an_ascii_terminal_gets_backslashes_and_no_error(hall: Hall, locale: str) -> None:
    code = "import cli; from console.output import say; say('caf\\u00e9')"
    code += "; import sys, os; from console.output import plain_streams as p; p(os.environ)"
    code += "; say('caf\\u00e9')"
    environ = hall.environ({"LC_ALL": locale})
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, check=True
    )
    assert done.stdout.endswith(b"caf\\xe9\n")
    listed = subprocess.run(
        [*KENTONGAN, "ticket", "list"],
        cwd=hall.folder,
        env=environ,
        capture_output=True,
        check=False,
    )
    assert (listed.returncode, listed.stdout.isascii()) == (0, True)


def test_a_pipe_that_closes_ends_the_command_quietly(hall: Hall) -> None:  # cli-pipe-closed
    command = " ".join([*KENTONGAN, "ticket", "list", "--limit", "0"])
    done = subprocess.run(
        ["bash", "-c", f"for i in 1 2 3; do {command} | true; echo ${{PIPESTATUS[0]}}; done"],
        cwd=hall.folder,
        env=hall.environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) <= {"0", "141"}
    assert done.stderr == ""


def test_closed_standard_streams_do_no_harm(hall: Hall) -> None:
    command = " ".join([*KENTONGAN, "ticket", "list"])
    for closed in (">&-", "<&-", "2>&-", ">&- 2>&- <&-"):
        done = subprocess.run(
            ["bash", "-c", f"{command} {closed}"],
            cwd=hall.folder,
            env=hall.environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_behind_stdout_is_told_in_one_line(hall: Hall) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*KENTONGAN, "ticket", "list"],
            cwd=hall.folder,
            env=hall.environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, one_line(done.stderr)) == (1, True), done.stderr
    assert "No space left" in done.stderr


def test_a_newer_schema_is_refused(own_hall: Hall) -> None:  # cli-old-binary-new-schema
    store = own_hall.store()
    store.connection().raw.execute("PRAGMA user_version = 99")
    store.close()
    for words in (["ticket", "list"], ["outbox", "retry", "1"], ["migrate"], ["run"]):
        done = own_hall.run(*words)
        assert done.returncode == 78
        assert "schema 99 is newer" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as root")  # cli-as-root
def test_root_without_a_user_does_not_serve_a_real_line(own_hall: Hall) -> None:
    conf = own_hall.folder / "modem.conf"
    text = conf.read_text()
    conf.write_text(text + "\n[modem kartu1]\ndevice = /dev/null\n")
    done = own_hall.run("run")
    assert (done.returncode, one_line(done.stderr)) == (78, True)
    assert "[kentongan] user: missing" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another")
def test_root_becomes_the_user_of_the_configuration() -> None:
    with tempfile.TemporaryDirectory(prefix="kentongan-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        hall = furnish(build(folder))
        conf = folder / "modem.conf"
        conf.write_text(conf.read_text().replace("[kentongan]", "[kentongan]\nuser = nobody", 1))
        conf.chmod(0o644)
        refused = hall.run("ticket", "list")
        assert refused.returncode == 78  # the key is root's, and we are nobody already
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody")
        served = hall.run("ticket", "list")
        if not _open_to_all(Path(os.__file__)):
            assert "'nobody' cannot read the Python" in served.stderr
            return
        assert served.returncode == 0, served.stderr
        assert {path.owner() for path in folder.rglob("*")} == {"nobody"}


def _open_to_all(path: Path) -> bool:
    """Tell whether every user may reach and read *path*."""
    return bool(path.stat().st_mode & 4) and all(p.stat().st_mode & 1 for p in path.parents)


def test_interrupted_decision_is_rolled_back(own_hall: Hall) -> None:  # cli-ctrl-c-in-write
    app = App(None, None, {}, lambda: NOW)
    store = own_hall.store()
    with pytest.raises(KeyboardInterrupt), store.transaction() as tx:
        requeue(tx, 1, app=app, who="staff:x")
        raise KeyboardInterrupt
    with store.reading() as tx:
        assert tx.execute("SELECT COUNT(*) FROM delivery WHERE state = 'unknown'") == [(1,)]
        assert tx.execute("SELECT COUNT(*) FROM event WHERE verb = 'retry'") == [(0,)]
    store.close()


def test_interrupt_while_the_database_is_held_changes_nothing(own_hall: Hall) -> None:
    # cli-ctrl-c-in-write
    store = own_hall.store()
    with store.transaction() as tx:
        child = subprocess.Popen(
            # A shell starts its background jobs deaf to Ctrl-C, and so this test run perhaps
            ["env", "--default-signal=INT", *KENTONGAN, "outbox", "retry", "1"],
            cwd=own_hall.folder,
            env=own_hall.environ(),
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(1)
        child.send_signal(signal.SIGINT)
        time.sleep(0.2)
        assert tx.execute("SELECT COUNT(*) FROM delivery WHERE state = 'unknown'") == [(1,)]
    _out, told = child.communicate(timeout=10)
    assert (child.returncode, told) == (130, "")
    with store.reading() as tx:
        assert tx.execute("SELECT COUNT(*) FROM delivery WHERE state = 'unknown'") == [(1,)]
    store.close()


def test_a_person_decides_that_an_unknown_part_is_sent_again(own_hall: Hall) -> None:
    done = own_hall.run("outbox", "retry", "1", env={"SUDO_USER": "rini"})
    assert done.returncode == 0, done.stderr
    (row,) = (
        json.loads(line)
        for line in own_hall.run("outbox", "list", "--json").stdout.splitlines()
        if json.loads(line)["id"] == 1
    )
    assert row["state"] == "queued"
    store = own_hall.store()
    with store.reading() as tx:
        # The part that was sent stays sent; the late answer of the old try is fenced by the epoch
        parts = tx.execute(
            "SELECT state, epoch, ambiguous FROM delivery WHERE outbox = 1 ORDER BY part"
        )
        assert parts == [("sent", 0, 0), ("queued", 1, 1)]
        assert tx.execute("SELECT actor, verb FROM event WHERE ticket = 1 AND seq = 2") == [
            ("staff:rini", "retry")
        ]
        with pytest.raises(KentonganError, match="not found"):
            requeue(tx, 77, app=App(None, None, {}, lambda: NOW), who="staff:x")
    store.close()


@pytest.mark.postgres
def test_postgresql_gives_the_same_lists_and_decisions(
    cluster: Cluster, own_hall: Hall, tmp_path: Path
) -> None:
    other = furnish(build(tmp_path / "other", cluster.url(cluster.create())))
    shown: list[list[str]] = []
    for hall in (own_hall, other):
        told = []
        for words in (
            "outbox retry 1",
            "ticket list --json --state new --limit 2",
            "inbox list --json --state bad",
            "outbox list --json --state queued",
            "outbox list --json --after 3",
            "line status --json",
            "fsck --json",
            "migrate",
        ):
            done = hall.run(*words.split(), env={"SUDO_USER": "rini"})
            rows = re.sub(r'"ticket": \d+|"number": \d+', "", done.stdout)
            told.append(re.sub(r'"not_before": "[^"]+"|"valid_until": "[^"]+"', "", rows))
            assert one_line(done.stderr) or not done.stderr
        shown.append(told)
    assert shown[0] == shown[1]
    assert all(shown[0])
    assert other.run("ticket", "show", str(other.numbers[1])).returncode == 0


def test_lines_that_no_daemon_has_seen_are_listed_as_down(hall: Hall) -> None:
    done = hall.run("line", "status", "--json")
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["line"], row["kind"], row["up"], row["updated_at"]) == (
        "latihan",
        "simulator",
        False,
        None,
    )


def test_check_reads_all_and_starts_nothing(hall: Hall) -> None:
    before = sorted(hall.folder.rglob("*"))
    done = hall.run("check")
    assert done.returncode == 0, done.stderr
    assert "latihan" in done.stdout
    assert sorted(hall.folder.rglob("*")) == before


def test_check_fails_with_the_first_error(own_hall: Hall) -> None:
    (own_hall.folder / "kentongan.key").chmod(0o644)
    done = own_hall.run("check", "--json")
    assert (done.returncode, one_line(done.stderr)) == (78, True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert "error" in {row["severity"] for row in rows}


def test_init_never_touches_what_is_there(own_hall: Hall) -> None:
    files = {path: path.read_bytes() for path in own_hall.folder.iterdir() if path.is_file()}
    assert own_hall.run("init").returncode == 0
    assert {path: path.read_bytes() for path in files} == files


def test_init_fills_in_the_device_and_the_number(tmp_path: Path) -> None:
    done = Hall(tmp_path).run("init", "--device", "/dev/ttyACM3", "--number", "+62811000001", "a")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "a" / "modem.conf").read_text()
    assert "\ndevice = /dev/ttyACM3\n" in text
    assert "\nnumber = +62811000001\n" in text


def test_key_is_printed_and_never_overwritten(own_hall: Hall) -> None:
    printed = own_hall.run("key", "print").stdout
    kept = (own_hall.folder / "kentongan.key").read_text()
    assert kept.splitlines()[-1] in printed
    assert own_hall.run("key", "init").returncode == 78
    (own_hall.folder / "kentongan.key").write_text(printed)
    assert own_hall.run("ticket", "list").returncode == 0


def test_fsck_tells_a_damaged_row(own_hall: Hall) -> None:
    store = own_hall.store()
    with store.transaction() as tx:
        tx.change("UPDATE ticket SET original = ? WHERE id = 2", [b"x" * 40])
    store.close()
    done = own_hall.run("fsck", "--json")
    assert done.returncode == 74
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"table": "ticket", "id": 2, "problem": "sealed original"} in rows


def test_parse_and_pdu_show_what_is_understood(hall: Hall) -> None:
    done = hall.run("parse", "--json", "SURGA lampu jalan mati")
    row = json.loads(done.stdout)
    assert (row["intent"], row["keyword"], row["match"]) == ("aduan", "SURGA", "exact")
    assert row["body"] == "lampu jalan mati"
    done = hall.run(
        "pdu",
        "--json",
        "07912618010000F0040D91261832547698F00000621122810000820BC8329BFD06DDDF723619",
    )
    row = json.loads(done.stdout)
    assert (row["kind"], row["text"]) == ("deliver", "Hello world")


def test_parse_knows_the_citys_own_replies(own_hall: Hall) -> None:
    conf = own_hall.folder / "modem.conf"
    said = "Sugeng rawuh, aduan sampun mlebet mawi angka {no}. Mugi enggal rampung nggih"
    (own_hall.folder / "texts.ini").write_text(f"[TERIMA]\ntext = {said}\n")
    before = json.loads(own_hall.run("parse", "--json", said.format(no="1234566")).stdout)
    conf.write_text(conf.read_text().replace("[kentongan]", "[kentongan]\ntexts = texts.ini", 1))
    after = json.loads(own_hall.run("parse", "--json", said.format(no="1234566")).stdout)
    assert (before["intent"] == "mesin", after["intent"]) == (False, "mesin")
