"""Commands as processes of their own: what they import, how they end, what pipes do to them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from builders import a_raw
from stagedesk.services.desk import Desk

HEAVY = ("peewee", "psycopg", "textual", "rich", "xlsxwriter", "babel", "holidays", "email_validator")
START = "import sys; from stagedesk.cli import main; code = main(); "


@pytest.fixture
def environment(sqlite_desk: Desk, tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "STAGEDESK_DATABASE": sqlite_desk.settings.database,
        "STAGEDESK_OUTBOX": str(tmp_path / "outbox"),
        "STAGEDESK_USER": "els",
        "LC_ALL": "C.UTF-8",
    }


def started(
    environment: dict[str, str], *words: str, code: str = START, **options: Any
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code + "sys.exit(code)", *words],
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["route", "--help"], set()),
        (["queue", "--help"], set()),
        (["queue"], {"peewee"}),
        (["queue", "--json"], {"peewee"}),
        (["list"], {"peewee"}),
        (["list", "--json"], {"peewee"}),
    ],
    ids=" ".join,
)
def test_a_command_imports_only_what_it_needs(
    environment: dict[str, str], words: list[str], needed: set[str]
) -> None:
    look = f"sys.stderr.write(' '.join(name for name in {HEAVY} if name in sys.modules)); "

    out, err = started(environment, *words, code=START + look).communicate(timeout=60)
    assert out or "list" in words
    assert set(err.replace("No requests.", "").split()) == needed


def test_the_exit_code_and_the_sentence_of_a_process(environment: dict[str, str]) -> None:
    process = started(environment, "show", "2026-0001")
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (3, "")
    assert err == "stagedesk: There is no request 2026-0001. See: stagedesk list\n"


def test_python_m_stagedesk_is_the_same(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stagedesk", "queue", "--json"],
        env=environment,
        capture_output=True,
        check=True,
    )

    assert json.loads(done.stdout)["open"]["count"] == 0


def test_a_closed_pipe_is_no_matter(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.eml").write_bytes(a_raw("Beste,\n" * 500))
    process = started(environment, "read", "--json", str(folder))
    assert process.stdout is not None
    assert process.stdout.readline().startswith("{")
    process.stdout.close()

    assert process.wait(timeout=60) == 141
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_is_a_sentence(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "stagedesk", "queue"],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 7
    assert done.stderr.decode() == "stagedesk: stdout cannot be used: No space left on device\n"


def test_ctrl_c_stops_a_fetch_between_batches(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(1_500):
        (folder / f"{number}.eml").write_bytes(a_raw())
    process = started(environment, "fetch", "--eml", str(folder), "--json")
    while not _requests(environment):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert err == "Stopped. What was taken stays; fetch again for the rest.\n"
    assert 0 < json.loads(out)["requests"] == _requests(environment) < 1_500


def _requests(environment: dict[str, str]) -> int:
    import sqlite3

    connection = sqlite3.connect(environment["STAGEDESK_DATABASE"].removeprefix("sqlite:///"))
    try:
        return int(connection.execute("select count(*) from request").fetchone()[0])
    finally:
        connection.close()
