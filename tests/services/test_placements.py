"""The course of a placement: from a yes to the last day, by its dated facts, undone step by step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from builders import Clock, a_placement, received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measures import Block
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import event_words, undo
from stagedesk.services.register import checklists, placement_course, placement_rows, placements
from stagedesk.services.register.placing import Plan

SIX_WEEKS = Block(date(2026, 3, 9), date(2026, 4, 17))
NORA = Plan(
    applicant="Nora Willems", email="nora@student.example", department="musea", school="ap", kind="student",
    blocks=(SIX_WEEKS,), days_per_week=5, level_followed="bachelor", compensation="no", mentor="Hilde",
)  # fmt: skip


def a_yes(desk: Desk) -> str:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.answer(desk, ref, "yes", by="els")
    return ref


def sound(desk: Desk) -> bool:
    found = [f"{each.rule}: {each.where}: {each.detail}" for each in check.check(desk)]
    assert found == []
    return True


def test_an_accepted_request_becomes_a_placement_without_typing_again_what_is_known(desk: Desk) -> None:
    ref = a_yes(desk)
    with session():
        m.Request.update(
            kind="student", study="erfgoed", level_followed="bachelor", hours_per_week=30.4,
            period_start=date(2026, 3, 9), period_end=date(2026, 4, 17), school=m.School.get(),
        ).execute()  # fmt: skip

    made = placements.agree(desk, ref, by="els")

    assert made.ref == "P2026-0001"
    assert (made.applicant, made.applicant_email) == ("Nora Willems", "nora@student.example")
    assert (made.department, made.directorate, made.school) == ("musea", "Vrije tijd", "AP Hogeschool")
    assert (made.kind, made.legal_form, made.study) == ("student", "school_agreement", "erfgoed")
    assert (made.planned_start, made.planned_end) == (date(2026, 3, 9), date(2026, 4, 17))
    assert (made.days_per_week, made.weeks_planned, made.weeks_actual) == (4.0, 6.0, None)
    assert (made.status, made.route, made.request, made.missing) == (
        "planned",
        "mailbox",
        ref,
        ("compensation",),
    )


def test_the_request_ends_as_placed_in_the_same_step_and_undo_takes_both_back(desk: Desk) -> None:
    ref = a_yes(desk)

    placements.agree(desk, ref, by="els")
    with session():
        assert m.Request.get().outcome == "placed"
        assert sound(desk)
    undo.undo(desk, by="els")

    with session():
        assert m.Request.get().status == "offered"
        tables = (m.Placement, m.PlacementPeriod, m.Agreement, m.Signature, m.ChecklistItem)
        assert [table.select().count() for table in tables] == [0] * 5


def test_closing_as_placed_is_the_same_way(desk: Desk) -> None:
    ref = a_yes(desk)

    triage.close(desk, ref, "placed", by="els")

    shown = placement_rows.row(desk, "P2026-0001")
    assert (shown.request, shown.kind, shown.planned_start) == (ref, None, None)
    assert shown.missing[:3] == ("kind", "planned_start", "planned_end")


def test_a_request_is_only_taken_up_again_when_its_placement_was_called_off(desk: Desk) -> None:
    ref = a_yes(desk)
    placements.agree(desk, ref, NORA, by="els")

    with pytest.raises(errors.Refused, match="P2026-0001; call that off first"):
        triage.reopen(desk, ref, by="els")
    placement_course.cancel(desk, "P2026-0001", by="els", ended_by="applicant", reason="found_elsewhere")

    assert triage.reopen(desk, ref, by="els").status == "triage"
    assert sound(desk)


def test_a_department_arranges_one_itself(desk: Desk) -> None:
    made = placements.arrange(desk, NORA, by="els")

    assert (made.route, made.request, made.status) == ("department", None, "planned")
    assert sound(desk)


def test_the_same_address_is_the_same_person(desk: Desk) -> None:
    first = placements.arrange(desk, NORA, by="els")
    again = replace(NORA, email="Nora@Student.example", department="sport")
    placements.arrange(desk, again, by="els")

    with session():
        assert m.Applicant.select().count() == 1
    page = placement_rows.page(desk, first.ref)
    assert [other.department for other in page.others] == ["sport"]


def test_an_overlap_is_warned_about_and_not_refused(desk: Desk) -> None:
    placements.arrange(desk, NORA, by="els")

    said = placements.warnings(desk, replace(NORA, department="sport"))

    assert said[0] == "The same person is at P2026-0001 on some of these days."
    assert placements.warnings(desk, NORA, "P2026-0001") == said[1:]


def test_a_name_without_address_is_only_mentioned(desk: Desk) -> None:
    placements.arrange(desk, NORA, by="els")

    (said, _late) = placements.warnings(desk, replace(NORA, email=""))

    assert said == "Somebody of this name is known, without this address: P2026-0001."


def test_papers_that_should_have_begun_are_mentioned(desk: Desk) -> None:
    later = replace(NORA, blocks=(Block(date(2026, 4, 6), date(2026, 6, 5)),))

    assert "should have begun on 2026-02-09" in placements.warnings(desk, NORA)[0]
    assert placements.warnings(desk, later) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"applicant": " "}, "needs the name", id="no name"),
        pytest.param({"department": "maan"}, "no department maan", id="no department"),
        pytest.param({"school": "maan"}, "no school maan", id="no school"),
        pytest.param({"kind": "maan"}, "maan is none of: pupil", id="no kind"),
        pytest.param({"email": "nora"}, "nora is no mail address", id="no address"),
        pytest.param({"days_per_week": 8}, "between 0 and 7", id="eight days a week"),
        pytest.param({"blocks": (Block(date(2026, 5, 2), date(2026, 5, 1)),)}, "is before", id="backward"),
        pytest.param({"blocks": (Block(date(202, 5, 2), date(2026, 5, 1)),)}, "be meant", id="the year 202"),
        pytest.param({"place": 7}, "no place 7", id="no such place"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(desk: Desk, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(errors.StagedeskError, match=said):
        placements.arrange(desk, replace(NORA, **changed), by="els")

    with session():
        assert m.Placement.select().count() == 0


def test_it_starts_and_ends_on_its_days(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(7)
    assert "confirm_start" in placement_rows.row(desk, ref).attention

    started = placement_course.start(desk, ref, by="els")
    now.pass_days(39)
    before = placement_rows.row(desk, ref)
    now.pass_days(1)
    after = placement_rows.row(desk, ref)
    ended = placement_course.end(desk, ref, by="els")

    assert (started.status, started.started_on, started.weeks_actual) == ("started", date(2026, 3, 9), 6.0)
    assert ("confirm_end" in before.attention, "confirm_end" in after.attention) == (False, True)
    assert (ended.status, ended.ended_on) == ("completed", date(2026, 4, 17))
    assert sound(desk)


def test_a_start_without_a_signed_agreement_is_shown_until_everybody_signed(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(7)

    assert "unsigned" in placement_course.start(desk, ref, by="els").attention
    for party in ("city", "school"):
        assert "unsigned" in checklists.sign(desk, ref, party, by="els").attention
    last = checklists.sign(desk, ref, "applicant", by="els", on=date(2026, 3, 8))

    assert "unsigned" not in last.attention
    (agreement,) = placement_rows.page(desk, ref).agreements
    assert agreement.complete_on == date(2026, 3, 9)
    assert sound(desk)


def test_an_early_end_says_by_whom_and_why(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(14)
    placement_course.start(desk, ref, by="els")

    with pytest.raises(errors.UsageError, match="Say why, one of: other_plans"):
        placement_course.end(desk, ref, date(2026, 3, 13), by="els")
    with pytest.raises(errors.UsageError, match="Say by whom"):
        placement_course.end(desk, ref, date(2026, 3, 13), by="els", reason="no_match")
    ended = placement_course.end(desk, ref, date(2026, 3, 13), by="els", ended_by="school", reason="no_match")

    assert (ended.status, ended.ended_by, ended.ended_reason) == ("stopped_early", "school", "no_match")
    assert (ended.weeks_planned, ended.weeks_actual) == (6.0, 1.0)
    assert sound(desk)


def test_who_is_planned_until_sunday_is_done_on_friday(desk: Desk, now: Clock) -> None:
    until_sunday = replace(NORA, blocks=(Block(date(2026, 2, 2), date(2026, 3, 1)),))
    ref = placements.arrange(desk, until_sunday, by="els").ref
    placement_course.start(desk, ref, by="els")

    assert placement_course.end(desk, ref, date(2026, 2, 27), by="els").status == "completed"


def test_an_interruption_after_the_start_shortens_only_what_really_was(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(14)
    placement_course.start(desk, ref, by="els")

    away = placement_course.interrupt(desk, ref, date(2026, 3, 16), by="els")
    back = placement_course.resume(desk, ref, date(2026, 3, 23), by="els")

    assert (away.status, away.weeks_planned, away.weeks_actual) == ("interrupted", 6.0, 1.0)
    assert (back.status, back.weeks_planned, back.weeks_actual) == ("interrupted", 6.0, 5.0)
    now.pass_days(7)
    assert placement_rows.row(desk, ref).status == "started"
    assert sound(desk)


def test_an_interruption_before_the_start_is_part_of_the_plan(desk: Desk) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref

    planned = placement_course.interrupt(desk, ref, date(2026, 4, 6), date(2026, 4, 19), by="els")

    assert planned.weeks_planned == 4.0


def test_an_extension_is_the_same_placement_within_sixty_days(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(7)
    placement_course.start(desk, ref, by="els")

    longer = placement_course.extend(desk, ref, date(2026, 5, 1), by="els")

    assert (longer.ref, longer.planned_end) == (ref, date(2026, 5, 1))
    assert (longer.weeks_planned, longer.weeks_actual) == (6.0, 8.0)
    assert sound(desk)


def test_an_extension_after_more_than_sixty_days_is_a_new_placement_that_follows(desk: Desk) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref

    new = placement_course.extend(desk, ref, date(2026, 9, 30), first=date(2026, 9, 1), by="els")

    assert (new.ref, new.applicant, new.planned_start) == ("P2026-0002", "Nora Willems", date(2026, 9, 1))
    with session():
        assert m.Placement.get(m.Placement.reference == new.ref).extends.reference == ref
    assert sound(desk)


def test_more_days_after_the_end_take_the_placement_up_again(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(60)
    placement_course.start(desk, ref, by="els")
    placement_course.end(desk, ref, by="els")

    again = placement_course.extend(desk, ref, date(2026, 5, 29), by="els")

    assert (again.ref, again.status, again.ended_on) == (ref, "started", None)


def ended(desk: Desk, now: Clock) -> str:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(60)
    placement_course.start(desk, ref, by="els")
    placement_course.end(desk, ref, by="els")
    return ref


def cancelled(desk: Desk, _now: Clock) -> str:
    ref = placements.arrange(desk, NORA, by="els").ref
    placement_course.cancel(desk, ref, by="els", ended_by="city", reason="no_mentor")
    return ref


def planned(desk: Desk, _now: Clock) -> str:
    return placements.arrange(desk, NORA, by="els").ref


c = placement_course


@pytest.mark.parametrize(
    ("stage", "step", "said"),
    [
        pytest.param(ended, lambda d, r: c.start(d, r, by="els"), "started on", id="start after the end"),
        pytest.param(ended, lambda d, r: c.end(d, r, by="els"), "ended on", id="end twice"),
        pytest.param(ended, lambda d, r: c.no_show(d, r, by="els"), "started on", id="no show after the end"),
        pytest.param(
            ended,
            lambda d, r: c.interrupt(d, r, date(2026, 3, 16), by="els"),
            "ended on",
            id="interrupt after the end",
        ),
        pytest.param(cancelled, lambda d, r: c.start(d, r, by="els"), "is over", id="start what is off"),
        pytest.param(planned, lambda d, r: c.end(d, r, by="els"), "not started", id="end before the start"),
        pytest.param(
            planned, lambda d, r: c.no_show(d, r, by="els"), "only starts on", id="no show too early"
        ),
        pytest.param(planned, lambda d, r: c.resume(d, r, by="els"), "not interrupted", id="resume"),
        pytest.param(
            planned, lambda d, r: c.start(d, r, date(2026, 3, 9), by="els"), "still to come", id="to come"
        ),
        pytest.param(
            planned,
            lambda d, r: c.extend(d, r, date(2026, 4, 17), first=date(2026, 4, 10), by="els"),
            "is not after",
            id="extend to the inside",
        ),
        pytest.param(
            planned,
            lambda d, r: c.interrupt(d, r, date(2026, 7, 1), date(2026, 7, 3), by="els"),
            "not running",
            id="interrupt after the last day",
        ),
        pytest.param(
            planned,
            lambda d, r: c.start(d, r, date(2026, 3, 2), by="els", seen_version=0),
            "Els changed",
            id="seen in another version",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    desk: Desk, now: Clock, stage: Callable[..., str], step: Callable[..., object], said: str
) -> None:
    ref = stage(desk, now)

    with pytest.raises(errors.StagedeskError, match=said):
        step(desk, ref)


def test_who_never_came_is_no_show(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(8)

    assert placement_course.no_show(desk, ref, by="els").status == "no_show"
    assert sound(desk)


def test_a_correction_moves_the_days_of_the_papers(desk: Desk) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    later = Block(date(2026, 5, 4), date(2026, 6, 12))

    placements.change(desk, ref, replace(placements.plan_of(ref), blocks=(later,), mentor="Ann"), by="els")

    page = placement_rows.page(desk, ref)
    assert (page.placement.planned_start, page.placement.mentor, page.blocks) == (
        later.first,
        "Ann",
        (later,),
    )
    due = {item.document: item.due_on for item in page.checklist}
    assert (due["agreement"], due["evaluation"]) == (date(2026, 4, 17), date(2026, 6, 26))
    assert sound(desk)


def test_another_kind_asks_for_other_papers_and_keeps_what_was_done(desk: Desk) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    checklists.mark(desk, ref, "risk_analysis", "checked", by="els")

    placements.change(desk, ref, replace(placements.plan_of(ref), kind="bis"), by="els")

    page = placement_rows.page(desk, ref)
    assert page.placement.legal_form == "bis"
    assert [agreement.legal_form for agreement in page.agreements] == ["bis"]
    states = {item.document: item.state for item in page.checklist}
    assert (states["risk_analysis"], "workstation_card" in states) == ("checked", False)
    undo.undo(desk, by="els")
    assert placement_rows.row(desk, ref).kind == "student"
    assert sound(desk)


def test_a_correction_that_changes_nothing_leaves_no_step(desk: Desk) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    before = placement_rows.row(desk, ref).version

    placements.change(desk, ref, placements.plan_of(ref), by="els")

    assert placement_rows.row(desk, ref).version == before


def test_everything_that_happens_is_undone_step_by_step(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(30)
    steps: list[Callable[[], object]] = [
        lambda: checklists.mark(desk, ref, "criminal_record", "checked", by="els"),
        lambda: checklists.mark(desk, ref, "agreement", "asked", by="els"),
        lambda: checklists.sign(desk, ref, "school", by="els"),
        lambda: checklists.mark(desk, ref, "agreement", "signed", by="els"),
        lambda: placement_course.start(desk, ref, by="els"),
        lambda: placement_course.interrupt(desk, ref, date(2026, 3, 30), by="els"),
        lambda: placement_course.resume(desk, ref, by="els"),
        lambda: placement_course.extend(desk, ref, date(2026, 4, 30), by="els"),
        lambda: placement_course.end(desk, ref, by="els", ended_by="city", reason="hired"),
    ]
    pages = []
    for step in steps:
        pages.append(_shown(desk, ref))
        step()

    for page in reversed(pages):
        undo.undo(desk, by="els")
        assert _shown(desk, ref) == page
    assert sound(desk)


def _shown(desk: Desk, ref: str) -> object:
    page = placement_rows.page(desk, ref)
    return replace(page, events=(), placement=replace(page.placement, version=0))


def test_every_step_is_told_in_words(desk: Desk, now: Clock) -> None:
    ref = placements.arrange(desk, NORA, by="els").ref
    now.pass_days(30)
    checklists.mark(desk, ref, "risk_analysis", "checked", by="els")
    placement_course.start(desk, ref, by="els")
    placement_course.end(desk, ref, by="els", ended_by="city", reason="hired")

    events = placement_rows.page(desk, ref).events
    assert [event_words.event_words(each.kind, each.values) for each in events] == [
        "placement registered at musea",
        "risk analysis: seen, in order",
        "started on 2026-03-09",
        "ended on 2026-04-01",
    ]


def test_two_people_do_not_overwrite_each_other(desk: Desk) -> None:
    ref = a_placement(desk)
    seen = placement_rows.row(desk, ref).version
    plan = placements.plan_of(ref)
    placements.change(desk, ref, replace(plan, mentor="Ann"), by="karim", seen_version=seen)

    with pytest.raises(errors.StaleRequest, match="Karim changed P2026-0001"):
        placements.change(desk, ref, replace(plan, mentor="Bo"), by="els", seen_version=seen)
