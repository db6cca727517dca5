"""How the people of the simulated city answer the desk's letters: soon, late, wrongly or never."""

import random
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

from babel.dates import format_date

from stagedesk.domain.answer_link import Choice
from stagedesk.domain.codes import Letter as Code
from stagedesk.domain.deadlines import BRUSSELS
from stagedesk.services.answers import answer_links
from stagedesk.services.desk import Desk
from stagedesk.services.simulation import city, together
from stagedesk.services.simulation.city import (
    ANSWERS,
    TEMPERS,
    WRONG_ANSWERS,
    Applicant,
    Department,
    in_full,
)
from stagedesk.services.simulation.post import Letter, Post, Writing, quoted

_REFERENCE = re.compile(r"\b20\d\d-\d{4,}\b")
_LINK = re.compile(r"<(mailto:[^>\s]+)>")
CHOICES = {
    "yes": Choice.TAKE,
    "no": Choice.NO,
    "other_department": Choice.OTHER,
    "more_time": Choice.TIME,
}
ASKING = frozenset({Code.REFERRAL, Code.REMINDER_1, Code.REMINDER_2, Code.DIGEST})
# The share of departments' answers that come by a prepared link.
BY_LINK = 0.4
# The share of lists that are answered in one mail.
AT_ONCE = 0.4


