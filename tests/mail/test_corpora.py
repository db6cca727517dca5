"""Mail that other people wrote, from a folder beside the project: nothing lost, nothing dangerous kept."""

import json
import os
import re
from email import message_from_bytes
from itertools import groupby
from pathlib import Path

import pytest

from raw_mail import SAMPLES, assert_safe
from stagedesk.domain.text import clean
from stagedesk.mail.html import to_text
from stagedesk.mail.parse import parse
from stagedesk.mail.parts import MESSAGES, Part
from stagedesk.mail.quotes import kinds_of, split

CORPUS = Path(os.environ.get("STAGEDESK_MAIL_CORPUS", ""))
pytestmark = pytest.mark.skipif(
    "STAGEDESK_MAIL_CORPUS" not in os.environ, reason="STAGEDESK_MAIL_CORPUS names no folder with test mail"
)
NO_MAIL = {"LICENSE", "LICENSE.txt", "MIT-LICENSE", "COPYING", "COMMIT", "README", "README.md", "cases.json"}
LINES = json.loads((SAMPLES / "lines_in_corpora.json").read_text())


def files_in(*folders):
    found = (path for folder in folders for path in sorted((CORPUS / folder).rglob("*")))
    return [path for path in found if path.is_file() and path.name not in NO_MAIL and path.name[0] != "."]


def mails():
    """Whole mails: in the other folders only texts and pages are kept."""
    whole = files_in("mikel-mail", "rt", "cpython", "djangohelpdesk")
    return [*whole, *(path for path in files_in("talon") if path.suffix == ".eml")]


def said(raw, name):
    """What a person finds in the first lines, even where the header block is broken."""
    head = re.sub(rb"\r?\n[ \t]+", b" ", raw[:20_000])
    found = re.findall(rb"(?im)^" + name + rb"[ \t]*:[ \t]*(\S.*)$", head.partition(b"\n\n")[0])
    return found[0].strip() if found else b""


def contents_of(part):
    if part.type in MESSAGES or part.type.startswith("multipart/"):
        return [each for child in part.children for each in contents_of(child)]
    return [] if part.type.startswith("message/") else [part.content()[0].strip()]


def standard_contents_of(message):
    if message.get_content_type() in MESSAGES or message.get_content_maintype() == "multipart":
        return [each for child in message.get_payload() for each in standard_contents_of(child)]
    if message.get_content_maintype() == "message":
        return []
    return [(message.get_payload(decode=True) or b"").strip()]


def test_every_file_is_read_and_holds_nothing_dangerous():
    files = files_in("")

    assert len(files) > 300
    for path in files:
        raw = path.read_bytes()
        assert_safe(parse(raw))
        assert_safe(parse(b"Subject: tekst\n\n" + raw))


def test_subject_and_sender_are_found_wherever_a_person_finds_them():
    for path in mails():
        raw = path.read_bytes()
        mail = parse(raw)
        assert mail.subject or not said(raw, b"subject"), path
        assert (mail.sender and mail.sender.email) or b"@" not in said(raw, b"from"), path


def test_sound_mails_have_the_parts_that_the_standard_library_finds():
    compared = 0
    for path in mails():
        raw = path.read_bytes()
        message = message_from_bytes(raw)
        if not any(part.defects for part in message.walk()):
            found = [each for each in contents_of(Part.of_mail(raw)) if each]
            assert found == [each for each in standard_contents_of(message) if each], path
            compared += 1

    assert compared > 150


def test_dutch_answers_are_apart_from_their_quotes_and_signatures():
    for case in json.loads((CORPUS / "quotes_nl" / "cases.json").read_text()):
        if case["reply"] is None:
            assert all(text in split(case["full"]).visible for text in case["contains"])
            continue
        parts = split("\n\n".join(filter(None, (case["reply"], case["sig"], case["tail"]))))
        found = (parts.visible, parts.signature, parts.quoted)
        assert found == (case["reply"], case["sig"], case["tail"].strip()), case["id"]


@pytest.mark.parametrize("name", LINES)
def test_lines_are_told_apart_as_a_reader_does(name):
    folder, _, stem = name.partition("/")
    path = next(path for path in files_in(folder) if path.stem == stem)
    kinds = kinds_of(clean(path.read_text(errors="replace"), lines=True).split("\n"))

    assert " ".join(f"{kind}{len(list(group))}" for kind, group in groupby(kinds)) == LINES[name]


def test_the_answers_of_many_mail_programs_are_what_they_should_be():
    for path in files_in("talon/tests/fixtures/standard_replies"):
        if path.suffix == ".eml":
            expected = path.with_name(f"{path.stem}_reply_text")
            reply = clean(expected.read_text(), lines=True) if expected.exists() else "Hello"
            mail = parse(path.read_bytes())
            parts = split(mail.body, mail.subject)
            assert parts.visible == "Hello", path
            assert set(reply.split()) <= set((parts.visible + "\n" + parts.signature).split()), path


def test_pages_are_told_apart_once_they_are_text():
    for path in files_in("talon/tests/fixtures/html_replies"):
        parts = split(clean(to_text(path.read_text(errors="replace")), lines=True))
        assert parts.visible.split() == ["Hi.", "I", "am", "fine.", "Thanks,", "Alex"], path
        assert "Hello! How are you?" in parts.quoted, path


def test_no_text_is_taken_for_a_signature():
    for path in files_in("talon/tests/fixtures/signature/emails/stripped"):
        if path.name.endswith("_body"):
            text = path.read_text().replace("#sig#", "")
            signature = (
                path.with_name(path.name.replace("_body", "_signature")).read_text().replace("#sig#", "")
            )
            own = clean(text.replace(signature.strip(), "") if signature.strip() else text, lines=True)
            assert split(clean(text, lines=True)).visible.startswith(own), path
