"""Around placements: lists, who is where, introduction days, hiring, schools, lists that come by mail."""

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from peewee import fn

from builders import Clock, a_placement, received
from messy_list import messy
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measures import Block
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.city import schools
from stagedesk.services.clock import calls
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.importing import arranged
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.services.register import (
    checklists,
    hires,
    introduction,
    placement_course,
    placement_lists,
    placements,
    whereabouts,
)
from stagedesk.services.register.placement_lists import Filter, PlacementList, View

TODAY = date(2026, 3, 2)


def around(start: int, end: int) -> tuple[Block, ...]:
    """A block from so many days after today until so many."""
    return (Block(TODAY + timedelta(days=start), TODAY + timedelta(days=end)),)


def running(desk: Desk, name: str = "Nora", **changed: object) -> str:
    values = {"email": f"{name.lower()}@student.example", "applicant": name, "blocks": around(-28, 28)}
    ref = a_placement(desk, **(values | changed))
    placement_course.start(desk, ref, by="els")
    return ref


def over(desk: Desk, now: Clock, name: str = "Nora", **changed: object) -> str:
    ref = running(desk, name, **changed)
    now.pass_days(29)
    placement_course.end(desk, ref, by="els")
    return ref


def shown(desk: Desk, view: View, only: Filter | None = None) -> list[str]:
    found = PlacementList(desk, view, only)
    total = found.count()
    rows = found.page(0, 100)
    assert total == len(rows)
    assert [found.find(row.key) for row in rows] == list(range(len(rows)))
    assert found.present([row.key for row in rows]) == {row.key for row in rows}
    assert [row.id for row in found.rows([row.key for row in rows])] == [row.id for row in rows]
    return [row.applicant for row in rows]


def test_every_view_holds_its_placements(desk: Desk) -> None:
    running(desk, "Runs")
    signed = running(desk, "Ends", blocks=around(-60, 10), compensation="no", level_followed="bachelor")
    checklists.mark(desk, signed, "agreement", "signed", by="els")
    a_placement(desk, applicant="Starts", email="s@student.example", blocks=around(7, 90))
    a_placement(
        desk, applicant="Later", email="l@student.example", blocks=around(120, 190), department="sport"
    )
    a_placement(desk, applicant="Late", email="t@student.example", blocks=around(-1, 60), kind="taster")
    a_placement(desk, applicant="Nothing", email="n@student.example", blocks=(), kind=None)
    off = a_placement(desk, applicant="Off", email="o@student.example")
    placement_course.cancel(desk, off, by="els", ended_by="city", reason="no_mentor")

    assert shown(desk, "running") == ["Runs", "Ends"]
    assert shown(desk, "starting") == ["Late", "Starts"]
    assert shown(desk, "ending") == ["Ends", "Runs"]
    assert shown(desk, "unsigned") == ["Runs"]
    assert set(shown(desk, "todo")) == {"Runs", "Late", "Ends", "Starts"}
    assert "Ends" not in shown(desk, "incomplete")
    assert "Nothing" in shown(desk, "incomplete")
    assert len(shown(desk, "all")) == 7
    assert shown(desk, "over") == []
    assert shown(desk, "all", Filter(department="sport")) == ["Later"]
    assert shown(desk, "all", Filter(name="noth")) == ["Nothing"]
    assert len(shown(desk, "all", Filter(year=2026))) == 6
    assert placement_lists.counts(desk)["running"] == 2


def there(desk: Desk, day: date) -> dict[str, tuple[bool, bool]]:
    """Who is there on a day: certain, away."""
    return {
        each.placement.applicant: (each.is_certain, each.is_away)
        for group in whereabouts.on(desk, day)
        for each in group.people
    }


def test_who_is_where_by_what_was_confirmed_and_what_is_planned(desk: Desk) -> None:
    ref = running(desk, "Runs")
    running(desk, "Blocks", blocks=(*around(-28, -7), *around(7, 28)))
    a_placement(desk, applicant="Planned", email="p@student.example", blocks=around(-7, 28))
    placement_course.interrupt(desk, ref, TODAY + timedelta(days=1), TODAY + timedelta(days=3), by="els")

    assert there(desk, TODAY) == {"Blocks": (True, True), "Planned": (False, False), "Runs": (True, False)}
    assert there(desk, TODAY - timedelta(days=5)) == {"Blocks": (True, True), "Runs": (True, False)}
    assert there(desk, TODAY + timedelta(days=2))["Runs"] == (True, True)
    assert there(desk, TODAY + timedelta(days=10))["Blocks"] == (True, False)
    assert there(desk, TODAY + timedelta(days=40)) == {}


