"""One mail that asks for several people: a request for each of them, once a person says so."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import uuid4

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Direction, Letter, MessageKind
from stagedesk.domain.letters import ACKNOWLEDGEMENT_ITEM, ACKNOWLEDGEMENT_LIST
from stagedesk.i18n import _
from stagedesk.mail.extract.facts_record import Asked
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.moving import applicant_thread, open_request, told_there
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_in.threads import applicant_of, as_new, other_mails
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.rows import RequestRow
from stagedesk.services.understanding import reading


class People(NamedTuple):
    """Whom the mail of an open request asks for, where they are several; an unnamed one is empty."""

    names: tuple[str, ...] = ()
    only_mail: bool = True
    """Nothing else came in about the request."""


def people(desk: Desk, ref: str) -> People:
    with session():
        request = requests.find(ref)
        if request.closed_on is not None or request.group is not None:
            return People()
        mail, found = _several(desk, request)
        alone = mail is None or not other_mails(request, mail.id)
        return People(tuple(each.applicant_name for each in found), alone)


def part(
    desk: Desk,
    ref: str,
    *,
    by: str,
    letter: bool = True,
    seen_version: int | None = None,
    batch: str | None = None,
) -> tuple[RequestRow, ...]:
    """A request for each person that the mail asks for; the first of them keeps this one.

    With a letter whoever wrote hears all the numbers at once, where the desk acknowledges requests.
    """
    with history.step(desk, "parted", by=by, batch=batch or uuid4().hex) as step:
        request = open_request(ref, seen_version)
        mail, found = _several(desk, request)
        if request.group is not None or mail is None:
            words = _("No mail of {reference} asks for several people.")
            raise errors.Refused(detail=words.format(reference=request.reference))
        asker = request.applicant
        step.request = request.id
        step.change(request, group=request.id, applicant=_person(step, found[0], asker))
        others = [_another(desk, step, request, mail, each, asker) for each in found[1:]]
        together = [request, *others]
        if letter:
            _acknowledge(desk, step, asker, together)
        step.facts["count"] = len(together)
        for own in others:
            told_there(desk, step, "parted_from", own, request, mail.id)
    return tuple(requests.row(each.reference) for each in together)


def _several(desk: Desk, request: m.Request) -> tuple[m.Message | None, Sequence[Asked]]:
    """The first mail of a request that asks for more than one person, and for whom; inside a session."""
    t = m.Message
    query = t.select().join(m.Entry).where(m.Entry.request == request.id, t.direction == Direction.IN)
    for mail in query.where(t.kind == MessageKind.REQUEST).order_by(t.id):
        found = reading.stored(desk, mail.id)
        if found and len(found.requests) > 1:
            return mail, [each.asked for each in found.requests]
    return None, ()


def _another(
    desk: Desk, step: history.Step, request: m.Request, mail: m.Message, asked: Asked, asker: m.Applicant
) -> m.Request:
    person = _person(step, asked, asker)
    # They have all waited as long as the mail did.
    values = as_new(desk, step, mail, person) | {"attention_since": request.attention_since or step.now}
    own = step.add(m.Request, **values, group=request.id)
    step.add(m.Entry, request=own, message=mail, because="split")
    return own


def _person(step: history.Step, asked: Asked, asker: m.Applicant) -> m.Applicant:
    """Letters go to whoever asks, unless the mail tells the person's own address."""
    name, email = asked.applicant_name, asked.applicant_email.lower()
    if not name or (name, email or asker.email) == (asker.name, asker.email):
        return asker
    return applicant_of(step, name, email or asker.email, asker.language)


def _acknowledge(desk: Desk, step: history.Step, asker: m.Applicant, together: Sequence[m.Request]) -> None:
    """All the numbers in one letter; what is still held about the first one alone does not leave."""
    first = together[0]
    if not desk.settings.acknowledge or not (to := outbox.usable(asker.email)):
        return
    alone = m.Outgoing.select().where(
        m.Outgoing.request == first.id, m.Outgoing.letter == Letter.ACKNOWLEDGEMENT
    )
    for row in list(alone):
        outbox.recall(step, row)
    language = letters.language_of(desk, first)
    text = letters.write(
        desk,
        ACKNOWLEDGEMENT_LIST,
        None,
        language=language,
        applicant=asker.name or asker.email,
        received=first.received_on,
        count=len(together),
        items="\n".join(
            letters.part(desk, ACKNOWLEDGEMENT_ITEM, each, language=language) for each in together
        ),
        due=deadlines.told_due(first.received_on, desk.calendar, desk.clocks),
    )
    outbox.decide(
        desk, step, Letter.ACKNOWLEDGEMENT, text, None, recipients=[to],
        thread=applicant_thread(first), items=[(each, None) for each in together],
    )  # fmt: skip
