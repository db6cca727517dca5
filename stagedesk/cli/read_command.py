"""What the desk would make of a mail: read, shown, and not stored."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stagedesk import driver, errors
from stagedesk.cli.office import clock, settings_of
from stagedesk.cli.output import line, paragraph, put_json_lines
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.mail.message import Address
    from stagedesk.mail.sources import Found
    from stagedesk.services.understanding.reading import Reading

STDIN = "-"
FIELDS = """\
file, message_id, subject, from {name, email}, requester {name, email, because},
to [{name, email}], date, language, body, visible, quoted, signature,
attachments [{name, type, size, sha256}], automatic {is, kind, because},
kind, subkind, kind_because, decision {value, because}, links [{by, ref}],
requests [{applicant_name, applicant_email, applicant_phone, school, level, study,
  internship_kind, period_start, period_end, hours_total, hours_per_week, weekdays,
  departments [{name, because, score}], deadline, school_contact, minor, missing [],
  because {field: words}}],
masked [], warnings []"""


def add_read(parser: Parser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help=_("mails, mbox files, Maildirs, folders of them; - is stdin")
    )
    parser.add_json()
    text = _(
        "With a desk, mails are read with its own departments, schools and decisions, and links name its\n"
        "requests: those that the mail belongs to (by references, token, subject or copy) and those that a\n"
        "person should look at (by maybe_named, maybe_copy, maybe_text, maybe_person, maybe_sender or\n"
        "maybe_subject). Without one, with the lists that are shipped.\n"
        "--json prints one object a line. What is unknown is null; days are as 2026-03-31, codes as those\n"
        "of `list`. Each has:"
    )
    parser.example(
        "stagedesk read mail.eml",
        "stagedesk read --json ~/Mail/stage old.mbox | jq '.requests[].period_start'",
        "stagedesk read --json - < mail.eml",
        text=f"{text}\n{FIELDS}",
    )


def run_read(arguments: Namespace) -> int:
    with _reader(arguments) as read:
        found = (each for path in arguments.paths for each in _mails(path))
        if arguments.json:
            put_json_lines(_as_json(each, read) for each in found)
        else:
            _show_all(found, read)
    return 0


@contextmanager
def _reader(arguments: Namespace) -> "Iterator[Callable[[bytes], Reading]]":
    """What reads a mail: the desk of the settings, or nobody's where there is none."""
    found = settings_of(arguments)
    driver.choose(found.database)
    from stagedesk.services import rights, setup
    from stagedesk.services.understanding import reading

    with driver.in_words(found.database):
        try:
            desk = setup.open_desk(found, clock())
        except errors.NoDatabase:
            yield reading.without_desk(found.desk_email)
            return
        with setup.connected():
            rights.refuse_readers(found.user)  # it tells of requests, too
            yield reading.at_desk(desk)


def _mails(path: str) -> "Iterator[Found]":
    from stagedesk.mail import sources

    if path == STDIN:
        return sources.of_bytes(sys.stdin.buffer.read(), STDIN)
    return sources.anything(Path(path).expanduser())


def _as_json(found: "Found", read: "Callable[[bytes], Reading]") -> dict[str, Any]:
    from stagedesk.mail.sources import SourceFailure
    from stagedesk.services.understanding import reading

    if isinstance(found, SourceFailure):
        return reading.unread_as_json(found.source, found.error)
    return reading.as_json(found.source, read(found.raw))


def _show_all(mails: "Iterator[Found]", read: "Callable[[bytes], Reading]") -> None:
    from stagedesk.mail.sources import SourceFailure

    for number, found in enumerate(mails):
        if number:
            line()
        _fact(_("file"), found.source)
        if isinstance(found, SourceFailure):
            _fact(_("warning"), found.error)
        else:
            _show(read(found.raw))


def _show(reading: "Reading") -> None:
    for name, value in _headings(reading):
        _fact(name, value)
    line()
    _show_text(reading)
    line()
    _show_understood(reading)


def _headings(reading: "Reading") -> Iterator[tuple[str, str]]:
    mail = reading.mail
    yield _("from"), _written(mail.sender) if mail.sender else "?"
    yield _("to"), ", ".join(map(_written, mail.to))
    yield _("date"), mail.sent_at.isoformat() if mail.sent_at else "?"
    yield _("subject"), mail.subject
    yield _("language"), reading.language or "?"
    yield _("automatic"), mail.automatic.words if mail.automatic else _("no")
    for file in mail.attachments:
        yield _("attachment"), f"{file.name} ({file.type}, {file.size} B)"
    for warning in mail.warnings:
        yield _("warning"), warning


def _show_text(reading: "Reading") -> None:
    parts = reading.parts
    paragraph(parts.visible)
    for text, sentence in (
        (parts.quoted, _("{n} quoted lines")),
        (parts.signature, _("{n} lines of signature")),
    ):
        if text:
            line("[" + sentence.format(n=len(text.splitlines())) + "]")


def _show_understood(reading: "Reading") -> None:
    from stagedesk.services.understanding.reading_facts import facts, kind_name

    for link in reading.belongs.links:
        if link.because:
            _fact(_("belongs to?"), _why(link.ref, link.because))
        else:
            _fact(_("belongs to"), f"{link.ref} ({link.by})")
    if reading.kind.kind in ("", "request"):  # all others are among the facts
        _fact(_("kind of mail"), _why(kind_name(reading.kind.kind) or "?", reading.kind.because))
    for fact in facts(reading):
        _fact(fact.label, _why(fact.value, fact.because))


def _why(value: str, because: str) -> str:
    return f"{value}  ({_('because {words}').format(words=because)})" if because else value


def _fact(name: str, value: str) -> None:
    line(f"{name}: {value}")


def _written(address: "Address") -> str:
    return f"{address.name} <{address.email}>" if address.name else address.email
