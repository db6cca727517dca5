"""What letters say, in whose language, and what never reaches the applicant."""

import logging
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import Clock, a_mail, received
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Letter
from stagedesk.domain.letters import KNOWN, TO_APPLICANT
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import letter_templates, letters, outbox

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("nl", "fr", "en")
MARK = "INTERN-4711"
VALUES: dict[str, letters.Value] = {
    "department": "Musea", "due": date(2026, 3, 16), "asked_on": date(2026, 3, 2), "until": date(2026, 9, 1),
    "starts_on": date(2026, 5, 4), "question": "- In welke weken?\n- Welke school?", "clerk": "Els",
    "answer": "Ja, met de fiets.\nEn met een attest.",
    "enclosed": "cv.pdf, motivatie.docx", "reason": "De periode die u vraagt, past niet.", "count": 2,
    "answer_links": "- Ja, wij nemen deze stagiair: <mailto:stage@stad.example?subject=Ja>",
    "items": "2026-0001: Nora Willems, Stage archief\n\n2026-0002: Jan Peeters, Stage", "year": 2026,
    "day": "12 oktober 2026", "hours": "9 tot 12 uur", "place": "Stadhuis, Grote Markt 1",
    "month": "oktober 2026", "number": 1,
}  # fmt: skip


def a_request(desk: Desk) -> m.Request:
    ref = received(
        desk,
        text="Beste,\n\nIk zoek een stageplaats in het archief.\n"
        "Mijn rijksregisternummer is 93.05.18-223.61.\n",
        subject="Stage archief",
    )
    with session():
        request = requests.find(ref)
        request.study, request.period_start, request.period_end = (
            "Geschiedenis",
            date(2026, 5, 4),
            date(2026, 5, 29),
        )
        request.school_words = "AP Hogeschool"
        return request


