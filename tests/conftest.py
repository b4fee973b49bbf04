"""Fixtures over real databases: SQLite files, and a throw-away PostgreSQL cluster of our own."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from models.base import Store
from models.seal import Keyring
from tests.town import Town

KEYS = Keyring(bytes(range(64)))
settings.register_profile("kentongan", deadline=None)  # no absolute speed is asserted
settings.load_profile("kentongan")

_POSTGRESQL = ("initdb", "postgresql")  # a tool, and the Debian package that brings it
_SETTINGS = {
    "fsync": "off",  # the tests of durability use SQLite; this saves a minute
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "autovacuum": "off",
    "logging_collector": "off",
}


def find_tool(tool: str) -> str | None:
    """Return the path of *tool*; PostgreSQL's own lie outside PATH on Debian."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    search = os.pathsep.join([*map(str, places), os.environ.get("PATH", "")])
    return shutil.which(tool, path=search)


def require(tool: str, apt: str) -> str:
    """Return the path of *tool*, or skip and name its Debian package.

    With KENTONGAN_REQUIRE=1, as on our continuous integration, a missing tool is a failure.
    """
    path = find_tool(tool)
    if path is not None:
        return path
    reason = f"{tool} is not installed (apt install {apt})"
    if os.environ.get("KENTONGAN_REQUIRE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make any skip a failure with KENTONGAN_REQUIRE=1, whatever asked for it."""
    report = yield
    if report.skipped and os.environ.get("KENTONGAN_REQUIRE") == "1":
        report.outcome = "failed"
    return report


def make_store(directory: Path, *, name: str = "kentongan.db", keys: Keyring = KEYS) -> Store:
    """Open a new SQLite store in *directory*; the caller closes it."""
    return Store.open(str(directory / name), keys, volatile=True)


@dataclass
class Cluster:
    """A PostgreSQL server on a socket in a directory of its own."""

    directory: Path
    bin: Path
    server: subprocess.Popen[bytes]
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """Return the connection URI of database *name*."""
        return f"postgresql://postgres@/{name}?host={self.directory}"

    def create(self, template: str = "template0") -> str:
        """Make a database as a copy of *template* and return its name."""
        name = f"test_{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run *sql* as the superuser and return its rows."""
        import psycopg  # noqa: PLC0415 - an extra that need not be installed

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def shape(self, name: str) -> object:
        """Return what changes with any table, column or index of database *name*."""
        (row,) = self.execute(
            "SELECT COUNT(*), SUM(hashtext(c.relname || a.attname)) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace",
            name,
        )
        return row

    def empty(self, name: str, meta: Sequence[tuple[object, ...]]) -> None:
        """Bring database *name* back to a new one's rows: 4 ms, where a copy takes 90."""
        tables = self.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name)
        rows = ", ".join(f"('{key}', '{value}')" for key, value in meta)
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND pid <> pg_backend_pid();"
            "SET session_replication_role = replica;"  # no order among foreign keys
            + "".join(f"DELETE FROM {table};" for (table,) in tables)
            + f"INSERT INTO meta (name, value) VALUES {rows}",
            name,
        )

    def kill_backends(self) -> None:
        """Cut the connections of all clients, as a failover does."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start one PostgreSQL server for this process (under xdist: for this worker)."""
    pytest.importorskip("psycopg")
    initdb = require(*_POSTGRESQL)
    directory = Path(tempfile.mkdtemp(prefix="kentongan-pg-"))
    server = None
    try:
        server = _start(Path(initdb).parent, directory)
        yield Cluster(directory, Path(initdb).parent, server)
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # without waiting for clients
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()
            server.wait()
        shutil.rmtree(directory, ignore_errors=True)


def _start(tools: Path, directory: Path) -> subprocess.Popen[bytes]:
    """Run initdb and postgres in *directory*, as user postgres when we are root."""
    as_user: list[str] = []
    if os.geteuid() == 0:  # postgres refuses to run as root
        shutil.chown(directory, "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = directory / "data"
    subprocess.run(
        [*as_user, tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust",
         "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
        check=True, capture_output=True, cwd=directory,
    )  # fmt: skip
    options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    # Killed with us (INT: without waiting for clients), should pytest itself be killed.
    guard = [*(as_user or ["setpriv"]), "--pdeathsig=INT"]
    log = (directory / "log").open("wb")
    with log:
        server = subprocess.Popen(
            [*guard, tools / "postgres", "-D", data, "-k", directory, *options],
            stdout=log, stderr=log, cwd=directory,
        )  # fmt: skip
    _await(server, tools, directory)
    return server


def _await(server: subprocess.Popen[bytes], tools: Path, directory: Path) -> None:
    for _attempt in range(600):
        ready = subprocess.run(
            [tools / "pg_isready", "-q", "-h", directory, "-t", "1"], check=False
        )
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
    pytest.fail(f"postgres did not start: {(directory / 'log').read_text('utf-8', 'replace')}")


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """Return the name of a database that has our schema, to be copied for each test."""
    name = cluster.create()
    Store.open(cluster.url(name), KEYS, volatile=True).close()
    return name


@dataclass
class Spare:
    """A database that each test leaves empty; one whose schema was changed is thrown away."""

    cluster: Cluster
    template: str
    name: str = ""

    def __post_init__(self) -> None:
        self.name = self.cluster.create(self.template)
        self._meta = self.cluster.execute("SELECT name, value FROM meta", self.template)
        self._shape = self.cluster.shape(self.template)

    def clean(self) -> None:
        """Make it as it was."""
        if self.cluster.shape(self.name) == self._shape:
            self.cluster.empty(self.name, self._meta)
        else:
            self.cluster.drop(self.name)
            self.name = self.cluster.create(self.template)


@pytest.fixture(scope="session")
def spare(cluster: Cluster, template: str) -> Spare:
    """Return the database that the tests of this process use one after another."""
    return Spare(cluster, template)


@pytest.fixture
def postgresql_url(cluster: Cluster, spare: Spare) -> Iterator[str]:
    """Return the URI of a database with our schema and nothing else."""
    yield cluster.url(spare.name)
    spare.clean()


@pytest.fixture
def keys() -> Keyring:
    """Return the keyring of all test databases."""
    return KEYS


OpenStore = Callable[[], Store]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty store of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "var" / "kentongan.db")
    found: str = request.getfixturevalue("postgresql_url")
    return found


@pytest.fixture
def store(url: str, keys: Keyring) -> Iterator[Store]:
    """Return an open, empty store of each kind; closed at the end of the test."""
    opened = Store.open(url, keys, volatile=True)
    yield opened
    opened.close()


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Iterator[Town]:
    """Return a whole gateway over an empty store; it must end without a storage fault."""
    made = Town(store, tmp_path)
    yield made
    made.close()
    assert made.faults == []
