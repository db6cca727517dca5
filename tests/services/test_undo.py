"""Everything a person does can be taken back, in any order that makes sense, after a restart too."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, session
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.clock import followup
from stagedesk.services.deciding import plan, requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports_writing
from stagedesk.services.journal import history, undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import clock_letters, outbox

HISTORY = {"event", "event_details", "counter", "raw"}


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the history itself; versions only ever move on."""
    found = {}
    with session():
        for table in m.TABLES:
            name = table._meta.table_name
            if name not in HISTORY:
                columns = [f for f in table._meta.sorted_fields if f.name != "version"]
                found[name] = m.tuples(table.select(*columns).order_by(table.id))
    return found


STEPS: dict[str, Callable[[Desk, str], object]] = {
    "route": lambda d, r: referrals.route(d, r, "musea", by="els"),
    "ask": lambda d, r: triage.ask(d, r, "Welke school?", by="els"),
    "reject": lambda d, r: triage.close(d, r, "rejected", reason="too_late", by="els"),
    "withdraw": lambda d, r: triage.close(d, r, "withdrawn", reason="found_elsewhere", by="els"),
    "note": lambda d, r: triage.note(d, r, "Gebeld.", by="els"),
    "snooze": lambda d, r: triage.snooze(d, r, d.today() + timedelta(days=9), by="els"),
    "wait list": lambda d, r: triage.wait_list(d, r, d.today() + timedelta(days=9), by="els"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_step_is_undone_to_the_last_row(desk: Desk, step: Callable[[Desk, str], object]) -> None:
    ref = received(desk)
    before = everything(desk)
    step(desk, ref)

    assert undo.undo(desk, by="els") == [ref]

    assert everything(desk) == before


def test_an_undone_undo_does_the_step_again(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    after = everything(desk)
    undo.undo(desk, by="els")

    with session():
        last = m.Event.select().order_by(m.Event.id.desc()).first().id
    undo.undo(desk, by="els", event=last)

    assert everything(desk) == after


def test_undo_goes_back_step_by_step_and_then_says_that_nothing_is_left(desk: Desk) -> None:
    ref = received(desk)
    before = everything(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.answer(desk, ref, "no", reason="no_capacity", by="els")
    triage.close(desk, ref, "rejected", reason="no_capacity", by="els")

    for _step in range(3):
        undo.undo(desk, by="els")

    assert everything(desk) == before
    with pytest.raises(errors.Refused, match="nothing of yours"):
        undo.undo(desk, by="els")


def test_each_person_undoes_their_own_steps(desk: Desk) -> None:
    first, second = received(desk), received(desk)
    referrals.route(desk, first, "musea", by="els")
    referrals.route(desk, second, "sport", by="karim")

    assert undo.undo(desk, by="els") == [first]
    assert requests.row(second).status == "routed"


def test_a_bulk_step_is_undone_as_one_after_a_restart(desk: Desk, now: Clock) -> None:
    refs = [received(desk) for _each in range(3)]
    before = everything(desk)
    for ref in refs:
        referrals.route(desk, ref, "musea", by="els", batch="b1")

    again = setup.open_desk(desk.settings, now)

    assert undo.undo(again, by="els") == refs
    assert everything(again) == before


def test_a_letter_that_left_is_not_undone_but_has_an_opposite(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    sent_mail_id(desk, now)
    before = everything(desk)

    with pytest.raises(errors.Refused, match=r"musea@stad.example has left .* Withdraw"):
        undo.undo(desk, by="els")

    assert everything(desk) == before
    row = referrals.withdraw(desk, ref, by="els")
    assert (row.status, row.waiting_on) == ("triage", "desk")
    assert [letter.letter for letter in requests.page(desk, ref).letters] == ["withdraw_referral"]


def test_an_undone_routing_sends_nothing(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    undo.undo(desk, by="els")

    now.pass_days(3)

    assert outbox.flush(desk) == 0


def test_what_somebody_changed_since_is_not_undone(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.answer(desk, ref, "no", reason="no_capacity", by="karim")

    with pytest.raises(errors.Refused, match="changed after that step"):
        undo.undo(desk, by="els")


def test_what_came_in_cannot_be_undone(desk: Desk) -> None:
    received(desk)
    with session():
        event = m.Event.get(m.Event.kind == "received")

    with pytest.raises(errors.Refused, match="came in or went out"):
        undo.undo(desk, by="els", event=event.id)


def test_a_step_is_undone_once(desk: Desk) -> None:
    ref = received(desk)
    triage.note(desk, ref, "Gebeld.", by="els")
    with session():
        event = m.Event.get(m.Event.kind == "noted")
    undo.undo(desk, by="els", event=event.id)

    with pytest.raises(errors.Refused, match="undone already"):
        undo.undo(desk, by="els", event=event.id)


RANDOM_STEPS: list[Callable[[Desk, str, random.Random], object]] = [
    lambda d, r, dice: referrals.route(d, r, dice.choice(["musea", "sport", "groen"]), by="els"),
    lambda d, r, dice: referrals.answer(d, r, "yes", by="els"),
    lambda d, r, dice: referrals.answer(d, r, "no", reason="no_capacity", by="els"),
    lambda d, r, dice: referrals.answer(d, r, "question", by="els"),
    lambda d, r, dice: referrals.remind(d, r, by="els"),
    lambda d, r, dice: referrals.withdraw(d, r, by="els"),
    lambda d, r, dice: triage.ask(d, r, "Welke school?", by="els"),
    lambda d, r, dice: triage.close(d, r, "placed", by="els"),
    lambda d, r, dice: triage.close(d, r, "rejected", reason="too_late", by="els"),
    lambda d, r, dice: triage.reopen(d, r, by="els"),
    lambda d, r, dice: triage.note(d, r, "Gebeld.", by="els"),
    lambda d, r, dice: triage.seen(d, r, by="els"),
    lambda d, r, dice: triage.snooze(d, r, d.today() + timedelta(days=dice.randint(1, 9)), by="els"),
    lambda d, r, dice: triage.wait_list(d, r, d.today() + timedelta(days=9), by="els"),
    lambda d, r, dice: triage.link(d, r, "2026-0001", by="els"),
    lambda d, r, dice: plan.put_off(d, r, d.today() + timedelta(days=dice.randint(1, 40)), by="els"),
    lambda d, r, dice: plan.skip(d, r, by="els"),
    lambda d, r, dice: plan.change_due(d, r, d.today() + timedelta(days=dice.randint(1, 40)), by="els"),
    lambda d, r, dice: plan.stop(d, r, "Gebeld.", by="els"),
    lambda d, r, dice: plan.resume(d, r, by="els"),
]


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_steps_is_undone_to_the_last_row(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)
    refs = [received(desk) for _each in range(3)]
    before = everything(desk)

    taken = 0
    with session():
        for _step in range(25):
            try:
                dice.choice(RANDOM_STEPS)(desk, dice.choice(refs), dice)
                taken += 1
            except (errors.Refused, errors.UsageError):
                pass
        while undo.what_next("els"):
            undo.undo(desk, by="els")

    assert taken > 3
    assert everything(desk) == before


def test_a_step_that_fails_half_way_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = received(desk)
    before = everything(desk)

    def fails(*_args: object, **_options: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(outbox, "decide", fails)
    with pytest.raises(OSError, match="disk is full"):
        referrals.route(desk, ref, "musea", by="els")

    assert everything(desk) == before
    with session():
        assert m.Event.select().where(m.Event.kind == "routed").count() == 0
    assert database.is_closed()


def test_intake_and_undo_do_not_meet(desk: Desk) -> None:
    ref = received(desk)
    triage.note(desk, ref, "Gebeld.", by="els")
    intake.take_in(desk, [a_mail()])

    assert undo.undo(desk, by="els") == [ref]


def test_many_steps_taken_back_together_are_read_together(desk: Desk) -> None:
    lines = [f"Anna {number};musea;studentenstage;1/2/2025 - 28/2/2025" for number in range(40)]
    raw = "\n".join(["Naam;Dienst;Soort;Periode", *lines]).encode()
    done = imports_writing.import_placements(desk, "list.csv", raw=raw, by="els")
    assert len(done.written) == len(lines)
    asked: list[str] = []

    with session():
        database.obj.query_hooks.append(lambda event: asked.append(event.sql))
        undo.undo(desk, by="els")
        database.obj.query_hooks.clear()

    assert m.Placement.select().count() == 0
    of_rows = [sql for sql in asked if sql.startswith("SELECT") and 'FROM "placement"' in sql]
    assert len(of_rows) <= 2
    assert check.check(desk) == []


def shortened_digest(desk: Desk, now: Clock) -> int:
    """A reminder about two requests in one letter, of which one was answered; the step that decided it."""
    first, second = received(desk), received(desk)
    for ref in (first, second):
        referrals.route(desk, ref, "musea", by="els")
    now.pass_days(8)
    followup.chase(desk)
    referrals.answer(desk, first, "no", reason="no_capacity", by="els")
    with session():
        return int(m.Event.select().where(m.Event.kind == "reminded").order_by(m.Event.id.desc()).get().id)


def test_a_list_that_left_without_what_was_answered_says_what_can_be_done_instead(
    desk: Desk, now: Clock
) -> None:
    step = shortened_digest(desk, now)
    outbox.flush(desk)
    now.pass_days(1)
    outbox.flush(desk)

    words = "musea@stad.example has left and cannot be taken back. Withdraw each question"
    with pytest.raises(errors.Refused, match=words):
        undo.undo(desk, by="karim", event=step)


def test_a_list_that_was_shortened_and_not_sent_is_dropped_in_the_outbox(desk: Desk, now: Clock) -> None:
    step = shortened_digest(desk, now)
    with session():
        digest = m.Outgoing.get(m.Outgoing.letter == "digest")
        with history.step(desk, "letter_changed", by=None) as shortening:
            clock_letters.last_look(desk, shortening, digest)

    with pytest.raises(errors.Refused, match="was shortened since"):
        undo.undo(desk, by="karim", event=step)
