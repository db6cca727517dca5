"""Open requests go from one person to another, with a note, as one, and back by one undo."""

from datetime import date, timedelta

import pytest

from builders import Clock, received
from services.test_undo import everything
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.city import staffing
from stagedesk.services.clock import followup
from stagedesk.services.deciding import handover, requests, triage
from stagedesk.services.deciding.handover import Notes
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo


def routed(desk: Desk, department: str = "musea", *, by: str = "els") -> str:
    ref = received(desk)
    referrals.route(desk, ref, department, by=by)
    return ref


def release(desk: Desk) -> int:
    return followup.chase(desk).released


def owners(*refs: str) -> list[str | None]:
    return [requests.row(ref).owner for ref in refs]


def last_said(desk: Desk, ref: str) -> dict[str, object]:
    return dict(requests.page(desk, ref).events[-1].values)


def test_a_request_is_handed_over_with_a_note(desk: Desk) -> None:
    ref = routed(desk)

    row = handover.hand_over(desk, ref, "karim", by="els", note="Haar leerkracht belt maandag.")

    assert (row.owner, row.status, row.due_on) == ("karim", "routed", date(2026, 3, 16))
    said = {"from": "els", "to": "karim", "text": "Haar leerkracht belt maandag."}
    assert last_said(desk, ref) == said


def test_a_request_is_taken_over_and_given_back_by_undo(desk: Desk) -> None:
    ref = routed(desk)
    before = everything(desk)

    assert handover.take_over(desk, ref, by="karim").owner == "karim"
    undo.undo(desk, by="karim")

    assert everything(desk) == before


def test_of_two_who_take_it_at_once_the_second_hears_who_was_first(desk: Desk) -> None:
    seen = requests.row(received(desk))
    handover.take_over(desk, seen.ref, by="els", seen_version=seen.version)

    said = "Els changed 2026-0001 in the meantime: taken over from desk"
    with pytest.raises(errors.StaleRequest, match=said):
        handover.take_over(desk, seen.ref, by="karim", seen_version=seen.version)

    assert owners(seen.ref) == ["els"]


def test_all_of_a_person_go_to_another_and_come_back_by_one_undo_after_a_restart(
    desk: Desk, now: Clock
) -> None:
    mine = [routed(desk), routed(desk, "sport")]
    other = routed(desk, by="karim")
    before = everything(desk)

    rows = handover.hand_over_all(desk, "els", "karim", by="mieke", notes=Notes("Els is op reis."))

    assert [(row.ref, row.owner) for row in rows] == [(ref, "karim") for ref in mine]
    assert last_said(desk, mine[1])["text"] == "Els is op reis."
    again = setup.open_desk(desk.settings, now)
    assert undo.undo(again, by="mieke") == mine
    assert everything(desk) == before
    assert owners(other) == ["karim"]


def test_a_note_can_be_about_one_of_them(desk: Desk) -> None:
    first, second = routed(desk), routed(desk)
    notes = Notes.parse([f"{first}: wacht op haar cv", "Veel succes!"])

    handover.hand_over_all(desk, "els", "karim", by="els", notes=notes)

    assert last_said(desk, first)["text"] == "wacht op haar cv\nVeel succes!"
    assert last_said(desk, second)["text"] == "Veel succes!"


def test_the_queue_of_a_department_goes_over_whoever_owns_it(desk: Desk) -> None:
    mine, his, elsewhere = routed(desk), routed(desk, by="karim"), routed(desk, "sport")
    asked = received(desk)
    triage.ask(desk, asked, "Welke school?", by="els")

    rows = handover.hand_over_all(desk, handover.ANYBODY, "mieke", department="Musea", by="mieke")

    assert [row.ref for row in rows] == [mine, his]
    assert owners(elsewhere, asked) == ["els", "els"]


def test_a_dry_run_tells_and_changes_nothing(desk: Desk) -> None:
    ref = routed(desk)
    before = everything(desk)

    rows = handover.hand_over_all(desk, "els", "karim", by="els", dry_run=True)

    assert [row.ref for row in rows] == [ref]
    assert everything(desk) == before


