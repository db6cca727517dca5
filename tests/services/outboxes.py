"""Desks whose letters leave by a server of the tests, and looking into their outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from builders import Clock, received
from mail.smtp_server import PostOffice, post_office
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out.outbox_sending import Sending, send_due


@contextmanager
def by_mail(desk: Desk) -> Iterator[PostOffice]:
    """While it holds, the desk's letters leave by a real mail server."""
    with post_office() as office:
        desk.settings = replace(desk.settings, smtp=office.settings)
        yield office


def asked(desk: Desk, department: str = "musea") -> str:
    """The reference of a new request about which a department is asked: one letter is held."""
    ref = received(desk)
    referrals.route(desk, ref, department, by="els")
    return ref


def send(desk: Desk, now: Clock, *, minutes: float = 2) -> Sending:
    now.pass_time(minutes=minutes)
    return send_due(desk)


def counts(done: Sending) -> dict[str, int]:
    """What the run did, without what it did not do."""
    found = {name: getattr(done, name) for name in ("sent", "delayed", "failed", "uncertain")}
    return {name: count for name, count in found.items() if count}


def letter(number: int | None = None) -> m.Outgoing:
    """This letter, or the newest one."""
    with session():
        query = m.Outgoing.select().order_by(m.Outgoing.id.desc())
        found = query.where(m.Outgoing.id == number).first() if number else query.first()
    assert found is not None
    return found


def in_inbox(ref: str) -> bool:
    with session():
        return m.Request.get(m.Request.reference == ref).attention_since is not None


def kinds(ref: str) -> list[str]:
    """What happened to a request, in order."""
    with session():
        request = m.Request.get(m.Request.reference == ref)
        return [
            kind
            for (kind,) in m.tuples(
                m.Event.select(m.Event.kind).where(m.Event.request == request.id).order_by(m.Event.id)
            )
        ]


def broken(desk: Desk) -> list[str]:
    return [f"{each.rule}: {each.where}: {each.detail}" for each in check.check(desk)]
