"""The inventory of places: what is offered, who might come, what the world reads of it."""

import json
import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playhouse.test_utils import assert_query_count

from builders import Clock, a_placement, received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Letter
from stagedesk.domain.measures import Block
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.clock import calls
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history, undo
from stagedesk.services.mail_out import outbox
from stagedesk.services.register import matching, place_rows, placement_course, placements, places, vacancies
from stagedesk.services.register.places import Offer
from stagedesk.services.statistics import coverage

SUMMER = Block(date(2026, 9, 1), date(2026, 12, 18))
ARCHIVE = Offer(
    department="musea", title="Archief en erfgoed", kind="student", level="bachelor", study="erfgoed",
    tasks="oude foto's beschrijven", period_start=SUMMER.first, period_end=SUMMER.last,
)  # fmt: skip


def a_request(desk: Desk, **values: object) -> str:
    ref = received(desk)
    with history.step(desk, "corrected", by="els") as step:
        step.change(m.Request.get(m.Request.reference == ref), **values)
    return ref


def test_a_place_is_offered_corrected_and_taken_back(desk: Desk) -> None:
    made = places.offer(desk, ARCHIVE, by="els")
    changed = places.change(desk, made.id, replace(places.offer_of(made), slots=2), by="els")
    withdrawn = places.withdraw(desk, made.id, "telework", by="els")

    assert (made.status, made.offered, made.opened_on) == ("open", 1, date(2026, 3, 2))
    assert (changed.offered, changed.title) == (2, "Archief en erfgoed")
    assert (withdrawn.status, withdrawn.withdrawn_reason) == ("withdrawn", "telework")
    for _step in range(3):
        undo.undo(desk, by="els")
    with session():
        assert m.Place.select().count() == 0
    assert check.check(desk) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"department": "maan"}, "no department maan"),
        ({"kind": "maan"}, "maan is none of: pupil"),
        ({"slots": 0}, "at least one slot"),
        ({"period_end": date(2026, 8, 1)}, "is before"),
        ({"paid": "soms"}, "soms is none of: yes"),
    ],
)
def test_an_offer_that_cannot_be_meant_is_refused(desk: Desk, changed: dict, said: str) -> None:
    with pytest.raises(errors.StagedeskError, match=said):
        places.offer(desk, replace(ARCHIVE, **changed), by="els")


def test_a_place_fills_and_is_full(desk: Desk) -> None:
    place = places.offer(desk, replace(ARCHIVE, slots=2), by="els").id
    a_placement(desk, place=place)
    assert place_rows.row(desk, place).status == "partly_filled"
    a_placement(desk, place=place, email="anna@student.example")

    assert place_rows.row(desk, place).status == "filled"
    with pytest.raises(errors.Refused, match="full in that period: 2 at once"):
        a_placement(desk, place=place, email="bram@student.example")
    a_placement(
        desk, place=place, email="bram@student.example", blocks=(Block(date(2027, 2, 1), date(2027, 5, 28)),)
    )
    assert check.check(desk) == []


def test_a_slot_is_free_again_when_a_placement_is_called_off(desk: Desk) -> None:
    place = places.offer(desk, ARCHIVE, by="els").id
    ref = a_placement(desk, place=place)

    placement_course.cancel(desk, ref, by="els", ended_by="applicant", reason="other_plans")
    a_placement(desk, place=place, email="anna@student.example")

    assert place_rows.row(desk, place).filled == 1
    with pytest.raises(errors.Refused, match="is full in that period"):
        undo.undo(desk, by="els", event=_event("placement_cancelled"))
    assert check.check(desk) == []


def _event(kind: str) -> int:
    with session():
        return m.tuples(m.Event.select(m.Event.id).where(m.Event.kind == kind))[0][0]


def test_two_who_want_the_last_slot_at_once_do_not_both_get_it(desk: Desk) -> None:
    place = places.offer(desk, ARCHIVE, by="els").id
    done: list[str] = []

    def take(number: int) -> None:
        try:
            done.append(a_placement(desk, place=place, email=f"nora{number}@student.example"))
        except errors.Refused:
            done.append("full")

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done)[1:] == ["full"] * 3
    assert check.check(desk) == []


