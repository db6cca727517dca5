"""What is asked and for whom: one record for each applicant, every value with the words it rests on."""

import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from stagedesk.domain.text import mask_national_numbers
from stagedesk.mail.directory import Directory
from stagedesk.mail.extract import facts_hours as hours
from stagedesk.mail.extract.facts_around import is_minor, school_contact
from stagedesk.mail.extract.facts_dates import mentions
from stagedesk.mail.extract.facts_people import companions, others_named, own_name
from stagedesk.mail.extract.facts_periods import Dates, read_dates
from stagedesk.mail.extract.facts_record import Asked, missing, with_periods, with_value, with_ways
from stagedesk.mail.extract.facts_schools import school_of
from stagedesk.mail.extract.facts_study import kind_of_internship, level_of, study_of
from stagedesk.mail.extract.facts_tables import Row, rows, unnamed_count
from stagedesk.mail.extract.facts_ways import belongs_to, emails, first_name_first, phones
from stagedesk.mail.extract.facts_wishes import in_row, in_subject, wishes
from stagedesk.mail.extract.facts_writer import by_profession, writes_for_others
from stagedesk.mail.forms import joined_labels
from stagedesk.mail.forward import Requester
from stagedesk.mail.language import language_of
from stagedesk.mail.message import IncomingMail
from stagedesk.mail.quotes import Parts
from stagedesk.mail.words import Found, fold

_READ: Final = 6000


def asked(mail: IncomingMail, parts: Parts, directory: Directory, requester: Requester) -> tuple[Asked, ...]:
    """For a mail that is a request: whom it is for and what they need, in the order of the mail."""
    reader = _Reader(mail, parts, directory, requester)
    return tuple(reader.finished(applicant) for applicant in reader.applicants())


_QUOTE_MARK: Final = re.compile(r"^> ?", re.MULTILINE)


