"""A watch takes in what comes, outlives what goes wrong, and ends at once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from builders import a_raw
from mail.imap_server import Server
from mail.imap_talker import talker
from services.mailbox_runs import counts
from stagedesk import errors
from stagedesk.mail.mailbox import imap_session
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, mailboxes_watch
from stagedesk.services.mail_in.mailboxes import Fetched
from stagedesk.settings_mailbox import Mailbox


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
        thread.join(60)
        assert time.monotonic() - began < 8
        assert not thread.is_alive()


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_what_comes_in_is_taken_in_while_it_is_watched(sqlite_desk: Desk, mail_server: Server) -> None:
    mail_server.put(a_raw())
    with watched(sqlite_desk, mail_server.box()) as told:
        until(lambda: told)
        mail_server.put(a_raw(), a_raw())
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


def test_a_watch_outlives_the_databases_trouble(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
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
