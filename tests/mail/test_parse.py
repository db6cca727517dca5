"""Reading one mail: what a person would see in it, whatever its bytes are."""

import hashlib
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from raw_mail import a_raw, sample
from stagedesk.mail.message import ATTACHED_MESSAGE, Address
from stagedesk.mail.parse import LONGEST_BODY, attachment_bytes, parse


def test_a_plain_mail_is_read_as_it_is():
    raw = sample("plain_request")
    mail = parse(raw)

    assert mail.raw_hash == hashlib.sha256(raw).hexdigest()
    assert mail.message_id == "20260302.lotte.1@student.hogeschool.example"
    assert mail.sender == Address("Lotte Claes", "lotte.claes@student.hogeschool.example")
    assert mail.to == (Address("Stageloket", "stage@stad.example"),)
    assert mail.sent_at == datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    assert mail.body.startswith("Beste,\n\nik zoek een stageplaats")
    assert dict(mail.headers)["Subject"] == "Stage communicatie"
    assert (mail.attachments, mail.automatic, mail.warnings) == ((), None, ())


def test_of_two_versions_the_plain_one_is_read_and_files_are_listed():
    mail = parse(sample("alternative_with_cv"))

    assert mail.subject == "Stage bij de groendienst – één week"
    assert mail.sender == Address("Zoë Vermeulen", "zoe.vermeulen@school.example")
    assert mail.to == (Address("Stad, loket stages", "stage@stad.example"),)
    assert mail.cc == (Address("Coördinator", "stages@school.example"),)
    assert mail.references == ("nulde@stad.example", "eerste@stad.example")
    assert mail.in_reply_to == ("eerste@stad.example",)
    assert mail.body == "Dag, ik wil één week meelopen. Het cv hangt hieraan."
    assert [(each.name, each.type) for each in mail.attachments] == [("cv Zoë.pdf", "application/pdf")]


def test_html_becomes_text_without_what_cannot_be_seen():
    mail = parse(sample("html_only_cp1252"))

    assert mail.subject == "Twee stageplaatsen – maart"
    assert "Geachte collega’s," in mail.body
    assert "Noor  2–13 maart" in mail.body
    assert not any(word in mail.body for word in ("alert", "onzichtbaar", "pixel", "http", "weg"))


def test_an_attached_mail_is_text_under_a_heading_and_a_file():
    raw = sample("forward_attached")
    mail = parse(raw)
    own, attached = mail.body.split(ATTACHED_MESSAGE)

    assert own.strip() == "Kunnen jullie dit opvolgen?"
    assert attached.startswith(
        "\nFrom: Bilal Aydin <bilal@thuis.example>\nDate: Wed, 4 Mar 2026 20:15:00 +0100\n"
    )
    assert attached.endswith("\n\nMag ik drie dagen meelopen in de bibliotheek?")
    assert [each.name for each in mail.attachments] == ["vraag.eml", "pasfoto.png"]
    assert attachment_bytes(raw, 0) in raw
    assert parse(attachment_bytes(raw, 0)).subject == "Snuffelstage"


def test_a_bounce_keeps_the_address_that_failed_and_the_mail_it_is_about():
    mail = parse(sample("bounce"))

    assert mail.automatic.value == "bounce"
    assert "Final-Recipient: rfc822; weg@school.example" in mail.body
    assert "Message-ID: <uit.7@stad.example>" in mail.body


def test_flowed_lines_become_paragraphs_again():
    body = parse(sample("flowed")).body

    assert "programma over drie regels verdeeld maar hoort bij elkaar." in body
    assert "> Kan je in mei of in juni?\nLiefst in mei." in body
    assert body.endswith("\n--\nInes")


def test_a_file_inside_the_text_is_taken_out():
    raw = sample("uuencoded")
    mail = parse(raw)

    assert mail.body.split() == ["Hierbij", "mijn", "cv.", "Joris"]
    assert [each.name for each in mail.attachments] == ["cv.txt"]
    assert attachment_bytes(raw, 0).startswith(b"Curriculum vitae van Joris, regel 0.\n")


