"""To which requests of a desk a mail belongs that is only read, not taken in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from stagedesk.db.connection import session
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look, look_at
from stagedesk.mail.message import IncomingMail
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake_found
from stagedesk.services.mail_in.intake_batch import received_at, title_of
from stagedesk.services.mail_in.intake_found import Found, Thread, email_of
from stagedesk.services.understanding import links


@dataclass(frozen=True, slots=True)
class Link:
    """A request, and what ties the mail to it: references, token, subject or copy.

    Or what makes a person look whether it belongs there: a `by` that begins with "maybe", such as maybe_text.
    """

    by: str
    ref: str
    because: str = ""
    """In the reader's language, where it is for a person to decide."""


@dataclass(frozen=True, slots=True)
class Belongs:
    links: tuple[Link, ...] = ()
    is_known: bool = False
    """It answers a mail that the desk has."""
    answers_department: bool = False
    """It answers a letter to a department."""
    strange: tuple[str, ...] = ()
    """Requests that it names and is not linked to: whoever wrote takes no part in them."""


Finder = Callable[[IncomingMail, bytes], Belongs]
NOWHERE: Final = Belongs()


def nowhere(_mail: IncomingMail, _raw: bytes) -> Belongs:
    return NOWHERE


def finder(directory: Directory, proposing: Desk | None = None) -> Finder:
    """Finds them as taking in would, in the desk that is open; with a desk also what is proposed there."""

    def find(mail: IncomingMail, raw: bytes) -> Belongs:
        look = look_at(mail, raw, directory)
        with session():
            found = intake_found.look_up([look], [mail.raw_hash])
            thread = found.thread_of(look, directory)
            sure = tuple(_links(found, look.mail, thread))
            wanted = proposing is not None and thread is None and not look.machine
            maybe = _proposed(look, directory, proposing) if proposing and wanted else ()
        known = {each.ref for each in sure}
        return Belongs(
            links=(*sure, *(each for each in maybe if each.ref not in known)),
            is_known=thread is not None,
            answers_department=thread is not None and thread.referral is not None,
            strange=() if thread else _named(found, look),
        )

    return find


def _proposed(look: Look, directory: Directory, desk: Desk) -> tuple[Link, ...]:
    """A request that a stranger names is no link, not even one to look at: it is warned of."""
    mail = look.mail
    about = links.About(
        look.asker.name,
        look.asker.email.lower(),
        email_of(mail.sender),
        title_of(mail),
        received_at(mail.sent_at, desk.now()),
    )
    found = links.of_look(look, about, directory)
    return tuple(
        Link(f"maybe_{each.by}", each.ref, each.because) for each in found if each.by != links.STRANGER
    )


def _named(found: Found, look: Look) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.reference for tag in look.tags if tag.reference in found.named))


def _links(found: Found, mail: IncomingMail, thread: Thread | None) -> Iterator[Link]:
    if thread:
        yield Link(thread.because, found.cases[thread.request].reference)
    itself = found.threads.get(mail.message_id) if found.copy_of(mail) else None
    if itself and (thread is None or itself.request != thread.request):
        yield Link("copy", found.cases[itself.request].reference)
