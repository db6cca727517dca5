"""What a department decided, from the newest words of its reply; in doubt nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stagedesk.domain.codes import Proposal
from stagedesk.mail.directory import Directory
from stagedesk.mail.replies import answer_words as say
from stagedesk.mail.replies import answer_yes_no as decide
from stagedesk.mail.words import Span, fold, line_number, sentences, snippet

_LONGEST: Final = 2500
_DATE: Final = 30
_YES: Final = frozenset({Proposal.YES, Proposal.YES_IF})
_NOBODY: Final = Directory()
_CLAUSES: Final = re.compile(r"[,:;()]|\b(?:maar|doch|en|mais|et|but|and)\b|(?=\b(?:of|wie|hoe) )")


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal for a clerk to confirm, with the very words it rests on."""

    value: Proposal
    because: str
    line: int
    department: str = ""
    """Code of the department to ask instead, where the directory knows it."""
    until: date | None = None
    reason: str = ""
    """Code of the reason of a no, where the words name one."""
    starts_on: date | None = None
    """The day from which a yes holds, where the words name one."""


@dataclass(slots=True)
class _Heard:
    """What was said, by kind; each with the sentence it was said in."""

    said: dict[str, Span] = field(default_factory=dict)
    department: str = ""

    def add(self, kind: str, where: Span) -> None:
        self.said.setdefault(kind, where)

    def __contains__(self, kind: str) -> bool:
        return kind in self.said


def read_answer(
    visible: str, *, directory: Directory = _NOBODY, own: str = "", sent_on: date | None = None
) -> Decision | None:
    """The decision in a department's newest text; `own` is the code of the department that wrote it."""
    text = visible[:_LONGEST]
    plain = core(fold(text))
    heard = _listen(text, plain, directory, own)
    if not (proposal := _weigh(heard)):
        return None
    kind, value = proposal
    where = heard.said[kind]
    return Decision(
        value=value,
        because=snippet(text, where.start, where.end, 200),
        line=line_number(text, where.start),
        department=heard.department if value is Proposal.OTHER_DEPARTMENT else "",
        until=_promised(text, heard, where, sent_on) if value is Proposal.MORE_TIME else None,
        reason=_reason(plain, where) if value is Proposal.NO else "",
        starts_on=_starts_on(text, where, sent_on) if value in _YES else None,
    )


def reason_of(words: str) -> str:
    """Code of the reason that these words give for a no; empty where they name none."""
    plain = fold(words[:_LONGEST])
    return _reason(plain, Span(0, len(plain)))


def day_of(words: str, sent_on: date | None) -> date | None:
    """The first coming day that these words name."""
    return _until(words, Span(0, len(words)), sent_on)


def core(plain: str) -> str:
    """Greeting, closing and politeness blanked out; every other character keeps its place."""
    end = next((m.start() for m in say.CLOSING.finditer(plain)), len(plain))
    body = plain[:end]
    if greeting := say.GREETING.match(body):
        body = " " * greeting.end() + body[greeting.end() :]
    return say.POLITE.sub(_polite, body)


def _polite(match: re.Match[str]) -> str:
    """Blank, but for one sign that somebody was thanked: a nod with thanks decides nothing."""
    thanked = say.THANKS.search(match.group())
    return thanked.group().ljust(len(match.group())) if thanked else _blank(match)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", " ", match.group())


def _listen(text: str, plain: str, directory: Directory, own: str) -> _Heard:
    heard = _Heard()
    words = " ".join(re.findall(r"[\w'👍👌]+", plain))
    if decide.YES_ALONE.fullmatch(words):
        start = len(plain) - len(plain.lstrip())
        heard.add("yes", Span(start, len(plain.rstrip())))
        return heard
    if say.GONE.search(plain):
        return heard
    for where in sentences(text[: len(plain)]):
        _hear(heard, text, plain, where, directory, own)
    return heard


def _hear(heard: _Heard, text: str, plain: str, where: Span, directory: Directory, own: str) -> None:
    sentence = " ".join(plain[where.start : where.end].split())
    if sentence.startswith("@"):  # said to a colleague who reads along
        return
    if decide.NO_OBJECTION.search(sentence):
        heard.add("yes", where)
        sentence = decide.NO_OBJECTION.sub(" ", sentence)
    sentence = _DIALECT.sub(lambda word: _STANDARD[word.group()], sentence)
    sentence = decide.NOT_A_NEGATION.sub(_spared, sentence)
    sentence = say.JUST_DO.sub(r"\1gerust", say.NO_MORE_THAN.sub(r"\1slechts", sentence))
    _hear_elsewhere(heard, " ".join(text[where.start : where.end].split()), where, directory, own)
    for kind, pattern in _ALWAYS:
        if pattern.search(sentence):
            heard.add(kind, where)
    asked = sentence.rstrip("\"') ").endswith("?")
    for kind in ("question",) if asked else _yes_and_no(sentence):
        heard.add(kind, where)


_STANDARD: Final = {"ni": "niet", "nie": "niet", "da": "dat", "da's": "dat is", "goe": "goed"}
_DIALECT: Final = re.compile(r"\b(?:nie?|da's|da|goe)\b(?!')")


def _spared(match: re.Match[str]) -> str:
    """A condition keeps its words, everything else that only looks like a no is blanked."""
    return match.group() if say.CONDITION.search(match.group() + " de") else " "


