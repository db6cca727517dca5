"""What a request leaves open, as a question to the applicant that is ready to be sent."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction, MessageKind
from stagedesk.mail.extract.facts import asked
from stagedesk.mail.extract.facts_record import Asked
from stagedesk.mail.extract.facts_record import missing as left_open
from stagedesk.services import reference
from stagedesk.services.city.directory import for_mail
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out import letters
from stagedesk.services.understanding import reading
from stagedesk.services.understanding.reading import Reading

FROM_THE_APPLICANT = (MessageKind.REQUEST, MessageKind.FOLLOW_UP)


def prepare(desk: Desk, ref: str) -> str:
    """The question to send about a request, in the applicant's language; empty where nothing is missing."""
    with session():
        request = requests.find(ref)
        return in_words(missing(desk, request), letters.language_of(desk, request))


def in_words(codes: Iterable[str], language: str) -> str:
    """One sentence for each thing that is missing, in the order of data/questions.toml."""
    wanted = set(codes)
    known = reference.table("questions")
    sentences = [entry[language] for code, entry in known.items() if code in wanted]
    return "\n".join(f"- {each}" for each in sentences) if len(sentences) > 1 else "".join(sentences)


def missing(desk: Desk, request: m.Request) -> set[str]:
    """What neither the desk nor any mail of the applicant's side tells; inside a session."""
    return {code for each in told(desk, request) for code in left_open(each)}


def told(desk: Desk, request: m.Request) -> tuple[Asked, ...]:
    """What the desk and the mails of the applicant's side tell, for each whom the request may be for."""
    readings = list(_readings(desk, request))
    known = _known_to_desk(request, readings[0] if readings else None)
    found = [_of_mail(desk, each) for each in readings]
    first = _for_applicant(found[0], request) if found and found[0] else (Asked(),)
    later = [each[0] for each in found[1:] if len(each) == 1]
    return tuple(_filled(each, (*later, known)) for each in first)


def _readings(desk: Desk, request: m.Request) -> Iterator[Reading]:
    """The mails of the applicant's side, the first one first."""
    t = m.Message
    query = t.select(t.id).join(m.Entry).where(m.Entry.request == request.id, t.direction == Direction.IN)
    for (number,) in m.tuples(query.where(t.kind.in_(FROM_THE_APPLICANT)).order_by(t.id)):
        if found := reading.stored(desk, number):
            yield found


def _of_mail(desk: Desk, found: Reading) -> tuple[Asked, ...]:
    """A supplement tells things too, though it asks for nothing anew."""
    return asked(found.mail, found.parts, for_mail(desk), found.requester)


def _for_applicant(found: tuple[Asked, ...], request: m.Request) -> tuple[Asked, ...]:
    """Of a mail for several applicants the one that this request is for; all, where that is not plain."""
    name = request.applicant.name.casefold()
    own = tuple(each for each in found if name and each.applicant_name.casefold() == name)
    return own or found


def _known_to_desk(request: m.Request, first: Reading | None) -> Asked:
    """What stands in the request itself."""
    person = request.applicant
    asker = first.requester if first else None
    # A request is kept under the name of whoever wrote, who need not be the applicant.
    is_asker = asker is not None and (person.name, person.email) == (asker.name, asker.email.lower())
    return Asked(
        applicant_name="" if is_asker else person.name,
        applicant_email="" if is_asker else person.email,
        school=request.school.name if request.school else request.school_words,
        level=request.level_followed or "",
        study=request.study,
        internship_kind=request.kind or "",
        period_start=request.period_start,
        period_end=request.period_end,
        hours_total=request.hours_total,
        hours_per_week=request.hours_per_week,
    )


def _filled(base: Asked, others: Iterable[Asked]) -> Asked:
    """With what the others know where it knows nothing."""
    for other in others:
        empty = [each.name for each in fields(Asked) if getattr(base, each.name) in ("", None, ())]
        base = replace(base, **{name: getattr(other, name) for name in empty})
    return base