def test_a_place_keeps_room_for_who_has_it_and_belongs_to_its_department(desk: Desk) -> None:
    place = places.offer(desk, replace(ARCHIVE, slots=2), by="els").id
    for number in range(2):
        a_placement(desk, place=place, email=f"nora{number}@student.example")

    with pytest.raises(errors.Refused, match="has 2 interns at once"):
        places.change(desk, place, ARCHIVE, by="els")
    with pytest.raises(errors.Refused, match="belongs to another department"):
        a_placement(desk, place=place, department="sport")


def test_a_request_is_matched_to_places_with_why(desk: Desk) -> None:
    good = places.offer(desk, ARCHIVE, by="els").id
    other = places.offer(desk, replace(ARCHIVE, title="Balie", kind="bis", study="", tasks=""), by="els").id
    places.offer(desk, replace(ARCHIVE, period_start=date(2027, 3, 1), period_end=None), by="els")
    ref = a_request(
        desk, kind="student", level_followed="bachelor", study="Erfgoedstudies, archief",
        period_start=SUMMER.first, period_end=SUMMER.last,
    )  # fmt: skip

    found = matching.for_request(desk, ref)

    assert [(match.place.id, match.points) for match in found] == [(good, 10), (other, 3)]
    assert found[0].because == ("words: archief", "student internship", "bachelor", "the days fit")
    assert found[1].but == ("it is for: professional immersion internship (BIS)",)
    assert [match.request.ref for match in matching.for_place(desk, good)] == [ref]


def test_a_full_place_matches_nobody(desk: Desk) -> None:
    place = places.offer(desk, ARCHIVE, by="els").id
    a_placement(desk, place=place)
    ref = a_request(desk, kind="student", period_start=SUMMER.first, period_end=SUMMER.last)

    assert matching.for_request(desk, ref) == ()
    assert matching.for_place(desk, place) == ()


def test_who_fits_a_place_is_asked_of_the_database_once_however_many_ask(desk: Desk) -> None:
    place = places.offer(desk, replace(ARCHIVE, slots=9), by="els").id
    for _request in range(3):
        a_request(desk, kind="student", period_start=SUMMER.first, period_end=SUMMER.last)

    with session(), assert_query_count(4):  # the place, what is taken, who asks, the best of them
        assert len(matching.for_place(desk, place)) == 3


def test_who_is_chosen_gets_the_place_and_the_others_stay_requests(desk: Desk) -> None:
    place = places.offer(desk, ARCHIVE, by="els").id
    first, second = (
        a_request(desk, kind="student", period_start=SUMMER.first, period_end=SUMMER.last) for _n in range(2)
    )
    for ref in (first, second):
        places.propose(desk, place, ref, by="els")
    assert place_rows.row(desk, place).candidates == 2

    places.decide(desk, place, first, "chosen", by="els")
    places.decide(desk, place, second, "not_chosen", by="els")
    referrals.route(desk, first, "musea", by="els")
    referrals.answer(desk, first, "yes", by="els")
    placements.agree(desk, first, by="els")

    page = place_rows.page(desk, place)
    assert [(each.request.ref, each.outcome) for each in page.candidates] == [
        (first, "chosen"), (second, "not_chosen"),
    ]  # fmt: skip
    assert [placement.request for placement in page.placements] == [first]
    assert page.candidates[1].request.is_open
    assert check.check(desk) == []


def test_a_publication_has_its_channel_and_days(desk: Desk, now: Clock) -> None:
    place = places.offer(desk, ARCHIVE, by="els").id
    places.publish(desk, place, "stadswebsite", by="els")
    assert place_rows.row(desk, place).published
    now.pass_days(10)
    places.unpublish(desk, place, "stadswebsite", by="els")

    (shown,) = place_rows.page(desk, place).publications
    assert (shown.published_on, shown.ended_on) == (date(2026, 3, 2), date(2026, 3, 12))
    assert check.check(desk) == []