def test_whoever_is_not_confirmed_to_be_gone_is_shown_as_not_certain(desk: Desk, now: Clock) -> None:
    running(desk, "Runs")
    now.pass_days(40)

    assert there(desk, desk.today()) == {"Runs": (False, False)}


def test_an_introduction_day_invites_who_started_since_the_last_one(desk: Desk, now: Clock) -> None:
    day = TODAY + timedelta(days=10)
    running(desk, "First")
    silent = running(desk, "Silent", email="")
    a_placement(desk, applicant="Soon", email="s@student.example", blocks=around(8, 60))
    a_placement(desk, applicant="Later", email="l@student.example", blocks=around(30, 60))
    introduction.plan(desk, day, by="els", location="Stadhuis, zaal 1")

    invited, without_mail = introduction.invite(desk, day, by="els")

    assert (len(invited), without_mail) == (3, (silent,))
    with session():
        o, e = m.Outgoing, m.Enclosure
        query = o.select(o.recipients, m.Raw.bytes).join(e, on=(e.outgoing == o.id)).join(m.Raw)
        letters = dict(m.tuples(query))
    assert set(letters) == {"first@student.example", "s@student.example"}
    calendar = bytes(letters["s@student.example"]).decode()
    assert "DTSTART:20260312T083000Z" in calendar
    assert "LOCATION:Stadhuis\\, zaal 1" in calendar
    assert introduction.to_invite(desk, day) == ()
    assert check.check(desk) == []

    introduction.attended(desk, day, invited[0], True, by="els")
    assert sorted(str(guest.attended) for guest in introduction.guests(desk, day)) == ["None", "None", "True"]
    (row,) = introduction.days()
    assert (row.invited, row.attended, row.starts) == (3, 1, "09:30")
    now.pass_days(40)
    assert [each.applicant for each in introduction.to_invite(desk, TODAY + timedelta(days=45))] == ["Later"]
    assert outbox.flush(desk) == 2
    assert check.check(desk) == []


def test_invitations_are_taken_back_together(desk: Desk) -> None:
    running(desk)
    introduction.plan(desk, TODAY, by="els")
    introduction.invite(desk, TODAY, by="els")

    undo.undo(desk, by="els")

    with session():
        assert (m.Guest.select().count(), m.Outgoing.select().count()) == (0, 0)
    assert check.check(desk) == []


def test_whoever_is_invited_hears_once_of_other_hours_or_another_place(desk: Desk, now: Clock) -> None:
    day = TODAY + timedelta(days=10)
    running(desk, "First")
    gone = running(desk, "Gone")
    running(desk, "Silent", email="")
    introduction.plan(desk, day, by="els")
    introduction.invite(desk, day, by="els")
    placement_course.end(desk, gone, TODAY, by="els", ended_by="applicant", reason="other_plans")
    now.pass_time(minutes=5)
    outbox.flush(desk)

    introduction.plan(desk, day, by="els")  # nothing is different
    introduction.plan(desk, day, by="els", starts="13:00", ends="15:00", location="museum")

    with session():
        held = list(m.Outgoing.select().where(m.Outgoing.state == "held"))
        calendar = bytes(m.Enclosure.get(m.Enclosure.outgoing == held[0]).content.bytes).decode()
    assert [letter.recipients for letter in held] == ["first@student.example"]
    assert "13:00 – 15:00\nWaar: museum" in held[0].body
    assert "SEQUENCE:" in calendar
    undo.undo(desk, by="els")
    assert (introduction.days()[0].starts, outbox.flush(desk)) == ("09:30", 0)
    introduction.plan(desk, day, by="els", starts="13:00", ends="15:00", letter=False)
    now.pass_days(20)
    introduction.plan(desk, day, by="els", starts="10:00", ends="15:00")  # over
    assert outbox.flush(desk) == 0
    assert check.check(desk) == []


