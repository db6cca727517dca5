"""One letter to a department with all that waits for it, each question with its own answer links."""

from collections.abc import Sequence

from stagedesk.db import models as m
from stagedesk.domain import codes
from stagedesk.domain.letters import DIGEST_ITEM, Letter
from stagedesk.services.answers import answer_links
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox


def decide(
    desk: Desk, step: history.Step, department: m.Department, listed: Sequence[m.Referral], *, head: bool
) -> m.Outgoing:
    """Put the letter in the outbox; `head` sends a copy to the head of the department."""
    copy = outbox.usable(department.head_email) if head else ""
    return outbox.decide(
        desk,
        step,
        codes.Letter.DIGEST,
        write(desk, department, listed),
        None,
        recipients=[outbox.usable(department.email)],
        copies=[copy] if copy else [],
        department=department,
        items=[(each.request, each) for each in listed],
    )


def write(desk: Desk, department: m.Department, listed: Sequence[m.Referral]) -> Letter:
    """The letter with these questions, the most urgent first."""
    ordered = sorted(listed, key=lambda each: (each.due_on, each.id))
    return letters.write(
        desk,
        codes.Letter.DIGEST,
        None,
        department=department.name,
        count=str(len(ordered)),
        items="\n\n".join(_item(desk, department, *each) for each in enumerate(ordered, 1)),
    )


def _item(desk: Desk, department: m.Department, number: int, referral: m.Referral) -> str:
    language = desk.settings.letter_language
    return letters.part(
        desk,
        DIGEST_ITEM,
        referral.request,
        number=number,
        department=department.name,
        asked_on=referral.asked_on,
        due=referral.due_on,
        answer_links=answer_links.links_text(desk, referral, language),
    )
