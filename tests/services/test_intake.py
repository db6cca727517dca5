"""Nothing is missed and nothing is taken twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import Clock, a_mail, a_raw
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import session
from stagedesk.mail import helper
from stagedesk.mail.directory import Directory
from stagedesk.mail.sources import SourceFailure, SourceMail, eml
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, intake_batch


def count(table: type[m.Table]) -> int:
    with session():
        return table.select().count()


def refs(desk: Desk) -> list[str]:
    with session():
        return [ref for (ref,) in m.tuples(m.Request.select(m.Request.reference).order_by(m.Request.id))]


def test_every_mail_becomes_a_request_with_its_raw_bytes(desk: Desk) -> None:
    raw = a_raw("Graag een stage.\n", subject="Stage in de bib")

    account = intake.take_in(desk, [SourceMail("test", "1", raw)])

    assert (account.seen, account.requests) == (1, 1)
    with session():
        assert bytes(m.Raw.get().bytes) == raw
    page = requests.page(desk, "2026-0001")
    assert page.request.title == "Stage in de bib"
    assert page.messages[0].visible.strip() == "Graag een stage."


def test_the_same_source_again_changes_nothing(desk: Desk) -> None:
    mails = [a_mail() for _each in range(5)]
    intake.take_in(desk, mails)

    again = intake.take_in(desk, mails)

    assert (again.seen, again.known, again.requests) == (5, 5, 0)
    assert (count(m.Request), count(m.Ledger), count(m.Raw)) == (5, 5, 5)


def test_the_same_message_from_two_places_is_one_request(desk: Desk) -> None:
    raw = a_raw(mail_id="same@student.example")

    account = intake.take_in(desk, [SourceMail("inbox", "1", raw), SourceMail("archive", "9", raw)])

    assert (account.requests, account.duplicates) == (1, 1)
    assert (count(m.Request), count(m.Ledger), count(m.Raw)) == (1, 2, 1)


def test_a_copy_that_took_another_road_is_the_same_message(desk: Desk) -> None:
    raw = a_raw(mail_id="same@student.example")
    intake.take_in(desk, [SourceMail("inbox", "1", raw)])

    account = intake.take_in(desk, [SourceMail("other", "1", b"Received: from elsewhere\r\n" + raw)])

    assert (account.requests, account.duplicates) == (0, 1)


def test_somebody_elses_mail_under_a_used_id_is_not_lost(desk: Desk) -> None:
    intake.take_in(desk, [a_mail(mail_id="same@student.example")])

    account = intake.take_in(
        desk, [a_mail("Iets anders.\n", mail_id="same@student.example", sender="Mallory <m@x.example>")]
    )

    assert (account.requests, account.duplicates) == (1, 0)
    assert count(m.Message) == 2


def test_a_mail_and_its_answer_in_one_batch_are_one_request(desk: Desk) -> None:
    account = intake.take_in(
        desk,
        [a_mail(mail_id="first@student.example"), a_mail("En nog iets.\n", answers="first@student.example")],
    )

    assert (account.requests, account.landed) == (1, 1)
    assert [message.kind for message in requests.page(desk, "2026-0001").messages] == ["request", "follow_up"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(
            {"answers": "two@x.example", "references": "one@x.example> <two@x.example"}, id="parent"
        ),
        pytest.param({"references": "one@x.example> <two@x.example> <other@x.example"}, id="from the right"),
        pytest.param({"answers": "other@x.example", "references": "two@x.example"}, id="unknown parent"),
    ],
)
def test_an_answer_lands_on_the_nearest_known_mail(desk: Desk, headers: dict[str, str]) -> None:
    intake.take_in(desk, [a_mail(mail_id="one@x.example"), a_mail(mail_id="two@x.example")])

    intake.take_in(desk, [a_mail("Nog iets.\n", **headers)])

    assert len(requests.page(desk, "2026-0002").messages) == 2
    assert len(requests.page(desk, "2026-0001").messages) == 1


def test_what_a_source_cannot_give_is_in_the_ledger_once(desk: Desk) -> None:
    broken = SourceFailure("inbox", "17", "permission denied")

    first = intake.take_in(desk, [broken, a_mail()])
    again = intake.take_in(desk, [broken])

    assert (first.failed, first.requests, again.known) == (1, 1, 1)
    assert list(intake.failures()) == [("inbox", "17", "permission denied")]


def test_a_mail_that_the_reader_chokes_on_does_not_stop_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = a_mail()
    real = helper.look

    def picky(raw: bytes, directory: Directory) -> object:
        if raw == bad.raw:
            raise RecursionError("too deep")
        return real(raw, directory)

    monkeypatch.setattr(helper, "look", picky)
    account = intake.take_in(desk, [a_mail(), bad, a_mail()])

    assert (account.requests, account.failed) == (2, 1)
    assert [error for _source, _key, error in intake.failures()] == ["RecursionError: too deep"]
    assert count(m.Raw) == 3  # the bytes are kept, to be read again


def test_a_mail_that_the_database_refuses_does_not_stop_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = [a_mail(subject="Stage"), a_mail(subject="Slecht"), a_mail(subject="Stage")]
    real = intake_batch.title_of
    monkeypatch.setattr(
        intake_batch, "title_of", lambda mail: None if mail.subject == "Slecht" else real(mail)
    )

    account = intake.take_in(desk, mails)

    assert (account.requests, account.failed) == (2, 1)
    assert count(m.Ledger) == 3


def test_the_seen_messages_are_all_accounted_for(desk: Desk) -> None:
    mails = [a_mail() for _each in range(250)]
    steps = []

    account = intake.take_in(desk, [*mails, mails[0], SourceFailure("x", "1", "gone")], progress=steps.append)

    parts = account.requests + account.landed + account.duplicates + account.known + account.failed
    assert account.seen == parts == 252
    assert len(steps) == 3


def test_intake_stops_between_batches_and_goes_on_later(desk: Desk) -> None:
    mails = [a_mail() for _each in range(250)]
    turns: Iterator[bool] = iter([False, True])

    stopped = intake.take_in(desk, mails, stopped=lambda: next(turns))
    finished = intake.take_in(desk, mails)

    assert (stopped.requests, finished.requests, finished.known) == (100, 150, 100)
    assert len(set(refs(desk))) == 250


def test_a_desk_without_staff_takes_nothing(desk: Desk) -> None:
    with session():
        m.Staff.delete().execute()

    with pytest.raises(errors.Refused, match="stagedesk init"):
        intake.take_in(desk, [a_mail()])


def test_a_mail_from_the_future_is_received_now(desk: Desk, now: Clock) -> None:
    ahead = Clock(now())
    ahead.pass_days(400)

    intake.take_in(desk, [a_mail(sent=ahead())])

    assert requests.row("2026-0001").received_at == now()


def test_what_comes_in_at_the_weekend_counts_from_monday(desk: Desk, now: Clock) -> None:
    saturday = Clock(now())
    saturday.pass_days(-2)

    intake.take_in(desk, [a_mail(sent=saturday())])

    row = requests.row("2026-0001")
    assert (str(row.received_on), str(row.due_on)) == ("2026-02-28", "2026-03-04")


@pytest.mark.parametrize(
    "words", ["stageplaats", "STAGEPL", "nora museum", "2026-0001", "museum wil", "nora@student.example"]
)
def test_a_request_is_found_by_its_words(desk: Desk, words: str) -> None:
    intake.take_in(desk, [a_mail(), a_mail("Iets heel anders.\n", sender="Bram <b@x.example>")])

    with session():
        found = search.find(words)

    assert len(found) == 1


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "x' OR 1=1", "c++ -- ;", "NEAR(a b)", "*", "a:*&|!", "\x00"]
)
def test_no_words_can_break_the_search(desk: Desk, words: str) -> None:
    intake.take_in(desk, [a_mail()])

    with session():
        assert search.find(words) == []


def test_a_folder_of_mails_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(a_raw(subject=f"Stage {number}"))

    assert intake.take_in(desk, eml(folder)).requests == 3
    assert intake.take_in(desk, eml(folder)).known == 3
