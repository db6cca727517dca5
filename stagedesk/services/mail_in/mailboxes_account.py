"""What became of every mail that a source showed: numbers that add up, the list behind each, the raw mail."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from peewee import JOIN, Case, Expression, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import LedgerState
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history

State = Literal["", "taken", "automatic", "duplicate", "ignored", "failed"]
"""The parts of which all that was seen consists; empty for all of it."""
STATES: Final[tuple[State, ...]] = ("taken", "automatic", "duplicate", "ignored", "failed")
PAGE = 200
REASON: Final = 1_000


@dataclass(frozen=True, slots=True)
class FolderAccount:
    """One source: seen = taken + automatic + duplicates + ignored + failed, each counted by itself."""

    source: str
    seen: int
    taken: int
    """Mails from people."""
    automatic: int
    """Mails from machines: kept with the reason, and never answered."""
    duplicates: int
    """Left out because the desk has them from elsewhere."""
    ignored: int
    """Could not be read, and a person said why that does not matter."""
    failed: int

    @property
    def key(self) -> str:
        return self.source

    @property
    def parts(self) -> tuple[int, ...]:
        """In the order of STATES."""
        return self.taken, self.automatic, self.duplicates, self.ignored, self.failed

    @property
    def adds_up(self) -> bool:
        return self.seen == sum(self.parts)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One mail of a source, and what became of it."""

    id: int
    source: str
    key: str
    state: str
    """taken, automatic, duplicate, ignored or failed."""
    seen_at: datetime
    error: str
    """Why it failed, or why it is ignored."""
    has_raw: bool
    """Whether its bytes are here, to be read raw."""
    message: int | None
    automatic: str
    """Why it is a machine's, in the words of its header."""
    sender_name: str
    sender_email: str
    subject: str
    request: str | None
    """The reference of a request that it is with."""


def account() -> tuple[FolderAccount, ...]:
    """Every source with its numbers."""
    counted = [fn.coalesce(fn.sum(Case(None, [(_is(state), 1)], 0)), 0) for state in STATES]
    query = (
        m.Ledger.select(m.Ledger.source, fn.count(m.Ledger.id), *counted)
        .join(m.Message, JOIN.LEFT_OUTER, on=(m.Ledger.message == m.Message.id))
        .group_by(m.Ledger.source)
        .order_by(m.Ledger.source)
    )
    with session():
        return tuple(FolderAccount(*row) for row in m.tuples(query))


def total(account: Iterable[FolderAccount]) -> FolderAccount:
    """All sources together, under no name."""
    numbers = [(each.seen, *each.parts) for each in account]
    return (
        FolderAccount("", *map(sum, zip(*numbers, strict=True))) if numbers else FolderAccount("", *[0] * 6)
    )


def listed(
    source: str = "", state: State = "", *, before: int | None = None, limit: int = PAGE
) -> tuple[LedgerRow, ...]:
    """What is behind a number, the newest first; `before` the id of a row goes on after it."""
    query = _rows().order_by(m.Ledger.id.desc()).limit(limit)
    if source:
        query = query.where(m.Ledger.source == source)
    if state:
        query = query.where(_is(state))
    if before is not None:
        query = query.where(m.Ledger.id < before)
    with session():
        return tuple(_row(values) for values in m.tuples(query))


def failed(numbers: Iterable[int] | None = None) -> tuple[LedgerRow, ...]:
    """These rows, or all, as far as they are failures; the oldest first."""
    query = _rows().where(_is("failed")).order_by(m.Ledger.id)
    if numbers is not None:
        query = query.where(m.Ledger.id.in_(list(numbers)))
    with session():
        return tuple(_row(values) for values in m.tuples(query))


def raw(number: int) -> bytes:
    """The bytes of a mail of the ledger as they came in.

    Errors: NotFound, also where the server never gave them.
    """
    query = m.Ledger.select(m.Raw.bytes).join(m.Raw).where(m.Ledger.id == number)
    with session():
        for (found,) in m.tuples(query):
            return bytes(found)
    hint = _("Its source could not give it; try again with: stagedesk fetch --retry")
    raise errors.NotFound(what=_("raw mail"), name=str(number), hint=hint)


def dismiss(desk: Desk, numbers: Iterable[int], reason: str, *, by: str) -> tuple[LedgerRow, ...]:
    """Say why mails that could not be taken need nothing more; they count as ignored then, and are kept.

    Errors: UsageError without a reason, NotFound, Refused for a mail that did not fail.
    """
    said, wanted = clean(reason, limit=REASON), list(dict.fromkeys(numbers))
    if not said:
        raise errors.UsageError(detail=_("Say why it can be left."))
    with history.step(desk, "dismissed", by=by) as step:
        for number in wanted:
            row = m.Ledger.get_or_none(m.Ledger.id == number)
            if row is None:
                raise errors.NotFound(what=_("mail of the accounts"), name=str(number))
            if row.state != LedgerState.FAILED:
                raise errors.Refused(detail=_("Mail {number} did not fail.").format(number=number))
            step.change(row, state=LedgerState.IGNORED, error=said)
        step.facts["mails"] = len(wanted)
    return rows_of(wanted)


def rows_of(numbers: Iterable[Hashable]) -> tuple[LedgerRow, ...]:
    """These rows of the ledger, in the order given, as far as they are there."""
    wanted = list(numbers)
    with session():
        found = {row.id: row for row in map(_row, m.tuples(_rows().where(m.Ledger.id.in_(wanted))))}
    return tuple(found[number] for number in wanted if number in found)


def _is(state: str) -> Expression:
    automatic = (m.Ledger.state == LedgerState.TAKEN) & (m.Message.automatic != "")
    if state == "automatic":
        return automatic
    if state == "taken":
        return (m.Ledger.state == LedgerState.TAKEN) & (m.Message.automatic == "")
    found: Expression = m.Ledger.state == LedgerState(state)
    return found


def _rows() -> Any:
    request = (
        m.Entry.select(fn.min(m.Request.reference)).join(m.Request).where(m.Entry.message == m.Ledger.message)
    )
    mail = m.Message
    return m.Ledger.select(
        m.Ledger.id,
        m.Ledger.source,
        m.Ledger.source_key,
        m.Ledger.state,
        m.Ledger.seen_at,
        m.Ledger.error,
        m.Ledger.original,
        mail.id,
        mail.automatic,
        mail.sender_name,
        mail.sender_email,
        mail.subject,
        request,
    ).join(mail, JOIN.LEFT_OUTER, on=(m.Ledger.message == mail.id))


def _row(values: tuple[Any, ...]) -> LedgerRow:
    number, source, key, state, seen_at, error, original, message, automatic, *of_mail, request = values
    name, email, subject = (each or "" for each in of_mail)
    if state == LedgerState.TAKEN and automatic:
        state = "automatic"
    return LedgerRow(
        number, source, key, str(state), seen_at, error, original is not None,
        message, automatic or "", name, email, subject, request,
    )  # fmt: skip
