"""A department's colleague who presses an answer link, fills the prepared line in and sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from builders import Clock, a_mail, received
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import answer_links, referrals
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.services.rows import MessageRow, ReferralRow

MUSEA = "Musea <musea@stad.example>"


@dataclass(frozen=True)
class Prepared:
    """What the mail program shows after a click."""

    to: str
    subject: str
    body: str

    @property
    def code(self) -> str:
        return self.body.strip().splitlines()[-1]


def opened(href: str) -> Prepared:
    """A mailto link as a mail program reads it: percent signs only, a plus is a plus."""
    parts = urlsplit(href)
    values = parse_qs(parts.query.replace("+", "%2B"), strict_parsing=True)
    return Prepared(unquote(parts.path), values["subject"][0], values["body"][0])


def asked(desk: Desk, now: Clock, department: str = "musea") -> str:
    """A new request about which this department was asked; the letter has left."""
    ref = received(desk, sent=now())
    referrals.route(desk, ref, department, by="els")
    now.pass_time(minutes=2)
    outbox.flush(desk)
    return ref


def links(desk: Desk, ref: str, language: str = "nl", department: str = "musea") -> Mapping[str, Prepared]:
    """What each link of a letter written today opens."""
    with session():
        query = m.Referral.select().join(m.Request).switch(m.Referral).join(m.Department)
        referral = query.where(m.Request.reference == ref, m.Department.code == department)
        row = referral.order_by(m.Referral.id.desc()).get()
        found = answer_links.links_for(desk, row, language)
    return {each.choice.value: opened(each.href) for each in found}


def reply(prepared: Prepared, fill: str = "", *, sender: str = MUSEA, **options: object) -> SourceMail:
    """The prepared mail with these words behind its first line."""
    first, _, rest = prepared.body.replace("\r\n", "\n").partition("\n")
    return a_mail(f"{first}{fill}\n{rest}", sender=sender, subject=prepared.subject, **options)


def sends(desk: Desk, *mails: SourceMail) -> None:
    intake.take_in(desk, list(mails))


def referral(desk: Desk, ref: str) -> ReferralRow:
    return requests.page(desk, ref).referrals[-1]


def newest(desk: Desk, ref: str) -> MessageRow:
    """The last mail that came in for this request."""
    return [each for each in requests.page(desk, ref).messages if each.direction == "in"][-1]
