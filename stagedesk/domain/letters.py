"""Letters from templates: a subject line, a body, and only the variables that this kind of letter knows."""

import re
import string
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from stagedesk.domain.codes import Letter as Kind
from stagedesk.domain.codes import Outcome
from stagedesk.i18n import N_, _

# What stands in a digest and in the letter to the supervisor about each request.
DIGEST_ITEM, ESCALATION_ITEM = "digest_item", "escalation_item"
# One letter to whoever asked for several people, and what stands in it about each.
STILL_LOOKING_LIST, STILL_LOOKING_ITEM = "still_looking_list", "still_looking_item"
# One mail asked for several people: each has a number now.
ACKNOWLEDGEMENT_LIST, ACKNOWLEDGEMENT_ITEM = "acknowledgement_list", "acknowledgement_item"
# Whoever was invited hears of other hours or another place.
INVITATION_CHANGED = "invitation_changed"
# A department is asked once more, with the answer to what it wanted to know.
DEPARTMENT_TOLD = "department_told"
EVERYWHERE = frozenset({"desk_name", "desk_email", "city", "clerk", "signature"})
ABOUT_REQUEST = EVERYWHERE | {
    "reference", "applicant", "received", "study", "school", "level", "period", "kind", "summary",
}  # fmt: skip
# What a letter to the applicant's side can say is what stands here: nothing of what a department answered.
KNOWN: Mapping[str, frozenset[str]] = {
    Kind.ACKNOWLEDGEMENT: ABOUT_REQUEST | {"due"},
    Kind.QUESTION: ABOUT_REQUEST | {"question", "due"},
    Kind.QUESTION_AGAIN: ABOUT_REQUEST | {"question", "department", "asked_on", "due"},
    Kind.OFFER: ABOUT_REQUEST | {"department", "starts_on", "due"},
    Kind.WAITING_LIST: ABOUT_REQUEST | {"until"},
    Kind.STILL_LOOKING: ABOUT_REQUEST | {"department", "due"},
    Kind.REFUSAL: ABOUT_REQUEST | {"reason"},
    Kind.WITHDRAWAL: ABOUT_REQUEST,
    Kind.REFERRAL: ABOUT_REQUEST | {"department", "due", "quote", "question", "enclosed", "answer_links"},
    Kind.REMINDER_1: ABOUT_REQUEST | {"department", "due", "asked_on", "answer_links"},
    Kind.REMINDER_2: ABOUT_REQUEST | {"department", "due", "asked_on", "answer_links"},
    DEPARTMENT_TOLD: ABOUT_REQUEST | {"department", "due", "asked_on", "answer", "answer_links"},
    Kind.WITHDRAW_REFERRAL: ABOUT_REQUEST | {"department", "asked_on"},
    Kind.DIGEST: EVERYWHERE | {"department", "count", "items"},
    Kind.ESCALATION: EVERYWHERE | {"count", "items"},
    STILL_LOOKING_LIST: EVERYWHERE | {"count", "items", "due"},
    STILL_LOOKING_ITEM: ABOUT_REQUEST | {"department"},
    ACKNOWLEDGEMENT_LIST: EVERYWHERE | {"applicant", "received", "count", "items", "due"},
    ACKNOWLEDGEMENT_ITEM: ABOUT_REQUEST,
    DIGEST_ITEM: ABOUT_REQUEST | {"department", "asked_on", "due", "answer_links", "number"},
    ESCALATION_ITEM: ABOUT_REQUEST | {"department", "asked_on", "due"},
    Kind.PLACES_CALL: EVERYWHERE | {"department", "year", "due"},
    Kind.ARRANGED_CALL: EVERYWHERE | {"department", "year", "due"},
    Kind.INVITATION: EVERYWHERE | {"applicant", "department", "day", "hours", "place"},
    INVITATION_CHANGED: EVERYWHERE | {"applicant", "department", "day", "hours", "place"},
    Kind.REPORT: EVERYWHERE | {"month", "items"},
}
TO_APPLICANT = frozenset(
    {
        Kind.ACKNOWLEDGEMENT, Kind.QUESTION, Kind.QUESTION_AGAIN, Kind.OFFER, Kind.WAITING_LIST,
        Kind.STILL_LOOKING, Kind.REFUSAL, Kind.WITHDRAWAL, Kind.INVITATION, STILL_LOOKING_LIST,
        STILL_LOOKING_ITEM, ACKNOWLEDGEMENT_LIST, ACKNOWLEDGEMENT_ITEM, INVITATION_CHANGED,
    }
)  # fmt: skip
# The letter that tells the applicant how a request ended.
BY_OUTCOME: Mapping[Outcome, Kind] = {
    Outcome.REJECTED: Kind.REFUSAL,
    Outcome.DEPARTMENT_NO_ANSWER: Kind.REFUSAL,
    Outcome.APPLICANT_NO_ANSWER: Kind.REFUSAL,
    Outcome.WITHDRAWN: Kind.WITHDRAWAL,
}
SEVERAL_LINES = frozenset({"question", "answer", "quote", "items", "answer_links", "signature"})
OWN_LINKS = frozenset({"items", "answer_links"})
SUBJECT = "Subject:"
NO_SUBJECT = N_("the first line must be “Subject: …” and the second one empty")
NO_BODY = N_("there is no text under the subject")
UNKNOWN = N_("{name} is no variable of this letter; it knows: {known}")
BRACES = N_("only the name of a variable may stand between braces; {{ and }} are braces themselves")

