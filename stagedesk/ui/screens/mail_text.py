"""A mail as the preview shows it: its heading, its words, what is known, and what is proposed with why."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Direction
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.rows import MessageRow, RequestRow
from stagedesk.ui import texts
from stagedesk.ui.proposing import Proposed
from stagedesk.ui.widgets.mail_view import MailText

if TYPE_CHECKING:
    from stagedesk.services.understanding.links import LinkProposal
    from stagedesk.ui.reading import Opened


def mail_text(opened: "Opened", proposed: Proposed | None, today: date) -> MailText:
    """The preview of a row of the Inbox."""
    row = opened.row.request
    proposals = tuple(_proposals(opened, proposed))
    if opened.mail is None:
        return MailText(
            (f"{row.ref}  {row.who}", row.title),
            "",
            facts=(*_trouble(opened), *facts(row, today)),
            suggestion=proposals,
        )
    shown = plain(opened.mail, today)
    about = ((_("about"), f"{row.ref} {row.who}"),) if not opened.row.begins else ()
    return MailText(
        shown.heading,
        shown.visible,
        shown.quoted,
        shown.signature,
        shown.attachments,
        facts=(*_trouble(opened), *_lists(opened), *about, *_known(opened, today)),
        suggestion=proposals,
    )


def _trouble(opened: "Opened") -> tuple[tuple[str, str], ...]:
    if not opened.trouble:
        return ()
    return ((_("letter that did not leave"), _("{letter} (O: outbox)").format(letter=opened.trouble)),)


def _lists(opened: "Opened") -> Iterator[tuple[str, str]]:
    for name in opened.lists:
        yield _("list"), _("{name} (F: take it over)").format(name=name)


def called(mail: MessageRow) -> str:
    """A mail on one line, to tell it from others."""
    return texts.GAP.join((mail.sender or mail.sender_email or "?", mail.subject or _("(no subject)")))


def link_lines(links: "Sequence[LinkProposal]") -> Iterator[tuple[str, str]]:
    """The requests that this one may belong to, each with the key that links and the reason."""
    for place, each in enumerate(links):
        key = _("m {reference}") if place else _("l {reference}")
        yield key.format(reference=each.ref), each.because


def _known(opened: "Opened", today: date) -> Iterator[tuple[str, str]]:
    """What the request says; what it leaves open as it was read from the mail."""
    row = opened.row.request
    said = facts(row, today)
    yield from said
    # Who it is stands above, and which department below.
    left_out = {_("points to"), *(label for label, _value in said)}
    for fact in opened.facts:
        if fact.label == _("asks"):
            yield fact.label, _("“{words}”; S takes the sender").format(words=fact.because or fact.value)
        elif fact.label == _("applicants") and opened.row.request.group is None:
            yield fact.label, _("{count}; s makes a request for each").format(count=fact.value)
        elif fact.label not in left_out and not (fact.label == _("person") and row.who in fact.value):
            yield fact.label, fact.value


def plain(mail: MessageRow, today: date) -> MailText:
    """A mail with nothing but its own words."""
    who = mail.recipients.splitlines()[0] if mail.direction == Direction.OUT and mail.recipients else ""
    sender = _("to {who}").format(who=who) if who else _address(mail)
    when = texts.day_and_time(mail.at, today)
    return MailText(
        (sender, f"{when}{texts.GAP}{mail.subject or _('(no subject)')}"),
        mail.visible,
        mail.quoted,
        mail.signature,
        tuple(texts.attachment(each) for each in mail.attachments),
        facts=tuple((_("note"), warning) for warning in mail.warnings),
    )


def _address(mail: MessageRow) -> str:
    return f"{mail.sender} <{mail.sender_email}>" if mail.sender else mail.sender_email


def facts(row: RequestRow, today: date) -> tuple[tuple[str, str], ...]:
    """What is known of the request; what is not known takes no room."""
    found = {
        _("person"): row.applicant if row.applicant != row.sender else "",
        _("school"): row.school,
        _("level"): reference.name("levels", row.level),
        _("study"): row.study,
        _("kind"): reference.name("kinds", row.kind),
        _("period"): texts.period(row),
        _("wants an answer by"): texts.day(row.deadline_on, today) if row.deadline_on else "",
        _("with"): row.department_name,
    }
    return tuple((label, value) for label, value in found.items() if value)


def _proposals(opened: "Opened", proposed: Proposed | None) -> Iterator[tuple[str, str]]:
    """The proposal with its reason, then the other departments that are likely."""
    if proposed is None and opened.links:
        yield from link_lines(opened.links)
        return
    if proposed is None:
        yield "—", _("no department is likely; r asks the one that you choose")
        return
    yield proposed.words, proposed.because
    yield from link_lines(opened.links[:2])
    if proposed.action == "route":
        for number, other in enumerate(opened.suggestions[1:], 2):
            yield _("r{number} {department}").format(number=number, department=other.name), other.because
