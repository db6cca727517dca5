"""What the desk knows of one person: all of it, and nothing about anybody else."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from builders import Clock, a_mail, a_placement, received, sent_mail_id
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, threads
from stagedesk.services.privacy import personal_data, personal_data_text, retention_asked
from stagedesk.services.privacy.personal_data import PersonalData
from stagedesk.services.privacy.personal_data_words import NAMES, value_of

BRUSSELS = ZoneInfo("Europe/Brussels")
NORA = "nora@student.example"


def shown(desk: Desk, who: str = NORA) -> PersonalData:
    return personal_data.gather(desk, who, by="mieke")


def text_of(desk: Desk, who: str = NORA) -> str:
    return personal_data_text.markdown(desk, shown(desk, who))


def test_everything_about_a_person_is_told(desk: Desk, now: Clock) -> None:
    ref = received(desk, text="Ik heet Nora.\nMijn nummer is 85.07.30-033.28.\n")
    triage.note(desk, ref, "Belde over de bus.", by="karim")
    referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)
    intake.take_in(desk, [a_mail("Nee, te druk.\n", sender="musea@stad.example", answers=letter)])
    placement = a_placement(desk, mentor="Jan", remark="Komt met de trein")
    with session():
        TargetGroupRecord.create(
            placement=m.Placement.get(), definition_version="1", consent_text_version="1",
            declared_on=date(2026, 3, 2), disability=True,
        )  # fmt: skip

    found = shown(desk)
    told = personal_data_text.markdown(desk, found)

    assert {name: len(items) for name, items in found.parts.items() if items} == {
        "people": 1, "requests": 1, "questions": 1, "mails": 3, "placements": 1,
        "declarations": 1, "steps": 6,
    }  # fmt: skip
    for words in (
        "Ik heet Nora.",
        "Belde over de bus.",
        "Karim",
        "Nee, te druk.",
        "Komt met de trein",
        placement,
    ):
        assert words in told
    assert "033.28" not in told


def test_every_fact_has_a_name_that_a_person_can_read(desk: Desk) -> None:
    tables = (
        m.Applicant, m.Request, m.Referral, m.Placement, m.PlacementPeriod, m.Agreement, m.ChecklistItem,
        m.Hire, m.Guest, TargetGroupRecord,
    )  # fmt: skip
    columns = {each.name for table in tables for each in table._meta.sorted_fields} - personal_data.NOT_TOLD
    received(desk)
    a_placement(desk)

    told = text_of(desk)

    assert columns <= NAMES.keys()
    assert "- came in: 2026-03-02 10:00\n" in told
    assert not re.search(r"^- \w+_\w+:", told, re.MULTILINE)


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("minor", False, "no"),
        ("level_followed", "so_3", "secondary, third stage and seventh year"),
        ("state", "signed", "signed"),
        ("state", "held", "waits to be sent"),
        ("ended_by", "school", "the school"),
        ("days_per_week", 4.5, "4.5"),
        ("hours_total", 480.0, "480"),
        ("due_on", "2026-03-02", "2026-03-02"),
        ("attention_since", "2026-03-02T23:30:00+00:00", "2026-03-03 00:30"),
        ("files", ["cv.pdf", "brief.pdf"], "cv.pdf, brief.pdf"),
        ("periods", {"first_day": "2026-03-02", "planned": True}, "from 2026-03-02, planned yes"),
    ],
)
def test_a_fact_is_told_as_people_write_it(fact: str, value: object, words: str) -> None:
    assert value_of(fact, value, BRUSSELS) == words


@pytest.mark.parametrize("who", [NORA, NORA.upper(), "2026-0001", "P2026-0001"])
def test_a_person_is_found_by_address_and_by_reference(desk: Desk, who: str) -> None:
    received(desk)
    a_placement(desk)

    parts = shown(desk, who).parts

    assert [item.title for item in (*parts["requests"], *parts["placements"])] == ["2026-0001", "P2026-0001"]


def test_lines_about_others_in_the_same_mail_are_left_out_and_it_is_said(desk: Desk) -> None:
    own = received(desk, sender="Tom Maes <tom@student.example>")
    received(desk, text=CLASS, sender="Juf An <an@school.example>", subject="Klaslijst")
    message = message_called("Klaslijst")
    with session():  # one mail that asks for two
        m.Entry.create(request=m.Request.get(m.Request.reference == own), message=message)
        other = m.Request.get(m.Request.reference == "2026-0002")
        other.applicant.name = "Kobe Peeters"
        other.applicant.save()

    told = text_of(desk, own)

    assert "Tom Maes, 3 weken" in told
    assert "Kobe" not in told
    assert "lief" not in told
    assert "(3 lines about other people are left out)" in told


CLASS = """Deze leerlingen zoeken een plaats:

Kobe Peeters, 2 weken
Tom Maes, 3 weken

Over Kobe Peeters:
hij is lief.

Groeten
"""


def message_called(subject: str) -> m.Message:
    with session():
        found: m.Message = m.Message.get(m.Message.subject == subject)
    return found


def test_whoever_wrote_for_somebody_else_sees_the_own_mails_and_nothing_about_the_other(desk: Desk) -> None:
    ref = received(desk, sender="Juf An <an@school.example>", text="Voor Kobe.\n")
    with session():
        kobe = m.Applicant.create(name="Kobe Peeters", email="kobe@student.example")
        m.Request.update(applicant=kobe).execute()

    parts = shown(desk, "an@school.example").parts

    assert [(item.title, item.facts) for item in parts["wrote"]] == [(ref, {"received_on": "2026-03-02"})]
    assert len(parts["mails"]) == 1
    assert parts["requests"] == ()
    with pytest.raises(errors.Refused, match="only wrote for other people"):
        retention_asked.erase(desk, "an@school.example", by="mieke")


def test_an_earlier_applicant_is_no_part_of_it(desk: Desk) -> None:
    ref = received(desk, text="Hallo.\n")
    with session():
        m.Request.update(sender_name="Tom", sender_email="tom@student.example").execute()
    threads.take_sender_as_applicant(desk, ref, by="els")

    with pytest.raises(errors.NotFound):
        shown(desk, "wim@student.example")
    assert [item.title for item in shown(desk, ref).parts["people"]] == ["Tom"]


def test_the_history_says_that_it_was_shown_and_the_reader_is_refused(desk: Desk) -> None:
    ref = received(desk)

    shown(desk)

    with session():
        event = m.Event.select().where(m.Event.kind == "data_shown").get()
        assert (event.request, event.by.code) == (1, "mieke")
        assert "nora" not in event.facts.lower()
    with pytest.raises(errors.Refused):
        personal_data.gather(desk, ref, by="karim")


def test_programs_get_the_same(desk: Desk) -> None:
    received(desk, text="Ik heet Nora.\n")

    values = personal_data_text.as_json(shown(desk))

    assert values["people"][0]["email"] == NORA
    assert values["mails"][0]["text"].strip() == "Ik heet Nora."
    assert values["mails"][0]["lines_left_out"] == 0
