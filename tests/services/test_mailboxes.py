"""Mail from servers: nothing missed, nothing double, and marked only when it is safe."""

import threading
import time
from dataclasses import replace

import pytest

from builders import a_raw
from mail.imap_server import Dovecot, Server
from mail.imap_talker import talker
from services.mailbox_runs import bodies, break_reading_of, counts, one_run, some
from stagedesk import errors
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in.mailboxes import fetch_all


def test_a_mailbox_is_taken_in_once_and_stays_as_it_is(desk: Desk, mail_server: Server) -> None:
    mail_server.put(*some(5))

    first, again = one_run(desk, mail_server.box()), one_run(desk, mail_server.box())

    assert (first.error, again.error) == (None, None)
    assert (first.account.seen, first.account.requests, first.new) == (5, 5, 5)
    assert (again.account.seen, again.account.known, again.new) == (5, 5, 0)
    assert counts(desk) == (5, 5, 5)
    assert mail_server.flags() == [""] * 5
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


def test_a_copy_in_another_mailbox_or_folder_is_one_message(desk: Desk, mail_server: Server) -> None:
    mails, copies = some(3), f"Kopie {time.monotonic_ns()}"
    mail_server.put(*mails)
    mail_server.put(*mails, folder=copies)
    two = mail_server.box(folders=(mail_server.folder, copies))

    one, other = fetch_all(desk, [two, mail_server.box(name="andere")])

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

    assert (steps[0], steps[-1]) == ((0, 0), (230, 230))
    assert len(steps) > 2
    assert all(seen == requests for seen, requests in steps)


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

    assert 0 < half[0] < 230
    assert counts(sqlite_desk) == (230, 230, 230)


def test_taken_mails_are_marked_after_they_are_safe(sqlite_desk: Desk, mail_server: Server) -> None:
    mail_server.put(*some(3))
    box = mail_server.box(mark="seen")

    assert one_run(sqlite_desk, box).error is None
    assert mail_server.flags() == [r"\Seen"] * 3


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
    break_reading_of(monkeypatch, b"Slecht")
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