class _Reader:
    def __init__(self, mail: IncomingMail, parts: Parts, directory: Directory, requester: Requester) -> None:
        self.mail = mail
        self.directory = directory
        self.requester = requester
        whole = self._words(mail, parts)[:_READ]
        self.text = mask_national_numbers(whole)[0]
        self.plain = fold(self.text)
        self.language = language_of(self.text)
        self.sent_on = self._sent_on()
        self.subject = mask_national_numbers(requester.subject or mail.subject)[0]

    def _words(self, mail: IncomingMail, parts: Parts) -> str:
        if self.requester.by == "forward":
            return _QUOTE_MARK.sub("", mail.body[self.requester.start : self.requester.end])
        if self.requester.by == "form":
            return joined_labels(mail.body)
        return f"{parts.visible}\n\n{parts.signature}" if parts.signature.strip() else parts.visible

    def _sent_on(self) -> date | None:
        """The day the words were written: of a forwarded mail its own date."""
        for day in mentions(fold(self.requester.sent)):
            if day.precision == "day" and day.year:
                return date(day.year, day.month, day.day)
        return self.mail.sent_at.date() if self.mail.sent_at else None

    # who

    @cached_property
    def for_others(self) -> bool:
        return writes_for_others(
            self.plain, self.requester.email, self.directory, lists_people=bool(self.rows)
        )

    @cached_property
    def rows(self) -> list[Row]:
        return rows(self.text)

    def applicants(self) -> list[Asked]:
        if len(self.rows) > 1 or (self.rows and self.for_others):
            return [self._of_row(row) for row in self.rows]
        if not self.for_others:
            return [self._self(), *(self._named(found) for found in companions(self.text))]
        if named := others_named(self.text):
            return [self._named(found) for found in named]
        return [self.common] * unnamed_count(self.plain)

    def _self(self) -> Asked:
        name = first_name_first(own_name(self.text, self.requester.name), self.requester.email)
        base = with_value(self.common, "applicant_name", name)
        known = [email for _, email in emails(self.text)]
        email, because = self.requester.email, self.requester.because
        if name and not belongs_to(email, name.value):
            better = [e for e in known if belongs_to(e, name.value) and not self.directory.is_city(e)]
            email, because = (better[0], better[0]) if better else (email, because)
        numbers = [phone for phone in phones(self.text, self.language) if not self._is_contacts(phone[0])]
        return with_ways(base, email, because, _best(numbers))

    def _is_contacts(self, place: int) -> bool:
        """A number in the same line as the teacher's name is the teacher's."""
        contact = self.common.because.get("school_contact", "")
        line = self.text[self.text.rfind("\n", 0, place) + 1 : place]
        return bool(contact) and " ".join(line.split())[:20] in contact and len(line.strip()) > 3

    def _named(self, found: Found[str]) -> Asked:
        """An address belongs to the one whose name it is made of, or who stands right before it."""
        base = with_value(self.common, "applicant_name", found)
        place = self.text.find(found.value)
        near = self.text[place : place + len(found.value) + 60].split("\n")[0]
        own = [e for _, e in emails(self.text) if belongs_to(e, found.value)]
        close = [e for _, e in emails(near) if e != self.requester.email.lower()]
        email = next(iter([*own, *close]), "")
        return with_ways(base, email, email, _best(phones(near, self.language)))

    def _of_row(self, row: Row) -> Asked:
        """What stands in the row first, the rest from the mail around the table."""
        line = self.text[row.start : row.end]
        base = self.around_rows
        if row.name:
            base = with_value(base, "applicant_name", Found(row.name, row.words))
        addresses = [email for _, email in emails(line)]
        base = with_ways(base, next(iter(addresses), ""), row.words, _best(phones(line, self.language)))
        own = read_dates(_as_range(line), self.sent_on)
        if own.periods:
            base = with_periods(base, own.periods, row.words)
        if named := in_row(line, self.directory):
            base = with_value(base, "departments", Found(named, row.words))
        plain = fold(line)
        base = with_value(base, "hours_total", hours.hours_total(plain))
        level = level_of(line, plain + " leerling", self.directory)
        base = with_value(base, "level", level)
        if level and not self.around_rows.internship_kind:
            base = with_value(
                base, "internship_kind", kind_of_internship(line, plain, level.value, self.directory)
            )
        words = f"Richting: {row.study}" if row.study else f"in {line.strip(' |-*•')}"
        return with_value(base, "study", study_of(words, self.directory) if not base.study else None)

    # what

    @cached_property
    def common(self) -> Asked:
        return self._facts(self.text)

    @cached_property
    def around_rows(self) -> Asked:
        """The mail without its rows, so that one applicant's values are not another's."""
        kept: list[str] = []
        last = 0
        for row in self.rows:
            kept.append(self.text[last : row.start])
            last = row.end
        return self._facts("".join([*kept, self.text[last:]]))

    def _facts(self, text: str) -> Asked:
        plain = fold(text)
        base = Asked()
        found_school = school_of(text, plain, self._addresses(), self.directory)
        if found_school:
            base = replace(with_value(base, "school", found_school[1]), school_code=found_school[0])
        named = found_school[1].value if found_school else ""
        level = level_of(text, plain, self.directory, school=named)
        if not level and found_school and self._is_training_centre(found_school[0]):
            level = Found("beroepsopleiding", found_school[1].because)
        base = with_value(base, "level", level)
        study = study_of(text, self.directory) or study_of(self.subject, self.directory)
        base = with_value(base, "study", study)
        with_subject, plain_subject = f"{text}\n{self.subject}", f"{plain}\n{fold(self.subject)}"
        base = with_value(
            base,
            "internship_kind",
            kind_of_internship(with_subject, plain_subject, base.level, self.directory),
        )
        base = self._times(base, text, plain)
        base = self._wishes(base, text, plain, study, found_school[1] if found_school else None)
        contact = school_contact(text) or self._writer_as_contact(base)
        return with_value(base, "school_contact", contact)

    def _is_training_centre(self, code: str) -> bool:
        school = self.directory.school(code)
        return school is not None and school.type == "training_centre"

    def _addresses(self) -> list[str]:
        """The requester's first; those in the text may be the applicant's or the school's."""
        return [self.requester.email, *(email for _, email in emails(self.text))]

    def _times(self, base: Asked, text: str, plain: str) -> Asked:
        dates = read_dates(text, self.sent_on)
        if not dates.periods:
            in_subject = read_dates(f"stage {self.subject}", self.sent_on)
            dates = Dates(in_subject.periods, dates.deadline, dates.born) if in_subject.periods else dates
        if dates.periods:
            base = with_periods(base, dates.periods, "")
        if dates.deadline:
            base = with_value(
                base, "deadline", Found(dates.deadline.on, dates.deadline.because), dates.deadline.assumed
            )
        base = with_value(base, "hours_per_week", hours.hours_per_week(plain))
        base = with_value(base, "hours_total", hours.hours_total(plain))
        base = with_value(base, "weekdays", hours.weekdays(text, plain))
        return with_value(base, "minor", is_minor(text, plain, dates, self.sent_on))

    def _wishes(
        self, base: Asked, text: str, plain: str, study: Found[str] | None, school: Found[str] | None
    ) -> Asked:
        places = [
            _place(text, words) for words in (study and study.because, school and school.because) if words
        ]
        named = wishes(text, plain, self.directory, skip=tuple(places))
        if not named:
            named = in_subject(self.subject, self.directory)
        return with_value(
            base, "departments", Found(named, "; ".join(w.because for w in named)) if named else None
        )

    def _writer_as_contact(self, base: Asked) -> Found[str] | None:
        """A teacher or coach who asks for somebody else is the one to answer."""
        if not self.for_others or not self.requester.email:
            return None
        if not self.directory.schools_of(self.requester.email) and not by_profession(self.plain):
            return None
        if self.directory.is_city(self.requester.email):
            return None
        who = self.requester.name
        shown = f"{who} <{self.requester.email}>" if who else self.requester.email
        return Found(shown, self.requester.because)

    # and what not

    def finished(self, found: Asked) -> Asked:
        return replace(found, missing=tuple(missing(found)))


def _best(numbers: list[tuple[int, str, str]]) -> tuple[str, str] | None:
    """A mobile number before any other."""
    mobile = [n for n in numbers if n[1].startswith(("+324", "+316", "+336", "+337"))]
    return (mobile or numbers)[0][1:] if numbers else None


def _place(text: str, words: str) -> tuple[int, int]:
    """Where words stand that were shown with single spaces."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return found.span() if found else (0, 0)


def _as_range(line: str) -> str:
    """Two date columns of a row stand for from and until."""
    date_like = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
    return re.sub(rf"({date_like})(?:\s*\|\s*|\s*;\s*| {{2,}})({date_like})", r"van \1 tot \2", line)