_LINK = re.compile("<(?=mailto:)", re.IGNORECASE)


class BadTemplate(ValueError):
    """The template cannot be filled; the text says why, and `line` where."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line


class Letter(NamedTuple):
    subject: str
    body: str


class Template(NamedTuple):
    """A template that was checked: every line with the variables in it."""

    kind: str
    subject: str
    lines: tuple[tuple[str, frozenset[str]], ...]


def read(text: str, kind: str) -> Template:
    """Check a template whose first line is "Subject: …", followed by an empty line and the body.

    Errors: BadTemplate names the first line that is wrong.
    """
    found = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    if not found[0].startswith(SUBJECT) or "".join(found[1:2]).strip():
        raise BadTemplate(1, _(NO_SUBJECT))
    if not "".join(found[2:]).strip():
        raise BadTemplate(3, _(NO_BODY))
    lines = tuple((line, _variables(line, number, kind)) for number, line in enumerate(found, start=1))
    return Template(kind, found[0].removeprefix(SUBJECT).strip(), lines[2:])


def fill(template: Template, values: Mapping[str, str]) -> Letter:
    """A line of the body that only has variables without a value is left out; elsewhere they become a dash.

    So is a line that ends in a colon, when all that it announces was left out.
    """
    known = {name: one_value(name, values.get(name, "")) for name in KNOWN[template.kind]}
    shown = {name: value or "—" for name, value in known.items()}
    kept, announced = list[str](), True
    for line, used in reversed(template.lines):
        if used and not any(known[name] for name in used):
            announced = False
        elif not line.strip():
            kept.append("")
        elif announced or not line.rstrip().endswith(":"):
            kept.append(line.format_map(shown) if "{" in line or "}" in line else line)
            announced = True
    body = "\n".join(reversed(kept)).strip("\n")
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    return Letter(" ".join(template.subject.format_map(shown).split()), body + "\n")


def one_value(name: str, text: str) -> str:
    """A value as it may stand in a letter: on one line where it should be, and no link but the desk's own."""
    if name not in OWN_LINKS and "<" in text:
        text = _LINK.sub("‹", text)
    return text.strip("\n") if name in SEVERAL_LINES else " ".join(text.split())


def _variables(line: str, number: int, kind: str) -> frozenset[str]:
    try:
        return frozenset(_checked(line, number, kind))
    except BadTemplate:
        raise
    except ValueError as error:
        raise BadTemplate(number, _(BRACES)) from error


def _checked(line: str, number: int, kind: str) -> Iterator[str]:
    for _text, name, form, conversion in string.Formatter().parse(line):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise BadTemplate(number, _(BRACES))
        if name not in KNOWN[kind]:
            known = ", ".join(sorted(KNOWN[kind]))
            raise BadTemplate(number, _(UNKNOWN).format(name="{" + name + "}", known=known))
        yield name
