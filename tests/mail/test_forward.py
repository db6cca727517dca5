"""Who really asks, in forwards as mail programs write them and in traps that only look like one."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.directory import DepartmentEntry, Directory
from stagedesk.mail.forward import requester
from stagedesk.mail.message import Address, IncomingMail

DIRECTORY = Directory(
    departments=(
        DepartmentEntry("sport", "Sport", emails=("sport@stad.example",)),
        DepartmentEntry("zorg", "Woonzorg", domains=("woonzorg-stad.example",)),
    ),
    desk=("stage@stad.example",),
    city_domains=("stad.example",),
)
DESK = (Address("Stagebureau", "stage@stad.example"),)
ELS = Address("Els Claes", "els.claes@stad.example")
JAN = Address("Jan Peeters", "jan.peeters@gmail.com")
TEXT = "Beste\n\nIk zoek een stageplaats van 2 tot 13 maart.\n\nGroeten\nJan\n"


@dataclass(frozen=True)
class Case:
    id: str
    subject: str
    body: str
    name: str = "Jan Peeters"
    email: str = "jan.peeters@gmail.com"
    sender: Address = ELS
    by: str = "forward"
    reply_to: tuple[Address, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    remark: str | None = None
    answers: bool = False


CASES = [
    Case(
        "Outlook, Dutch",
        "FW: Stage",
        "Dag collega's\n\nIets voor jullie?\n\nMet vriendelijke groeten\nEls Claes\nBalie\n\n"
        "Van: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober 2026 9:12\n"
        "Aan: Info Stad <info@stad.example>\nOnderwerp: Stage\n\n" + TEXT,
        remark="Dag collega's\n\nIets voor jullie?",
    ),
    Case(
        "Outlook with line of underscores",
        "FW: stageplaats",
        "Ter info\n________________________________\nVan: Jan Peeters <jan.peeters@gmail.com>\n"
        "Verzonden: dinsdag 13 oktober 2026 9:12\nAan: info\nOnderwerp: stageplaats\n" + TEXT,
        remark="Ter info",
    ),
    Case(
        "Outlook, address in square brackets",
        "FW: stageplaats",
        "Van: Jan Peeters [mailto:jan.peeters@gmail.com]\nVerzonden: dinsdag 13 oktober 2026 9:12\n"
        "Aan: Claes Els\nOnderwerp: stageplaats\n" + TEXT,
    ),
    Case(
        "Outlook, family name first",
        "FW: stageplaats",
        'Van: "Peeters, Jan" <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober 2026 9:12\n'
        "Aan: Claes, Els\nOnderwerp: stageplaats\n" + TEXT,
    ),
    Case(
        "Outlook, bold labels as stars",
        "FW: stageplaats",
        "*Van:* Jan Peeters <jan.peeters@gmail.com>\n*Verzonden:* dinsdag 13 oktober 2026 9:12\n"
        "*Aan:* Claes Els\n*Onderwerp:* stageplaats\n" + TEXT,
    ),
    Case(
        "Outlook HTML, every label a paragraph",
        "Doorst: stageplaats",
        "Zie onder\n\nVan: Jan Peeters <jan.peeters@gmail.com>\n\nVerzonden: dinsdag 13 oktober 2026 9:12\n\n"
        "Aan: Claes Els\n\nOnderwerp: stageplaats\n\n" + TEXT,
    ),
    Case(
        "Outlook, link left behind the address",
        "FW: stageplaats",
        "Van: Jan Peeters <jan.peeters@gmail.com<mailto:jan.peeters@gmail.com>>\nVerzonden: 13 oktober 2026\n"
        "Aan: Els <els.claes@stad.example<mailto:els.claes@stad.example>>\nOnderwerp: stageplaats\n" + TEXT,
    ),
    Case(
        "Outlook, French",
        "TR: demande de stage",
        "Bonjour, pour vous.\n\nDe : Jan Peeters <jan.peeters@gmail.com>\nEnvoyé : mardi 13 octobre 2026"
        " 09:12\n"
        "À : Info <info@stad.example>\nObjet : demande de stage\n\nBonjour\n\nJe cherche un stage.\n",
        remark="Bonjour, pour vous.",
    ),
    Case(
        "Outlook, English",
        "FW: internship",
        "From: Jan Peeters <jan.peeters@gmail.com>\nSent: Tuesday, October 13, 2026 9:12 AM\n"
        "To: Info <info@stad.example>\nCc: somebody@x.example\nSubject: internship\n\nDear\n",
    ),
    Case(
        "Outlook, German",
        "WG: Praktikum",
        "Von: Jan Peeters <jan.peeters@gmail.com>\nGesendet: Dienstag, 13. Oktober 2026 09:12\n"
        "An: Info <info@stad.example>\nBetreff: Praktikum\n\nSehr geehrte Damen und Herren\n",
    ),
    Case(
        "Gmail, Dutch",
        "Fwd: stage",
        "---------- Forwarded message ---------\nVan: Jan Peeters <jan.peeters@gmail.com>\n"
        "Date: di 13 okt. 2026 om 09:12\nSubject: stage\nTo: <info@stad.example>\n\n\n" + TEXT,
    ),
    Case(
        "Gmail, newer Dutch",
        "Fwd: stage",
        "Past dit bij jullie?\n\n---------- Doorgestuurd bericht ---------\nVan: Jan Peeters"
        " <jan.peeters@gmail.com>\n"
        "Datum: di 13 okt 2026 om 09:12\nOnderwerp: stage\nAan: <info@stad.example>\n\n" + TEXT,
        remark="Past dit bij jullie?",
    ),
    Case(
        "Gmail, French",
        "Fwd: stage",
        "---------- Message transféré ---------\nDe : Jan Peeters <jan.peeters@gmail.com>\n"
        "Date: mar. 13 oct. 2026 à 09:12\nObjet : stage\nÀ : <info@stad.example>\n\nBonjour\n",
    ),
    Case(
        "Apple Mail, Dutch, quoted",
        "Fwd: stage",
        "Hoi, deze kwam bij ons binnen.\n\n> Begin doorgestuurd bericht:\n> \n"
        "> Van: Jan Peeters <jan.peeters@gmail.com>\n> Onderwerp: stage\n> Datum: 13 oktober 2026 om"
        " 09:12:03 CEST\n"
        "> Aan: info@stad.example\n> \n> Beste\n> Ik zoek een stage.\n",
    ),
    Case(
        "Apple Mail, French",
        "Tr: stage",
        "Début du message transféré :\n\nDe: Jan Peeters <jan.peeters@gmail.com>\nObjet: stage\n"
        "Date: 13 octobre 2026 à 09:12:03 UTC+2\nÀ: info@stad.example\n\nBonjour\n",
    ),
    Case(
        "Apple Mail, English",
        "Fwd: stage",
        "Begin forwarded message:\n\nFrom: Jan Peeters <jan.peeters@gmail.com>\nSubject: stage\n"
        "Date: 13 October 2026 at 09:12:03 CEST\nTo: info@stad.example\n\nDear\n",
    ),
    Case(
        "Thunderbird, Dutch",
        "Fwd: stage",
        "-------- Doorgestuurd bericht --------\nOnderwerp: \tstage\nDatum: \tTue, 13 Oct 2026 09:12:03"
        " +0200\n"
        "Van: \tJan Peeters <jan.peeters@gmail.com>\nAan: \tinfo@stad.example\n\n" + TEXT,
    ),
    Case(
        "Thunderbird as a table",
        "Fwd: stage",
        "-------- Forwarded Message --------\nSubject:    stage\nDate:    Tue, 13 Oct 2026 09:12:03 +0200\n"
        "From:    Jan Peeters <jan.peeters@gmail.com>\nTo:    info@stad.example\n\n" + TEXT,
    ),
    Case(
        "values below their labels",
        "FW: stage",
        "Van:\nJan Peeters <jan.peeters@gmail.com>\nVerzonden:\ndinsdag 13 oktober 2026 9:12\nAan:\nInfo\n"
        "Onderwerp:\nstage\n\n" + TEXT,
    ),
    Case(
        "no prefix in the subject but a line that says so",
        "stage jan peeters",
        "Voor het stagebureau.\n\n----- Doorgestuurd bericht -----\nVan: Jan Peeters"
        " <jan.peeters@gmail.com>\n"
        "Verzonden: 13/10/2026\nOnderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "no prefix and no line, but a colleague sent it and nobody is answered",
        "stage jan peeters",
        "Voor het stagebureau.\n\nVan: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: 13/10/2026 9:12\n"
        "Aan: sport\nOnderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "original message line in a forward",
        "FW: stage",
        "-----Oorspronkelijk bericht-----\nVan: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: 13/10/2026"
        " 9:12\n"
        "Aan: sport\nOnderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "twice forwarded",
        "FW: FW: stage",
        "Hoort dit bij jullie?\n\nVan: Tom Maes <tom.maes@stad.example>\nVerzonden: woensdag 14 oktober"
        " 2026 10:00\n"
        "Aan: Els Claes\nOnderwerp: FW: stage\n\nNiet voor ons.\n\nVan: Jan Peeters <jan.peeters@gmail.com>\n"
        "Verzonden: dinsdag 13 oktober 2026 9:12\nAan: sport@stad.example\nOnderwerp: stage\n\n" + TEXT,
        remark="Hoort dit bij jullie?",
    ),
    Case(
        "twice forwarded, the first one without its address",
        "FW: stage",
        "Van: Tom Maes\nVerzonden: woensdag 14 oktober 2026 10:00\nAan: Els Claes\nOnderwerp: FW: stage\n\n"
        "Van: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: sport\n"
        "Onderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "three programs in one mail",
        "Fwd: TR: stage",
        "---------- Forwarded message ---------\nVan: Tom Maes <tom.maes@woonzorg-stad.example>\nDate: wo"
        " 14 okt. 2026\n"
        "Subject: TR: stage\nTo: Els\n\nDe : Sport <sport@stad.example>\nEnvoyé : mardi 13 octobre 2026"
        " 12:00\nÀ : Tom\n"
        "Objet : FW: stage\n\nFrom: Jan Peeters <jan.peeters@gmail.com>\nSent: Tuesday, October 13, 2026\n"
        "To: Sport\nSubject: stage\n\nDear\n",
    ),
    Case(
        "a thread with the department's own answer in between",
        "FW: RE: stage",
        "Kunnen jullie dit opnemen?\n\nVan: Sport <sport@stad.example>\nVerzonden: woensdag 14 oktober 2026"
        " 10:00\n"
        "Aan: Jan Peeters <jan.peeters@gmail.com>\nOnderwerp: RE: stage\n\nWij geven dit door.\n\n"
        "Van: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport\n"
        "Onderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "the applicant himself answered an older mail of his teacher",
        "FW: stage",
        "Van: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport\n"
        "Onderwerp: stage\n\n"
        + TEXT
        + "\nVan: Mia Leys <mia.leys@school.example>\nVerzonden: maandag 12 oktober 2026\n"
        "Aan: Jan Peeters\nOnderwerp: stageplaatsen\n\nProbeer de stad eens.\n",
    ),
    Case(
        "a school forwarded its pupil's mail, a colleague that one",
        "FW: FW: stage",
        "Van: Mia Leys <mia.leys@school.example>\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport\n"
        "Onderwerp: FW: stage\n\nZie vraag van onze leerling.\n\nVan: Jan Peeters <jan.peeters@gmail.com>\n"
        "Verzonden: maandag 12 oktober 2026\nAan: Mia Leys\nOnderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "a name without an address",
        "FW: stage",
        "Van: Jan Peeters\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport\nOnderwerp: stage\n\nBeste\n\n"
        "Ik zoek een stage.\n",
        email="",
    ),
    Case(
        "a name without an address, which stands under the text and is made of that name",
        "FW: stage",
        "Van: Jan Peeters\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport\nOnderwerp: stage\n\nBeste\n\n"
        "Ik zoek een stage. Mijn docent is mia.leys@school.example.\n\nJan Peeters\njan.peeters@gmail.com\n",
    ),
    Case(
        "an address without a name",
        "FW: stage",
        "Van: jan.peeters@gmail.com\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport\nOnderwerp:"
        " stage\n\n" + TEXT,
        name="",
    ),
    Case(
        "on behalf of",
        "FW: stage",
        "Van: forms@site.example namens Jan Peeters <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober"
        " 2026 9:12\n"
        "Aan: Sport\nOnderwerp: stage\n\n" + TEXT,
    ),
    Case(
        "a long list of addressees over two lines",
        "FW: stage",
        "Van: Jan Peeters <jan.peeters@gmail.com>\nVerzonden: dinsdag 13 oktober 2026 9:12\nAan: Sport"
        " <sport@stad.example>;\n"
        "Jeugd <jeugd@stad.example>; Info <info@stad.example>\nCC: Mia <mia@school.example>\nOnderwerp:"
        " stage\n\n" + TEXT,
    ),
    Case(
        "another city sends it on",
        "FW: stageaanvraag",
        "Dag collega's, deze vraag is voor jullie stad.\n\nVan: Jan Peeters <jan.peeters@gmail.com>\n"
        "Verzonden: dinsdag 13 oktober 2026 9:12\nAan: Info\nOnderwerp: stageaanvraag\n\n" + TEXT,
        sender=Address("Info", "info@anderestad.example"),
    ),
    Case(
        "redirected with Resent headers",
        "stage",
        TEXT,
        sender=JAN,
        by="resent",
        headers=(("Resent-From", "els.claes@stad.example"), ("Resent-To", "stage@stad.example")),
    ),
    Case(
        "web form with Reply-To",
        "Nieuw bericht via de website",
        "Er is een nieuw formulier ingevuld.\n",
        sender=Address("Website stad", "noreply@stad.example"),
        reply_to=(JAN,),
        by="reply-to",
    ),
    Case(
        "web form with lines",
        "Formulier: stageaanvraag",
        "Formulier stageaanvraag\n\nNaam: Jan Peeters\nE-mail: jan.peeters@gmail.com\nTelefoon: 0470 12 34"
        " 56\n"
        "Bericht: Ik zoek een stage\n",
        sender=Address("Website stad", "webform@stad.example"),
        by="form",
    ),
    Case(
        "web form with first and last name",
        "Inzending stageformulier",
        "Voornaam: Jan\nFamilienaam: Peeters\nE-mailadres: jan.peeters@gmail.com\nSchool: Atheneum\n",
        sender=Address("", "no-reply@forms.example"),
        by="form",
    ),
    Case(
        "web form with values below labels",
        "Inzending stageformulier",
        "Voornaam\nJan\n\nAchternaam\nPeeters\n\nE-mailadres\njan.peeters@gmail.com\n\nRichting\nICT\n",
        sender=Address("", "no-reply@forms.example"),
        by="form",
    ),
    Case(
        "French web form",
        "Formulaire de contact",
        "Nom : Peeters\nPrénom : Jan\nAdresse e-mail : jan.peeters@gmail.com\nMessage : un stage ?\n",
        sender=Address("", "noreply@stad.example"),
        by="form",
    ),
    Case(
        "a group address that rewrites From",
        "stage",
        TEXT,
        sender=Address("'Jan Peeters' via Stage", "stage@stad.example"),
        reply_to=(Address("", "jan.peeters@gmail.com"),),
        by="reply-to",
    ),
    Case(
        "a group address that keeps the origin in a header",
        "stage",
        TEXT,
        sender=Address("Jan Peeters via Stage", "stage@stad.example"),
        headers=(("X-Original-From", "Jan Peeters <jan.peeters@gmail.com>"),),
        by="reply-to",
    ),
    # traps
    Case("plain mail", "stage", TEXT, sender=JAN, by="from"),
    Case(
        "From and To that are a period",
        "Aanvraag stage",
        "Beste\n\nIk zoek een stage.\nVan: september tot december\nAan: 4 dagen per week\n\nJan\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "labels of a school's form",
        "Stage",
        "Van: 2 maart\nTot: 13 maart\nAan: stad\nDoor: Mia Leys <mia.leys@school.example>\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "an answer to the desk, Outlook style",
        "RE: Uw aanvraag",
        "Hierbij mijn cv.\n\nVan: Stagebureau <stage@stad.example>\nVerzonden: dinsdag 13 oktober 2026 9:12\n"
        "Aan: Jan Peeters <jan.peeters@gmail.com>\nOnderwerp: Uw aanvraag\n\nBeste Jan\n",
        sender=JAN,
        by="from",
        answers=True,
    ),
    Case(
        "an answer to the desk without a prefix",
        "Uw aanvraag",
        "Hierbij mijn cv.\n\nVan: Stagebureau <stage@stad.example>\nVerzonden: dinsdag 13 oktober 2026 9:12\n"
        "Aan: Jan Peeters <jan.peeters@gmail.com>\nOnderwerp: Uw aanvraag\n\nBeste Jan\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "a department answers what the desk forwarded",
        "RE: FW: stage",
        "Prima voor ons!\n\nVan: Stagebureau <stage@stad.example>\nVerzonden: woensdag 14 oktober 2026 9:12\n"
        "Aan: Els Claes\nOnderwerp: FW: stage\n\nVan: Jan Peeters <jan.peeters@gmail.com>\n"
        "Verzonden: dinsdag 13 oktober 2026\nAan: Stage\nOnderwerp: stage\n\n" + TEXT,
        name="Els Claes",
        email="els.claes@stad.example",
        by="from",
        answers=True,
    ),
    Case(
        "a quoted reply, Gmail style",
        "Re: stage",
        "Prima.\n\nOp di 13 okt. 2026 om 09:12 schreef Mia Leys <mia.leys@school.example>:\n> Beste\n> Hoe"
        " ver staat het?\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "an address in a signature",
        "stage",
        TEXT + "\n--\nJan Peeters\nVraag het aan mijn docent: mia.leys@school.example\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "an address in an advertisement",
        "FW: win!",
        "Is dit echt?\n\nContact our agent: agent@casino.example now!\nFrom: only 9.99\n",
        name="Els Claes",
        email="els.claes@stad.example",
        by="from",
    ),
    Case(
        "the applicant forwards the school's instructions and asks himself",
        "Fwd: stageperiodes",
        "Beste, ik ben student aan de hogeschool en ik zoek een stageplaats bij jullie dienst Sport, zie de"
        " periodes hieronder.\n\n"
        "Jan Peeters\n\n---------- Forwarded message ---------\nVan: Mia Leys"
        " <mia.leys@school.example>\nDate: ma 12 okt. 2026\n"
        "Subject: stageperiodes\nTo: studenten\n\nDe periodes zijn\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "the applicant forwards what a department told him",
        "Fwd: RE: stage",
        "Zie hieronder, ik moest bij jullie zijn.\n\n---------- Forwarded message ---------\n"
        "Van: Sport <sport@stad.example>\nDate: ma 12 okt. 2026\nSubject: RE: stage\nTo: Jan\n\nVraag het"
        " aan het stagebureau.\n",
        sender=JAN,
        by="from",
    ),
    Case(
        "the applicant sends his own earlier mail again",
        "Fwd: stage",
        "Nog geen antwoord gekregen.\n\n---------- Forwarded message ---------\nVan: Jan Peeters"
        " <jan.peeters@gmail.com>\n"
        "Date: ma 12 okt. 2026\nSubject: stage\nTo: stage@stad.example\n\n" + TEXT,
        sender=JAN,
        by="from",
    ),
    Case(
        "a Reply-To of a person who writes himself",
        "stage",
        TEXT,
        sender=JAN,
        reply_to=(Address("", "jan@anders.example"),),
        by="from",
    ),
    Case(
        "a school's own mail with labels",
        "stageplaats leerling",
        "Naam: Tom Maes\nE-mail: tom.maes@leerling.example\nKlas: 6A\n",
        name="Mia Leys",
        email="mia.leys@school.example",
        sender=Address("Mia Leys", "mia.leys@school.example"),
        by="from",
    ),
]


def mail(case: Case) -> IncomingMail:
    return IncomingMail(
        raw_hash="0" * 64,
        message_id=f"{case.id}@test",
        subject=case.subject,
        sender=case.sender,
        reply_to=case.reply_to,
        to=DESK,
        body=case.body,
        headers=case.headers,
        in_reply_to=("earlier@stad.example",) if case.answers else (),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_real_sender_is_found_with_its_reason(case: Case) -> None:
    found = requester(mail(case), DIRECTORY)

    assert (found.name, found.email, found.by) == (case.name, case.email, case.by)
    assert found.because
    if case.remark is not None:
        assert found.remark == case.remark


@pytest.mark.parametrize("case", [c for c in CASES if c.by in ("forward", "form")], ids=lambda case: case.id)
def test_the_line_named_is_the_line_that_says_it(case: Case) -> None:
    found = requester(mail(case), DIRECTORY)

    line = case.body.splitlines()[found.line - 1]
    assert " ".join(line.split()) == found.because


@pytest.mark.parametrize("case", [c for c in CASES if c.by == "forward"], ids=lambda case: case.id)
def test_the_original_text_starts_after_its_block(case: Case) -> None:
    found = requester(mail(case), DIRECTORY)

    original = case.body[found.start : found.end].lstrip("> \n")
    assert original.startswith(("Beste", "Bonjour", "Dear", "Sehr"))


@pytest.mark.parametrize("case", [c for c in CASES if c.by == "forward"], ids=lambda case: case.id)
def test_a_forward_is_seen_without_knowing_the_city(case: Case) -> None:
    assert requester(mail(case)).email == case.email


_PIECES = st.sampled_from(
    [
        "Van: ",
        "Aan: ",
        "Onderwerp: ",
        "Verzonden: ",
        "\n",
        "> ",
        "Jan <jan@x.example>",
        "a@b.example",
        "--- ",
        "Naam: ",
        ": ",
        " ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES | st.text(max_size=5)).map("".join)), st.text(max_size=30))
def test_any_text_gives_somebody(body: str, subject: str) -> None:
    found = requester(mail(Case("any", subject, body)), DIRECTORY)

    assert found.line <= body.count("\n") + 1
    assert 0 <= found.start <= len(body)
