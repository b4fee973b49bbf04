"""The writer: a future resolves after COMMIT only, and a failing job fails alone."""

import logging
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from models.base import Store, Tx
from models.errors import Busy, StorageError
from models.writer import BATCH, Writer
from tests.conftest import KEYS, Cluster, make_store, require

LONG = 20  # seconds; nothing here takes as long

Start = Callable[..., Writer]


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that makes a writer which is closed at the end."""
    writers: list[Writer] = []

    def make(store: Store, **options: object) -> Writer:
        fatal = options.pop("fatal", pytest.fail)
        writers.append(Writer(store, fatal=fatal, **options))  # type: ignore[arg-type]
        return writers[-1]

    yield make
    for writer in writers:
        writer.close()


def put(name: str) -> Callable[[Tx], str]:
    """Return a job that stores *name*."""

    def job(tx: Tx) -> str:
        tx.many("INSERT INTO meta (name, value) VALUES (?, '')", [(name,)])
        return name

    return job


def stored(store: Store) -> set[str]:
    with store.reading() as tx:
        rows = tx.execute("SELECT name FROM meta WHERE value = ''")
    return {name for (name,) in rows}


def outcomes(futures: list[Future[str]]) -> list[str]:
    wait(futures, LONG)
    return [type(f.exception(0)).__name__ if f.exception(0) else f.result(0) for f in futures]


def test_a_result_is_visible_to_others_when_its_future_resolves(store: Store, start: Start) -> None:
    writer = start(store)
    writer.start()
    for turn in range(20):
        name = writer.submit(put(f"n{turn}")).result(LONG)
        assert name in stored(store)


def test_jobs_that_wait_share_a_transaction(store: Store, start: Start) -> None:
    """Seen from outside as one change of the data version for a whole batch."""
    writer = start(store)
    seen: list[int] = []

    def job(tx: Tx) -> int:
        seen.append(threading.get_ident())
        return len(tx.execute("SELECT name FROM meta WHERE value = ''"))

    futures = [writer.submit(put(f"n{turn}")) for turn in range(BATCH - 1)]
    counted = writer.submit(job)
    versions = {store.data_version()}
    writer.start()
    outcomes(futures)
    counted.exception(LONG)
    versions.add(store.data_version())
    assert counted.result(0) == BATCH - 1
    assert len(stored(store)) == BATCH - 1
    assert seen == [seen[0]] != [threading.get_ident()]


def test_accepting_goes_before_other_work(store: Store, start: Start) -> None:
    writer = start(store)
    order: list[str] = []

    def note(word: str) -> Callable[[Tx], str]:
        return lambda _tx: order.append(word) or word  # type: ignore[func-returns-value]

    last = [writer.submit(note(f"desk {n}")) for n in range(3)]
    first = [writer.submit(note(f"accept {n}"), first=True) for n in range(3)]
    writer.start()
    wait([*first, *last], LONG)
    assert order == ["accept 0", "accept 1", "accept 2", "desk 0", "desk 1", "desk 2"]


def test_one_poison_in_a_hundred_fails_alone(store: Store, start: Start) -> None:
    def poison(tx: Tx) -> str:
        put("half done")(tx)
        raise ZeroDivisionError

    writer = start(store)
    futures = [writer.submit(poison if n == 42 else put(f"n{n}")) for n in range(100)]
    writer.start()
    found = outcomes(futures)
    assert [n for n, outcome in enumerate(found) if outcome == "ZeroDivisionError"] == [42]
    assert stored(store) == {f"n{n}" for n in range(100) if n != 42}


@pytest.mark.parametrize("poison", ["INSERT INTO meta (name, value) VALUES ('n0', '')", "SELEC"])
def test_a_statement_that_fails_spoils_no_other_job(
    store: Store, start: Start, poison: str
) -> None:
    writer = start(store)
    futures: list[Future[str]] = [writer.submit(put(f"n{n}")) for n in range(10)]
    futures[5:5] = [writer.submit(lambda tx: str(tx.execute(poison)))]
    writer.start()
    assert outcomes(futures).count("StorageError") == 1
    assert stored(store) == {f"n{n}" for n in range(10)}


def test_ids_of_a_failed_job_are_given_to_the_next(store: Store, start: Start) -> None:
    def poison(tx: Tx) -> int:
        tx.ids("ticket", 5)
        raise ZeroDivisionError

    writer = start(store)
    failed = writer.submit(poison)
    next_one = writer.submit(lambda tx: tx.ids("ticket")[0])
    writer.start()
    assert isinstance(failed.exception(LONG), ZeroDivisionError)
    assert next_one.result(LONG) == 1


def test_a_full_queue_and_a_closed_writer_say_busy(store: Store, start: Start) -> None:
    writer = start(store, limit=3)
    futures = [writer.submit(put(f"n{n}")) for n in range(3)]
    with pytest.raises(Busy, match="3 jobs wait"):
        writer.submit(put("over"), first=True)
    writer.start()
    assert outcomes(futures) == ["n0", "n1", "n2"]
    writer.close()
    with pytest.raises(Busy, match="closed"):
        writer.submit(put("late"))


def test_closing_finishes_what_is_queued(store: Store, start: Start) -> None:
    writer = start(store)
    futures = [writer.submit(put(f"n{n}")) for n in range(450)]
    writer.start()
    writer.close()
    assert all(future.done() for future in futures)
    assert len(stored(store)) == 450


def test_a_writer_never_started_fails_its_futures(store: Store, start: Start) -> None:
    writer = start(store)
    future = writer.submit(put("n"))
    writer.close()
    assert isinstance(future.exception(0), StorageError)


def test_a_cancelled_job_is_not_run(store: Store, start: Start) -> None:
    writer = start(store)
    cancelled, kept = writer.submit(put("no")), writer.submit(put("yes"))
    assert cancelled.cancel()
    writer.start()
    assert kept.result(LONG) == "yes"
    assert stored(store) == {"yes"}


def test_a_crash_of_the_writer_is_heard_and_fails_everybody(
    store: Store, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[StorageError] = []
    writer = start(store, fatal=heard.append)

    def crash(_tx: Tx) -> str:
        raise SystemExit  # no job's business: not an Exception

    futures = [writer.submit(crash), *(writer.submit(put(f"n{n}")) for n in range(300))]
    writer.start()
    wait(futures, LONG)
    assert all(isinstance(future.exception(0), StorageError) for future in futures)
    with pytest.raises(Busy):
        writer.submit(put("after"))
    writer.close()
    assert len(heard) == 1
    assert stored(store) == set()
    assert "mistake of ours" in caplog.text


class Holder:
    """Another process that holds the write lock of a SQLite file until told to let go."""

    def __init__(self, path: Path) -> None:
        code = (
            "import sqlite3, sys\n"
            "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "held.execute('BEGIN IMMEDIATE')\n"
            "print('held', flush=True)\n"
            "sys.stdin.readline()\n"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"held\n"

    def let_go(self) -> None:
        self._process.communicate(b"\n", timeout=LONG)


def test_a_lock_of_a_second_is_waited_for_in_silence(
    tmp_path: Path, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    store = make_store(tmp_path)
    holder = Holder(tmp_path / "kentongan.db")
    writer = start(store)
    writer.start()
    future = writer.submit(put("n"))
    with pytest.raises(TimeoutError):
        future.result(1.2)
    holder.let_go()
    assert future.result(LONG) == "n"
    assert not [entry for entry in caplog.records if entry.levelno >= logging.WARNING]
    writer.close()
    store.close()


def test_a_long_lock_is_told_once_and_nothing_is_acknowledged(
    tmp_path: Path, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    store = make_store(tmp_path)
    holder = Holder(tmp_path / "kentongan.db")
    writer = start(store)
    writer.start()
    futures = [writer.submit(put(f"n{n}")) for n in range(5)]
    assert not wait(futures, 6).done
    assert writer.trouble == "locked"
    assert caplog.text.count("stores nothing now") == 1
    holder.let_go()
    assert outcomes(futures) == [f"n{n}" for n in range(5)]
    assert writer.trouble == ""
    writer.close()
    store.close()


def test_a_disk_on_which_only_small_jobs_pass_is_told_once(
    tmp_path: Path, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    store = make_store(tmp_path)
    writer = start(store)
    writer.start()

    def large(_tx: Tx) -> str:
        raise StorageError("full", kind="full")

    for n in range(5):
        with pytest.raises(StorageError):
            writer.submit(large).result(LONG)
        assert writer.trouble == "full"
        assert writer.submit(put(f"n{n}")).result(LONG) == f"n{n}"
        assert writer.trouble == ""
    assert caplog.text.count("stores nothing now") == 1
    assert caplog.text.count("stores again") == 1
    writer.close()
    store.close()


def test_a_full_disk_fails_the_futures_and_heals(tmp_path: Path, start: Start) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root for a small file system")
    small = tmp_path / "small"
    small.mkdir()
    mount = require("mount", "mount")
    subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], check=True)
    try:
        store = make_store(small)
        writer = start(store)
        writer.start()
        good, errors = fill(writer)
        assert {error.kind for error in errors} == {"full"}
        assert all("disk is full" in str(error) for error in errors)
        assert writer.trouble == "full"
        subprocess.run([mount, "-o", "remount,size=8m", small], check=True)
        assert writer.submit(put("healed")).result(LONG) == "healed"
        assert stored(store) == {*good, "healed"}
        writer.close()
        store.close()
    finally:
        subprocess.run([require("umount", "mount"), small], check=True)


def fill(writer: Writer) -> tuple[set[str], list[StorageError]]:
    """Store until it has failed 5 times; return what was acknowledged, and the errors."""
    good: set[str] = set()
    errors: list[StorageError] = []
    for turn in range(5000):
        try:
            good.add(writer.submit(put(f"{turn}" + "x" * 3000)).result(LONG))
        except StorageError as error:
            errors.append(error)
        if len(errors) == 5:
            break
    assert good, "the disk was full from the start"
    return good, errors


def test_a_database_that_became_read_only_fails_the_futures_and_heals(
    tmp_path: Path, start: Start
) -> None:
    store = make_store(tmp_path)
    writer = start(store)
    writer.start()
    raw = writer.submit(lambda _tx: store.connection().raw).result(LONG)
    raw.execute("PRAGMA query_only = 1")
    error = writer.submit(put("no")).exception(LONG)
    assert isinstance(error, StorageError)
    assert error.kind == writer.trouble == "readonly"
    raw.execute("PRAGMA query_only = 0")
    assert writer.submit(put("yes")).result(LONG) == "yes"
    writer.close()
    assert stored(store) == {"yes"}
    store.close()


def test_a_write_that_the_disk_refuses_ends_the_writer(tmp_path: Path) -> None:
    """RLIMIT_FSIZE makes write() fail: SQLite calls it an I/O error, and nothing is acknowledged.

    In a process of its own, as the limit is one of the process.
    """
    code = (
        "import sys, tests.integration.test_writer as t\n"
        "from pathlib import Path\n"
        "t.meet_the_limit(Path(sys.argv[1]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 74, ran.stderr
    acknowledged = set(ran.stdout.split())
    store = make_store(tmp_path)
    found = {name[:3] for name in stored(store)}
    store.close()
    assert acknowledged <= found
    assert acknowledged


def meet_the_limit(directory: Path) -> None:
    """Write until the limit on file sizes is met; exit 74 when told that it is fatal."""
    store = make_store(directory)
    over = threading.Event()
    size = (directory / "kentongan.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, resource.RLIM_INFINITY))
    writer = Writer(store, fatal=lambda _error: over.set())
    writer.start()
    for turn in range(100):
        try:
            name = writer.submit(put(f"{turn:03}" + "x" * 5000)).result(LONG)
        except StorageError:
            break
        sys.stdout.write(name[:3] + "\n")
        sys.stdout.flush()
    os._exit(74 if over.wait(LONG) else 1)


def test_a_commit_that_fails_is_fatal_and_acknowledges_nothing(
    tmp_path: Path, start: Start
) -> None:
    """A deferred foreign key is checked by COMMIT itself."""
    store = make_store(tmp_path)
    with store.transaction() as tx:
        tx.execute(
            "CREATE TABLE late (id INTEGER REFERENCES ticket (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    heard: list[StorageError] = []
    writer = start(store, fatal=heard.append)
    futures = [writer.submit(put(f"n{n}")) for n in range(10)]
    futures.append(writer.submit(lambda tx: str(tx.change("INSERT INTO late VALUES (1)"))))
    writer.start()
    assert outcomes(futures) == ["StorageError"] * 11
    writer.close()
    assert len(heard) == 1
    assert stored(store) == set()
    store.close()


@pytest.mark.postgres
def test_a_lost_server_fails_the_batch_and_the_next_one_reconnects(
    cluster: Cluster, postgresql_url: str, start: Start
) -> None:
    store = Store.open(postgresql_url, KEYS, volatile=True)
    writer = start(store)
    writer.start()
    assert writer.submit(put("before")).result(LONG) == "before"
    cluster.kill_backends()
    error = writer.submit(put("lost")).exception(LONG)
    assert isinstance(error, StorageError)
    assert error.kind == "lost"
    assert writer.submit(put("after")).result(LONG) == "after"
    writer.close()
    store.release()
    assert stored(store) == {"before", "after"}
    store.close()


@pytest.mark.parametrize(("point", "kept"), [("before_commit", 0), ("after_commit", 3)])
def test_a_kill_at_the_commit_leaves_all_or_nothing(tmp_path: Path, point: str, kept: int) -> None:
    code = (
        "import sys, tests.integration.test_writer as t\n"
        "from pathlib import Path\n"
        "store = t.make_store(Path(sys.argv[1]))\n"
        "writer = t.Writer(store, fatal=print)\n"
        "futures = [writer.submit(t.put(f'n{n}')) for n in range(3)]\n"
        "writer.start()\n"
        "print(t.outcomes(futures))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False,
        env={**os.environ, "KENTONGAN_FAILPOINT": point},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (-9, "")
    store = make_store(tmp_path)
    assert len(stored(store)) == kept
    store.close()


def test_integrity_holds_after_all_this(tmp_path: Path, start: Start) -> None:
    store = make_store(tmp_path)
    writer = start(store)
    futures = [writer.submit(put(f"n{n % 50}")) for n in range(300)]
    writer.start()
    assert outcomes(futures).count("StorageError") == 250
    writer.close()
    store.close()
    with sqlite3.connect(tmp_path / "kentongan.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
