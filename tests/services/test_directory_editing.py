"""Changing the directory one by one: checked like an import, undone by one step, known to the intake."""

from datetime import date

import pytest

from builders import Clock
from stagedesk import errors
from stagedesk.services.checking import check
from stagedesk.services.city import directory, directory_pages, schools
from stagedesk.services.city import directory_editing as editing
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo

ICT = {"code": "ict", "name": "Informatica", "directorate": "Bedrijfsvoering", "aliases": "helpdesk; it"}


def test_a_new_department_is_there_with_its_names_and_goes_by_undo(desk: Desk) -> None:
    editing.add_department(desk, ICT, by="mieke")

    found = directory_pages.department(desk, "helpdesk")
    assert (found.department.code, found.department.directorate) == ("ict", "Bedrijfsvoering")
    assert found.aliases == ("helpdesk", "it")
    assert "ict" in {each.code for each in directory.for_mail(desk).departments}
    assert check.check(desk) == []
    undo.undo(desk, by="mieke")
    assert "ict" not in {each.code for each in directory_pages.departments()}
    assert "ict" not in {each.code for each in directory.for_mail(desk).departments}


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"code": "sport", "name": "Sport"}, "sport is there already; change it instead."),
        ({"code": "twee woorden", "name": "X"}, "code: twee woorden is no code"),
        ({"code": "ict"}, "name is needed."),
        ({"code": "ict", "name": "ICT", "email": "geen adres"}, "email: geen adres is no mail address"),
        ({"code": "ict", "name": "ICT", "aliases": "Musea"}, "musea is a name of musea already"),
        ({"code": "ict", "name": "ICT", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "valid_to:"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_column(
    sqlite_desk: Desk, texts: dict[str, str], sentence: str
) -> None:
    with pytest.raises(errors.StagedeskError, match=sentence):
        editing.add_department(sqlite_desk, texts, by="mieke")

    assert len(directory_pages.departments()) == 4


def test_only_a_supervisor_opens_and_closes_departments_but_anybody_corrects_an_address(desk: Desk) -> None:
    with pytest.raises(errors.Refused, match="Only a supervisor does that: Mieke"):
        editing.add_department(desk, ICT, by="els")
    with pytest.raises(errors.Refused, match="Only a supervisor does that: Mieke"):
        editing.close_department(desk, "sport", date(2026, 6, 30), by="els")

    editing.change_department(desk, "sport", {"email": "sport@elders.example"}, by="els")
    editing.close_department(desk, "sport", date(2026, 6, 30), by="mieke")

    sport = directory_pages.department(desk, "sport").department
    assert (sport.email, sport.valid_to) == ("sport@elders.example", date(2026, 6, 30))
    assert sport.directorate == "Vrije tijd"


def test_the_same_again_leaves_no_step(desk: Desk) -> None:
    editing.change_department(desk, "sport", {"name": "Sport"}, by="els")

    with pytest.raises(errors.Refused, match="nothing of yours to undo"):
        undo.undo(desk, by="els")


def test_a_school_ends_and_keeps_its_history(desk: Desk) -> None:
    editing.change_school(desk, "ap", {"domains": "ap.be; student.ap.be", "aliases": "Artesis"}, by="els")
    editing.close_school(desk, "Artesis", date(2026, 6, 30), by="els")

    page = schools.page(desk, "ap")
    assert page.domains == ("ap.be", "student.ap.be")
    assert page.school.valid_to == date(2026, 6, 30)
    undo.undo(desk, by="els")
    assert schools.page(desk, "ap").school.valid_to is None


def test_a_contact_of_a_department_is_known_to_the_reading_of_mail(desk: Desk, now: Clock) -> None:
    number = editing.add_contact(desk, "Musea", {"name": "Hilde", "email": "hilde@musea.example"}, by="els")
    editing.change_contact(desk, number, {"phone": "03 1"}, by="els")
    editing.end_contact(desk, number, date(2026, 6, 30), by="els")

    (contact,) = directory_pages.department(desk, "musea").contacts
    assert (contact.phone, contact.valid_to) == ("03 1", date(2026, 6, 30))
    (musea,) = [each for each in directory.for_mail(desk).departments if each.code == "musea"]
    assert "hilde@musea.example" in musea.emails
    assert check.check(desk) == []


@pytest.mark.parametrize("texts", [{}, {"name": " "}, {"name": "Ann", "email": "x"}])
def test_a_contact_without_a_name_or_with_a_wrong_address_is_refused(
    sqlite_desk: Desk, texts: dict[str, str]
) -> None:
    with pytest.raises(errors.UsageError):
        editing.add_contact(sqlite_desk, "ap", texts, by="els")

    assert directory_pages.contacts() == ()
