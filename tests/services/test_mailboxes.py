"""Mail from servers: nothing missed, nothing double, and an account of every mail."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from builders import a_raw
from mail.imap_server import VARIABLE, Dovecot, Server, Talker, bad_line, cuts, dovecot, pymap, talker
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, session
from stagedesk.mail import imap_session
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services import check, intake, mailboxes, mailboxes_account, mailboxes_watch
from stagedesk.services.desk import Desk
from stagedesk.services.mailboxes import Fetched, fetch_all
from stagedesk.services.mailboxes_account import FolderAccount
from stagedesk.settings_mailbox import Mailbox

SCRIPT = """
from stagedesk import settings
from stagedesk.services import mailboxes, setup
found = settings.load()
(done,) = mailboxes.fetch_all(setup.open_desk(found))
raise SystemExit(str(done.error) if done.error else 0)
"""


@pytest.fixture(autouse=True)
def _password() -> Iterator[None]:
    yield
    os.environ.pop(VARIABLE, None)


@pytest.fixture(scope="module")
def pymap_server() -> Iterator[Server]:
    with pymap() as server:
        yield server


@pytest.fixture(scope="module")
def dovecot_server() -> Iterator[Dovecot]:
    try:
        with dovecot() as server:
            yield server
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def in_dovecot(dovecot_server: Dovecot) -> Server:
    return dovecot_server.new()


@pytest.fixture
def in_pymap(pymap_server: Server) -> Server:
    return replace(pymap_server, folder=f"Test {time.monotonic_ns()}")


@pytest.fixture(params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Server:
    """An empty mailbox on each of the two real servers."""
    found: Server = request.getfixturevalue(f"in_{request.param}")
    return found


def some(number: int, most: int = 400) -> list[bytes]:
    dice = random.Random(number)
    return [
        a_raw(
            "x" * dice.randrange(1, most) + f"\n{each}\n",
            subject=f"Stage {each}",
            mail_id=f"s{each}@x.example",
        )
        for each in range(number)
    ]


def one_run(desk: Desk, *boxes: Mailbox) -> Fetched:
    (found,) = fetch_all(desk, boxes)
    return found


def counts(desk: Desk) -> tuple[int, int, int]:
    """Requests, messages and rows of the ledger."""
    with session():
        return tuple(table.select().count() for table in (m.Request, m.Message, m.Ledger))  # type: ignore[return-value]


def bodies(talking: Talker) -> int:
    return sum("BODY" in line for line in talking.heard)


# --- taking in -------------------------------------------------------------------------------------------


def test_a_mailbox_is_taken_in_once_and_stays_as_it_is(desk: Desk, server: Server) -> None:
    server.put(*some(5))

    first, again = one_run(desk, server.box()), one_run(desk, server.box())

    assert (first.error, again.error) == (None, None)
    assert (first.account.seen, first.account.requests, first.new) == (5, 5, 5)
    assert (again.account.seen, again.account.known, again.new) == (5, 5, 0)
    assert counts(desk) == (5, 5, 5)
    assert server.flags() == [""] * 5
    assert check.check(desk) == []


def test_only_new_mails_are_asked_of_the_server(sqlite_desk: Desk) -> None:
    with talker(mails={1: a_raw(), 2: a_raw()}) as server:
        one_run(sqlite_desk, server.box())
        asked = bodies(server)
        one_run(sqlite_desk, server.box())
        server.mails[3] = a_raw()
        one_run(sqlite_desk, server.box())

    assert (asked, bodies(server)) == (1, 2)
    assert [line for line in server.heard if "BODY" in line][-1].startswith("FETCH 3 ")


def test_a_renumbered_mailbox_is_fetched_again_and_doubles_nothing(
    sqlite_desk: Desk, dovecot_server: Dovecot
) -> None:
    server = dovecot_server.new()
    server.put(*some(4))
    one_run(sqlite_desk, server.box())
    dovecot_server.renumber(server)
    server.put(a_raw())

    found = one_run(sqlite_desk, server.box())

    assert (found.account.duplicates, found.account.requests, found.error) == (4, 1, None)
    assert counts(sqlite_desk) == (5, 5, 9)


def test_a_copy_in_another_mailbox_or_folder_is_one_message(desk: Desk, server: Server) -> None:
    mails, copies = some(3), f"Kopie {time.monotonic_ns()}"
    server.put(*mails)
    server.put(*mails, folder=copies)
    two = server.box(folders=(server.folder, copies))

    one, other = fetch_all(desk, [two, server.box(name="andere")])

    assert (one.account.seen, one.account.requests, one.account.duplicates) == (6, 3, 3)
    assert other.account.duplicates == 3
    assert counts(desk) == (3, 3, 9)


def test_a_mail_that_was_moved_is_known_in_its_new_place(sqlite_desk: Desk, in_dovecot: Server) -> None:
    in_dovecot.put(*some(2))
    box = in_dovecot.box(folders=("INBOX", "Klaar"))
    in_dovecot.put(folder="Klaar")
    one_run(sqlite_desk, box)
    with in_dovecot.owner() as client:
        client.uid("MOVE", "1", "Klaar")

    found = one_run(sqlite_desk, box)

    assert (found.account.seen, found.account.known, found.account.duplicates) == (2, 1, 1)
    assert counts(sqlite_desk)[:2] == (2, 2)


def test_a_mailbox_that_cannot_be_read_stops_no_other(sqlite_desk: Desk, in_pymap: Server) -> None:
    in_pymap.put(a_raw())
    good = in_pymap.box()
    wrong = replace(good, name="weg", host="nergens.invalid")

    first, second, third = fetch_all(
        sqlite_desk, [wrong, replace(good, name="half", folders=("Er is geen", good.folders[0])), good]
    )

    assert "nobody knows" in str(first.error)
    assert ("Er is geen" in str(second.error), second.account.requests) == (True, 1)
    assert (third.error, third.account.duplicates) == (None, 1)


def test_a_desk_without_mailboxes_says_where_to_name_one(sqlite_desk: Desk) -> None:
    with pytest.raises(errors.UsageError, match=r"stagedesk\.toml"):
        fetch_all(sqlite_desk)


def test_progress_tells_what_is_on_the_server_and_what_was_taken(sqlite_desk: Desk) -> None:
    steps: list[tuple[int, int]] = []
    with talker(mails=dict(enumerate(some(230), 1))) as server:
        fetch_all(
            sqlite_desk,
            [server.box()],
            progress=lambda now: steps.append((now.account.seen, now.account.requests)),
        )

    assert steps == [(0, 0), (100, 100), (200, 200), (230, 230)]


def test_a_run_that_is_stopped_goes_on_next_time(sqlite_desk: Desk) -> None:
    asked = threading.Event()
    with talker(mails=dict(enumerate(some(230), 1))) as server:
        fetch_all(
            sqlite_desk,
            [server.box()],
            progress=lambda now: now.account.seen and asked.set(),
            stopped=asked.is_set,
        )
        half = counts(sqlite_desk)
        one_run(sqlite_desk, server.box())

    assert (half, counts(sqlite_desk)) == ((100, 100, 100), (230, 230, 230))


# --- what goes wrong -------------------------------------------------------------------------------------


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
    assert mailboxes_account.account() == (FolderAccount("imap:stage/INBOX", 4, 4, 0, 0, 0),)


def test_a_dropped_connection_keeps_what_was_committed(sqlite_desk: Desk) -> None:
    with talker(mails=dict(enumerate(some(230), 1))) as server:
        usual = server.do_fetch
        server.answers["FETCH"] = lambda tag, rest: usual(tag, rest) if bodies(server) < 4 else None
        first = one_run(sqlite_desk, server.box(timeout=2))
        half = counts(sqlite_desk)
        server.answers.clear()
        second = one_run(sqlite_desk, server.box())

    assert "keeps breaking" in str(first.error)
    assert 100 <= half[1] < 230
    assert half[1] == first.account.requests
    assert second.error is None
    assert counts(sqlite_desk)[:2] == (230, 230)
    assert mailboxes_account.account()[0].failed == 0


@pytest.mark.parametrize(
    "seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 30))]
)
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
    assert mailboxes_account.account() == (FolderAccount("imap:stage/INBOX", 70, 70, 0, 0, 0),)
    with session():
        kept = {bytes(raw).replace(b"\r\n", b"\n") for (raw,) in m.tuples(m.Raw.select(m.Raw.bytes))}
    assert kept == set(mails)
    assert check.check(desk) == []


def test_killed_while_fetching(
    desk: Desk, in_dovecot: Server, dovecot_server: Dovecot, tmp_path: Path
) -> None:
    dovecot_server.fill(in_dovecot, some(300))
    start = _worker(desk, in_dovecot, tmp_path, 'mark = "seen"')
    dice, longest, killed = random.Random(5), 1.2, 0
    for _kill in range(7):
        process, began = start(), time.monotonic()
        try:
            process.wait(dice.uniform(0.3, longest))
            longest = max(0.4, time.monotonic() - began)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
    process = start()
    _out, said = process.communicate(timeout=60)

    assert (process.returncode, killed > 0) == (0, True), said.decode()
    assert counts(desk) == (300, 300, 300)
    assert in_dovecot.flags() == [r"\Seen"] * 300
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
        [sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def test_a_full_disk_is_a_sentence_and_nothing_of_the_batch_is_marked(sqlite_desk: Desk) -> None:
    with talker(mails=dict(enumerate(some(120, 9_000), 1))) as server:
        box = server.box(mark="seen")
        with session():
            (pages,) = database.execute_sql("pragma page_count").fetchone()
            database.execute_sql(f"pragma max_page_count = {pages + 20}")
            with pytest.raises(errors.DatabaseError, match="full"):
                one_run(sqlite_desk, box)
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


# --- marking ---------------------------------------------------------------------------------------------


def test_taken_mails_are_marked_after_they_are_safe(sqlite_desk: Desk, server: Server) -> None:
    server.put(*some(3))
    box = server.box(mark="seen")

    assert one_run(sqlite_desk, box).error is None
    assert server.flags() == [r"\Seen"] * 3


def test_mails_move_out_of_the_way_and_are_known_there(sqlite_desk: Desk, in_dovecot: Server) -> None:
    in_dovecot.put(folder="Klaar")
    in_dovecot.put(*some(3))

    first = one_run(sqlite_desk, in_dovecot.box(mark="move:Klaar"))
    again = one_run(sqlite_desk, in_dovecot.box(mark="move:Klaar"))

    assert (first.account.requests, again.account.seen) == (3, 0)
    assert len(in_dovecot.flags("Klaar")) == 3


def test_what_an_earlier_run_could_not_mark_is_marked_later(sqlite_desk: Desk, in_dovecot: Server) -> None:
    in_dovecot.put(*some(3))
    one_run(sqlite_desk, in_dovecot.box())
    in_dovecot.put(a_raw())

    one_run(sqlite_desk, in_dovecot.box(mark="flag"))

    assert in_dovecot.flags() == [r"\Flagged"] * 4


def test_failed_mails_are_not_marked(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _break_reading_of(monkeypatch, b"Slecht")
    with talker(mails={1: a_raw(), 2: a_raw("Slecht\n"), 3: a_raw()}) as server:
        one_run(sqlite_desk, server.box(mark="seen"))
        one_run(sqlite_desk, server.box(mark="seen"))
        stores = [line for line in server.heard if line.startswith("STORE")]

    assert stores[0] == r"STORE 1,3 +FLAGS.SILENT (\Seen)"
    assert not any(line.startswith("STORE 2") or "1:3" in line for line in stores)


def test_a_mark_that_cannot_be_set_is_told_and_the_mails_are_taken(
    sqlite_desk: Desk, in_dovecot: Server
) -> None:
    in_dovecot.put(*some(3))

    found = one_run(sqlite_desk, in_dovecot.box(mark="move:Er is geen"))

    assert found.account.requests == 3
    assert "taken, but the server does not mark them" in str(found.error)


# --- the account -----------------------------------------------------------------------------------------


def _break_reading_of(monkeypatch: pytest.MonkeyPatch, words: bytes) -> None:
    real = intake.parse

    def picky(raw: bytes) -> object:
        if words in raw:
            raise RecursionError("too deep")
        return real(raw)

    monkeypatch.setattr(intake, "parse", picky)


@pytest.fixture
def accounted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Talker]]:
    """2 mails taken, 1 automatic, 1 double, 1 that cannot be read, 1 that its server does not give."""
    same = a_raw(mail_id="same@x.example")
    away = a_raw("Ik ben er niet.\n", headers={"Auto-Submitted": "auto-replied"})
    mails = {1: a_raw(subject="Een"), 2: same, 3: same, 4: away, 5: a_raw("Slecht\n"), 6: a_raw()}
    with monkeypatch.context() as patch, talker(mails=mails) as server:
        _break_reading_of(patch, b"Slecht")
        server.mail, usual = (lambda uid: b"" if uid == 6 else usual(uid)), server.mail  # type: ignore[method-assign]
        one_run(desk, server.box())
        server.mail = usual  # type: ignore[method-assign]
        yield desk, server


def test_every_mail_is_in_exactly_one_number(accounted: tuple[Desk, Talker]) -> None:
    (account,) = mailboxes_account.account()

    assert account == FolderAccount("imap:stage/INBOX", 6, 2, 1, 1, 2)
    assert account.adds_up


def test_each_number_opens_its_list(accounted: tuple[Desk, Talker]) -> None:
    source = "imap:stage/INBOX"
    lists = {
        state: [row.key for row in mailboxes_account.listed(source, state)]
        for state in ("", "taken", "automatic", "duplicate", "failed")
    }

    assert lists == {
        "": ["7:6", "7:5", "7:4", "7:3", "7:2", "7:1"],
        "taken": ["7:2", "7:1"],
        "automatic": ["7:4"],
        "duplicate": ["7:3"],
        "failed": ["7:6", "7:5"],
    }
    assert mailboxes_account.listed("elsewhere") == ()


def test_a_row_tells_what_became_of_its_mail(accounted: tuple[Desk, Talker]) -> None:
    rows = {row.key: row for row in mailboxes_account.listed()}

    assert (rows["7:1"].subject, rows["7:1"].request, rows["7:1"].state) == ("Een", "2026-0001", "taken")
    assert (rows["7:3"].request, rows["7:3"].state) == (rows["7:2"].request, "duplicate")
    assert ("auto-replied" in rows["7:4"].automatic, rows["7:4"].state) == (True, "automatic")
    assert (rows["7:5"].error, rows["7:5"].has_raw) == ("RecursionError: too deep", True)
    assert (rows["7:6"].has_raw, rows["7:6"].message) == (False, None)


def test_a_long_list_comes_in_pages(desk: Desk) -> None:
    intake.take_in(desk, [SourceFailure("x", str(number), "gone") for number in range(25)])
    keys: list[str] = []
    before = None
    while page := mailboxes_account.listed("x", "failed", before=before, limit=10):
        keys += [row.key for row in page]
        before = page[-1].id

    assert keys == [str(number) for number in reversed(range(25))]


def test_a_failed_mail_can_be_read_raw(accounted: tuple[Desk, Talker]) -> None:
    rows = {row.key: row.id for row in mailboxes_account.failed()}

    assert b"Slecht" in mailboxes_account.raw(rows["7:5"])
    with pytest.raises(errors.NotFound, match="could not give it"):
        mailboxes_account.raw(rows["7:6"])
    with pytest.raises(errors.NotFound):
        mailboxes_account.raw(99_999)


def test_failed_mails_are_taken_when_they_are_tried_again(accounted: tuple[Desk, Talker]) -> None:
    desk, server = accounted
    desk.settings = replace(desk.settings, mailboxes=(server.box(),))
    with pytest.MonkeyPatch.context() as whole:
        whole.setattr(intake, "parse", parse_again())
        found = mailboxes.retry(desk)

    assert (found.requests, found.failed) == (2, 0)
    assert mailboxes_account.account() == (FolderAccount("imap:stage/INBOX", 6, 4, 1, 1, 0),)
    assert check.check(desk) == []


def parse_again() -> object:
    from stagedesk.mail.parse import parse

    return parse


def test_only_the_chosen_failures_are_tried_again_and_keep_a_row(accounted: tuple[Desk, Talker]) -> None:
    desk, _server = accounted
    unread, _missing = mailboxes_account.failed()

    found = mailboxes.retry(desk, [unread.id])

    assert (found.requests, found.failed) == (0, 1)
    assert mailboxes_account.account()[0].failed == 2


def test_a_failure_whose_mail_is_gone_says_so(accounted: tuple[Desk, Talker]) -> None:
    desk, server = accounted
    desk.settings = replace(desk.settings, mailboxes=(server.box(),))
    del server.mails[6]

    mailboxes.retry(desk)

    assert [row.error for row in mailboxes_account.failed() if not row.has_raw] == [
        "the server has this mail no more"
    ]


def test_failures_of_files_are_tried_again_from_the_bytes_that_were_kept(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        _break_reading_of(broken, b"Slecht")
        intake.take_in(sqlite_desk, [SourceMail("eml:x", "1", a_raw("Slecht\n"))])

    assert mailboxes.retry(sqlite_desk).requests == 1
    assert mailboxes_account.account() == (FolderAccount("eml:x", 1, 1, 0, 0, 0),)


def test_the_ledger_is_compared_with_the_server(accounted: tuple[Desk, Talker]) -> None:
    desk, server = accounted
    server.mails |= {7: a_raw(), 8: a_raw()}

    (found,) = mailboxes.on_server(desk, [server.box()])

    assert (found.on_server, found.known, found.failed, found.waiting) == (8, 4, 2, 2)


# --- watching --------------------------------------------------------------------------------------------


@contextmanager
def watched(desk: Desk, *boxes: Mailbox) -> Iterator[list[Fetched]]:
    """A watch in a thread of its own; it must end at once when it is told to."""
    stop, told = threading.Event(), []

    def run() -> None:
        mailboxes_watch.watch(desk, boxes, told=told.append, stopped=stop.is_set)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        began = time.monotonic()
        thread.join(20)
        assert time.monotonic() - began < 3
        assert not thread.is_alive()


def until(true: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_what_comes_in_is_taken_in_while_it_is_watched(sqlite_desk: Desk, server: Server) -> None:
    server.put(a_raw())
    with watched(sqlite_desk, server.box()) as told:
        until(lambda: told)
        server.put(a_raw(), a_raw())
        until(lambda: counts(sqlite_desk)[0] == 3)

    assert [each.error for each in told] == [None] * len(told)
    assert sum(each.new for each in told) == 3


def test_several_mailboxes_and_folders_are_watched_at_once(
    desk: Desk, in_dovecot: Server, in_pymap: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_session, "POLL", 0.5)
    in_dovecot.put(folder="Tweede")
    in_pymap.put()
    with watched(desk, in_dovecot.box(folders=("INBOX", "Tweede")), in_pymap.box(name="ander")) as told:
        until(lambda: len(told) == 2)
        in_dovecot.put(a_raw(), folder="Tweede")
        in_pymap.put(a_raw())
        until(lambda: counts(desk)[0] == 2)


def test_a_watch_comes_back_when_the_server_does(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes_watch, "SHORTEST", 0.05)
    with talker(mails={1: a_raw()}, capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        server.answers["AUTHENTICATE"] = lambda tag, _rest: f"{tag} NO not now\r\n".encode()
        with watched(sqlite_desk, server.box()) as told:
            until(lambda: told)
            server.answers["IDLE"] = lambda _tag, _rest: None
            del server.answers["AUTHENTICATE"]
            until(lambda: counts(sqlite_desk)[0] == 1)
            server.mails[2] = a_raw()
            until(lambda: counts(sqlite_desk)[0] == 2)

    assert "not now" in str(told[0].error)
    assert told[1].error is None
    assert len([each for each in told if each.error]) == 1  # the same is not said again and again


def test_a_watch_outlives_trouble_with_the_database(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes_watch, "SHORTEST", 0.05)
    trouble = iter([errors.DatabaseError(url="x", detail="full")])
    real = intake.take_in

    def once(*values: object, **options: object) -> object:
        for error in trouble:
            raise error
        return real(*values, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "take_in", once)
    with talker(mails={1: a_raw()}) as server, watched(sqlite_desk, server.box()) as told:
        until(lambda: counts(sqlite_desk)[0] == 1)

    assert "full" in str(told[0].error)


@pytest.mark.parametrize(("failures", "least", "most"), [(1, 1, 1), (2, 1, 2), (5, 8, 16), (50, 150, 300)])
def test_tries_come_further_and_further_apart(failures: int, least: float, most: float) -> None:
    waits = [mailboxes_watch._delay(failures) for _each in range(50)]

    assert least <= min(waits) <= max(waits) <= most