def test_a_vacancy_says_what_is_known_and_leaves_out_what_is_not(desk: Desk) -> None:
    place = places.offer(desk, replace(ARCHIVE, level=None, paid="yes", structural=True), by="els").id

    said = vacancies.export(desk, place, "text", "nl")

    assert said.splitlines()[0] == "Archief en erfgoed"
    assert "Wanneer: 1 september 2026 – 18 december 2026" in said
    assert "Voor deze stage krijg je een vergoeding." in said
    assert "Niveau" not in said
    assert "{" not in said


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_vacancy_is_a_page_and_data_that_nobody_breaks_out_of(desk: Desk, language: str) -> None:
    evil = replace(ARCHIVE, title="</script><b>x", tasks='"><img src=x onerror=1>')
    place = places.offer(desk, evil, by="els").id

    page = vacancies.export(desk, place, "html", language)
    data = json.loads(vacancies.export(desk, place, "json", language))

    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert inside is not None
    assert json.loads(inside[1]) == data
    assert "<b>x" not in page
    assert "<img" not in page
    assert (data["@type"], data["employmentType"]) == ("JobPosting", "INTERN")
    assert data["hiringOrganization"]["department"]["name"] == "Musea"
    assert data["validThrough"] == "2026-09-01"


def test_own_words_win_over_the_template(desk: Desk) -> None:
    place = places.offer(desk, replace(ARCHIVE, vacancy_text="Kom bij ons!"), by="els").id

    assert vacancies.export(desk, place) == "Kom bij ons!\n"


@pytest.mark.parametrize(("name", "start"), [("v.txt", "Archief"), ("v.html", "<!doctype"), ("v.json", "{")])
def test_a_vacancy_is_saved_in_the_format_of_its_name(
    desk: Desk, tmp_path: Path, name: str, start: str
) -> None:
    place = places.offer(desk, ARCHIVE, by="els").id

    assert vacancies.save(desk, place, tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_lists_of_places_and_departments_without_one(desk: Desk, now: Clock) -> None:
    first = places.offer(desk, ARCHIVE, by="els").id
    now.pass_days(1)
    second = places.offer(desk, replace(ARCHIVE, department="sport", structural=True), by="els").id
    places.withdraw(desk, first, "no_budget", by="els")

    def shown(view: place_rows.View) -> list[int]:
        found = place_rows.PlaceList(desk, view)
        assert found.count() == len(found.page(0, 50))
        return [row.id for row in found.page(0, 50)]

    assert (shown("all"), shown("open"), shown("withdrawn")) == ([second, first], [second], [first])
    assert (shown("structural"), shown("published"), shown("over")) == ([second], [], [])
    assert place_rows.without_a_place(2026) == (("bibliotheek", "Bibliotheek"), ("groen", "Groen"))
    assert place_rows.without_a_place(2027) == (
        ("bibliotheek", "Bibliotheek"), ("groen", "Groen"), ("musea", "Musea"),
    )  # fmt: skip


def test_the_yearly_call_writes_one_letter_to_each_department_and_not_twice(desk: Desk, now: Clock) -> None:
    done = calls.call_for_places(desk, 2026, by="els")

    with session():
        letters = m.tuples(m.Outgoing.select(m.Outgoing.letter, m.Outgoing.recipients, m.Outgoing.request))
    assert set(done.asked) == {"musea", "bibliotheek", "sport", "groen"}
    assert {(letter, request) for letter, _to, request in letters} == {("places_call", None)}
    assert len(letters) == 4
    again = calls.call_for_places(desk, 2026, by="els")
    assert (again.asked, {why for _code, why in again.left_out}) == ((), {"it was asked already"})
    undo.undo(desk, by="els")
    assert len(calls.preview(desk, Letter.PLACES_CALL, 2026).asked) == 4
    assert check.check(desk) == []


def test_who_told_all_its_placements_is_not_asked_for_them(desk: Desk, now: Clock) -> None:
    coverage.report(desk, "sport", 2025, by="els")

    done = calls.call_for_arranged(desk, 2025, by="els")
    now.pass_time(minutes=5)

    assert dict(done.left_out) == {"sport": "it told everything"}
    assert outbox.flush(desk) == 3
    assert check.check(desk) == []
