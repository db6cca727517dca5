"""Telling whoever asked that the request arrived: decided with the request itself, once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import take_ids
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Letter, MessageKind
from stagedesk.domain.letters import fill
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.mail_out.letter_templates import LANGUAGES, template

NEWS_FOR: Final = timedelta(days=7)
"""Older mail is an archive that is taken over, not news."""
ONCE_IN: Final = timedelta(days=1)
"""One address hears no more often than this that something arrived: two machines would go on for ever."""
_NOBODY: Final = re.compile(
    r"(?:no|geen|ne|do[-_.]?not)[-_.]?(?:reply|antwoord|repondez)|mailer-daemon|postmaster|bounces?[-+@]"
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Asker:
    name: str
    address: str
    """As the applicant is kept under."""
    to: str
    """As mail servers take it."""
    language: str
    mail_id: str


class Acknowledging:
    """The acknowledgements of one batch of mail."""

    def __init__(self, desk: Desk, directory: Directory) -> None:
        self.desk, self.directory = desk, directory
        self.now = desk.now()
        self._askers: dict[int, _Asker] = {}

    def consider(self, request: int, look: Look, kind: str, received: datetime) -> None:
        """Whoever wrote a new request hears of it, unless it may be a machine, a colleague or old mail."""
        if not self.desk.settings.acknowledge or kind != MessageKind.REQUEST:
            return
        if look.machine or look.mail.automatic is not None or received < self.now - NEWS_FOR:
            return
        address = look.asker.email.lower()
        if self._is_ours(address) or _NOBODY.search(address) or not (to := outbox.usable(address)):
            return
        language = look.language if look.language in LANGUAGES else self.desk.settings.letter_language
        self._askers[request] = _Asker(look.asker.name, address, to, language, look.mail.message_id)

    def decide(self, requests: Sequence[Row]) -> dict[int, Row]:
        """Insert the letters about these new requests, which have their references; by request."""
        told = _told_lately({each.address for each in self._askers.values()}, self.now - ONCE_IN)
        chosen: list[tuple[Row, _Asker]] = []
        for row in requests:
            asker = self._askers.get(row["id"])
            if asker and asker.address not in told:
                told.add(asker.address)
                chosen.append((row, asker))
        numbers = take_ids(m.Outgoing, len(chosen)) if chosen else []
        rows = [self._row(number, *each) for number, each in zip(numbers, chosen, strict=True)]
        many.insert(m.Outgoing, rows)
        return {row["request"]: row for row in rows}

    def _is_ours(self, address: str) -> bool:
        return address == self.desk.settings.reply_to.lower() or self.directory.is_city(address)

    def _row(self, number: int, request: Row, asker: _Asker) -> dict[str, Any]:
        text = fill(
            template(self.desk.settings, Letter.ACKNOWLEDGEMENT, asker.language), self._values(request, asker)
        )
        row = {
            "request": request["id"],
            "letter": Letter.ACKNOWLEDGEMENT.value,
            "recipients": asker.to,
            "subject": text.subject,
            "body": text.body,
            "mail_id": outbox.new_mail_id(self.desk, m.Request(reference=request["reference"])),
            "thread": "" if asker.mail_id.endswith("@missing") else asker.mail_id,
            "decided_at": self.now,
            "hold_until": outbox.grace_ends(self.desk, self.now),
        }
        return many.complete(m.Outgoing, row) | {"id": number}

    def _values(self, request: Row, asker: _Asker) -> dict[str, str]:
        received: date = request["received_on"]
        due = deadlines.told_due(received, self.desk.calendar, self.desk.clocks)
        return letters.everywhere(self.desk.settings, asker.language) | {
            "reference": request["reference"],
            "applicant": asker.name or asker.address,
            "received": letters.day_in_words(received, asker.language),
            "summary": request["title"],
            "due": letters.day_in_words(due, asker.language),
        }


def _told_lately(addresses: set[str], since: datetime) -> set[str]:
    """Of these addresses those that were written that something arrived, since that moment."""
    if not addresses:
        return set()
    a, r, o = m.Applicant, m.Request, m.Outgoing
    query = (
        a.select(a.email)
        .join(r, on=(r.applicant == a.id))
        .join(o, on=(o.request == r.id))
        .where(a.email.in_(sorted(addresses)), o.letter == Letter.ACKNOWLEDGEMENT.value, o.decided_at > since)
    )
    return {email for (email,) in m.tuples(query)}
