"""``kentongan digest`` as people and cron run it: shown, planned, and sent to each once."""

import contextlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest

import cli
from console.app import speak
from models import keyfile
from models.base import Store
from models.rows import insert
from models.times import to_us
from tests.cityhall import Hall
from tests.november import November, begin, moment, play

MAYOR, HEAD = "+6281200000001", "+6281200000002"
CONF = """\
[kentongan]
volatile = yes
[mail]
host = localhost
security = none
sender = lapor@kedirikota.go.id
[simulator kartu]
number = +6281100000000
keyword_required = no
[simulator 1708]
number = 1708
keyword_required = yes
"""
PLANS = """
[[digest]]
name = "harian"
report = "daily"
at = "07:00"
to = ["mayor", "coordinator", "kominfo@kedirikota.go.id"]
format = ["sms", "email"]
[[digest]]
name = "mingguan"
report = "weekly"
to = ["bappeda@kedirikota.go.id", "heads", "mayor"]
format = ["email"]
attach = ["csv", "xlsx"]
[[digest]]
name = "opd"
report = "daily"
to = ["heads"]
format = ["sms"]
[ppid]
policy = "Perwali 12/2024"
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, November]]:
    """Return the installation in which November was played, with its mayor and a head."""
    folder = tmp_path_factory.mktemp("november")
    (folder / "var").mkdir(mode=0o700)
    keys = keyfile.create(folder / "kentongan.key")
    store = Store.open(str(folder / "var" / "kentongan.db"), keys, volatile=True)
    story = play(begin(store, folder))
    for row, (number, agency, role) in enumerate(
        ((MAYOR, "KOMINFO", "mayor"), (HEAD, "DLHKP", "head")), 901
    ):
        _officer(store, row, number, agency, role)
    story.town.close()
    store.close()
    (folder / "modem.conf").write_text(CONF)
    rules = (folder / "city.toml").read_text()
    rules = rules.replace(
        'name = "Dinas Lingkungan Hidup"', 'name = "Dinas LH"\nemail = "dlhkp@kedirikota.go.id"'
    )
    (folder / "city.toml").write_text(rules + PLANS)
    yield Hall(folder), story


def _officer(store: Store, row: int, number: str, agency: str, role: str) -> None:
    with store.transaction() as tx:
        sealed, at = tx.keys.seal_number(number), to_us(moment("10-28 08:00"))
        insert(tx, "contact", {"id": row, "number": sealed, "kind": "mobile", "created_at": at})
        insert(
            tx, "officer",
            {"id": row, "contact": row, "agency": agency, "role": role,
             "name": tx.keys.seal(b"x"), "created_at": at},
        )  # fmt: skip


@pytest.fixture
def hall(played: tuple[Hall, November]) -> Hall:
    return played[0]


@dataclass
class Done:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


class Screen(io.StringIO):
    """What a terminal shows."""

    def isatty(self) -> bool:
        return True


def run(hall: Hall, *words: str, screen: io.StringIO | None = None, group: str = "digest") -> Done:
    """Run ``kentongan digest WORDS`` in this process, as the service's account."""
    out, err = screen or io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(hall.folder),
        patch.dict(os.environ, {"LC_ALL": "C.UTF-8"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for name in ("KENTONGAN_CONFIG", "SUDO_USER"):
            os.environ.pop(name, None)
        speak("en")
        code = cli.run([group, *words])
    return Done(code, out.getvalue(), err.getvalue())


def rows(hall: Hall, sql: str) -> list[tuple[Any, ...]]:
    keys = keyfile.load(hall.folder / "kentongan.key")
    store = Store.open(str(hall.folder / "var" / "kentongan.db"), keys, volatile=True)
    try:
        with store.reading() as tx:
            return tx.execute(sql)
    finally:
        store.close()


def test_a_report_is_shown_in_each_format(hall: Hall) -> None:
    daily = ("daily", "--date", "2026-11-10")
    shown = run(hall, *daily)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("LAPORAN HARIAN ADUAN WARGA\n")
    sms = run(hall, *daily, "--format", "sms", "--for", "dlhkp")
    assert sms.stdout.startswith("LAPOR MBAK WALI 112 10-11-2026 DLHKP: masuk 0, selesai 1")
    told = json.loads(run(hall, *daily, "--json").stdout)
    assert told["name"] == "daily"
    assert run(hall, *daily, "--format", "sms").stdout == told["sms"] + "\n"
    yesterday = json.loads(run(hall, "daily", "--json").stdout)
    assert run(hall, "daily", "--format", "sms").stdout == yesterday["sms"] + "\n"
    book = hall.folder / "november.xlsx"
    made = run(hall, "monthly", "--date", "2026-11-01", "--format", "xlsx", "--out",
                    str(book))  # fmt: skip
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    assert zipfile.ZipFile(BytesIO(book.read_bytes())).testzip() is None
    assert [one.name for one in hall.folder.glob(".november*")] == []
    words = run(hall, "llid", "--date", "2026-03-01", "--format", "md").stdout
    assert "Perwali 12/2024" in words


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("daily", "--date", "kemarin"), 2, "'kemarin' is not a day such as 2026-11-23"),
        (("daily", "--date", "9999-12-31"), 2, "is not a day such as"),
        (("daily", "--for", "DISHUP"), 1, "no agency and no area of this city; did you mean"),
        (("weekly", "--format", "sms"), 2, "only the daily report fits into an SMS"),
        (("weekly", "--dry-run"), 2, "--dry-run goes with --send"),
        (("weekly", "--send", "--for", "DISHUB"), 2, "without --for and --out"),
        (("monthly", "--send"), 2, "no [[digest]] with this report"),
        (("daily", "--out", "/nowhere/x"), 1, "/nowhere/x"),
        (("run", "haryan"), 2, "did you mean harian?"),
        (("daily", "--date", "2040-01-01"), 0, ""),
    ],
)
def test_what_cannot_be_is_told(hall: Hall, words: tuple[str, ...], code: int, said: str) -> None:
    done = run(hall, *words)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 1