@pytest.mark.parametrize("hours", [("12:00", "09:30"), ("9:30", "12:00"), ("gek", "12:00")])
def test_hours_that_cannot_be_meant_are_refused(desk: Desk, hours: tuple[str, str]) -> None:
    with pytest.raises(errors.UsageError, match="Write the hours"):
        introduction.plan(desk, TODAY, by="els", starts=hours[0], ends=hours[1])


def test_hiring_is_asked_at_six_twelve_and_twenty_four_months(desk: Desk, now: Clock) -> None:
    ref = over(desk, now)
    over(desk, now, "Taster", kind="taster")
    asked = []
    for _half_year in range(7):
        now.pass_days(184)
        asked.append([task.months for task in hires.due(desk)])
        if hires.due(desk):
            hires.record(desk, ref, "unknown", by="els")

    assert asked == [[6], [12], [], [24], [], [], []]
    assert check.check(desk) == []


def test_who_is_hired_is_not_asked_about_again(desk: Desk, now: Clock) -> None:
    ref = over(desk, now)
    now.pass_days(400)
    assert [(task.placement, task.months) for task in hires.due(desk)] == [(ref, 12)]
    assert shown(desk, "hire") == ["Nora"]

    hires.record(desk, ref, "yes", by="els", contract_start=date(2026, 9, 1), contract_type="tijdelijk")

    now.pass_days(400)
    assert hires.due(desk) == ()
    with session():
        hired = m.Hire.get()
        assert (hired.months, hired.contract_start, hired.contract_type) == (
            12,
            date(2026, 9, 1),
            "tijdelijk",
        )
    undo.undo(desk, by="els")
    assert [task.months for task in hires.due(desk)] == [24]


def test_a_contract_has_its_first_day(desk: Desk, now: Clock) -> None:
    ref = over(desk, now)

    with pytest.raises(errors.UsageError, match="first day of the contract"):
        hires.record(desk, ref, "yes", by="els")
    with pytest.raises(errors.UsageError, match="none of: yes, no, unknown"):
        hires.record(desk, ref, "perhaps", by="els")


