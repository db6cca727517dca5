"""Everything about one request: who has the ball, its mails, its letters, what happened and what will."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.rows import MessageRow, RequestPage, RequestRow

PAGE = """\
suggestions [{department, name, strength, because}],
links [{ref, by, because}] to requests that it may belong to,
referrals [{department, name, asked_on, due_on, reminded, escalated_on, answer, reason,
  remark, answered_on, round, quiet_until, starts_on}],
messages [{id, direction, kind, from {name, email}, to, subject, at, visible, quoted,
  signature, attachments [{name, type, size}], automatic, proposal, proposal_because,
  proposal_value, handled, warnings}],
letters [{letter, to, subject, body, leaves_at, state}],
timeline [{event, at, by, kind, facts, undone, undoable}],
planned [{on, kind, department}],
clocks {desk, departments, applicant, decide_by, deadline} in working days"""


def add_show(parser: Parser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("the reference of the request, such as 2026-0042"))
    parser.add_json()
    parser.example(
        "stagedesk show 2026-0042",
        "stagedesk show 2026-0042 --json | jq '.timeline[].kind'",
        text=_("--json prints the request as `list` does, and:") + "\n" + PAGE,
    )


def run_show(arguments: Namespace, at: Office) -> int:
    from stagedesk.cli import page_json
    from stagedesk.cli.calendar_commands import clock_lines
    from stagedesk.services.deciding import requests
    from stagedesk.services.understanding import links, suggestions

    page = requests.page(at.desk, arguments.ref)
    undecided = page.request.is_open and page.request.waiting_on == "desk"
    suggested = suggestions.for_request(at.desk, page.request.id) if undecided else ()
    proposed = links.proposals(at.desk, page.request.id) if page.request.is_open else ()
    if arguments.json:
        found = page_json.as_json(page, suggested, at.desk.today())
        put_json(found | {"links": [asdict(each) for each in proposed]})
        return 0
    _show_facts(page.request)
    for each in suggested:
        line(_("suggested: {department}, because {reason}").format(department=each.name, reason=each.because))
    for text in clock_lines(page.clocks):
        line(text)
    for link in proposed:
        line(_("belongs to {reference}? because {reason}").format(reference=link.ref, reason=link.because))
    _show_page(page, at.desk.calendar.zone)
    return 0


def _show_facts(row: "RequestRow") -> None:
    line(f"{row.ref}  {row.who}  {row.title}")
    party = row.department_name if row.waiting_on == "department" else ""
    state = reference.name("statuses", row.status)
    facts = (
        (_("status"), ", ".join(filter(None, (state, *_end(row))))),
        (_("owner"), row.owner),
        (_("waits for"), party or reference.name("waiting", row.waiting_on)),
        (_("since"), row.waiting_since),
        (_("due"), row.due_on),
        (_("received"), row.received_on),
        (_("applicant"), _person(row.applicant, row.applicant_email)),
        (_("sender"), _person(row.sender, row.sender_email) if row.sender != row.applicant else ""),
        (_("school"), row.school),
        (_("study"), row.study),
        (_("level"), reference.name("levels", row.level)),
        (_("kind"), reference.name("kinds", row.kind)),
        (_("period"), " – ".join(str(day) for day in (row.period_start, row.period_end) if day)),
        (_("her or his date"), row.deadline_on),
    )
    for name, value in facts:
        if value:
            line(f"{name}: {value}")


def _end(row: "RequestRow") -> tuple[str, ...]:
    closed = str(row.closed_on) if row.closed_on else ""
    return reference.name("outcomes", row.outcome), reference.name("reasons", row.reason), closed


def _person(name: str, email: str) -> str:
    return f"{name} <{email}>" if name and email else name or email


def _show_page(page: "RequestPage", zone: tzinfo) -> None:
    for message in page.messages:
        _show_message(message, zone)
    line()
    table((_("when"), _("who"), _("what")), _timeline(page, zone))


def _timeline(page: "RequestPage", zone: tzinfo) -> Iterator[tuple[str, str, str]]:
    """What happened, what is about to leave, and what happens by itself."""
    from stagedesk.services.journal.event_words import event_words, letter_name, planned_words

    clock = _("the clock")
    for event in page.events:
        words = event_words(event.kind, event.values) + (
            f": {event.values['text']}" if "text" in event.values else ""
        )
        yield (
            _minute(event.at, zone),
            event.by or (str(event.values.get("department")) if event.values.get("link") else clock),
            words + (" " + _("(undone)") if event.undone else ""),
        )
    for letter in page.letters:
        words = _("letter leaves: {letter}").format(letter=letter_name(letter.letter))
        yield _minute(letter.hold_until, zone), clock, words
    for planned in page.planned:
        yield str(planned.on), clock, planned_words(planned.kind, planned.department_name)


def _show_message(message: "MessageRow", zone: tzinfo) -> None:
    came_in = message.direction == "in"
    party = _person(message.sender, message.sender_email) if came_in else message.recipients
    line()
    number = _("mail {number}").format(number=message.id)
    line(f"{'<-' if came_in else '->'} {_minute(message.at, zone)}  {party}  {message.subject}  ({number})")
    paragraph(message.visible, "   ")
    for text, sentence in (
        (message.quoted, _("{n} quoted lines")),
        (message.signature, _("{n} lines of signature")),
    ):
        if text:
            paragraph("[" + sentence.format(n=len(text.splitlines())) + "]", "   ")
    for each in message.attachments:
        sentence = _("attachment: {name} ({size} B)").format(name=each.name, size=each.size)
        paragraph(sentence, "   ")


def _minute(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
