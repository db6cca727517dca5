"""What the tests of mailboxes share: many mails, one run, and what came of it."""

import random

import pytest

from builders import a_raw
from mail.imap_talker import Talker
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail import looking
from stagedesk.mail.message import IncomingMail
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in.mailboxes import Fetched, fetch_all
from stagedesk.settings_mailbox import Mailbox


def some(number: int, most: int = 400) -> list[bytes]:
    dice = random.Random(number)
    return [
        a_raw(
            "x" * dice.randrange(1, most) + f"\n{each}\n",
            subject=f"Stage {each}",
            mail_id=f"s{each}@x.example",
        )
        for each in range(number)
    ]


def one_run(desk: Desk, *boxes: Mailbox) -> Fetched:
    (found,) = fetch_all(desk, boxes)
    return found


def counts(desk: Desk) -> tuple[int, int, int]:
    """Requests, messages and rows of the ledger."""
    with session():
        return tuple(table.select().count() for table in (m.Request, m.Message, m.Ledger))  # type: ignore[return-value]


def bodies(talking: Talker) -> int:
    return sum("BODY" in line for line in talking.heard)


def break_reading_of(monkeypatch: pytest.MonkeyPatch, words: bytes) -> None:
    real = looking.parse

    def picky(raw: bytes) -> IncomingMail:
        if words in raw:
            raise RecursionError("too deep")
        return real(raw)

    monkeypatch.setattr(looking, "parse", picky)
