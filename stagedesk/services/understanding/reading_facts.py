"""What was read from a mail as a person reads it: a label, a value and the words it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from stagedesk.i18n import N_, _, language
from stagedesk.mail.extract.facts_hours import DAYS
from stagedesk.mail.extract.facts_record import Asked
from stagedesk.services import reference
from stagedesk.services.journal.event_words import ANSWERS

if TYPE_CHECKING:
    from stagedesk.services.understanding.reading import Reading, Sought

REQUEST: Final = "request"
KINDS: Final = {
    "request": N_("request"),
    "follow_up": N_("follow-up"),
    "answer": N_("answer of a department"),
    "automatic": N_("automatic mail"),
    "bounce": N_("a letter that came back"),
    "receipt": N_("receipt"),
    "newsletter": N_("newsletter"),
    "spam": N_("spam"),
    "out_of_scope": N_("not for this desk"),
    "figures_question": N_("question about figures"),
}
SUBKINDS: Final = {
    "supplement": N_("supplement"),
    "reminder": N_("reminder"),
    "withdrawal": N_("withdrawal"),
    "document": N_("document"),
    "duplicate": N_("sent again"),
    "evaluation": N_("about a running internship"),
    "courtesy": N_("thanks"),
    "auto-reply": N_("automatic reply"),
    "calendar": N_("invitation"),
    "holiday_job": N_("holiday job"),
    "vacancy": N_("vacancy"),
    "wrong_address": N_("wrong address"),
}
MISSING: Final = {
    "name": N_("name"),
    "email": N_("mail address"),
    "school": N_("school"),
    "study": N_("study"),
    "period": N_("period"),
    "period_end": N_("last day"),
    "hours": N_("hours"),
}
ASSUMED: Final = {
    "year": N_("the year {number}"),
    "weeks": N_("the end after {number} weeks"),
    "months": N_("the end after {number} months"),
    "semester": N_("the days of the semester"),
    "days of the month": N_("the days of the month"),
    "end of the month": N_("the end of the month"),
    "Monday to Friday": N_("Monday to Friday"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """In the reader's language, but for the words: those stand in the mail."""

    label: str
    value: str
    because: str = ""


def facts(reading: "Reading") -> tuple[Fact, ...]:
    """What is known; what is not takes no room, but for the line that names what is missing."""
    return tuple(fact for fact in _all(reading) if fact.value)


def kind_name(kind: str, subkind: str = "") -> str:
    """A kind of mail in the reader's language."""
    more = SUBKINDS.get(subkind, "")
    return ", ".join(filter(None, (_(KINDS[kind]) if kind in KINDS else kind, _(more) if more else "")))


def _all(reading: "Reading") -> Iterator[Fact]:
    kind, decision, asker = reading.kind, reading.decision, reading.requester
    if kind.kind and kind.kind != REQUEST:
        yield Fact(_("kind of mail"), kind_name(kind.kind, kind.subkind), kind.because)
    if decision:
        yield Fact(_("answer"), _(ANSWERS[decision.value]), decision.because)
    strange = ", ".join(reading.belongs.strange)
    yield Fact(_("not linked"), strange, _("whoever wrote takes no part in it"))
    if asker.by not in ("from", "resent"):
        yield Fact(_("asks"), _person(asker.name, asker.email), asker.because)
    if len(reading.requests) > 1:
        yield Fact(_("applicants"), str(len(reading.requests)))
    yield from _together(reading.requests)
    yield Fact(_("masked"), ", ".join(reading.masked))


def _together(requests: "Iterable[Sought]") -> Iterator[Fact]:
    """The facts of all applicants: what is the same for several stands once."""
    found: dict[str, dict[str, str]] = {}
    for sought in requests:
        for fact in _of_one(sought):
            found.setdefault(fact.label, {}).setdefault(fact.value, fact.because)
    for label, values in found.items():
        said = {value: because for value, because in values.items() if value}
        yield Fact(label, " | ".join(said), "; ".join(dict.fromkeys(filter(None, said.values()))))


def _of_one(sought: "Sought") -> Iterator[Fact]:
    asked = sought.asked
    who = ", ".join(filter(None, (asked.applicant_name, asked.applicant_email, asked.applicant_phone)))
    yield Fact(_("person"), who, _why(asked, "applicant_name", "applicant_email", "applicant_phone"))
    yield Fact(_("school"), asked.school, _why(asked, "school"))
    yield Fact(_("level"), reference.name("levels", asked.level), _why(asked, "level"))
    yield Fact(_("study"), asked.study, _why(asked, "study"))
    yield Fact(_("kind"), reference.name("kinds", asked.internship_kind), _why(asked, "internship_kind"))
    yield Fact(_("period"), _period(asked), _why(asked, "period_start", "period_end"))
    yield Fact(_("hours"), _hours(asked), _why(asked, "hours_total", "hours_per_week", "weekdays"))
    yield Fact(_("wants an answer by"), _day(asked.deadline), _why(asked, "deadline"))
    yield Fact(_("contact at school"), asked.school_contact, _why(asked, "school_contact"))
    yield Fact(_("minor"), "" if asked.minor is None else _yes_or_no(asked.minor), _why(asked, "minor"))
    departments = sought.departments
    yield Fact(
        _("points to"),
        ", ".join(each.name for each in departments),
        "; ".join(each.because for each in departments),
    )
    yield Fact(_("missing"), ", ".join(_(MISSING[code]) for code in asked.missing))


def _why(asked: Asked, *names: str) -> str:
    """The words these values rest on, and what they leave open."""
    words = "; ".join(dict.fromkeys(asked.because[name] for name in names if name in asked.because))
    assumed = dict.fromkeys(each for name in names for each in asked.assumed.get(name, ()))
    if not assumed:
        return words
    return _("{words} (assumed: {what})").format(words=words, what=", ".join(map(_assumed, assumed)))


def _assumed(text: str) -> str:
    """What the reading of dates calls "year 2027" or "semester"."""
    name, _space, number = text.rpartition(" ") if text[-1:].isdigit() else (text, "", "")
    return _(ASSUMED[name]).format(number=number) if name in ASSUMED else text


def _period(asked: Asked) -> str:
    blocks = [(each.start, each.end) for each in asked.periods] or [(asked.period_start, asked.period_end)]
    return "; ".join(filter(None, (_block(*each) for each in blocks)))


def _block(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{_day(start)} – {_day(end)}"
    if start:
        return _("from {day}").format(day=_day(start))
    return _("until {day}").format(day=_day(end)) if end else ""


def _hours(asked: Asked) -> str:
    return ", ".join(
        [
            *([_("{count} hours").format(count=f"{asked.hours_total:g}")] if asked.hours_total else []),
            *(
                [_("{count} hours a week").format(count=f"{asked.hours_per_week:g}")]
                if asked.hours_per_week
                else []
            ),
            *map(_weekday, asked.weekdays),
        ]
    )


def _weekday(code: str) -> str:
    from babel.dates import get_day_names

    return str(get_day_names("abbreviated", locale=language())[DAYS.index(code)])


def _day(day: date | None) -> str:
    from babel.dates import format_date  # as late as everywhere: not every mail has a date

    return format_date(day, "d MMM y", locale=language()) if day else ""


def _yes_or_no(answer: bool) -> str:
    return _("yes") if answer else _("no")


def _person(name: str, email: str) -> str:
    return f"{name} <{email}>" if name and email else name or email
