"""Much mail is read with help; nothing else may change by that, whatever becomes of the helpers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builders import a_mail, a_raw
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.directory import Directory
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, intake_reading

MAILS = 120


pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")


@pytest.fixture(autouse=True)
def _help_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_reading, "ALONE", 1)
    monkeypatch.setattr(intake_reading, "FIRST_BATCH", 10)
    monkeypatch.setattr(intake_reading, "LARGEST_BATCH", 10)
    monkeypatch.setattr(intake_reading, "_cores", lambda: 2)


def some_mails() -> list[SourceMail | SourceFailure]:
    """Every third mail answers the one before it; one cannot be read, and one is there twice."""
    mails: list[SourceMail | SourceFailure] = []
    for number in range(MAILS):
        answers = f"m{number - 1}@x.example" if number % 3 == 2 else None
        raw = a_raw(f"Mail {number} over een stage.\n", mail_id=f"m{number}@x.example", answers=answers)
        mails.append(SourceMail("test", f"{number:03}", raw))
    return [*mails, SourceFailure("test", "lost", "gone"), mails[0]]


def stat(number: int | str) -> list[str]:
    """State, parent and more of a process, as the kernel tells; nothing of one that is gone."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def children_of(number: int) -> list[int]:
    there = [each.name for each in Path("/proc").iterdir() if each.name.isdigit()]
    return [int(each) for each in there if stat(each)[1:2] == [str(number)]]


def is_alive(number: int) -> bool:
    return stat(number)[:1] not in ([], ["Z"])


def helpers() -> list[int]:
    """The helping processes of this one."""
    mine = children_of(os.getpid())
    return [each for each in mine if b"mail.helper" in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_with_help_everything_is_as_without(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    real = intake_reading._Helper.__init__

    def start(self: intake_reading._Helper, directory: Directory) -> None:
        started.append(self)
        real(self, directory)

    monkeypatch.setattr(intake_reading._Helper, "__init__", start)
    account = intake.take_in(desk, some_mails())

    assert len(started) == 2
    assert (account.seen, account.requests, account.landed) == (MAILS + 2, MAILS * 2 // 3, MAILS // 3)
    assert (account.known, account.failed, account.duplicates) == (1, 1, 0)
    assert check.check(desk) == []
    with session():
        keys = [key for (key,) in m.tuples(m.Ledger.select(m.Ledger.source_key).order_by(m.Ledger.id))]
    assert keys == [*(f"{number:03}" for number in range(MAILS)), "lost"]
    assert helpers() == []


@pytest.mark.parametrize(
    "command",
    [
        pytest.param((sys.executable, "-c", "pass"), id="ends at once"),
        pytest.param(("/nowhere/python",), id="cannot be started"),
        pytest.param((sys.executable, "-c", "print('?' * 100_000)"), id="talks nonsense"),
        pytest.param(
            (
                sys.executable,
                "-c",
                "import pickle, sys; i = sys.stdin.buffer; pickle.load(i); pickle.load(i); sys.exit(3)",
            ),
            id="ends at its work",
        ),
    ],
)
def test_without_the_help_it_is_read_here(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(intake_reading, "_COMMAND", command)

    account = intake.take_in(desk, some_mails())

    assert (account.requests, account.landed) == (MAILS * 2 // 3, MAILS // 3)
    assert helpers() == []


def test_one_core_reads_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_reading, "_cores", lambda: 1)
    monkeypatch.setattr(intake_reading, "_COMMAND", ("/nowhere/python",))

    assert intake.take_in(desk, some_mails()).requests == MAILS * 2 // 3


def test_stopping_and_breaking_off_send_the_helpers_home(desk: Desk) -> None:
    def breaks(account: intake.Account) -> None:
        if account.seen >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.take_in(desk, some_mails(), progress=breaks)
    assert helpers() == []

    seen: list[intake.Account] = []
    intake.take_in(desk, some_mails(), progress=seen.append, stopped=lambda: len(seen) >= 6)
    assert helpers() == []

    intake.take_in(desk, some_mails())
    with session():
        assert m.Message.select().count() == MAILS
    assert check.check(desk) == []


def test_a_second_run_reads_nothing_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.take_in(desk, some_mails())

    def never(*_args: object) -> object:
        raise AssertionError("read again")

    monkeypatch.setattr(intake_reading, "attempt", never)
    monkeypatch.setattr(intake_reading._Helper, "look", never)
    again = intake.take_in(desk, some_mails())

    assert (again.seen, again.known, again.failed) == (MAILS + 2, MAILS + 2, 0)


SCRIPT = """
import sys, time
from pathlib import Path
from stagedesk.mail.directory import Directory
from stagedesk.mail.sources import eml
from stagedesk.services import setup
from stagedesk.services.mail_in import intake, intake_reading
from stagedesk.settings import Settings
intake_reading.ALONE = 1
intake_reading.FIRST_BATCH = intake_reading.LARGEST_BATCH = 10
intake_reading._cores = lambda: 2
desk = setup.open_desk(Settings(database=sys.argv[1]))
def tell(account):
    print(account.seen, flush=True)
    time.sleep(0.02)
intake.take_in(desk, eml(Path(sys.argv[2])), progress=tell)
"""


def test_whoever_kills_the_desk_loses_nothing_and_leaves_no_helper(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for each in some_mails()[:MAILS]:
        assert isinstance(each, SourceMail)
        (folder / f"{each.key}.eml").write_bytes(each.raw)
    words = [sys.executable, "-c", SCRIPT, desk.settings.database, str(folder)]

    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while int(process.stdout.readline() or MAILS) < 30:
            pass
        there = children_of(process.pid)
        process.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while any(map(is_alive, there)) and time.monotonic() < until:
        time.sleep(0.02)

    assert len(there) == 2
    assert not any(map(is_alive, there))
    done = subprocess.run(words, capture_output=True, check=True, text=True)
    assert int(done.stdout.split()[-1]) == MAILS
    with session():
        assert m.Message.select().count() == m.Ledger.select().count() == MAILS
    assert check.check(desk) == []


def test_batches_grow_and_never_outgrow_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_reading, "LARGEST_BATCH", 20)
    monkeypatch.setattr(intake_reading, "BATCH_BYTES", 30_000)
    small = [a_mail("Kort.") for _each in range(50)]
    large = [a_mail("Lange tekst. " * 1_000) for _each in range(7)]

    sizes = [len(batch) for batch in intake_reading._batches(iter([*small, *large]), lambda _batch: set())]

    assert sizes == [10, 15, 20, 8, 3, 1]
