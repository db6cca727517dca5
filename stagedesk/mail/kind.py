"""What a mail is: a request, its follow-up, a department's answer, a machine's letter or something else."""

import re
from dataclasses import dataclass
from typing import Final

from stagedesk.mail import kind_words as say
from stagedesk.mail import mass_words as mass
from stagedesk.mail import other_words as otherwise
from stagedesk.mail.directory import Directory
from stagedesk.mail.forward import Requester, requester
from stagedesk.mail.forward_blocks import is_forward_subject, is_reply_subject
from stagedesk.mail.message import IncomingMail
from stagedesk.mail.quotes import Parts
from stagedesk.mail.replies.answers import read_answer
from stagedesk.mail.words import Phrases, fold, snippet

_LOOKED_AT: Final = 3000
_LONGEST_ABSENCE: Final = 900
_AUTOMATIC: Final = {
    "auto-reply": ("automatic", "auto-reply"),
    "calendar": ("automatic", "calendar"),
    "bounce": ("bounce", ""),
    "receipt": ("receipt", ""),
}
_AUTOMATIC_SUBJECT: Final = re.compile(
    r"\s*(?:automatisch antwoord|auto(?:matic)?[ -]?(?:reply|response)|reponse automatique"
    r"|out of (?:the )?office|afwezigheid|niet aanwezig|absence|absente?(?= ?:))\b"
)
_RECEIPT: Final = re.compile(r"\s*(?:gelezen|read|lu|leesbevestiging|not read|niet gelezen|gelesen)\s*:")
_BOUNCER: Final = re.compile(r"^(?:mailer-daemon|postmaster)@")


@dataclass(frozen=True, slots=True)
class Kind:
    """Empty where nothing tells; a guess to be corrected with one key."""

    kind: str
    subkind: str = ""
    because: str = ""


_UNKNOWN: Final = Kind("")


class _Text:
    """The words that count: those of the one who asks, without quotes; the subject before them."""

    def __init__(self, subject: str, words: str) -> None:
        self.shown = f"{subject}\n{words[:_LOOKED_AT]}"
        self.plain = fold(self.shown)
        self.subject_end = len(subject)
        self._found: dict[Phrases, re.Match[str] | None] = {}

    def first(self, pattern: Phrases) -> re.Match[str] | None:
        if pattern not in self._found:
            self._found[pattern] = pattern.search(self.plain)
        return self._found[pattern]

    def words(self, match: re.Match[str]) -> str:
        return snippet(self.shown, match.start(), match.end())


def kind_of(
    mail: IncomingMail,
    parts: Parts,
    directory: Directory,
    *,
    known_thread: bool = False,
    from_department: bool = False,
    asker: Requester | None = None,
) -> Kind:
    """`known_thread`: it answers a mail the desk knows; `asker`: what `requester` found, if it was asked."""
    asker = asker or requester(mail, directory)
    text = _Text(asker.subject or mail.subject, _words_of(mail, parts, asker))
    if machine := _machine(mail, text, is_form=asker.by == "form"):
        return machine
    forwarded = asker.by == "forward"
    if not forwarded and (answer := _answer(mail, parts, directory, known_thread, from_department)):
        return answer
    is_reply = known_thread or (not forwarded and _answers_something(mail, parts))
    return (
        _follow_up(text, is_reply=is_reply)
        or _other(text)
        or _about_something_known(text)
        or _request(mail, text, directory)
    )


def _words_of(mail: IncomingMail, parts: Parts, asker: Requester) -> str:
    return mail.body[asker.start : asker.end] if asker.by == "forward" else parts.visible


def _machine(mail: IncomingMail, text: _Text, *, is_form: bool) -> Kind | None:
    sender = mail.sender.email.lower() if mail.sender else ""
    if mail.automatic and (known := _AUTOMATIC.get(mail.automatic.value)):
        return Kind(*known, mail.automatic.words)
    if _BOUNCER.match(sender):
        return Kind("bounce", "", sender)
    if _RECEIPT.match(fold(mail.subject)):
        return Kind("receipt", "", mail.subject)
    if _AUTOMATIC_SUBJECT.match(fold(mail.subject)):
        return Kind("automatic", "auto-reply", mail.subject)
    away = text.first(mass.AWAY) if len(text.shown) < _LONGEST_ABSENCE else None
    if away and text.first(mass.AWAY_TOO):
        return Kind("automatic", "auto-reply", text.words(away))
    if not is_form and not _asks_anew(text) and (said := text.first(mass.AUTOMATIC)):
        return Kind("automatic", "", text.words(said))
    if mail.automatic and not _seems_personal(text, is_form=is_form):
        submitted = mail.automatic.words.startswith("Auto-Submitted") and not text.first(mass.NEWSLETTER)
        return Kind("automatic" if submitted else "newsletter", "", mail.automatic.words)
    return None


def _seems_personal(text: _Text, *, is_form: bool) -> bool:
    asks = is_form or text.first(say.ASKS)
    return bool(text.first(say.INTERNSHIP) and asks) and not text.first(mass.NEWSLETTER)


def _answer(
    mail: IncomingMail, parts: Parts, directory: Directory, known_thread: bool, from_department: bool
) -> Kind | None:
    """Mail of colleagues is an answer when it answers something, not when it starts something."""
    sender = mail.sender.email if mail.sender else ""
    if not (from_department or directory.is_city(sender)) or directory.is_desk(sender):
        return None
    if not (known_thread or _answers_something(mail, parts)):
        return None
    decision = read_answer(parts.visible, directory=directory, own=directory.department_of(sender))
    because = decision.because if decision else f"{mail.subject} <{sender}>"
    return Kind("answer", decision.value.value if decision else "", because)