@pytest.mark.parametrize(
    ("of", "to", "refs", "error"),
    [
        ("els", "els", (), "Both are Els"),
        ("els", "nobody", (), "nobody"),
        ("els", "bart", (), "does not decide about requests"),
        ("karim", "mieke", (), "no open request"),
        ("karim", "mieke", ("2026-0001",), "belongs to Els, not to Karim"),
        ("anybody", "mieke", (), "Say which"),
        ("anybody", "els", ("2026-0001",), "belongs to Els already"),
        ("anybody", "mieke", ("2026-0002",), "is closed"),
        ("anybody", "mieke", ("2026-0001", "2026-0099"), "2026-0099"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_whole(
    desk: Desk, of: str, to: str, refs: tuple[str, ...], error: str
) -> None:
    routed(desk)
    triage.close(desk, received(desk), "redirected", by="els")
    with transaction():
        m.Staff.create(code="bart", name="Bart", role="reader")
    before = everything(desk)

    with pytest.raises(errors.StagedeskError, match=error):
        handover.hand_over_all(desk, of, to, by="els", refs=refs)

    assert everything(desk) == before


# Leaving -----------------------------------------------------------------------------------------


def test_who_leaves_hands_over_in_the_same_step_and_comes_back_by_undo(desk: Desk) -> None:
    refs = [routed(desk), routed(desk, "sport")]
    before = everything(desk)

    rows = staffing.leave(desk, "els", to="karim", by="mieke", note="Tot ziens.")

    assert [row.owner for row in rows] == ["karim", "karim"]
    assert check.check(desk) == []
    with pytest.raises(errors.Refused, match="Els left on 2026-03-02"):
        triage.note(desk, refs[0], "Nog iets.", by="els")
    assert undo.undo(desk, by="mieke") == refs
    assert everything(desk) == before


def test_who_leaves_open_requests_behind_must_name_somebody(desk: Desk) -> None:
    routed(desk)

    with pytest.raises(errors.Refused, match="Els owns 1 open requests; say who"):
        staffing.leave(desk, "els", by="mieke")

    assert staffing.leave(desk, "karim", by="mieke") == []


def test_a_leaving_by_import_is_caught_up_with_by_the_clock(desk: Desk, now: Clock) -> None:
    ref = routed(desk)
    with transaction():
        m.Staff.update(left_on=date(2026, 3, 4)).where(m.Staff.code == "els").execute()
    assert release(desk) == 0
    now.pass_days(2)

    assert release(desk) == 1

    assert owners(ref) == ["desk"]
    assert release(desk) == 0
    assert [each for each in check.check(desk) if each.rule == "owner_is_here"] == []


def test_what_is_taken_back_after_its_owner_left_is_whose_who_takes_it_back(desk: Desk) -> None:
    ref = routed(desk)
    triage.close(desk, ref, "redirected", by="karim")
    staffing.leave(desk, "els", by="mieke")

    undo.undo(desk, by="karim")

    assert owners(ref) == ["karim"]
    assert check.check(desk) == []


def test_merging_leaves_the_kept_request_with_owner_and_date(desk: Desk) -> None:
    kept, double = routed(desk), received(desk)
    staffing.leave(desk, "els", to="karim", by="mieke")

    row = triage.link(desk, double, kept, by="karim")

    assert (row.owner, row.due_on) == ("karim", date(2026, 3, 16))
    assert check.check(desk) == []


# A department that was closed --------------------------------------------------------------------


def closes(code: str, day: date) -> None:
    with transaction():
        m.Department.update(valid_to=day).where(m.Department.code == code).execute()


def test_a_closed_department_gives_its_requests_back_on_the_day_after(desk: Desk, now: Clock) -> None:
    ref = routed(desk)
    closes("musea", desk.today())
    assert release(desk) == 0
    now.pass_days(1)

    assert release(desk) == 1

    row, page = requests.row(ref), requests.page(desk, ref)
    assert (row.status, row.waiting_on, row.owner, row.due_on) == ("triage", "desk", "els", date(2026, 3, 6))
    assert row.attention_since is not None
    assert [each.answer for each in page.referrals] == ["withdrawn"]
    assert page.letters == ()
    assert page.events[-1].kind == "department_closed"
    assert release(desk) == 0


def test_where_another_department_is_asked_too_it_has_the_ball(desk: Desk, now: Clock) -> None:
    ref = routed(desk)
    referrals.route(desk, ref, "sport", by="els")
    closes("musea", desk.today() - timedelta(days=1))

    assert release(desk) == 1

    row = requests.row(ref)
    assert (row.status, row.waiting_on, row.department) == ("routed", "department", "sport")


def test_a_question_to_the_applicant_goes_on_without_the_closed_department(desk: Desk) -> None:
    ref = routed(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    closes("musea", desk.today() - timedelta(days=1))

    assert release(desk) == 1

    assert (requests.row(ref).status, requests.row(ref).waiting_on) == ("incomplete", "applicant")


def test_a_department_that_is_asked_long_after_it_closed_is_named_by_check(desk: Desk) -> None:
    routed(desk)
    closes("musea", desk.today() - timedelta(days=11))

    with session():
        assert [each.rule for each in check.check(desk)] == ["asks_who_is_there"]


def test_what_the_clock_took_back_can_be_given_again_for_the_day(desk: Desk, now: Clock) -> None:
    ref = routed(desk)
    closes("musea", desk.today())
    now.pass_days(1)
    before = everything(desk)
    release(desk)

    undo.undo(desk, by="els", event=requests.page(desk, ref).events[-1].id)

    assert release(desk) == 0
    now.pass_days(1)
    assert release(desk) == 1
    assert before["request"] != everything(desk)["request"]


def test_on_a_closing_day_the_desk_gets_back_what_nobody_sees_to(desk: Desk, now: Clock) -> None:
    ref = routed(desk)
    closes("musea", desk.today())
    now.pass_days(5)  # Saturday

    assert release(desk) == 1
    assert requests.row(ref).waiting_on == "desk"
