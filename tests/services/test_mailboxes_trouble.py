"""Broken lines, full disks and killed processes lose and double no mail."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mail.imap_server import VARIABLE, Dovecot, Server
from mail.imap_talker import bad_line, cuts, talker
from services.mailbox_runs import bodies, counts, one_run, some
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, session
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import mailboxes_account
from stagedesk.services.mail_in.mailboxes import Fetched
from stagedesk.services.mail_in.mailboxes_account import FolderAccount

SCRIPT = """
from stagedesk import settings
from stagedesk.services import setup
from stagedesk.services.mail_in import mailboxes
found = settings.load()
(done,) = mailboxes.fetch_all(setup.open_desk(found), progress=lambda _now: print(flush=True))
raise SystemExit(str(done.error) if done.error else 0)
"""


def test_a_mail_that_the_server_cannot_give_is_in_the_account_and_comes_later(desk: Desk) -> None:
    with talker(mails=dict(enumerate(some(4), 1))) as server:
        server.mail, usual = (lambda uid: b"" if uid == 2 else usual(uid)), server.mail  # type: ignore[method-assign]
        first = one_run(desk, server.box())
        again = one_run(desk, server.box())
        (failed,) = mailboxes_account.failed()
        server.mail = usual  # type: ignore[method-assign]
        last = one_run(desk, server.box())

    assert (first.account.requests, first.account.failed) == (3, 1)
    assert (again.account.known, again.new) == (4, 0)
    assert ("does not give" in failed.error, failed.has_raw, failed.key) == (True, False, "7:2")
    assert (last.account.requests, last.account.known) == (1, 3)
    assert mailboxes_account.account() == (FolderAccount("imap:stage/INBOX", 4, 4, 0, 0, 0, 0),)


def test_a_dropped_connection_keeps_what_was_committed(sqlite_desk: Desk) -> None:
    with talker(mails=dict(enumerate(some(230), 1))) as server:
        usual = server.do_fetch
        server.answers["FETCH"] = lambda tag, rest: usual(tag, rest) if bodies(server) < 4 else None
        first = one_run(sqlite_desk, server.box(timeout=2))
        half = counts(sqlite_desk)
        server.answers.clear()
        second = one_run(sqlite_desk, server.box())

    assert "keeps breaking" in str(first.error)
    assert 150 <= half[1] < 230
    assert half[1] == first.account.requests
    assert second.error is None
    assert counts(sqlite_desk)[:2] == (230, 230)
    assert mailboxes_account.account()[0].failed == 0


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 30))])
def test_a_line_that_breaks_at_any_byte_loses_and_doubles_nothing(
    desk: Desk, in_dovecot: Server, seed: int
) -> None:
    mails = some(70, 6_000)
    in_dovecot.put(*mails)
    box = in_dovecot.box()
    runs = 1
    with bad_line(in_dovecot.port, cuts(seed, 30_000)) as line:
        while one_run(desk, replace(box, port=line.port)).error:
            runs += 1
            assert runs < 400
    found = one_run(desk, box)  # what the line made look broken

    assert line.connections > 10
    assert (found.account.seen, found.error) == (70, None)
    assert counts(desk) == (70, 70, 70)
    assert mailboxes_account.account() == (FolderAccount("imap:stage/INBOX", 70, 70, 0, 0, 0, 0),)
    with session():
        kept = {bytes(raw).replace(b"\r\n", b"\n") for (raw,) in m.tuples(m.Raw.select(m.Raw.bytes))}
    assert kept == set(mails)
    assert check.check(desk) == []


def test_killed_while_fetching(
    desk: Desk, in_dovecot: Server, dovecot_server: Dovecot, tmp_path: Path
) -> None:
    dovecot_server.fill(in_dovecot, some(450))
    start = _worker(desk, in_dovecot, tmp_path, 'mark = "seen"')
    dice, in_the_middle = random.Random(5), 0
    for _kill in range(5):
        with start() as process:
            assert process.stdout
            for _step in range(dice.randrange(1, 3)):
                process.stdout.readline()
            time.sleep(dice.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
        in_the_middle += 0 < counts(desk)[0] < 450
    with start() as process:
        _out, said = process.communicate(timeout=60)

    assert (process.returncode, in_the_middle > 1) == (0, True), said.decode()
    assert counts(desk) == (450, 450, 450)
    assert in_dovecot.flags() == [r"\Seen"] * 450
    assert check.check(desk) == []


def _worker(desk: Desk, server: Server, folder: Path, more: str) -> Callable[[], "subprocess.Popen[bytes]"]:
    """Fetching as a process of its own, with settings from a file."""
    box, file = server.box(), folder / "stagedesk.toml"
    file.write_text(
        f'database = "{desk.settings.database}"\n[[mailbox]]\nname = "stage"\nhost = "{box.host}"\n'
        f'port = {box.port}\ntls = "none"\nuser = "{box.user}"\npassword_env = "{VARIABLE}"\n{more}\n',
        encoding="utf-8",
    )
    environment = os.environ | {"STAGEDESK_CONFIG": str(file)}
    return lambda: subprocess.Popen(
        [sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_a_full_disk_is_a_sentence_and_nothing_of_the_batch_is_marked(sqlite_desk: Desk) -> None:
    with talker(mails=dict(enumerate(some(120, 9_000), 1))) as server:
        box = server.box(mark="seen")
        with session():
            (pages,) = database.execute_sql("pragma page_count").fetchone()
            database.execute_sql(f"pragma max_page_count = {pages + 20}")
            with pytest.raises(errors.DatabaseError, match="full"):
                one_run(sqlite_desk, box)
            database.execute_sql("pragma max_page_count = 1000000")  # there is room again
        marked = any(line.startswith("STORE") for line in server.heard)
        assert (marked, counts(sqlite_desk)) == (False, (0, 0, 0))

        found = one_run(sqlite_desk, box)

    assert (found.account.requests, found.error) == (120, None)


def test_two_runs_at_once_take_each_mail_once(desk: Desk, in_dovecot: Server) -> None:
    mails = some(120)
    in_dovecot.put(*mails)
    in_dovecot.put(*mails, folder="Kopie")
    boxes = [in_dovecot.box(), in_dovecot.box(name="kopie", folders=("Kopie",)), in_dovecot.box()]
    done: list[Fetched] = []
    threads = [threading.Thread(target=lambda box=box: done.append(one_run(desk, box))) for box in boxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [each.error for each in done] == [None] * 3
    assert counts(desk) == (120, 120, 240)
    assert sum(each.failed for each in mailboxes_account.account()) == 0
