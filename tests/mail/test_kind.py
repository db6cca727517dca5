"""What a mail is, by its words, its thread and its sender; the larger samples are in understanding/."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.directory import DepartmentEntry, Directory
from stagedesk.mail.kind import kind_of
from stagedesk.mail.message import Address, Attachment, Because, IncomingMail
from stagedesk.mail.quotes import split

DIRECTORY = Directory(
    departments=(DepartmentEntry("sport", "Sport", emails=("sport@stad.example",)),),
    desk=("stage@stad.example",),
    city_domains=("stad.example",),
)
APPLICANT = "jan@gmail.example"
COLLEAGUE = "els@stad.example"


def a_mail(body: str, subject: str = "vraag", sender: str = APPLICANT, **more: object) -> IncomingMail:
    values = {"raw_hash": "0" * 64, "message_id": "x@y", "subject": subject, "body": body} | more
    return IncomingMail(sender=Address("", sender), **values)  # type: ignore[arg-type]  # a builder's values


def understood(mail: IncomingMail, **more: bool) -> tuple[str, str]:
    found = kind_of(mail, split(mail.body, mail.subject), DIRECTORY, **more)
    assert found.because or not found.kind
    return found.kind, found.subkind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Ik zoek een stageplaats.", ("request", "")),
        ("Is er nog plaats voor een stagiair?", ("request", "")),
        ("Mijn dochter zoekt een kijkstage.", ("request", "")),
        ("Ik heb nog geen stageplaats gevonden. Kan ik bij jullie terecht?", ("request", "")),
        ("Na de stage volgt een evaluatie op school. Ik zoek een stage van 3 weken.", ("request", "")),
        ("Ik zoek een stage, geen vakantiejob.", ("request", "")),
        ("Ik heb elders een stageplaats gevonden.", ("follow_up", "withdrawal")),
        ("Ik trek mijn aanvraag in.", ("follow_up", "withdrawal")),
        ("Ik kreeg nog geen antwoord op mijn aanvraag.", ("follow_up", "reminder")),
        ("Ik stuur mijn aanvraag nogmaals door.", ("follow_up", "duplicate")),
        ("In bijlage de getekende stageovereenkomst.", ("follow_up", "document")),
        ("Wanneer past het stagebezoek?", ("follow_up", "evaluation")),
        ("Bij mijn aanvraag van gisteren vergat ik mijn cv.", ("follow_up", "supplement")),
        ("Ik zoek een vakantiejob.", ("out_of_scope", "holiday_job")),
        ("Hoeveel stagiairs had de stad vorig jaar?", ("figures_question", "")),
        ("We offer SEO services and backlinks.", ("spam", "")),
        ("Klik om u uit te schrijven voor deze nieuwsbrief.", ("newsletter", "")),
    ],
)
def test_the_words_of_an_applicant_tell(body: str, kind: tuple[str, str]) -> None:
    assert understood(a_mail(body)) == kind


@pytest.mark.parametrize(
    ("body", "subject", "kind"),
    [
        ("Ik solliciteer voor de vacature.", "sollicitatie", ("out_of_scope", "vacancy")),
        ("Mijn rijbewijs is verlopen.", "rijbewijs", ("out_of_scope", "wrong_address")),
        ("Zie bijlage.", "Stageaanvraag Jan", ("request", "")),
        ("Dag allemaal!", "hallo", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_the_subject_tells_too(body: str, subject: str, kind: tuple[str, str]) -> None:
    assert understood(a_mail(body, subject)) == kind


@pytest.mark.parametrize(
    ("automatic", "kind"),
    [
        ("auto-reply", ("automatic", "auto-reply")),
        ("calendar", ("automatic", "calendar")),
        ("bounce", ("bounce", "")),
        ("receipt", ("receipt", "")),
        ("list", ("newsletter", "")),
        ("bulk", ("newsletter", "")),
    ],
)
def test_what_a_machine_sent_stays_a_machines_mail(automatic: str, kind: tuple[str, str]) -> None:
    mail = a_mail("Stages zijn boeiend.", "Over stages", automatic=Because(automatic, "a header"))

    assert understood(mail) == kind


def test_a_person_who_asks_through_a_list_is_heard() -> None:
    mail = a_mail("Ik zoek een stageplaats.", automatic=Because("list", "List-Id: <stage>"))

    assert understood(mail) == ("request", "")


def test_the_reply_of_a_department_is_an_answer_with_its_decision() -> None:
    mail = a_mail("Prima voor ons!", "RE: stage", COLLEAGUE, in_reply_to=("a@stad.example",))

    assert understood(mail) == ("answer", "yes")


def test_a_new_mail_of_a_colleague_is_read_for_what_it_says() -> None:
    assert understood(a_mail("Mijn zoon zoekt een stageplaats.", sender=COLLEAGUE)) == ("request", "")


def test_a_department_known_by_its_thread_answers_without_any_header() -> None:
    mail = a_mail("Neen, dat lukt niet.", "antwoord", "x@elsewhere.example")

    assert understood(mail, known_thread=True, from_department=True) == ("answer", "no")


def test_in_a_known_thread_an_applicant_follows_up() -> None:
    assert understood(a_mail("Ik moet 240 uur stage doen."), known_thread=True) == ("follow_up", "supplement")


def test_a_forward_is_what_the_forwarded_mail_is() -> None:
    body = (
        "Wij hebben geen plaats.\n\nVan: Jan <jan@gmail.example>\nVerzonden: maandag\nAan: sport\n"
        "Onderwerp: stage\n\nIk zoek een stageplaats.\n"
    )

    assert understood(a_mail(body, "FW: stage", COLLEAGUE)) == ("request", "")


def test_the_name_of_an_attachment_tells_when_nothing_else_does() -> None:
    mail = a_mail("Zie bijlage", "vraag", attachments=(Attachment("stageaanvraag.pdf", "x/y", 1, "0"),))

    assert understood(mail) == ("request", "")


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text(max_size=40), st.booleans())
def test_any_text_is_something_or_nothing(body: str, subject: str, known: bool) -> None:
    kind_of(a_mail(body, subject), split(body, subject), DIRECTORY, known_thread=known)