def values_for(kind: str) -> dict[str, letters.Value]:
    return {name: value for name, value in VALUES.items() if name in KNOWN[kind]}


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_a_letter_in_dutch_reads_so(sqlite_desk: Desk, kind: str) -> None:
    request = a_request(sqlite_desk)
    about = request if "reference" in KNOWN[kind] else None

    with session():
        letter = letters.write(sqlite_desk, kind, about, language="nl", **values_for(kind))

    found = f"Subject: {letter.subject}\n\n{letter.body}"
    file = GOLDEN / f"letter-{kind}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_a_letter_bears_any_value(sqlite_desk: Desk, kind: str, language: str) -> None:
    hostile = "x\r\nBcc: all@x.example\n\n- y: <mailto:z@z.example> {reference} {0} %s </p><script>\u202e"
    request = a_request(sqlite_desk)
    request.title = request.study = request.school_words = request.period_words = hostile
    request.period_start = request.period_end = None
    own = {"answer_links", "items", "question", "answer"}  # of the desk, on lines of their own
    values: dict[str, letters.Value] = dict.fromkeys(values_for(kind).keys() - own, hostile)

    with session():
        letter = letters.write(sqlite_desk, kind, request, language=language, **values)

    assert "\n" not in letter.subject
    assert "<mailto:z" not in letter.body
    assert not any(line.startswith(("Bcc", "- y")) for line in letter.body.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_a_letter_bears_that_nothing_is_known(sqlite_desk: Desk, kind: str, language: str) -> None:
    with session():
        letter = letters.write(sqlite_desk, kind, None, language=language)

    assert letter.subject
    assert "{" not in letter.subject + letter.body
    assert "\n\n\n" not in letter.body


@pytest.mark.parametrize(
    ("mail", "person", "settings", "expected"),
    [("nl", "", "en", "nl"), ("nl", "fr", "en", "fr"), ("de", "", "en", "en"), ("", "", "fr", "fr")],
)
def test_applicants_read_their_own_language(
    sqlite_desk: Desk, mail: str, person: str, settings: str, expected: str
) -> None:
    sqlite_desk.settings = replace(sqlite_desk.settings, letter_language=settings)
    request = a_request(sqlite_desk)
    request.language, request.applicant.language = mail, person

    assert letters.language_of(sqlite_desk, request) == expected


def test_departments_read_the_language_of_the_city(sqlite_desk: Desk) -> None:
    request = a_request(sqlite_desk)
    request.applicant.language = "fr"

    with session():
        to_department = letters.write(sqlite_desk, Letter.REMINDER_1, request, department="Musea")
        to_applicant = letters.write(sqlite_desk, Letter.OFFER, request, department="Musea")

    assert to_department.body.startswith("Beste collega's van Musea")
    assert to_applicant.body.startswith("Bonjour")


@pytest.mark.parametrize(
    ("own", "clerk", "expected"),
    [
        ("", "Els", "Els\nStagebalie Rivierstad\n"),
        ("", "Stagebalie", "Stagebalie Rivierstad\n"),
        ("Team Stages\nGrote Markt 1", "Els", "Els\nTeam Stages\nGrote Markt 1\n"),
    ],
)
def test_the_signature_is_a_setting(sqlite_desk: Desk, own: str, clerk: str, expected: str) -> None:
    sqlite_desk.settings = replace(sqlite_desk.settings, signature_nl=own)

    with session():
        letter = letters.write(sqlite_desk, Letter.DIGEST, None, clerk=clerk, department="Musea")

    assert letter.body.endswith(f"Vriendelijke groeten\n\n{expected}")


def test_national_numbers_never_stand_in_what_is_quoted(sqlite_desk: Desk) -> None:
    request = a_request(sqlite_desk)

    with session():
        letter = letters.write(sqlite_desk, Letter.REFERRAL, request, department="Musea")

    assert "> Ik zoek een stageplaats in het archief." in letter.body
    assert "223" not in letter.body


def own_letter(desk: Desk, name: str, text: str | bytes) -> Path:
    file = Path(desk.settings.letters_folder) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_an_own_letter_wins_as_soon_as_it_is_there(sqlite_desk: Desk) -> None:
    def written() -> str:
        return letters.write(sqlite_desk, Letter.DIGEST, None, language="nl", department="Musea").body

    before = written()
    file = own_letter(sqlite_desk, "nl/digest.txt", "Subject: x\n\nDag {department}\n")
    own = written()
    file.unlink()

    assert own == "Dag Musea\n"
    assert written() == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Subject: x\n\nDag {afdeling}\n",
            "line 3: {afdeling} is no variable of this letter; it knows: city, ",
        ),
        (b"Subject: x\n\n\xff\xfe", "line 1: "),
        ("Dag\n", "line 1: "),
    ],
)
def test_a_broken_own_letter_is_said_once_and_the_shipped_one_goes(
    sqlite_desk: Desk, caplog: pytest.LogCaptureFixture, text: str | bytes, words: str
) -> None:
    own_letter(sqlite_desk, "nl/digest.txt", text)

    with caplog.at_level(logging.WARNING):
        both = [letters.write(sqlite_desk, Letter.DIGEST, None, department="Musea") for _time in range(2)]

    assert both[0].body.startswith("Beste collega's van Musea")
    (said,) = caplog.messages
    assert words in said
    assert letter_templates.troubles(sqlite_desk.settings) == [said]


def test_a_file_that_is_no_letter_is_pointed_out(sqlite_desk: Desk) -> None:
    own_letter(sqlite_desk, "nl/afwijzing.txt", "Subject: x\n\ny\n")
    own_letter(sqlite_desk, "nl/refusal.txt", "Subject: x\n\ny\n")

    (said,) = letter_templates.troubles(sqlite_desk.settings)

    assert "afwijzing.txt" in said
    assert "nl|fr|en/acknowledgement.txt" in said