def test_an_answer_to_an_invitation_is_shown_and_said_so():
    mail = parse(sample("meeting_accepted"))

    assert mail.automatic.value == "calendar"
    assert mail.warnings == ("calendar: REPLY",)
    assert mail.body == "Summary: Kennismaking, stagiair\nDtstart: 20260316T100000\nLocation: Stadhuis"
    assert mail.attachments[0].name == "attachment-1.ics"


@pytest.mark.parametrize(
    ("name", "warning", "body"),
    [
        ("pgp_encrypted", "pgp: encrypted, cannot be read", ""),
        ("smime_signed", "smime: signed", "Dit is door mij getekend."),
        ("smime_opaque", "smime: signed", "Beste,\n\nIk zoek een stage bij de dienst financiën."),
        ("smime_opaque_streamed", "smime: signed", "Beste,\n\nIk zoek een stage bij de dienst financiën."),
        ("smime_encrypted", "smime: encrypted, cannot be read", ""),
        ("winmail", "tnef: winmail.dat could not be opened", "De overeenkomst hangt hieraan."),
        (
            "utf8_called_latin1",
            "charset: says iso-8859-1, read as utf-8",
            "Een stage bij de dienst financiën.",
        ),
        ("raw_8bit_headers", "charset: none given, read as cp1252", "Bonjour,\nje cherche un stage d'été."),
    ],
)
def test_what_is_special_about_a_mail_is_said(monkeypatch, name, warning, body):
    monkeypatch.setitem(sys.modules, "tnefparse", None)
    mail = parse(sample(name))

    assert warning in mail.warnings
    assert mail.body == body


def test_winmail_dat_is_opened_where_a_library_for_it_is_installed(monkeypatch):
    inside = SimpleNamespace(long_filename=lambda: "overeenkomst.docx", name="OVEREE~1.DOC", data=b"docx")
    opened = SimpleNamespace(body=b"tekst", htmlbody=None, attachments=[inside])
    fake = SimpleNamespace(TNEF=lambda data, do_checksum: opened)
    monkeypatch.setitem(sys.modules, "tnefparse", fake)

    raw = sample("winmail")

    assert [each.name for each in parse(raw).attachments] == ["winmail.dat", "overeenkomst.docx"]
    assert attachment_bytes(raw, 1) == b"docx"


def test_a_broken_header_block_hides_neither_subject_nor_sender():
    mail = parse(sample("broken_headers"))

    assert mail.subject == "Stage informatica"
    assert mail.sender == Address("Karim", "karim@thuis.example")
    assert mail.body == "Ik zoek een stage."
    assert mail.sent_at == datetime(2026, 3, 11, 7, tzinfo=UTC)
    assert "headers: broken lines among them" in mail.warnings
    assert "date: missing, taken from Received" in mail.warnings


@pytest.mark.parametrize(
    ("raw", "subject", "body"),
    [
        pytest.param(b"Subject: A\nFrom: a@b.c\nHier\n\nB", "A", "Hier\n\nB", id="no empty line"),
        pytest.param(b"\n\nSubject: A\nFrom: a@b.c\n\nB", "A", "B", id="empty lines first"),
        pytest.param(b"\xef\xbb\xbfSubject: A\nFrom: a@b.c\n\nB", "A", "B", id="byte order mark"),
        pytest.param(b">From x Mon\nSubject: A\nFrom: a@b.c\n\nB", "A", "B", id="quoted mbox line"),
        pytest.param(b"Received: x\n\nSubject: A\nFrom: a@b.c\n\nB", "A", "B", id="empty line among them"),
        pytest.param(b"Subject: A\r\rB", "A", "B", id="old Mac line ends"),
        pytest.param(
            b"zomaar een tekst\n\nnog een", "", "zomaar een tekst\n\nnog een", id="no headers at all"
        ),
        pytest.param(b"Subject: A", "A", "", id="no body"),
        pytest.param(b"", "", "", id="nothing"),
    ],
)
def test_header_blocks_of_all_kinds(raw, subject, body):
    mail = parse(raw)

    assert (mail.subject, mail.body) == (subject, body)


