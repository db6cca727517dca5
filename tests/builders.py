"""Small makers for tests: a clock that only moves when told, mails, a directory of people."""

import itertools
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.measures import Block
from stagedesk.mail.sources import SourceMail
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.services.register import placements
from stagedesk.services.register.placing import Plan

_numbers = itertools.count(1)


def fresh_name() -> str:
    return f"desk_{next(_numbers)}"


@dataclass
class Clock:
    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def pass_days(self, days: int) -> None:
        self.moment += timedelta(days=days)

    def pass_time(self, **span: float) -> None:
        self.moment += timedelta(**span)


def a_directory(desk: Desk) -> None:
    """Four departments in two directorates, a school, and staff: els and karim at the desk, mieke above."""
    with transaction():
        free, space = (m.Directorate.create(name=name) for name in ("Vrije tijd", "Ruimte"))
        for code, name, directorate in (
            ("musea", "Musea", free),
            ("bibliotheek", "Bibliotheek", free),
            ("sport", "Sport", free),
            ("groen", "Groen", space),
        ):
            m.Department.create(
                code=code,
                name=name,
                directorate=directorate,
                email=f"{code}@stad.example",
                head_email=f"hoofd.{code}@stad.example",
            )
        m.School.create(code="ap", name="AP Hogeschool", city="Antwerpen")
        for code, name, role in (
            ("els", "Els", "desk"),
            ("karim", "Karim", "desk"),
            ("mieke", "Mieke", "supervisor"),
        ):
            m.Staff.create(code=code, name=name, email=f"{code}@stad.example", role=role)


def a_raw(
    text: str = "Beste, ik zoek een stageplaats in het museum.\n",
    *,
    sender: str = "Nora Willems <nora@student.example>",
    subject: str = "Stage",
    sent: datetime | None = None,
    mail_id: str | None = None,
    answers: str | None = None,
    references: str | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    """The bytes of a plain mail."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "stage@stad.example"
    mail["Subject"] = subject
    if sent:
        mail["Date"] = format_datetime(sent)
    mail["Message-ID"] = f"<{mail_id or f'mail-{next(_numbers)}@student.example'}>"
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    if references or answers:
        mail["References"] = f"<{references or answers}>"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


def a_mail(text: str = "Beste, ik zoek een stageplaats in het museum.\n", **options: object) -> SourceMail:
    """A mail as a source shows it."""
    return SourceMail("test", f"mail-{next(_numbers)}", a_raw(text, **options))  # type: ignore[arg-type]


def with_files(
    *files: tuple[str, bytes], mail_id: str = "a@student.example", answers: str = ""
) -> SourceMail:
    """A mail with files attached to it."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Nora <nora@student.example>", "stage@stad.example"
    mail["Subject"], mail["Message-ID"] = "Stage", f"<{mail_id}>"
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    mail.set_content("Beste, ik zoek een stageplaats in het museum.\n")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return SourceMail("test", mail_id, mail.as_bytes())


def received(desk: Desk, **options: object) -> str:
    """The reference of a new request."""
    account = intake.take_in(desk, [a_mail(**options)])
    assert account.requests == 1
    with session():
        return m.tuples(m.Request.select(m.Request.reference).order_by(m.Request.id.desc()))[0][0]


def sent_mail_id(desk: Desk, now: Clock) -> str:
    """Let the newest letter leave and return its Message-ID."""
    now.pass_time(minutes=2)
    outbox.flush(desk)
    with session():
        return m.tuples(m.Outgoing.select(m.Outgoing.mail_id).order_by(m.Outgoing.id.desc()))[0][0]


def a_placement(desk: Desk, **changed: object) -> str:
    """The reference of a placement that a department arranged: a student, four months from September 2026."""
    plan = Plan(
        applicant="Nora Willems",
        email="nora@student.example",
        department="musea",
        kind="student",
        blocks=(Block(date(2026, 9, 7), date(2026, 12, 18)),),
        days_per_week=4,
    )
    return placements.arrange(desk, replace(plan, **changed), by="els").ref  # type: ignore[arg-type]