@dataclass
class People:
    """Everybody outside the desk."""

    desk: Desk
    dice: random.Random
    post: Post
    departments: dict[str, Department]
    applicants: dict[str, Applicant] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Of applicants, by reference, as the departments read them."""

    def ask(self, who: Applicant, at: datetime) -> None:
        """Somebody writes for the first time; some add something, or take it back, of themselves."""
        self.applicants[who.email] = who
        vague = self.dice.random() < 0.06
        subject, text = city.asks(self.dice, who, at, vague=vague)
        self._from(who, at, subject, text, f"asks {who.wants}")
        if self.dice.random() < 0.05:
            self._applicant(who, at + timedelta(days=self.dice.randrange(12, 40)), "nag", subject)
        if self.dice.random() < 0.04:
            self._applicant(who, at + timedelta(days=self.dice.randrange(3, 50)), "withdraw", subject)

    def read(self, letter: Letter) -> None:
        """A letter arrived: whoever it went to does what such a person does."""
        for address in letter.to:
            if who := self.applicants.get(address):
                self._read_by_applicant(who, letter)
            elif department := self.departments.get(address):
                self._read_by_department(department, letter)

    def _read_by_applicant(self, who: Applicant, letter: Letter) -> None:
        if who.bounces:
            self._bounce(who.email, letter)
            return
        chances = {
            Code.QUESTION: (("supply", 0.75, (0, 12)),),
            Code.QUESTION_AGAIN: (("supply", 0.5, (0, 6)),),
            Code.OFFER: (("accept", 0.8, (0, 9)), ("decline", 0.5, (0, 9))),
            Code.ACKNOWLEDGEMENT: (("thanks", 0.04, (0, 1)),),
            Code.STILL_LOOKING: (("thanks", 0.2, (0, 1)),),
            Code.REFUSAL: (("thanks", 0.15, (0, 2)),),
        }
        for means, chance, days in chances.get(Code(letter.kind), ()):
            if self.dice.random() < chance:
                at = letter.sent_at + timedelta(
                    days=self.dice.randint(*days), hours=1 + self.dice.random() * 8
                )
                self._applicant(who, at, means, letter.subject, letter.mail_id)
                return

    def _read_by_department(self, department: Department, letter: Letter) -> None:
        today = letter.sent_at.date()
        if department.bounces and department.bounces[0] <= today <= department.bounces[1]:
            self._bounce(department.email, letter)
        elif Code(letter.kind) in ASKING:
            if department.away[0] <= today <= department.away[1] and not letter.by_the_clock:
                self._away(department, letter)
            self._answer_all(department, letter)

    def _answer_all(self, department: Department, letter: Letter) -> None:
        """A list is answered question by question, or in one mail for some of them."""
        listed = list(dict.fromkeys(_REFERENCE.findall(letter.text) or _REFERENCE.findall(letter.subject)))
        open_ = [each for each in listed if each not in department.answered]
        wanted = [each for each in open_ if self._answers(department, letter)]
        if len(wanted) > 1 and self.dice.random() < AT_ONCE:
            places = {each: listed.index(each) + 1 for each in wanted}
            at = self._moment(department, letter)
            self.post.write(at, together.write(self, department, letter, places, at))
            return
        for reference in wanted:
            at = self._moment(department, letter)
            self._write_answer(department, letter, reference, self.means(department, reference), at)

    def _answers(self, department: Department, letter: Letter) -> bool:
        _share, _days, alone, reminded = TEMPERS[department.temper]
        return self.dice.random() <= (alone if letter.kind == Code.REFERRAL else reminded)

    def _moment(self, department: Department, letter: Letter) -> datetime:
        first, days = letter.kind == Code.REFERRAL, TEMPERS[department.temper][1]
        return self._office_moment(
            department, letter.sent_at.date(), self.dice.randint(*(days if first else (0, 3)))
        )

    def means(self, department: Department, reference: str) -> str:
        """What the department answers; after some answers it still has to answer."""
        means = self._choice(WRONG_ANSWERS if department.temper == "wrong" else ANSWERS)
        if means not in ("more_time", "question"):
            department.answered.add(reference)
        return means

    def _write_answer(
        self, department: Department, letter: Letter, reference: str, means: str, at: datetime
    ) -> None:
        other, day = self.elsewhere(department), self.desk.calendar.add(at.date(), 6)
        sender = f"Dienst <{department.email}>"
        by_link = self.dice.random() < BY_LINK
        link = _prepared(letter.text, reference, means, other.name) if by_link else None
        meant = {reference: in_full(means, other, day)}
        if link:  # it opens a new mail, which answers nothing
            writing = Writing(sender, *link, meant)
        else:
            said = self.said(means, reference, other, day)
            subject = f"RE: {reference}" if letter.kind == Code.DIGEST else f"RE: {letter.subject}"
            text = f"Dag,\n\n{said}\n\nGroeten\n\n{quoted(letter)}"
            writing = Writing(sender, subject, text, meant, letter.mail_id)
        self.post.write(at, writing)

    def elsewhere(self, department: Department) -> Department:
        return self.dice.choice([each for each in self.departments.values() if each is not department])

    def said(self, means: str, reference: str, other: Department, day: date) -> str:
        """The answer in words, of one alone."""
        words: str = self.dice.choice(city.words()["answers"][means])
        name, until = self.names.get(reference, "de kandidaat"), format_date(day, "d MMMM y", locale="nl")
        return words.format(name=name, department=other.name, day=until)

    def _choice(self, weights: dict[str, int]) -> str:
        return self.dice.choices(list(weights), list(weights.values()))[0]

    def _office_moment(self, department: Department, day: date, days: int) -> datetime:
        """So many working days later, in office hours; after the holiday of who is away."""
        day = self.desk.calendar.add(day, max(1, days))
        if department.away[0] <= day <= department.away[1]:
            day = self.desk.calendar.add(department.away[1], 1 + days % 3)
        return datetime.combine(day, time(9 + self.dice.randrange(7), self.dice.randrange(60)), BRUSSELS)

    def _applicant(self, who: Applicant, at: datetime, means: str, subject: str, answers: str = "") -> None:
        wish = self.dice.choice(city.words()["wishes"][who.wants])
        text = self.dice.choice(city.words()["applicants"][means]).format(wish=wish)
        self._from(
            who, at, f"RE: {subject}" if answers else subject, text + f"\n\n{who.name}\n", means, answers
        )

    def _from(
        self, who: Applicant, at: datetime, subject: str, text: str, means: str, answers: str = ""
    ) -> None:
        self.post.write(at, Writing(f"{who.name} <{who.email}>", subject, text, {"": means}, answers))

    def _away(self, department: Department, letter: Letter) -> None:
        said = city.words()["machines"]
        self.post.write(
            letter.sent_at + timedelta(minutes=1),
            Writing(
                f"Dienst <{department.email}>",
                said["away_subject"].format(subject=letter.subject),
                said["away"].format(day=f"{department.away[1]:%d/%m/%Y}"),
                {"": "machine"},
                letter.mail_id,
                (("Auto-Submitted", "auto-replied"),),
            ),
        )

    def _bounce(self, address: str, letter: Letter) -> None:
        text = (
            "This is the mail system.\n\nYour message could not be delivered.\n\n"
            f"<{address}>: 550 5.1.1 unknown user\n\nMessage-ID: <{letter.mail_id}>\n"
        )
        writing = Writing(
            "Mail Delivery System <MAILER-DAEMON@mail.example>",
            "Undelivered Mail Returned to Sender",
            text,
            {"": "machine"},
            letter.mail_id,
            (("Auto-Submitted", "auto-replied"),),
        )
        self.post.write(letter.sent_at + timedelta(minutes=2), writing)


def _prepared(text: str, reference: str, means: str, other: str) -> tuple[str, str] | None:
    """Subject and text of the prepared answer that means this, completed, where the letter has one."""
    lines = answer_links.prepared_lines(CHOICES[means]) if means in CHOICES else ()
    for link in _LINK.findall(text):
        asked = parse_qs(urlsplit(link).query, keep_blank_values=True)
        subject, body = asked["subject"][0], asked["body"][0]
        if reference in subject and body.startswith(lines):
            first, _end, rest = body.partition("\r\n")
            more = {"other_department": other, "no": "er is geen plaats"}.get(means, "")
            return subject, f"{first}{more}\r\n{rest}"
    return None