def test_a_terminal_gets_no_binary_file(hall: Hall) -> None:
    done = run(hall, "daily", "--format", "xlsx", screen=Screen())
    assert done.returncode == 2
    assert "--format xlsx: name a file by --out" in done.stderr
    assert done.stdout == ""


def test_the_plan_says_when_and_to_how_many(hall: Hall) -> None:
    done = run(hall, "plan", "--json")
    found = {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert (found["harian"]["sms"], found["harian"]["email"]) == (1, 1)
    assert found["harian"]["next"].endswith("T07:00:00.000+07:00")
    assert (found["mingguan"]["email"], found["mingguan"]["next"]) == (2, None)


def test_a_dry_run_writes_nothing_and_shows_nobody(hall: Hall) -> None:
    before = rows(hall, "SELECT (SELECT COUNT(*) FROM digest_run), (SELECT COUNT(*) FROM mail)")
    done = run(hall, "run", "mingguan", "--day", "2026-11-09", "--dry-run")
    assert done.returncode == 0
    assert "ba*****@kedirikota.go.id" in done.stdout
    assert "bappeda@" not in done.stdout
    sms = run(hall, "run", "harian", "--day", "2026-11-09", "--dry-run")
    assert "+62812******01" in sms.stdout
    assert MAYOR not in sms.stdout
    assert before == rows(
        hall, "SELECT (SELECT COUNT(*) FROM digest_run), (SELECT COUNT(*) FROM mail)"
    )


# cli-cron-overlap
def test_two_at_once_send_once(hall: Hall) -> None:
    """Cron and the daemon begin the same digest at once: each receiver has it once."""
    words = [sys.executable, "-P", "-m", "cli", "digest", "run", "harian", "--day", "2026-11-16"]
    both = [
        subprocess.Popen(
            words, cwd=hall.folder, env=hall.environ(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _one in range(2)
    ]  # fmt: skip
    for one in both:
        out, err = one.communicate(timeout=60)
        assert (one.returncode, err) == (0, "")
        assert "+62812******01" in out
    sent = rows(hall, "SELECT kind, parts, lane FROM outbox WHERE kind = 'D_HARIAN'")
    assert sent == [("D_HARIAN", 1, 3)]
    assert len(rows(hall, "SELECT 1 FROM mail")) == 1
    runs = rows(hall, "SELECT name, day, recipient FROM digest_run ORDER BY id")
    assert runs[0] == ("daily", "2026-11-15", "officer:901")
    assert runs[1][2].startswith("mail:")
    assert len(runs) == 2
    again = run(hall, "daily", "--date", "2026-11-15", "--send", "--json")
    states = {row["form"]: row["state"] for row in map(json.loads, again.stdout.splitlines())}
    assert states == {"sms": "queued", "email": "before"}  # the head's, of [[digest]] opd
    kept = rows(hall, "SELECT value FROM meta WHERE name = 'digest harian'")
    assert kept == [("2026-11-16",)]


def test_mail_that_hangs_is_listed_masked_and_sent_again(hall: Hall) -> None:
    run(hall, "run", "harian", "--day", "2026-11-16")

    def call(*words: str) -> Done:
        return run(hall, *words, group="mail")

    rows_ = [json.loads(line) for line in call("list", "--json").stdout.splitlines()]
    first = next(row for row in rows_ if row["to"] == "ko*****@kedirikota.go.id")
    assert first["state"] == "queued"
    number = str(first["id"])
    assert "queued; only unknown or failed" in call("retry", number).stderr
    assert "not found" in call("retry", "999").stderr
    store = Store.open(
        str(hall.folder / "var" / "kentongan.db"), keyfile.load(hall.folder / "kentongan.key"),
        volatile=True,
    )  # fmt: skip
    with store.transaction() as tx:
        tx.change("UPDATE mail SET state = 'unknown' WHERE id = ?", (first["id"],))
    store.close()
    assert number in call("list", "--state", "unknown").stdout
    assert call("retry", number).returncode == 0
    assert call("list", "--state", "unknown", "--json").stdout == ""


def test_heads_get_their_own_and_the_mail_has_its_files(hall: Hall) -> None:
    run(hall, "run", "opd", "--day", "2026-11-11")
    keys = keyfile.load(hall.folder / "kentongan.key")
    bodies = rows(hall, "SELECT body FROM outbox WHERE kind = 'D_BAGIAN' ORDER BY id DESC LIMIT 1")
    assert b"10-11-2026 DLHKP: masuk 0" in keys.open(bytes(bodies[0][0]))
    done = run(hall, "run", "mingguan", "--day", "2026-11-16", "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["who"], row["scope"], row["state"]) for row in found] == [
        ("mailbox", "", "queued"), ("head DLHKP", "DLHKP", "queued"),
    ]  # fmt: skip
    contents = rows(hall, "SELECT content FROM mail ORDER BY id DESC LIMIT 2")
    own, whole = (keys.open(bytes(content)).decode("ascii") for (content,) in contents)
    subject = "Subject: Laporan Mingguan Aduan Warga"
    assert f"{subject}: 9 s.d. 15 November 2026" in whole
    assert f"{subject} Dinas LH: 9 s.d. 15" in own
    for kind in ("text/plain", "text/html", "image/png", "text/csv", "weekly-2026-11-15.xlsx"):
        assert kind in whole, kind