_ALWAYS: Final = (
    ("later", say.LATER),
    ("will tell", say.WILL_TELL),
    ("doubt", say.DOUBT),
    ("unsure", say.UNSURE),
    ("condition", say.CONDITION),
    ("condition alone", say.CONDITION_ALONE),
    ("regret", say.REGRET),
    ("asks", say.ASKS),
    ("condition", decide.SOME_ONLY),
    ("but then", say.BUT_THEN),
    ("not", decide.NEGATION),
    ("thanks", say.THANKS),
)


def _yes_and_no(sentence: str) -> Iterator[str]:
    """Clause by clause: a yes with a negation in its own clause is a no."""
    if say.UNDECIDED.search(sentence) or say.ABOUT_THE_MAIL.search(sentence):
        return
    for clause in _clauses(sentence):
        if say.OPEN_CLAUSE.match(clause):
            continue
        negated = decide.NEGATION.search(clause)
        yes = bool(decide.YES.search(clause)) and (negated or not say.SOMEBODY.search(clause))
        if decide.NO.search(clause) or (yes and negated):
            yield "no"
        elif yes:
            yield "yes"
        elif decide.WEAK_YES.match(clause):
            yield "weak yes"
        elif decide.NOD.match(clause):
            yield "nod"


def _clauses(sentence: str) -> Iterator[str]:
    start = 0
    for cut in _CLAUSES.finditer(sentence):
        yield sentence[start : cut.start()]
        start = cut.end()
    yield sentence[start:]


def _hear_elsewhere(heard: _Heard, shown: str, where: Span, directory: Directory, own: str) -> None:
    """Another department counts where somebody is sent to it, not where it is only mentioned."""
    sentence = fold(shown)
    if say.OTHER_SERVICE.search(sentence):
        heard.add("elsewhere", where)
    if not say.ELSEWHERE.search(sentence):
        return
    for hit in directory.department_names.find(sentence, shown):
        towards = say.TOWARDS.search(sentence[max(0, hit.start - 60) : hit.start])
        if hit.code != own and (towards or say.AND_THEY.match(sentence, hit.end)):
            heard.add("elsewhere", where)
            heard.department = heard.department or hit.code


def _weigh(heard: _Heard) -> tuple[str, Proposal] | None:
    """The one proposal that all that was said allows, and the kind of words that carries it."""
    if "elsewhere" in heard:
        return _elsewhere(heard)
    if "yes" in heard and "no" in heard:
        return ("but then", Proposal.YES_IF) if "but then" in heard and "doubt" not in heard else None
    if "no" in heard:
        return _no(heard)
    if "yes" in heard:
        return _yes(heard)
    return _neither(heard)


def _elsewhere(heard: _Heard) -> tuple[str, Proposal] | None:
    if "yes" in heard and "no" not in heard:
        return None
    return "elsewhere", Proposal.OTHER_DEPARTMENT


def _no(heard: _Heard) -> tuple[str, Proposal] | None:
    if "but then" in heard:
        return None if "doubt" in heard else ("but then", Proposal.YES_IF)
    if "later" in heard or "unsure" in heard:
        return None
    return "no", Proposal.NO


def _yes(heard: _Heard) -> tuple[str, Proposal] | None:
    hedged = "condition" in heard or "doubt" in heard
    if "later" in heard:
        return ("later", Proposal.MORE_TIME) if hedged else None
    if "doubt" in heard or "unsure" in heard:
        return None
    if "condition" in heard or ("but then" in heard and "not" in heard):
        return "yes", Proposal.YES_IF
    return None if "regret" in heard else ("yes", Proposal.YES)


_MORE_THAN_A_NOD: Final = frozenset(
    {"question", "asks", "later", "will tell", "doubt", "unsure", "regret", "not", "thanks"}
)


def _neither(heard: _Heard) -> tuple[str, Proposal] | None:
    if "asks" in heard or ("question" in heard and "later" not in heard):
        return ("asks" if "asks" in heard else "question"), Proposal.QUESTION
    for kind in ("later", "will tell"):
        if kind in heard and "regret" not in heard:
            return kind, Proposal.MORE_TIME
    if "condition alone" in heard and not {"doubt", "unsure", "regret"} & heard.said.keys():
        return "condition alone", Proposal.YES_IF
    if "nod" in heard and "condition" in heard and not (_MORE_THAN_A_NOD - {"not"}) & heard.said.keys():
        return "nod", Proposal.YES_IF
    if "weak yes" in heard and not _MORE_THAN_A_NOD & heard.said.keys():
        return "weak yes", Proposal.YES_IF if "condition" in heard else Proposal.YES
    return None


def _reason(plain: str, where: Span) -> str:
    """From the sentence of the no first, then from the rest."""
    for part in (plain[where.start : where.end], plain):
        for code, pattern in decide.REASONS:
            if pattern.search(" ".join(part.split())):
                return code
    return ""


def _starts_on(text: str, where: Span, sent_on: date | None) -> date | None:
    """What stands behind "vanaf" in the sentence of the yes."""
    sentence = text[where.start : where.end]
    found = say.FROM_THEN.search(fold(sentence))
    return day_of(sentence[found.start() : found.end() + _DATE], sent_on) if found else None


def _promised(text: str, heard: _Heard, where: Span, sent_on: date | None) -> date | None:
    """The day may stand in the sentence that asks for time, or in the one that promises an answer."""
    promise = heard.said.get("will tell", where)
    return _until(text, where, sent_on) or _until(text, promise, sent_on)


def _until(text: str, where: Span, sent_on: date | None) -> date | None:
    # Imported here because few answers ask for time, and the words for dates take a while to put together.
    from stagedesk.mail.extract.facts_deadlines import read_until

    return read_until(text[where.start : where.end], sent_on) if sent_on else None