@given(st.binary(max_size=200))
def test_any_file_is_a_letter_or_is_left_aside(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    (folder / "nl").mkdir(parents=True, exist_ok=True)
    (folder / "nl" / "digest.txt").write_bytes(content)
    settings = replace(letters.Settings(), letters_folder=str(folder))

    (looked,) = letter_templates.own_templates(settings)

    used = letter_templates.template(settings, Letter.DIGEST, "nl")
    assert (used == letter_templates.shipped(Letter.DIGEST, "nl")) == bool(looked.problem)


def test_nothing_of_a_department_reaches_the_applicant(desk: Desk, now: Clock) -> None:
    """A mark in every remark, reason, note and answer; then every letter that an applicant can get."""
    ref = received(desk, subject="Stage")
    referrals.route(desk, ref, "musea", by="els", remark=f"{MARK} remark")
    now.pass_time(minutes=2)
    outbox.flush(desk)
    with session():
        sent = m.Outgoing.get(m.Outgoing.letter == Letter.REFERRAL)
    answer = a_mail(f"Nee, {MARK}, deze stagiair niet.\n", answers=sent.mail_id, sender="musea@stad.example")
    intake.take_in(desk, [answer])
    referrals.answer(desk, ref, "no", reason="no_mentor", remark=f"{MARK} no", by="els")
    triage.note(desk, ref, f"{MARK} note", by="els")
    triage.wait_list(desk, ref, date(2026, 9, 1), by="els")
    triage.close(desk, ref, "rejected", reason="no_mentor", note=f"{MARK} note", by="els")
    triage.reopen(desk, ref, by="els")
    triage.close(desk, ref, "withdrawn", reason="found_elsewhere", note=MARK, by="els")
    triage.reopen(desk, ref, by="els")
    triage.ask(desk, ref, "In welke weken?", by="els")
    referrals.route(desk, ref, "sport", by="els", remark=MARK)
    referrals.answer(desk, ref, "yes_if", remark=f"{MARK} if", by="els")

    with session():
        kinds = TO_APPLICANT - {Letter.INVITATION}
        found = {
            row.letter: row.subject + row.body
            for row in m.Outgoing.select().where(m.Outgoing.letter << kinds)
        }
        request = requests.find(ref)
        others = [letters.write(desk, kind, request, department="Sport").body for kind in kinds]
    assert set(found) == {"waiting_list", "refusal", "withdrawal", "question", "offer"}
    assert not any(MARK in text for text in (*found.values(), *others))


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (lambda d, r: triage.ask(d, r, "Wanneer?", by="els"), "question"),
        (lambda d, r: triage.wait_list(d, r, date(2026, 9, 1), by="els"), "waiting_list"),
        (lambda d, r: triage.close(d, r, "rejected", reason="too_late", by="els"), "refusal"),
        (lambda d, r: triage.close(d, r, "withdrawn", reason="changed_study", by="els"), "withdrawal"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_letter_that_tells_where_it_stands_is_remembered(desk: Desk, step: object, kind: str) -> None:
    ref = received(desk)
    assert callable(step)
    step(desk, ref)

    with session():
        (letter,) = m.Outgoing.select()
        assert (letter.letter, letter.recipients) == (kind, "nora@student.example")
        assert requests.find(ref).told_on == desk.today()


@pytest.mark.parametrize(
    ("outcome", "options", "letter"),
    [
        ("withdrawn", {"reason": "applicant_withdrew", "ended_by": "department"}, ""),
        ("withdrawn", {"reason": "school_withdrew"}, "withdrawal"),
        ("redirected", {}, ""),
        ("duplicate", {}, ""),
        ("out_of_scope", {}, ""),
        ("rejected", {"reason": "language"}, "refusal"),
        ("rejected", {"reason": "language", "letter": False}, ""),
        ("withdrawn", {"reason": "found_elsewhere", "letter": False}, ""),
    ],
)
def test_an_outcome_has_its_letter(
    sqlite_desk: Desk, outcome: str, options: dict[str, object], letter: str
) -> None:
    ref = received(sqlite_desk)

    triage.close(sqlite_desk, ref, outcome, by="els", **options)  # type: ignore[arg-type]

    with session():
        assert [row.letter for row in m.Outgoing.select()] == ([letter] if letter else [])


def test_a_refusal_gives_its_reason_as_a_sentence_in_the_applicants_language(sqlite_desk: Desk) -> None:
    ref = received(
        sqlite_desk, text="Dear sir or madam, I am looking for an internship at the museum. Thank you.\n"
    )

    triage.close(sqlite_desk, ref, "rejected", reason="no_mentor", by="els")

    with session():
        body = m.Outgoing.get().body
    assert "\n\nThe department that suits your internship best has nobody" in body
