"""An account of every mail that a server showed: numbers, lists, bytes, another try."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from builders import a_raw
from mail.imap_talker import Talker, talker
from services.mailbox_runs import bodies, break_reading_of, one_run
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail import looking
from stagedesk.mail.parse import parse
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake, mailboxes, mailboxes_account
from stagedesk.services.mail_in.ledger_list import LedgerList
from stagedesk.services.mail_in.mailboxes_account import STATES, FolderAccount, State


@pytest.fixture
def accounted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Talker]]:
    """2 mails taken, 1 automatic, 1 double, 1 that cannot be read, 1 that its server does not give."""
    same = a_raw(mail_id="same@x.example")
    away = a_raw("Ik ben er niet.\n", headers={"Auto-Submitted": "auto-replied"})
    mails = {1: a_raw(subject="Een"), 2: same, 3: same, 4: away, 5: a_raw("Slecht\n"), 6: a_raw()}
    with monkeypatch.context() as patch, talker(mails=mails) as server:
        break_reading_of(patch, b"Slecht")
        server.mail, usual = (lambda uid: b"" if uid == 6 else usual(uid)), server.mail  # type: ignore[method-assign]
        one_run(desk, server.box())
        server.mail = usual  # type: ignore[method-assign]
        yield desk, server


def test_every_mail_is_in_exactly_one_number(accounted: tuple[Desk, Talker]) -> None:
    (account,) = mailboxes_account.account()

    assert account == FolderAccount("imap:stage/INBOX", 6, 2, 1, 1, 0, 2)
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
        whole.setattr(looking, "parse", parse)
        found = mailboxes.retry(desk)

    assert (found.requests, found.failed) == (2, 0)
    assert mailboxes_account.account() == (FolderAccount("imap:stage/INBOX", 6, 4, 1, 1, 0, 0),)
    assert check.check(desk) == []


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
        break_reading_of(broken, b"Slecht")
        intake.take_in(sqlite_desk, [SourceMail("eml:x", "1", a_raw("Slecht\n"))])

    assert mailboxes.retry(sqlite_desk).requests == 1
    assert mailboxes_account.account() == (FolderAccount("eml:x", 1, 1, 0, 0, 0, 0),)


def test_the_ledger_is_compared_with_the_server(accounted: tuple[Desk, Talker]) -> None:
    desk, server = accounted
    server.mails |= {7: a_raw(), 8: a_raw()}

    (found,) = mailboxes.on_server(desk, [server.box()])

    assert (found.on_server, found.known, found.failed, found.waiting) == (8, 4, 2, 2)


def numbers() -> tuple[int, ...]:
    (found,) = mailboxes_account.account()
    assert found.adds_up
    return (found.taken, found.automatic, found.duplicates, found.ignored, found.failed)


def test_what_failed_is_dismissed_with_a_reason_and_taken_back_by_undo(
    accounted: tuple[Desk, Talker],
) -> None:
    desk, _server = accounted
    failures = mailboxes_account.failed()

    rows = mailboxes_account.dismiss(desk, [row.id for row in failures], "Reclame.", by="els")

    assert [(row.state, row.error) for row in rows] == [("ignored", "Reclame.")] * 2
    assert numbers() == (2, 1, 1, 2, 0)
    assert [row.key for row in mailboxes_account.listed("", "ignored")] == ["7:6", "7:5"]
    assert mailboxes.retry(desk).seen == 0
    assert check.check(desk) == []
    undo.undo(desk, by="els")
    assert mailboxes_account.failed() == failures
    assert check.check(desk) == []


def test_a_dismissed_mail_is_not_fetched_again(accounted: tuple[Desk, Talker]) -> None:
    desk, server = accounted
    mailboxes_account.dismiss(desk, [row.id for row in mailboxes_account.failed()], "Reclame.", by="els")
    before = bodies(server)

    found = one_run(desk, server.box())

    assert (found.new, bodies(server)) == (0, before)
    assert numbers() == (2, 1, 1, 2, 0)


@pytest.mark.parametrize(
    ("wanted", "reason", "error"),
    [
        pytest.param("failed", " \t", errors.UsageError, id="without a reason"),
        pytest.param("taken", "Reclame.", errors.Refused, id="it did not fail"),
        pytest.param("nothing", "Reclame.", errors.NotFound, id="it is not there"),
    ],
)
def test_only_what_failed_is_dismissed_and_only_with_a_reason(
    accounted: tuple[Desk, Talker], wanted: State, reason: str, error: type[Exception]
) -> None:
    desk, _server = accounted
    number = 4711 if wanted == "nothing" else mailboxes_account.listed("", wanted)[0].id
    failure = mailboxes_account.failed()[0].id

    with pytest.raises(error):
        mailboxes_account.dismiss(desk, [failure, number], reason, by="els")

    assert numbers() == (2, 1, 1, 0, 2)


def test_why_a_mail_was_dismissed_is_personal(accounted: tuple[Desk, Talker]) -> None:
    desk, _server = accounted

    mailboxes_account.dismiss(desk, [mailboxes_account.failed()[0].id], "Van Jan Peeters.", by="els")

    with session():
        event = m.Event.select().where(m.Event.kind == "dismissed").get()
        assert "Peeters" not in event.changes + event.facts


def test_all_sources_together(accounted: tuple[Desk, Talker]) -> None:
    desk, _server = accounted
    intake.take_in(desk, [SourceFailure("eml:x", "1", "gone")])

    total = mailboxes_account.total(mailboxes_account.account())

    assert total == FolderAccount("", 7, 2, 1, 1, 0, 3)
    assert mailboxes_account.total(()) == FolderAccount("", 0, 0, 0, 0, 0, 0)


def test_the_lists_of_the_screen_are_those_of_the_numbers(accounted: tuple[Desk, Talker]) -> None:
    desk, _server = accounted
    mailboxes_account.dismiss(desk, [mailboxes_account.failed()[0].id], "Reclame.", by="els")
    intake.take_in(desk, [SourceFailure("eml:x", "1", "gone")])

    for source in ("", "imap:stage/INBOX", "eml:x", "elsewhere"):
        for state in ("", *STATES):
            rows = LedgerList(desk, source, state)
            wanted = mailboxes_account.listed(source, state)
            assert rows.count() == len(wanted)
            assert [row.mail for row in rows.page(0, 50)] == list(wanted)


def test_a_long_list_is_read_from_anywhere(sqlite_desk: Desk) -> None:
    intake.take_in(sqlite_desk, [SourceFailure("x", str(number), "gone") for number in range(25)])
    rows = LedgerList(sqlite_desk, "x", "failed")

    assert rows.count() == 25
    page = rows.page(20, 10)
    assert [row.mail.key for row in page] == ["4", "3", "2", "1", "0"]
    assert rows.find(page[0].key) == 20
    assert rows.present([page[0].key, 4711]) == {page[0].key}
