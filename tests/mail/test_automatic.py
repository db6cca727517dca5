"""Which mails a machine wrote: header blocks as mail programs, lists, forms and people really send them."""

import pytest

from stagedesk.mail.automatic import automatic

PERSON = None


def block(text):
    """Header lines to fields, from Jan unless they say otherwise; the subject apart, as reading gives it."""
    fields = [tuple(part.strip() for part in line.split(":", 1)) for line in text.strip().splitlines()]
    if not any(name == "From" for name, _ in fields):
        fields.insert(0, ("From", "Jan Peeters <jan@x.example>"))
    subject = next((value for name, value in fields if name == "Subject"), "")
    return fields, subject


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        # bounces
        ("bounce", "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender"),
        ("bounce", "From: postmaster@stad.example\nSubject: Onbestelbaar: Stage"),
        ("bounce", "Return-Path: <>\nFrom: mail@x.example\nSubject: Delivery Status Notification (Failure)"),
        ("bounce", 'From: x@y.example\nContent-Type: multipart/report; report-type="delivery-status"'),
        ("bounce", "From: x@y.example\nX-Failed-Recipients: weg@school.example\nSubject: stage"),
        ("bounce", "Auto-Submitted: auto-replied\nFrom: x@y.example\nSubject: Non remis : Demande de stage"),
        ("bounce", "From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@stad.example\nSubject: Stage"),
        # receipts
        ("receipt", "Content-Type: multipart/report; report-type=disposition-notification"),
        ("receipt", "Subject: Gelezen: uw stageaanvraag"),
        ("receipt", "Subject: Leesbevestiging: uw stageaanvraag"),
        ("receipt", "Auto-Submitted: auto-generated\nSubject: Lu : votre demande"),
        # answers to invitations
        ("calendar", "Content-Type: text/calendar; method=REPLY; charset=utf-8\nSubject: Ja"),
        ("calendar", "Content-Class: urn:content-classes:calendarmessage\nSubject: Geweigerd: gesprek"),
        # absence and other automatic answers
        ("auto-reply", "Auto-Submitted: auto-replied\nSubject: Re: uw vraag"),
        ("auto-reply", "Auto-Submitted: auto-replied (vacation)\nSubject: Re: uw vraag"),
        ("auto-reply", "Subject: Automatisch antwoord: Stage 2026-0042"),
        ("auto-reply", "Subject: Réponse automatique : votre demande"),
        ("auto-reply", "Subject: Automatic reply: internship"),
        ("auto-reply", "Subject: Automatische Antwort: Praktikum"),
        ("auto-reply", "Subject: Afwezig: Re: stage"),
        ("auto-reply", "Subject: Afwezigheidsbericht"),
        ("auto-reply", "Subject: Abwesenheitsnotiz: Praktikum"),
        ("auto-reply", "Subject: Absent du bureau"),
        ("auto-reply", "Subject: [EXTERN] Out of Office: Re: stage"),
        ("auto-reply", "X-Auto-Response-Suppress: All\nSubject: Ik ben met vakantie"),
        ("auto-reply", "Precedence: auto_reply\nSubject: Bedankt voor uw mail"),
        ("auto-reply", "X-Autoreply: yes\nSubject: Bedankt voor uw mail"),
        ("auto-reply", "Return-Path: <>\nSubject: Bedankt voor uw mail"),
        ("auto-reply", "Delivered-To: Autoresponder\nSubject: Bedankt"),
        # lists and mass mail
        ("list", "List-Id: Stagecoördinatoren <stages.vvsg.example>\nSubject: Wie heeft plaats?"),
        ("list", "From: els@x.example\nPrecedence: list\nSubject: Wie heeft plaats?"),
        ("bulk", "List-Unsubscribe: <https://beurs.example/weg>\nSubject: Stagebeurs"),
        ("bulk", "From: nieuws@beurs.example\nPrecedence: bulk\nSubject: Stagebeurs"),
        ("bulk", "From: no-reply@platform.example\nSubject: Nieuw bericht"),
        ("bulk", "From: noreply@platform.example\nReply-To: noreply@platform.example\nSubject: Nieuw"),
        ("bulk", "From: form@stad.example\nAuto-Submitted: auto-generated\nSubject: Formulier ingevuld"),
        # people
        (PERSON, "Subject: Stage"),
        (PERSON, "Auto-Submitted: no\nSubject: Stage"),
        (PERSON, "X-Auto-Response-Suppress: DR, OOF, AutoReply\nSubject: Stage"),
        (PERSON, "X-Auto-Response-Suppress: All\nSubject: Stage"),
        (PERSON, "X-Auto-Response-Suppress: DR, OOF\nSubject: Vandaag afwezig op stage"),
        (PERSON, "Subject: Afwezig wegens ziekte"),
        (PERSON, "Subject: Stage tijdens de vakantie"),
        (PERSON, "Subject: Auto: stage bij de garage"),
        (PERSON, "Subject: Read: my application"),
        (PERSON, "Subject: Uw mail was onbestelbaar, opnieuw mijn aanvraag"),
        (PERSON, "From: Formulier <noreply@stad.example>\nReply-To: Jan <jan@x.example>\nSubject: Stage"),
        (PERSON, "Content-Type: text/calendar; method=REQUEST\nSubject: Kennismaking"),
        (PERSON, "Return-Path: <jan@x.example>\nPrecedence: normal\nSubject: Re: Stage"),
        (PERSON, "From: bruno.replyn@x.example\nSubject: Stage"),
    ],
)  # fmt: skip
def test_a_machine_is_told_from_a_person(value, headers):
    fields, subject = block(headers)
    because = automatic(fields, subject)

    assert (because.value if because else None) == value


def test_the_words_say_what_the_guess_rests_on():
    fields, subject = block("auto-submitted: auto-replied (vacation)\nSubject: Re: Stage")

    assert automatic(fields, subject).words == "Auto-Submitted: auto-replied (vacation)"


def test_a_calendar_part_inside_a_mail_counts_only_as_an_answer():
    fields, subject = block("From: an@stad.example\nSubject: Kennismaking")

    assert automatic(fields, subject, calendar_method="REPLY").value == "calendar"
    assert automatic(fields, subject, calendar_method="REQUEST") is None
