"""Which department a request probably belongs to, from routing words and the desk's own decisions."""

import threading
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from peewee import JOIN, fn

from stagedesk import assets
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Answer, Direction
from stagedesk.domain.suggestion import Evidence, Model, Rule
from stagedesk.domain.words import words
from stagedesk.i18n import _
from stagedesk.mail.quotes import split
from stagedesk.services.desk import Desk

EXAMPLES = 2_000  # the newest decisions that are learnt from; more changes nothing that can be measured
TOP = 3
REFUSED = (Answer.NO, Answer.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department with how sure we are (1 to 3 dots) and why, in a sentence."""

    department: str
    name: str
    score: float
    strength: int
    because: str


@dataclass
class Adviser:
    """What was learnt so far; asked from worker threads, one at a time."""

    model: Model
    learnt: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self, desk: Desk) -> None:
        """Learn the decisions that are new, forget those that were undone or refused."""
        today = desk.today()
        departments = m.Department.select(m.Department.code, m.Department.name).where(
            m.Department.valid_to.is_null(True) | (m.Department.valid_to >= today)
        )
        self.names = dict(m.tuples(departments))
        decided = _decided()
        for number in self.learnt.keys() - decided.keys():
            self.model.unlearn(*self.learnt.pop(number))
        fresh = {number: each for number, each in decided.items() if number not in self.learnt}
        texts = _texts({request for request, _department in fresh.values()})
        for number, (request, department) in fresh.items():
            self.learnt[number] = department, texts.get(request, ())
            self.model.learn(*self.learnt[number])

    def advise(self, text: tuple[str, ...]) -> tuple[Suggestion, ...]:
        found = self.model.suggest(text, TOP, among=self.names.keys())
        return tuple(
            Suggestion(
                each.department,
                self.names[each.department],
                each.score,
                each.strength,
                sentence(each.because),
            )
            for each in found
        )


_advisers: dict[str, Adviser] = {}
_making = threading.Lock()


def for_request(desk: Desk, request_id: int) -> tuple[Suggestion, ...]:
    """The likeliest departments for a request, best first; nothing when its words say nothing."""
    return for_requests(desk, [request_id]).get(request_id, ())


def for_requests(desk: Desk, request_ids: Sequence[int]) -> dict[int, tuple[Suggestion, ...]]:
    adviser = _adviser(desk)
    with adviser.lock, session():
        adviser.refresh(desk)
        return {number: adviser.advise(text) for number, text in _texts(set(request_ids)).items()}


def adviser(desk: Desk) -> Adviser:
    """Who knows all that was decided up to now; whoever asks for many mails asks for this once."""
    found = _adviser(desk)
    with found.lock, session():
        found.refresh(desk)
    return found


def by_rules(names: Mapping[str, str]) -> Adviser:
    """Who knows the routing words only, where there is no desk to learn from; departments by code."""
    return Adviser(Model(_rules()), names=dict(names))


def words_of(subject: str, visible: str, school: str = "") -> tuple[str, ...]:
    """What a request is judged by: the words of its first mail, and its school as one more word."""
    return (*words(f"{subject}\n{visible}"), *([f"school:{school}"] if school else []))


def sentence(evidence: Iterable[Evidence]) -> str:
    """The reasons for a suggestion as a person reads them: words of the department, and what came before."""
    own, learnt = [], []
    for each in evidence:
        if each.where == "rule" and not each.here:
            own.append(f"“{each.word}”")
        else:
            said = _("“{word}” {here} of {seen}")
            learnt.append(said.format(word=each.word, here=each.here, seen=each.seen))
    reasons = [_("its words: {words}").format(words=", ".join(own))] if own else []
    if learnt:
        reasons.append(_("went there before: {words}").format(words=", ".join(learnt)))
    return "; ".join(reasons)


def _adviser(desk: Desk) -> Adviser:
    with _making:
        if desk.settings.database not in _advisers:
            _advisers[desk.settings.database] = Adviser(Model(_rules()))
        return _advisers[desk.settings.database]


def _rules() -> list[Rule]:
    entries = tomllib.loads(assets.data("routing.toml").read_text(encoding="utf-8"))["department"]
    return [Rule(entry["code"], tuple(entry["words"])) for entry in entries]


def _decided() -> dict[int, tuple[int, str]]:
    """The newest referrals that were not refused: request and department of each."""
    query = (
        m.Referral.select(m.Referral.id, m.Referral.request, m.Department.code)
        .join(m.Department)
        .where(m.Referral.answer.is_null(True) | m.Referral.answer.not_in(REFUSED))
        .order_by(m.Referral.id.desc())
        .limit(EXAMPLES)
    )
    return {number: (request, code) for number, request, code in m.tuples(query)}


def _texts(requests: set[int]) -> dict[int, tuple[str, ...]]:
    if not requests:
        return {}
    first = (
        m.Entry.select(m.Entry.request, fn.min(m.Entry.message).alias("message"))
        .join(m.Message)
        .where(m.Entry.request.in_(sorted(requests)), m.Message.direction == Direction.IN)
        .group_by(m.Entry.request)
        .alias("first")
    )
    query = (
        m.Message.select(
            first.c.request_id,
            m.Message.subject,
            m.Message.body,
            m.School.code,
            m.Request.group,
            m.Applicant.name,
        )
        .join(first, on=(first.c.message == m.Message.id))
        .join(m.Request, on=(m.Request.id == first.c.request_id))
        .join(m.Applicant, on=(m.Applicant.id == m.Request.applicant))
        .join(m.School, JOIN.LEFT_OUTER, on=(m.School.id == m.Request.school))
    )
    return {
        number: words_of(
            subject, _own_lines(split(body, subject).visible, name if group else ""), school or ""
        )
        for number, subject, body, school, group, name in m.tuples(query)
    }


def _own_lines(text: str, name: str) -> str:
    """Of a mail for several people what it says of this one, where that stands in lines of its own."""
    own = [line for line in text.splitlines() if name.casefold() in line.casefold()] if name else []
    return "\n".join(own) or text