@pytest.mark.parametrize(
    ("fields", "sender", "warning"),
    [
        (
            {"From": None, "Reply_To": b"Jan <jan@x.example>"},
            Address("Jan", "jan@x.example"),
            "taken from Reply-To",
        ),
        (
            {"From": b"Jan", "Return_Path": b"<jan@x.example>"},
            Address("", "jan@x.example"),
            "taken from Return-Path",
        ),
        ({"From": b"Jan"}, Address("Jan", ""), "from: no address"),
        ({"From": None}, None, "from: no address"),
    ],
)
def test_a_missing_sender_is_looked_for_and_said(fields, sender, warning):
    mail = parse(a_raw(**fields))

    assert mail.sender == sender
    assert any(warning in each for each in mail.warnings)


def test_of_several_senders_the_first_is_taken_and_said():
    mail = parse(sample("two_from"))

    assert mail.sender == Address("Ouder", "ouder@thuis.example")
    assert mail.subject == "Stage voor mijn dochter"
    assert "from: 2 addresses, the first one taken" in mail.warnings


def test_a_mail_without_an_id_gets_the_same_one_each_time():
    raw = a_raw(Message_ID=None)

    assert parse(raw).message_id == f"sha256-{hashlib.sha256(raw).hexdigest()[:32]}@missing"
    assert "message-id: missing" in parse(raw).warnings


def test_a_subject_cannot_bring_in_another_header_or_an_order_to_the_terminal():
    mail = parse(a_raw(Subject=b"=?utf-8?q?Stage=0D=0ABcc:_x@y.example=1B]0;x=07?="))

    assert mail.subject == "Stage Bcc: x@y.example]0;x"
    assert [name for name, _ in mail.headers] == ["From", "To", "Subject", "Date", "Message-ID"]


def test_attachments_have_safe_names():
    names = [each.name for each in parse(sample("names_of_attachments")).attachments]

    assert names == ["stage overeenkomst één.pdf", "_con.pdf", "attachment-3.jpg", "factuurfdp.exe"]


def test_an_attachment_is_what_was_counted():
    raw = sample("names_of_attachments")

    for index, attachment in enumerate(parse(raw).attachments):
        content = attachment_bytes(raw, index)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (attachment.size, attachment.sha256)
    with pytest.raises(IndexError):
        attachment_bytes(raw, 99)


@pytest.mark.parametrize(
    ("encoding", "payload", "warning"),
    [
        (b"base64", b"RGFn", None),
        (b"BASE64;", b"RG Fn", None),
        (b"base64", b"RGE=\nZw==", None),
        (b"quoted- printable", b"D=61g", None),
        (b"x-uuencode", b"begin 644 x\n#1&%G\n`\nend\n", None),
        (b"8-bit", b"Dag", None),
        (b"text/html", b"Dag", None),
        (b"base64", b"Dag, dit is gewone tekst.", "encoding: says base64 but is not"),
    ],
)
def test_transfer_encodings_and_their_lies(encoding, payload, warning):
    mail = parse(a_raw(payload, Content_Transfer_Encoding=encoding))

    assert mail.body.startswith("Da")
    assert mail.warnings == ((warning,) if warning else ())


def test_plain_text_that_only_says_there_is_html_gives_way_to_it():
    body = (
        b"--x\nContent-Type: text/plain\n\nUw programma toont geen HTML.\n"
        b"--x\nContent-Type: text/html\n\n<p>Ik zoek een stage.</p>\n--x--\n"
    )

    assert parse(a_raw(body, Content_Type=b"multipart/alternative; boundary=x")).body == "Ik zoek een stage."


@pytest.mark.parametrize("boundary", [b"", b"; boundary=anders"])
def test_a_wrong_boundary_is_found_in_the_text(boundary):
    body = b"--echte-grens\nContent-Type: text/plain\n\nDag\n--echte-grens--\n"
    mail = parse(a_raw(body, Content_Type=b"multipart/mixed" + boundary))

    assert mail.body == "Dag"
    assert mail.warnings == ("structure: wrong boundary",)


def test_what_is_too_long_is_cut_and_said():
    mail = parse(a_raw(b"woord " * 400_000, Subject=b"x" * 5_000))

    assert len(mail.body) == LONGEST_BODY
    assert len(mail.subject) == 500
    assert "body: longer than 1000000 characters, the rest was left out" in mail.warnings
