"""What a request leaves open becomes a question: only that, in the applicant's language, with its reason."""

from datetime import date

import pytest

from builders import a_mail, received
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.mail.extract.facts_record import Asked, missing
from stagedesk.services import reference
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.understanding import questions
from stagedesk.services.understanding.reading_facts import MISSING

LITTLE = "Beste, ik zoek een stage in het museum.\n\nNora Willems\n"
MOST = """\
Beste, ik ben Nora Willems en volg de bachelor archivistiek aan de AP Hogeschool. Ik zoek een stage in het
museum van 14 september 2026 tot en met 18 december 2026, 480 uur.

Nora Willems
"""


def codes_of(desk: Desk, ref: str) -> set[str]:
    with session():
        return questions.missing(desk, requests.find(ref))


def test_every_code_that_can_be_missing_has_a_sentence_in_every_letter_language() -> None:
    found = reference.table("questions")

    assert set(found) == set(MISSING) == {"name", "email", "school", "study", "period", "period_end", "hours"}
    assert set(missing(Asked())) | {"period_end"} == set(found)
    for code, entry in found.items():
        for language in ("nl", "fr", "en"):
            asks, _mark, why = entry[language].partition("?")
            assert (bool(asks.strip()), why.strip().endswith(".")) == (True, True), (code, language)


FRENCH = "Bonjour, je m'appelle Nora Willems et je cherche un stage dans votre musée pour mes études.\n"
ENGLISH = "Hello, my name is Nora Willems and I am looking for an internship at your museum.\n"


@pytest.mark.parametrize(
    ("text", "language", "starts"),
    [
        pytest.param(
            LITTLE, "nl", ("Voor welke school", "Welke richting", "Van wanneer", "Hoeveel"), id="nl"
        ),
        pytest.param(FRENCH, "fr", ("Pour quelle", "Quelle est", "De quand à quand", "Combien"), id="fr"),
        pytest.param(ENGLISH, "en", ("For which", "Which study", "From when", "How many"), id="en"),
    ],
)
def test_the_question_names_what_is_missing_in_the_applicants_language(
    desk: Desk, text: str, language: str, starts: tuple[str, ...]
) -> None:
    ref = received(desk, text=text)

    lines = questions.prepare(desk, ref).splitlines()

    assert requests.row(ref).language == language
    assert len(lines) == len(starts)
    assert all(line.startswith(f"- {words}") for line, words in zip(lines, starts, strict=True))


def test_nothing_is_asked_where_nothing_is_missing(desk: Desk) -> None:
    assert questions.prepare(desk, received(desk, text=MOST)) == ""


def test_one_thing_is_asked_in_one_sentence(desk: Desk) -> None:
    found = questions.prepare(
        desk, received(desk, text=MOST.replace(" tot en met 18 december 2026, 480 uur", ""))
    )

    assert found.startswith("- Tot wanneer")
    assert questions.in_words({"school"}, "en") == reference.table("questions")["school"]["en"]


def test_what_a_later_mail_told_is_not_asked_again(desk: Desk) -> None:
    ref = received(desk, text=LITTLE, mail_id="first@student.example")
    assert {"school", "period", "hours"} <= codes_of(desk, ref)

    more = "Ik vergat: ik studeer aan de AP Hogeschool. De stage is van 2 maart 2026 tot 13 maart 2026.\n"
    intake.take_in(desk, [a_mail(more, answers="first@student.example", subject="Re: Stage")])

    assert codes_of(desk, ref) == {"study"}


def test_what_the_desk_wrote_down_is_not_asked(desk: Desk) -> None:
    ref = received(desk, text=LITTLE)
    with transaction():
        request = requests.find(ref)
        request.school = m.School.get(m.School.code == "ap")
        request.study, request.hours_total, request.period_start = "archivistiek", 200, date(2026, 3, 2)
        request.save()

    assert codes_of(desk, ref) == set()


def test_a_request_without_a_mail_is_asked_all_that_it_lacks(desk: Desk) -> None:
    ref = received(desk, text=LITTLE)
    with transaction():
        m.Entry.delete().execute()

    assert codes_of(desk, ref) == {"school", "study", "period", "hours"}


def test_whoever_writes_for_others_is_asked_their_names(desk: Desk) -> None:
    text = (
        "Beste, onze leerlinge zoekt een stage in het museum van 2 maart 2026 tot 13 maart 2026.\n\n"
        "Kristien Wouters\nleerkracht\n"
    )
    ref = received(desk, text=text, sender="Kristien Wouters <kristien.wouters@school.example>")

    assert "name" in codes_of(desk, ref)


def test_of_several_applicants_in_one_mail_the_requests_own_counts(desk: Desk) -> None:
    text = (
        "Beste, voor volgende leerlingen zoeken wij een stage:\n\n"
        "Noah Bertels | 2/3/2026 | 13/3/2026\nAmina Chaoui | |\n\nGroeten\nKristien Wouters\n"
    )
    ref = received(desk, text=text, sender="Kristien Wouters <kristien@school.example>")
    assert "period" in codes_of(desk, ref)

    with transaction():
        m.Applicant.update(name="Noah Bertels", email="noah@school.example").execute()

    assert "period" not in codes_of(desk, ref)


def test_the_question_goes_into_the_letter_as_it_was_prepared(desk: Desk) -> None:
    ref = received(desk, text=LITTLE)
    question = questions.prepare(desk, ref)

    triage.ask(desk, ref, question, by="els")

    (letter,) = requests.page(desk, ref).letters
    assert question in letter.body
    assert questions.prepare(desk, ref) == question