def test_what_was_promised_to_a_school_year_by_year(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    open_one = received(desk, sender="Anna <anna@student.example>")
    with session():
        m.Request.update(school=m.School.get()).execute()
    referrals.route(desk, ref, "musea", by="els")
    referrals.answer(desk, ref, "yes", by="els")
    placements.agree(
        desk, ref, replace(placements.draft(ref), kind="student", blocks=around(0, 60)), by="els"
    )
    a_placement(desk, applicant="Old", email="o@student.example", school="ap", blocks=around(-300, -200))

    page = schools.page(desk, "AP hogeschool")

    assert (page.school.code, page.school.city) == ("ap", "Antwerpen")
    assert [(y.year, y.requests, y.placed, y.placements, y.started) for y in page.years] == [
        (2026, 2, 1, 1, 0), (2025, 0, 0, 1, 0),
    ]  # fmt: skip
    assert [request.ref for request in page.open_requests] == [open_one]
    assert [placement.applicant for placement in page.placements] == ["Nora Willems", "Old"]
    assert [row.code for row in schools.listed()] == ["ap"]
    with pytest.raises(errors.NotFound):
        schools.page(desk, "maan")


def a_list_by_mail(desk: Desk, sender: str, answers: str = "", listed: bytes = b"") -> int:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "stage@stad.example", "Onze stages van 2025"
    mail["Message-ID"] = "<lijst@stad.example>"
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    mail.set_content("Hierbij onze lijst.\n")
    content, name = (listed, "Stages 2025.csv") if listed else (messy(12), "Stages 2025.XLSX")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    mail.add_attachment(b"logo", maintype="image", subtype="png", filename="logo.png")
    intake.take_in(desk, [SourceMail("test", "lijst", mail.as_bytes())])
    with session():
        return m.tuples(m.Message.select(fn.max(m.Message.id)))[0][0]


def offered(desk: Desk) -> list[tuple[str, str]]:
    return [(found.name, found.department) for found in arranged.waiting(desk)]


def test_a_list_that_came_by_mail_is_offered_and_taken_over(desk: Desk) -> None:
    message = a_list_by_mail(desk, "Musea <musea@stad.example>")

    (found,) = arranged.waiting(desk)
    seen = arranged.preview(desk, message, found.position)
    done = arranged.take_over(desk, message, found.position, by="els", covers=2025)

    assert (found.name, found.department, found.sender) == ("Stages 2025.XLSX", "musea", "Musea")
    assert len(seen.new) == len(done.written) == 12
    assert offered(desk) == []
    assert requests.row(found.request).outcome == "out_of_scope"
    assert check.check(desk) == []
    undo.undo(desk, by="els")
    with session():
        assert m.Placement.select().count() == 0
    assert requests.row(found.request).is_open
    assert offered(desk) == [("Stages 2025.XLSX", "musea")]
    assert check.check(desk) == []


def test_a_list_that_is_declined_is_not_offered_again_unless_that_is_undone(desk: Desk) -> None:
    message = a_list_by_mail(desk, "Musea <musea@stad.example>")
    (found,) = arranged.waiting(desk)

    arranged.decline(desk, message, found.position, by="els")

    assert offered(desk) == []
    assert requests.row(found.request).is_open
    undo.undo(desk, by="els")
    assert offered(desk) == [("Stages 2025.XLSX", "musea")]
    with session():
        undone = m.tuples(m.Event.select(fn.max(m.Event.id)))[0][0]
    undo.undo(desk, by="els", event=undone)
    assert offered(desk) == []
    assert check.check(desk) == []


def test_a_list_on_a_request_that_goes_on_leaves_it_open(desk: Desk) -> None:
    message = a_list_by_mail(desk, "Musea <musea@stad.example>")
    (found,) = arranged.waiting(desk)
    triage.snooze(desk, found.request, TODAY + timedelta(days=7), by="els")

    arranged.take_over(desk, message, found.position, by="els")

    assert requests.row(found.request).is_open
    assert offered(desk) == []


def test_what_was_dealt_with_stays_so_when_the_mail_moves(desk: Desk) -> None:
    message = a_list_by_mail(desk, "Musea <musea@stad.example>")
    (found,) = arranged.waiting(desk)
    arranged.decline(desk, message, found.position, by="els")
    other = received(desk)

    triage.link(desk, found.request, other, by="els")

    assert offered(desk) == []
    assert check.check(desk) == []


def test_an_answer_to_the_yearly_question_is_of_whoever_was_asked(desk: Desk) -> None:
    calls.call_for_arranged(desk, 2025, by="els")
    with session():
        letter = m.Outgoing.get(m.Outgoing.recipients == "musea@stad.example").mail_id
    a_list_by_mail(desk, "Ann <ann@privaat.example>", answers=letter)

    assert offered(desk) == [("Stages 2025.XLSX", "musea")]


def test_a_list_of_a_stranger_has_no_department_and_is_not_offered(desk: Desk) -> None:
    message = a_list_by_mail(desk, "Iemand <iemand@elders.example>")

    assert [found.department for found in arranged.of_message(desk, message)] == [""]
    assert offered(desk) == []
    with pytest.raises(errors.NotFound):
        arranged.preview(desk, message, 1)


def test_a_request_that_is_placed_can_be_noted_but_not_reopened(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.answer(desk, ref, "yes", by="els")
    triage.close(desk, ref, "placed", by="els")

    assert triage.note(desk, ref, "Belde.", by="els").outcome == "placed"
    with pytest.raises(errors.Refused, match="call that off first"):
        triage.reopen(desk, ref, by="els")


def test_a_list_with_bad_lines_stays_offered_until_it_is_put_aside(desk: Desk) -> None:
    listed = b"naam;van;tot\nNora;1/9/2025;5/9/2025\nTom;?;?\n"
    message = a_list_by_mail(desk, "Musea <musea@stad.example>", listed=listed)
    (found,) = arranged.waiting(desk)

    arranged.take_over(desk, message, found.position, by="els", good_rows=True)

    assert requests.row(found.request).is_open
    assert offered(desk) == [("Stages 2025.csv", "musea")]
    arranged.decline(desk, message, found.position, by="els")
    assert offered(desk) == []
    assert check.check(desk) == []
