"""The demo desk: a made city, and some months of mail and decisions told again so that they end today."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from stagedesk import assets
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.mail.sources import SourceMail
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.clock import followup
from stagedesk.services.deciding import triage
from stagedesk.services.demos import demo_around, demo_mailbox, demo_register
from stagedesk.services.demos.demo_mailbox import DemoMail, DemoStep
from stagedesk.services.demos.demo_register import Told
from stagedesk.services.desk import Clock, Desk
from stagedesk.services.importing import imports
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox_mail, outbox_sending
from stagedesk.settings import Settings

USER = "els"
SOURCE = "demo-mailbox"
DIRECTORY = ("departments", "schools", "staff")

Part = DemoMail | DemoStep | Told | None
Progress = Callable[[int, int], None]


def make(settings: Settings, clock: Clock, progress: Progress | None = None) -> Desk:
    """Make the demo desk in the empty database of these settings, as it stands at this moment.

    Everything goes through the desk's own services with a clock that runs through the story, in one
    transaction: a demo that is stopped half-way leaves an empty desk.
    """
    moment = [clock()]
    desk = setup.make_desk(settings, lambda: moment[0])
    today = desk.today()
    parts = list(_timeline(today))
    with transaction():
        moment[0] = parts[0][0]
        directory(desk)
        teller = Teller(desk, today, moment)
        for number, (at, part) in enumerate(parts, 1):
            teller.tell(at, part)
            if progress:
                progress(number, len(parts))
    return Desk(replace(settings, user=USER), clock)


def directory(desk: Desk) -> None:
    """The departments, schools and staff that ship with the program."""
    for what in DIRECTORY:
        imports.import_directory(desk, what, assets.data(f"{what}.csv"), by="desk")


def send(desk: Desk) -> None:
    """Let the letters leave whose time has come; a demo need not outlive a power cut."""
    outbox_sending.send_due(desk, way=outbox_mail.Folder(Path(desk.settings.outbox), safe=False))


class Teller:
    """Tells the story: moves the clock from moment to moment and has the services do the work."""

    def __init__(self, desk: Desk, today: date, moment: list[datetime]) -> None:
        self.desk, self.today, self.moment = desk, today, moment
        self.ids: dict[str, str] = {}  # what later mails refer to: references and Message-IDs
        self.references: dict[str, str] = {}  # of requests, by the slug of a mail of theirs
        self.messages: dict[str, int] = {}

    def tell(self, at: datetime, part: Part) -> None:
        """Let one thing happen at its moment; letters leave within minutes, as at a desk that is open."""
        self.moment[0] = at
        if isinstance(part, Told):
            part.do(self.desk)
            return
        if isinstance(part, DemoMail):
            self._take_in(part)
        elif isinstance(part, DemoStep):
            self._decide(part)
            self._remember_letter(part)
        else:
            followup.chase(self.desk)
        self.moment[0] = at + timedelta(seconds=self.desk.settings.outbox_grace + 1)
        send(self.desk)

    def _take_in(self, mail: DemoMail) -> None:
        raw = demo_mailbox.render(mail, self.today, self.ids)
        intake.take_in(self.desk, [SourceMail(SOURCE, mail.slug, raw)])
        query = (
            m.Ledger.select(m.Ledger.message, m.Request.reference)
            .join(m.Entry, on=(m.Entry.message == m.Ledger.message))
            .join(m.Request)
            .where(m.Ledger.source == SOURCE, m.Ledger.source_key == mail.slug)
        )
        self.messages[mail.slug], self.references[mail.slug] = m.tuples(query)[0]
        self.ids[f"reference {mail.slug}"] = self.references[mail.slug]

    def _decide(self, step: DemoStep) -> None:
        desk, ref, by = self.desk, self.references[step.mail], step.by
        match step.do:
            case "route":
                referrals.route(desk, ref, step.department, by=by, suggested=step.department)
            case "answer":
                referrals.answer(
                    desk,
                    ref,
                    step.answer,
                    by=by,
                    department=step.department or None,
                    reason=step.reason or None,
                    remark=step.text,
                    message=self.messages.get(step.reply),
                )
            case "ask":
                triage.ask(desk, ref, step.text, by=by)
            case "close":
                triage.close(desk, ref, step.outcome, by=by, reason=step.reason or None, note=step.text)
            case "note":
                triage.note(desk, ref, step.text, by=by)
            case "link":
                triage.link(desk, ref, self.references[step.to], by=by)
            case "snooze" if step.until:
                triage.snooze(desk, ref, step.until, by=by)
            case _:
                raise ValueError(f"the story asks for {step}")

    def _remember_letter(self, step: DemoStep) -> None:
        query = (
            m.Outgoing.select(m.Outgoing.mail_id)
            .join(m.Request)
            .where(m.Request.reference == self.references[step.mail], m.Outgoing.decided_at == self.moment[0])
        )
        for (mail_id,) in m.tuples(query.order_by(m.Outgoing.id)):
            self.ids[step.letter] = mail_id


def _timeline(today: date) -> Iterator[tuple[datetime, Part]]:
    """Mails, decisions and the clock's own mornings, in order."""
    parts: list[tuple[datetime, Part]] = [(mail.moment, mail) for mail in demo_mailbox.mails(today)]
    parts += [(step.moment, step) for step in demo_mailbox.steps(today)]
    first = min(at for at, _part in parts)
    morning = first.replace(hour=7, minute=0, second=0, microsecond=0)
    while (morning := morning + timedelta(days=1)).date() <= today:
        parts.append((morning, None))
    told = (*demo_register.parts(today), *demo_around.parts(today))
    parts += [(each.moment, each) for each in told]
    return iter(sorted(parts, key=lambda each: each[0]))
