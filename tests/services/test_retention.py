"""Forgetting people: every word goes, every figure stays, and nobody takes it back."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from builders import Clock, a_mail, a_placement, received, sent_mail_id, with_files
from random_life import Life
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session, transaction
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.domain.codes import Role
from stagedesk.domain.measure import year_span
from stagedesk.domain.measures import months_later
from stagedesk.services.answers import answering, referrals
from stagedesk.services.checking import check
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import as_of, undo
from stagedesk.services.mail_in import intake, mailboxes_account
from stagedesk.services.mail_out import outbox
from stagedesk.services.privacy import (
    personal_data,
    retention,
    retention_asked,
    retention_certificate,
    retention_due,
    retention_executing,
)
from stagedesk.services.register import hires, placement_course, placement_notes, placements
from stagedesk.services.reporting import reports
from stagedesk.services.statistics import measures, measuring, target_groups

MARK = "Zwanehals"


def an_end(desk: Desk, **options: Any) -> str:
    """A request of somebody with a name that stands nowhere else, closed today."""
    options.setdefault("sender", f"{MARK} Willems <{MARK.lower()}@student.example>")
    ref = received(desk, text=f"Ik ben {MARK} en zoek een plaats.\n", subject=f"Stage {MARK}", **options)
    triage.note(desk, ref, f"{MARK} belde.", by="els")
    triage.close(desk, ref, "rejected", by="els", reason="no_capacity", note=f"Sorry {MARK}")
    return ref


def forget_all(desk: Desk) -> retention.PurgeList:
    retention.approve(desk, by="mieke")
    return retention_executing.execute(desk, by="mieke")


def everything() -> Iterator[str]:
    """Every text and every byte of every table, the search index and its own tables too."""
    if is_sqlite():
        names = "select name from sqlite_master where type = 'table'"
    else:
        names = "select tablename from pg_tables where schemaname = 'public'"
    for (name,) in database.execute_sql(names).fetchall():
        for row in database.execute_sql(f'SELECT * FROM "{name}"').fetchall():
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                yield raw.decode("utf-8", "replace").lower()


def found(word: str) -> list[str]:
    with session():
        return [text for text in everything() if word.lower() in text]


def test_a_closed_request_is_due_a_year_later_and_not_a_day_before(desk: Desk, now: Clock) -> None:
    ref = an_end(desk)
    now.pass_time(hours=24)
    desk_flush(desk, now)

    (row,) = retention_due.due(desk, date(2027, 3, 2))

    assert (row.ref, row.term, row.since, row.due_on) == (
        ref,
        "be-request",
        date(2026, 3, 2),
        date(2027, 3, 2),
    )
    assert retention_due.due(desk, date(2027, 3, 1)) == ()


def desk_flush(desk: Desk, now: Clock) -> None:
    now.pass_time(minutes=5)
    outbox.flush(desk)


def test_nothing_of_a_forgotten_person_is_found_anywhere(desk: Desk, now: Clock) -> None:
    an_end(desk)
    desk_flush(desk, now)
    assert found(MARK)
    now.pass_days(366)

    done = forget_all(desk)

    assert [each.forgotten_on for each in done.entries] == [desk.today()]
    assert done.counts["requests"] == done.counts["people"] == done.counts["mails"] == 1
    assert found(MARK) == []
    assert check.check(desk) == []
    assert retention_due.due(desk) == ()


def test_the_database_file_holds_no_trace(sqlite_desk: Desk, now: Clock) -> None:
    file = Path(sqlite_desk.settings.database.removeprefix("sqlite:///"))
    an_end(sqlite_desk)
    desk_flush(sqlite_desk, now)
    now.pass_days(366)

    forget_all(sqlite_desk)

    folder = [each.read_bytes().lower() for each in file.parent.rglob("*") if each.is_file()]
    assert not any(MARK.lower().encode() in content for content in folder)


def figures(desk: Desk, day: date | None = None) -> dict[str, object]:
    """Every measure split in every way, and every report without the columns that name people."""
    with as_of.known_on(desk, day or desk.today()):  # once for all of them
        told = dict(_measured(desk, day))
        for report in reports.known(desk).values():
            if report.id not in ("R17", "R18"):
                for part in reports.make(desk, report, 2026, 2, day).sections:
                    told[f"{report.id} {part.heading}"] = [nameless(part, row) for row in part.rows]
    return told


def _measured(desk: Desk, day: date | None) -> Iterator[tuple[str, object]]:
    span = [year_span(2026, "calendar")]
    for measure in measures.known(desk).values():
        for by in ("", "department", "kind", "gender", "age", "outcome", "reason"):
            try:
                found = measuring.count(desk, measure, span, by, day)
            except errors.UsageError:
                continue  # it cannot be split so
            yield f"{measure.id} {by}", (found.rows, found.total, found.left_out)
            yield f"behind {measure.id} {by}", measuring.places_of(desk, measure, span, by, day)


def nameless(part: Any, row: tuple[Any, ...]) -> tuple[Any, ...]:
    named = {"Applicant", "Asks for", "Intern"}
    return tuple(cell for cell, column in zip(row, part.columns, strict=True) if column.name not in named)


def addresses() -> set[str]:
    """The mail addresses of everybody who asked for something."""
    with session():
        known = {email for (email,) in m.tuples(m.Applicant.select(m.Applicant.email)) if email}
    return {email for email in known if not email.endswith("@stad.example")}  # those of the directory


def writers() -> set[str]:
    """Who wrote a mail that a request needs which was not forgotten."""
    t, f = m.Message, m.Forgotten
    forgotten = f.select(f.request).where(f.request.is_null(False))
    with session():
        query = t.select(t.sender_email).join(m.Entry).where(m.Entry.request.not_in(forgotten))
        return {email for (email,) in m.tuples(query)}


def wind_up(life: Life, now: Clock) -> None:
    """Everything ends, and is long over."""
    desk = life.desk
    with session():
        placements = [ref for (ref,) in m.tuples(m.Placement.select(m.Placement.reference))]
    for ref in placements:
        with suppress(errors.StagedeskError):
            placement_course.end(desk, ref, by="mieke", ended_by="school", reason="no_match")
        with suppress(errors.StagedeskError):
            placement_course.cancel(desk, ref, by="mieke", ended_by="applicant", reason="other_plans")
    for ref in life.refs():
        with suppress(errors.StagedeskError):
            triage.close(desk, ref, "rejected", by="mieke", reason="no_capacity")
        with suppress(errors.StagedeskError):
            triage.seen(desk, ref, by="mieke")
    for _time in range(4):
        with suppress(errors.StagedeskError):
            outbox.flush(desk)
        now.pass_days(10)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_stays_as_it_was_and_as_it_was_known(desk: Desk, now: Clock, seed: int) -> None:
    life = Life(desk, now, seed)
    life.deeds.remove(life.forget)
    life.live(70)
    earlier = desk.today() - timedelta(days=20)
    wind_up(life, now)
    before, then = figures(life.desk), figures(life.desk, earlier)
    known = addresses()

    done = forget_all(life.desk)

    assert len(done.entries) > 5
    assert done.left_out == ()
    assert figures(life.desk) == before
    assert figures(life.desk, earlier) == then
    gone = known - addresses() - writers()
    assert gone
    assert not [word for word in gone if found(word)]
    assert check.check(life.desk) == []


@pytest.mark.parametrize("seed", [4, 5])
def test_a_desk_that_forgets_as_it_lives_is_sound(desk: Desk, now: Clock, seed: int) -> None:
    life = Life(desk, now, seed)
    life.deeds += [life.forget] * 4
    life.live(60)
    wind_up(life, now)
    life.live(60)

    assert check.check(life.desk) == []
    with session():
        assert m.Forgotten.select().count()


def test_only_the_privacy_officer_and_supervisors_approve_and_carry_out(desk: Desk, now: Clock) -> None:
    an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)

    with pytest.raises(errors.Refused, match="Els"):
        retention.approve(desk, by="els")
    retention.approve(desk, by="mieke")
    with pytest.raises(errors.Refused, match="Els"):
        retention_executing.execute(desk, by="els")
    with pytest.raises(errors.Refused, match="Els"):
        retention_asked.erase(desk, "2026-0001", by="els")
    with pytest.raises(errors.Refused, match="Els"):
        personal_data.gather(desk, "2026-0001", by="els")

    assert found(MARK)


def test_what_one_approved_another_carries_out_where_there_are_two(desk: Desk, now: Clock) -> None:
    with transaction():
        for code, left in (("an", None), ("jos", now().date())):
            m.Staff.create(code=code, name=code.title(), role=Role.PRIVACY, left_on=left)
    an_end(desk)
    desk_flush(desk, now)
    now.pass_days(370)
    retention.approve(desk, by="mieke")

    with pytest.raises(errors.Refused, match="somebody else carries it out: An"):
        retention_executing.execute(desk, by="mieke")
    done = retention_executing.execute(desk, by="an")

    assert (done.approved_by, done.executed_by) == ("Mieke", "An")
    assert "one and the same person" not in retention_certificate.markdown(desk, done)


def test_a_certificate_says_that_one_person_did_both(desk: Desk, now: Clock) -> None:
    an_end(desk)
    desk_flush(desk, now)
    now.pass_days(370)

    done = forget_all(desk)

    assert "one and the same person approved it and carried it out" in retention_certificate.markdown(
        desk, done
    )


def test_an_approval_is_taken_back_and_a_list_that_was_carried_out_never(desk: Desk, now: Clock) -> None:
    ref = an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)
    retention.approve(desk, by="mieke")
    undo.undo(desk, by="mieke")
    assert retention.lists() == ()

    forget_all(desk)

    with session():
        steps = {kind: number for number, kind in m.tuples(m.Event.select(m.Event.id, m.Event.kind))}
    for kind in ("anonymised", "purge_carried_out"):
        with pytest.raises(errors.Refused, match="cannot be brought back"):
            undo.undo(desk, by="mieke", event=steps[kind])
    for kind in ("purge_approved", "closed", "noted"):
        with pytest.raises(errors.Refused):
            undo.undo(desk, by="mieke", event=steps[kind])
    with pytest.raises(errors.Refused, match="was anonymised"):
        triage.reopen(desk, ref, by="mieke")
    assert check.check(desk) == []


def test_a_run_that_was_killed_goes_on_where_it_was(desk: Desk, now: Clock) -> None:
    for _each in range(3):
        an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)
    retention.approve(desk, by="mieke")

    def kill(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retention_executing.execute(desk, by="mieke", progress=kill)
    half = retention.find(1)
    assert len(half.left_out) == 1
    assert half.executed_at is None
    assert check.check(desk) == []
    done = retention_executing.execute(desk, by="mieke")
    again = retention_executing.execute(desk, 1, by="mieke")

    assert done == again
    assert done.left_out == ()
    assert done.counts["requests"] == 3
    assert found(MARK) == []
    with session():
        assert m.Event.select().where(m.Event.kind == "anonymised").count() == 3


def test_a_trial_tells_how_much_and_erases_nothing(desk: Desk, now: Clock) -> None:
    an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)
    retention.approve(desk, by="mieke")

    counts = retention_executing.try_out(desk, 1, by="mieke")

    assert counts["requests"] == counts["mails"] == 1
    assert found(MARK)
    assert retention.find(1).counts == {}
    assert retention_executing.execute(desk, 1, by="mieke").counts == counts


def test_what_was_taken_up_again_after_the_approval_is_left_out(desk: Desk, now: Clock) -> None:
    ref, other = an_end(desk), an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)
    retention.approve(desk, by="mieke")
    triage.reopen(desk, ref, by="els")

    done = retention_executing.execute(desk, by="mieke")

    assert [each.ref for each in done.left_out] == [ref]
    assert requests.row(ref).applicant == f"{MARK} Willems"
    assert requests.row(other).title == ""
    assert ref in retention_certificate.markdown(desk, done).partition("left out")[2]


def test_a_list_that_changed_since_it_was_read_is_read_again(desk: Desk, now: Clock) -> None:
    an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)

    with pytest.raises(errors.Refused, match="Read it again"):
        retention.approve(desk, by="mieke", seen=())


def test_a_person_with_something_open_keeps_the_name_and_loses_the_old_words(desk: Desk, now: Clock) -> None:
    old = an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)
    new = received(desk, sender=f"{MARK} Willems <{MARK.lower()}@student.example>", subject="Nog een")

    forget_all(desk)

    assert requests.row(old).title == requests.row(old).sender == ""
    assert requests.row(new).applicant == requests.row(old).applicant == f"{MARK} Willems"


def test_a_mail_stays_as_long_as_another_request_needs_it(desk: Desk, now: Clock) -> None:
    kept = received(desk, sender="Tom <tom@student.example>")
    linked = received(desk, text=f"Nog iets van {MARK}.\n", sender="Tom <tom2@student.example>")
    triage.link(desk, linked, kept, by="els")
    now.pass_days(400)

    first = forget_all(desk)

    assert [each.ref for each in first.entries] == [linked]
    assert found(MARK)
    triage.close(desk, kept, "rejected", by="els", reason="no_capacity", letter=False)
    now.pass_days(400)
    forget_all(desk)
    assert found(MARK) == []
    assert check.check(desk) == []


def test_a_letter_that_is_still_to_leave_keeps_a_request_off_the_list(desk: Desk, now: Clock) -> None:
    ref = an_end(desk)
    now.pass_days(366)
    assert retention_due.due(desk) == ()

    outbox.flush(desk)

    assert [each.ref for each in retention_due.due(desk)] == [ref]


def test_what_comes_in_later_is_forgotten_later(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)
    triage.close(desk, ref, "rejected", by="els", reason="no_capacity", letter=False)
    desk_flush(desk, now)
    now.pass_days(366)
    forget_all(desk)
    late = a_mail(f"Toch plaats voor {MARK}!\n", sender="musea@stad.example", answers=letter, sent=now())
    intake.take_in(desk, [late])
    assert retention_due.due(desk) == ()  # it shows in the Inbox
    triage.seen(desk, ref, by="els")

    forget_all(desk)

    assert found(MARK) == []
    assert check.check(desk) == []


def test_the_same_mail_is_known_and_not_stored_again(desk: Desk, now: Clock) -> None:
    mail = a_mail(f"Ik ben {MARK}.\n", sender="Nora <nora@student.example>")
    intake.take_in(desk, [mail])
    triage.close(desk, "2026-0001", "out_of_scope", by="els")
    now.pass_days(60)
    forget_all(desk)

    again = intake.take_in(desk, [mail])
    copied = intake.take_in(desk, [replace(mail, source="elsewhere")])

    assert (again.known, again.requests) == (1, 0)
    assert (copied.duplicates, copied.requests) == (1, 0)
    assert found(MARK) == []


def test_of_declarations_only_the_numbers_stay(desk: Desk, now: Clock) -> None:
    refs = [a_placement(desk, applicant=f"P {n}", email=f"p{n}@s.example") for n in range(6)]
    now.moment = now.moment.replace(month=9, day=8)
    for ref in refs:
        placement_course.start(desk, ref, date(2026, 9, 7), by="els")
    with session():
        for row in m.Placement.select():
            TargetGroupRecord.create(
                placement=row, definition_version="1", consent_text_version="1",
                declared_on=date(2026, 9, 7), foreign_origin=True, disability=None,
            )  # fmt: skip
    before = target_groups.of_span(year_span(2026, "calendar"))
    now.pass_days(480)

    (row,) = [each for each in retention_due.due(desk) if each.kind == "target_groups"]
    done = forget_all(desk)

    assert (row.ref, row.records, row.due_on) == ("2026", 6, date(2027, 12, 31))
    assert done.counts["declarations"] == 6
    assert target_groups.of_span(year_span(2026, "calendar")) == before
    assert before.foreign_origin == 6
    with session():
        assert TargetGroupRecord.select().count() == 0


def test_a_placement_waits_for_the_question_about_hiring(desk: Desk, now: Clock) -> None:
    ref = a_placement(desk)
    now.moment = now.moment.replace(month=12, day=20)
    placement_course.start(desk, ref, date(2026, 9, 7), by="els")
    placement_course.end(desk, ref, date(2026, 12, 18), by="els")
    now.moment = now.moment.replace(year=2028, month=12, day=18)

    assert retention_due.due(desk, date(2028, 12, 18)) == ()
    assert [each.ref for each in retention_due.due(desk, date(2029, 3, 18))] == [ref]
    hires.record(desk, ref, "no", by="els")
    assert [each.ref for each in retention_due.due(desk, date(2028, 12, 18))] == [ref]


def test_a_forgotten_placement_is_asked_about_no_more_and_not_taken_up_again(desk: Desk, now: Clock) -> None:
    ref = a_placement(desk, applicant=MARK, mentor=MARK, remark=MARK)
    placement_course.cancel(desk, ref, by="els", ended_by="applicant", reason="other_plans")
    now.pass_days(366)

    forget_all(desk)

    assert found(MARK) == []
    assert hires.due(desk) == ()
    with pytest.raises(errors.Refused, match="was anonymised"):
        placement_notes.note(desk, ref, "Toch.", by="els")
    assert check.check(desk) == []


def test_somebody_who_asks_for_it_is_forgotten_at_once(desk: Desk, now: Clock) -> None:
    ref = an_end(desk)
    placement = a_placement(desk, applicant=f"{MARK} Willems", email=f"{MARK.lower()}@student.example")

    with pytest.raises(errors.Refused, match=f"{placement} is not over"):
        retention_asked.erase(desk, ref, by="mieke")
    placement_course.cancel(desk, placement, by="els", ended_by="applicant", reason="other_plans")
    with pytest.raises(errors.Refused, match="in the outbox"):
        retention_asked.erase(desk, f"{MARK}@student.example", by="mieke")
    desk_flush(desk, now)
    done = retention_asked.erase(desk, ref, by="mieke")

    assert {each.ref for each in done.entries} == {ref, placement}
    assert found(MARK) == []
    assert MARK not in retention_certificate.markdown(desk, done)
    assert "asked" in retention_certificate.markdown(desk, done)
    assert check.check(desk) == []
    with pytest.raises(errors.Refused, match="Nothing is known"):
        retention_asked.erase(desk, ref, by="mieke")


def test_a_city_has_its_own_terms(desk: Desk, now: Clock, tmp_path: Path) -> None:
    own = tmp_path / "retention.toml"
    own.write_text('[[term]]\nid = "be-request"\ncountry = "BE"\nof = "request"\nweeks = 1\nnl = "kort"\n')
    desk.settings = replace(desk.settings, figures_folder=str(tmp_path))
    an_end(desk)
    desk_flush(desk, now)

    assert [each.due_on for each in retention_due.due(desk, date(2026, 3, 9))] == [date(2026, 3, 9)]

    own.write_text('[[term]]\nid = "x"\ncountry = "FR"\nof = "request"\nweeks = 1\nnl = "kort"\n')
    with pytest.raises(errors.FileError, match=r"term 1 \(x\): country = 'FR': BE, NL"):
        retention_due.due(desk)


def test_in_the_netherlands_a_refused_request_is_due_after_four_weeks(desk: Desk, now: Clock) -> None:
    desk.settings = replace(desk.settings, country="NL")
    an_end(desk)
    desk_flush(desk, now)

    assert retention_due.due(desk, date(2026, 3, 29)) == ()
    assert [each.term for each in retention_due.due(desk, date(2026, 3, 30))] == ["nl-request"]


def test_check_finds_what_came_back_to_somebody_forgotten(desk: Desk, now: Clock) -> None:
    an_end(desk)
    desk_flush(desk, now)
    now.pass_days(366)
    forget_all(desk)
    with session():
        m.Request.update(title="Nora").execute()
        m.EventDetails.update(details='{"said":{"text":"Nora"}}').execute()
        m.Purge.update(listed="[]").execute()

    broken = {each.rule for each in check.check(desk)}

    assert {"forgotten_is_empty", "forgotten_is_not_told", "forgotten_was_approved"} <= broken


def test_a_mail_that_was_put_aside_is_forgotten_too(desk: Desk, now: Clock) -> None:
    with session():
        raw = m.Raw.create(hash=hashlib.sha256(MARK.encode()).hexdigest(), bytes=MARK.encode())
        m.Ledger.create(
            source="folder", source_key=f"{MARK}.eml", original=raw, state="failed", error=f"Kapot: {MARK}",
            seen_at=now(),
        )  # fmt: skip
    mailboxes_account.dismiss(desk, [1], f"Reclame van {MARK}", by="els")
    now.pass_days(28)

    (row,) = retention_due.due(desk)
    forget_all(desk)

    assert (row.kind, row.ref, row.term) == ("untaken", "1", "be-untaken")
    assert found(MARK) == []
    assert retention_due.due(desk) == ()
    assert check.check(desk) == []


CV = with_files(("cv.pdf", b"%PDF-1.4 Zwanehals woont hier"))


def with_a_cv(desk: Desk) -> str:
    """A request whose CV went along to the department, closed today."""
    intake.take_in(desk, [CV])
    referrals.route(desk, "2026-0001", "musea", by="els", with_attachments=True)
    return "2026-0001"


def kept_of(mail_id: str) -> tuple[str, int]:
    """What is left of a mail: the text, and how many bytes."""
    with session():
        mail = m.Message.get(m.Message.mail_id == mail_id)
        return mail.body.strip(), len(bytes(mail.original.bytes))


def test_a_cv_goes_three_months_after_the_outcome_and_the_words_around_it_stay(
    desk: Desk, now: Clock
) -> None:
    ref = with_a_cv(desk)
    letter = sent_mail_id(desk, now)
    triage.close(desk, ref, "rejected", by="els", reason="no_capacity", letter=False)
    desk_flush(desk, now)
    assert found("cv.pdf")
    day = desk.today()

    assert retention_due.due(desk, months_later(day, 3) - timedelta(days=1)) == ()
    now.pass_days((months_later(day, 3) - day).days)
    before = figures(desk)
    (due,) = retention_due.due(desk)
    done = forget_all(desk)

    assert (due.kind, due.ref, due.term) == ("attachments", ref, "be-attachments")
    assert (done.counts["files"], done.counts.keys()) == (2, {"files", "bytes"})
    assert kept_of("a@student.example") == ("Beste, ik zoek een stageplaats in het museum.", 0)
    assert kept_of(letter)[1] == 0
    assert retention_certificate.markdown(desk, done).count(f"files of a mail: {ref}, since") == 1
    assert not found("woont hier")
    assert retention_due.due(desk) == ()
    assert figures(desk) == before
    assert intake.take_in(desk, [CV]).known == 1
    assert check.check(desk) == []


def test_a_signed_agreement_is_kept_until_the_placement_is_over(desk: Desk, now: Clock) -> None:
    ref = with_a_cv(desk)
    answering.answer(desk, ref, "yes", by="els")
    placement = placements.agree(desk, ref, by="els").ref
    desk_flush(desk, now)

    assert "attachments" not in {each.kind for each in retention_due.due(desk, date(2026, 12, 31))}

    now.moment = datetime(2026, 12, 20, 9, tzinfo=UTC)
    placement_course.start(desk, placement, date(2026, 9, 7), by="els")
    placement_course.end(desk, placement, date(2026, 12, 18), by="els")
    assert [
        each.since for each in retention_due.due(desk, date(2027, 3, 18)) if each.kind == "attachments"
    ] == [date(2026, 12, 18)]
