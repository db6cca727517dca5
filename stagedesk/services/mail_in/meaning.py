"""What a mail means: its kind, and of one that belongs to a request what it seems to decide."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from stagedesk.domain.answer_link import without_codes
from stagedesk.domain.codes import MessageKind, Proposal, WaitingOn
from stagedesk.i18n import _
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.mail.quotes import split
from stagedesk.mail.replies.answers import Decision, read_answer
from stagedesk.services import reference
from stagedesk.services.answers.answer_clicks import Click, Reply, late
from stagedesk.services.mail_in.intake_found import Asked, Found, Thread, email_of
from stagedesk.services.mail_in.several import Said

_KINDS: Final = frozenset(MessageKind) - {MessageKind.LETTER}


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: MessageKind
    subkind: str = ""
    kind_because: str = ""
    proposal: str | None = None
    because: str = ""
    value: str = ""
    """The other department, the reason of a no, or the day until which there is more time."""
    machine: bool = False
    bounced: bool = False
    """One of our letters came back."""
    only_shown: bool = False
    """It shows in the Inbox, and whoever has the ball keeps it."""

    courtesy: bool = False
    """It says thank you and nothing else."""
    click: Click | None = None
    """A department's answer by its own link that needs nobody's confirmation."""
    notes: tuple[str, ...] = ()
    """Shown with the mail."""

    @property
    def needs_nobody(self) -> bool:
        """A machine's answer or a thank-you on a known thread: kept, and nobody has to look at it."""
        return self.courtesy or (self.machine and not self.bounced)


def meaning_of(
    look: Look,
    thread: Thread | None,
    found: Found,
    directory: Directory,
    click: Click | None = None,
    today: date | None = None,
    said: Said | None = None,
) -> Meaning:
    """Say what kind of mail this is; of one on a thread also what it seems to decide.

    `click` is what the code of an answer link in it is worth; `today` stands in for the day of a mail
    that has none; `said` is what was read about this request of a mail about several.
    """
    kind, subkind, because = look.kind.kind, look.kind.subkind[:20], look.kind.because
    notes = (click.because,) if click else ()
    if thread is None:
        known = MessageKind(kind) if kind in _KINDS else MessageKind.REQUEST
        return Meaning(known, subkind, because, machine=look.machine, notes=notes)
    if look.machine:
        bounced = _came_back(look, thread, found)
        return Meaning(MessageKind(kind), subkind, because, machine=True, bounced=bounced)
    # A list's or a bulk mailer's header on a person's answer hides nothing, and decides nothing.
    only_shown = look.mail.automatic is not None or kind == MessageKind.AUTOMATIC
    asked = found.asked.get(thread.referral) if thread.referral else None
    if asked and not _is_askers(look, thread, found, directory):
        return _answer(look, asked, directory, only_shown, click, today, said)
    if kind == MessageKind.ANSWER:  # of a colleague whom nobody asked
        return Meaning(MessageKind.ANSWER, subkind, because, only_shown=True, notes=notes)
    if thanks := _only_thanks(look, thread, found):
        return Meaning(MessageKind.FOLLOW_UP, "courtesy", thanks, courtesy=True)
    wants = (None, "") if said else _follow_up(look, thread, found)
    subkind = subkind if kind == MessageKind.FOLLOW_UP else "supplement"
    return Meaning(MessageKind.FOLLOW_UP, subkind, because, *wants, only_shown=only_shown, notes=notes)


def without_proposal(meaning: Meaning) -> Meaning:
    """What is so of the mail itself, where it says something else about each of several requests."""
    return replace(meaning, proposal=None, because="", value="")


def _came_back(look: Look, thread: Thread, found: Found) -> bool:
    report = look.report
    if report is None or not report.failed:
        return False
    return thread.because == "token" or any(each in found.ours for each in report.letters)


def _is_askers(look: Look, thread: Thread, found: Found, directory: Directory) -> bool:
    """The applicant's side writes on the thread of a letter to a department, which somebody passed on."""
    sender, people = email_of(look.mail.sender), found.people.get(thread.request)
    return people is not None and sender in people.asking and not directory.department_of(sender)


def _answer(
    look: Look,
    asked: Asked,
    directory: Directory,
    only_shown: bool,
    click: Click | None,
    today: date | None,
    said: Said | None,
) -> Meaning:
    if click and click.genuine:
        return _clicked(click, only_shown)
    why = click.because if click else ""
    notes = (why,) if why else ()
    if asked.answer is not None:  # too late to change anything; a person reads it
        why = why or late(asked.answer, asked.answered_on)
        return Meaning(MessageKind.ANSWER, because=why, only_shown=True, notes=notes)
    decision = said.decision if said else _read(look, asked, directory, today)
    why = why or _unexpected(look, asked, directory) or (said.why if said else "")
    if decision is None:
        return Meaning(MessageKind.ANSWER, because=why, only_shown=only_shown, notes=notes)
    day = decision.until or decision.starts_on
    return Meaning(
        MessageKind.ANSWER,
        decision.value.value,
        decision.because,
        decision.value,
        " ".join(filter(None, (why, decision.because))),
        decision.department or decision.reason or (day.isoformat() if day else ""),
        only_shown=only_shown,
        notes=notes,
    )


def _read(look: Look, asked: Asked, directory: Directory, today: date | None) -> Decision | None:
    return read_answer(
        without_codes(split(look.mail.body, look.mail.subject).visible),
        directory=directory,
        own=asked.code,
        sent_on=look.mail.sent_at.date() if look.mail.sent_at else today,
    )


def _clicked(click: Click, only_shown: bool) -> Meaning:
    assert click.proposal is not None
    return Meaning(
        MessageKind.ANSWER,
        click.proposal.value,
        click.because,
        click.proposal,
        click.because,
        click.value,
        only_shown=only_shown,
        click=click if click.counts and not only_shown else None,
    )


def _unexpected(look: Look, asked: Asked, directory: Directory) -> str:
    """A colleague may answer from an own address of the city; anybody else is pointed out."""
    sender = email_of(look.mail.sender)
    known_as = directory.department_of(sender)
    same_domain = sender.rpartition("@")[2] == asked.email.lower().rpartition("@")[2]
    if known_as == asked.code or (not known_as and "@" in sender and same_domain):
        return ""
    return _("({sender} is not an address of {department})").format(
        sender=sender or "?", department=asked.name
    )


def _only_thanks(look: Look, thread: Thread, found: Found) -> str:
    """The words of a thank-you that wakes nobody; while we wait for the applicant every mail is an answer."""
    case = found.cases.get(thread.request)
    if case is None or case.waiting_on == WaitingOn.APPLICANT or look.mail.attachments:
        return ""
    return look.thanks


def _follow_up(look: Look, thread: Thread, found: Found) -> tuple[Proposal | None, str]:
    """What the applicant's side seems to want; a person decides."""
    case = found.cases.get(thread.request)
    if look.kind.subkind == "withdrawal" and not (case and case.closed_on):
        return Proposal.WITHDRAWN, look.kind.because
    if case and case.closed_on and look.kind.subkind != "withdrawal":
        because = _("closed on {day} ({outcome})").format(
            day=case.closed_on.isoformat(), outcome=reference.name("outcomes", case.outcome)
        )
        return Proposal.REOPEN, because
    return None, ""


def reply_of(look: Look, thread: Thread | None) -> Reply:
    """A mail as its answer codes are judged."""
    mail = look.mail
    return Reply(
        look.codes,
        split(mail.body, mail.subject).visible,
        email_of(mail.sender),
        mail.sent_at.date() if mail.sent_at else None,
        thread.referral if thread else None,
    )