def _answers_something(mail: IncomingMail, parts: Parts) -> bool:
    if is_forward_subject(mail.subject):
        return False
    return bool(mail.in_reply_to) or (
        is_reply_subject(mail.subject) and bool(parts.quoted.strip() or mail.references)
    )


_FOLLOW_UPS: Final = (
    ("withdrawal", say.WITHDRAWAL),
    ("duplicate", say.DUPLICATE),
    ("reminder", say.REMINDER),
    ("document", say.DOCUMENT),
    ("evaluation", say.RUNNING),
    ("supplement", say.SUPPLEMENT),
)


def _follow_up(text: _Text, *, is_reply: bool) -> Kind | None:
    in_subject = [pair for pair in _FOLLOW_UPS if pair[1].search(text.plain[: text.subject_end])]
    in_text = [pair for pair in _FOLLOW_UPS if is_reply or _may_be(pair[0], text)]
    for name, pattern in (*in_subject, *in_text):
        found = text.first(pattern)
        if found and _holds(name, text, found, is_reply=is_reply):
            return Kind("follow_up", name, text.words(found))
    if is_reply:
        return Kind("follow_up", "supplement", text.shown[: text.subject_end].strip())
    return None


def _may_be(name: str, text: _Text) -> bool:
    """Outside a thread the same words may stand in a first request: then something else must agree."""
    if name == "withdrawal":
        return True
    if name in ("duplicate", "reminder"):
        return bool(text.first(say.EARLIER) or (name == "reminder" and text.first(say.NEWS)))
    return not _asks_anew(text) and (name != "supplement" or bool(text.first(say.EARLIER)))


def _holds(name: str, text: _Text, found: re.Match[str], *, is_reply: bool) -> bool:
    if name == "withdrawal":
        start = text.plain.rfind("\n", 0, max(0, found.start() - 40)) + 1
        return not say.NOT_YET.search(text.plain[max(start, found.start() - 40) : found.end()])
    return is_reply or found.start() <= text.subject_end or _may_be(name, text)


def _asks_anew(text: _Text) -> bool:
    return bool(text.first(say.ANEW))


def _about_something_known(text: _Text) -> Kind | None:
    """Nobody asks for an internship, but one is spoken of as something that both sides know."""
    if _asks_anew(text) or not text.first(say.INTERNSHIP):
        return None
    known = text.first(say.DEFINITE)
    if not known:
        return None
    trouble = say.TROUBLE.search(text.plain)
    return Kind("follow_up", "evaluation" if trouble else "supplement", text.words(known))


def _other(text: _Text) -> Kind | None:
    if figures := text.first(otherwise.FIGURES):
        return Kind("figures_question", "", text.words(figures))
    asked = bool(text.first(say.INTERNSHIP)) and (_asks_anew(text) or bool(text.first(say.ASKS)))
    if advertising := _advertising(text, asked=asked):
        return advertising
    if asked and _asks_anew(text):
        return None
    if (job := text.first(otherwise.HOLIDAY_JOB)) and not _wants_internship(text, job):
        return Kind("out_of_scope", "holiday_job", text.words(job))
    speaks = bool(text.first(say.INTERNSHIP))
    for subkind, pattern in (("vacancy", otherwise.VACANCY), ("wrong_address", otherwise.CITIZEN)):
        found = text.first(pattern)
        if found and (not speaks or _is_subject(subkind, found, text)):
            return Kind("out_of_scope", subkind, text.words(found))
    return None


def _is_subject(subkind: str, found: re.Match[str], text: _Text) -> bool:
    """Of a mail that speaks of internships too: what its subject names, unless one is asked for."""
    if found.end() > text.subject_end or say.INTERNSHIP.search(text.plain[: text.subject_end]):
        return False
    asks = _speaks_of_now(text) if subkind == "vacancy" else text.first(say.ASKS)
    return not (_asks_anew(text) or asks)


def _speaks_of_now(text: _Text) -> bool:
    """Of an internship to come, not only of one that somebody has done."""
    return bool(say.INTERNSHIP.search(say.PAST.sub(" ", text.plain)))


def _advertising(text: _Text, *, asked: bool) -> Kind | None:
    letter = text.first(mass.NEWSLETTER)
    if letter and (not (asked and _asks_anew(text)) or _can_be_left(text)):
        return Kind("newsletter", "", text.words(letter))
    spam = text.first(mass.SPAM)
    if spam and (not asked or _says_twice(mass.SPAM, text)):
        return Kind("spam", "", text.words(spam))
    return None


def _can_be_left(text: _Text) -> bool:
    """A newsletter even where it says how students look for places: it tells how to leave its list."""
    said = {found.group() for found in mass.NEWSLETTER.finditer(text.plain)}
    return len(said) > 1 and any(map(mass.LEAVING.search, said))


def _says_twice(pattern: Phrases, text: _Text) -> bool:
    """In two different ways: one word of an advertiser may stand in any letter."""
    return len({found.group() for found in pattern.finditer(text.plain)}) > 1


def _wants_internship(text: _Text, job: re.Match[str]) -> bool:
    """Both words in one mail: the internship counts, unless only the job is asked for."""
    return _speaks_of_now(text) and (job.start() > text.subject_end or "geen " in text.plain[: job.start()])


def _request(mail: IncomingMail, text: _Text, directory: Directory) -> Kind:
    internship = text.first(say.INTERNSHIP)
    if internship:
        return Kind("request", "", text.words(internship))
    if (hits := directory.kind_words.find(text.plain, text.shown)) and text.first(say.ASKS):
        return Kind("request", "", snippet(text.shown, hits[0].start, hits[0].end))
    for file in mail.attachments:
        if say.INTERNSHIP.search(fold(file.name)):
            return Kind("request", "", file.name)
    return _UNKNOWN
