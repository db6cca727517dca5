"""Verifying the whole database: a desk that lived is sound, and every rule that is broken is named."""

from collections.abc import Iterator

import pytest

from builders import Clock, received
from random_life import Life
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check, check_replay
from stagedesk.services.checking.check_rule import Rule
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history, undo


def broken(desk: Desk) -> list[str]:
    return [f"{each.rule}: {each.where}: {each.detail}" for each in check.check(desk)]


def test_a_new_desk_is_sound(desk: Desk) -> None:
    assert broken(desk) == []


@pytest.mark.parametrize("seed", [1, 2, 117])
def test_a_desk_that_lived_is_sound(desk: Desk, now: Clock, seed: int) -> None:
    Life(desk, now, seed).live(200)

    assert broken(desk) == []


GUARD = {
    True: ("drop trigger event_no_update", "event_no_update"),
    False: ("alter table event disable trigger event_never_changes", "event_never_changes"),
}


def test_a_trigger_that_is_gone_is_named(desk: Desk) -> None:
    statement, name = GUARD[is_sqlite()]
    with session():
        database.execute_sql(statement)

    assert [(each.rule, each.detail.split()[-1]) for each in check.check(desk)] == [
        ("schema_has_rules", name)
    ]


def test_a_check_that_is_gone_is_named(desk: Desk) -> None:
    if is_sqlite():
        pytest.skip("SQLite cannot drop a check")
    with session():
        database.execute_sql("alter table request drop constraint open_has_due_on")

    assert [each.detail.split()[-1] for each in check.check(desk)] == ["request.open_has_due_on"]


def test_an_index_that_is_gone_is_named_and_one_more_is_fine(desk: Desk) -> None:
    with session():
        database.execute_sql("create index of_the_administrator on request (study)")
        assert broken(desk) == []
        database.execute_sql("drop index referral_pending_once")

    (found,) = check.check(desk)
    assert (found.rule, "referral_pending_once" in found.detail) == ("schema_has_rules", True)


def test_a_damaged_file_is_named(sqlite_desk: Desk) -> None:
    received(sqlite_desk)
    with session():
        # The index then holds entries that the table does not know.
        database.execute_sql("pragma writable_schema=1")
        database.execute_sql(
            "update sqlite_master set sql = replace(sql, 'due_on', 'title') where name = 'request_open_due'"
        )
        database.execute_sql("pragma writable_schema=reset")

        assert "database_is_whole" in {each.rule for each in check.check(sqlite_desk)}


@pytest.mark.parametrize(
    ("value", "reason", "party"),
    [
        pytest.param("question", None, "desk", id="one of them asks something"),
        pytest.param("no", "no_mentor", "department", id="one of them says no"),
    ],
)
def test_status_and_party_fit_when_departments_answer_while_the_applicant_is_asked(
    desk: Desk, value: str, reason: str | None, party: str
) -> None:
    ref = received(desk)
    for department in ("musea", "sport"):
        referrals.route(desk, ref, department, by="els")
    triage.ask(desk, ref, "Welke periode?", by="els")

    row = referrals.answer(desk, ref, value, by="els", department="musea", reason=reason)

    assert (row.status, row.waiting_on) == ("routed", party)
    assert broken(desk) == []


def test_mail_that_a_person_took_off_a_request_may_hang_nowhere(desk: Desk) -> None:
    received(desk)
    with history.step(desk, "taken_off", by="els") as step:
        step.remove(m.Entry.get())

    assert broken(desk) == []


def test_a_request_that_undo_unmade_leaves_its_steps_behind(desk: Desk) -> None:
    with history.step(desk, "phoned", by="els") as step:
        step.add(
            m.Request, reference="2025-0001", route="phone", received_at=step.now, received_on=desk.today(),
            applicant=m.Applicant.create(name="Nora"), owner=step.staff, status="triage", waiting_on="desk",
            waiting_since=desk.today(), due_on=desk.today(), hours_total=7.6,
        )  # fmt: skip
        m.Counter.create(name="request-2025", value=1)
    assert broken(desk) == []
    undo.undo(desk, by="els")

    with session():
        assert m.Request.select().count() == 0
    assert broken(desk) == []


def test_progress_names_every_rule_before_it_is_looked_at(sqlite_desk: Desk) -> None:
    seen: list[tuple[int, int, str]] = []

    check.check(sqlite_desk, lambda *step: seen.append(step))

    assert [number for number, _of, _sentence in seen] == list(range(1, len(check.RULES) + 1))
    assert {of for _number, of, _sentence in seen} == {len(check.RULES)}
    assert all(sentence.endswith(".") for _number, _of, sentence in seen)


def test_a_rule_that_is_broken_everywhere_is_not_listed_without_end(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Rule("endless", "Nothing is wrong.", lambda _desk: ((str(n), "") for n in range(1_000)))
    monkeypatch.setattr(check, "RULES", (rule,))

    found = check.check(sqlite_desk)

    assert len(found) == check.AT_MOST + 1
    assert found[-1].where == "…"


def test_a_rule_that_cannot_be_verified_is_broken_and_the_others_are_looked_at(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_desk: Desk) -> Iterator[tuple[str, str]]:
        raise ValueError("unreadable")

    monkeypatch.setattr(check, "RULES", (Rule("odd", "All is even.", fails), *check.RULES))

    (found,) = check.check(sqlite_desk)

    assert (found.rule, "unreadable" in found.detail) == ("odd", True)


def test_a_history_that_does_not_fit_in_memory_is_played_all_the_same(
    sqlite_desk: Desk, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_replay, "IN_MEMORY", 2)
    Life(sqlite_desk, now, 3).live(120)

    assert broken(sqlite_desk) == []
    with session():
        m.Request.update(study="x").where(m.Request.id == 1).execute()
    assert [each.rule for each in check.check(sqlite_desk)] == ["history_tells_all"]
