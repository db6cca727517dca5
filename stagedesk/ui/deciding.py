"""What the screens decide, always in a worker: one step of one request, in the name of whoever sits there."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, Outcome
from stagedesk.errors import StagedeskError
from stagedesk.services import followup, outbox, referrals, requests, triage, undo
from stagedesk.services.desk import Desk
from stagedesk.services.event_words import step_name
from stagedesk.services.rows import RequestRow

if TYPE_CHECKING:
    from stagedesk.services.mailboxes import Fetched


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the step as a noun, and the requests it was taken on."""

    step: str
    rows: tuple[RequestRow, ...]


class Deciding:
    """One for the whole program; every method may be called from any worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.by = desk.settings.user

    def route(
        self, row: RequestRow, department: str, batch: str | None = None, *, suggested: str | None = None
    ) -> RequestRow:
        return referrals.route(
            self.desk,
            row.ref,
            department,
            by=self.by,
            suggested=suggested,
            seen_version=row.version,
            batch=batch,
        )

    def answer(
        self,
        row: RequestRow,
        value: str,
        batch: str | None = None,
        *,
        department: str | None = None,
        reason: str | None = None,
        remark: str = "",
        message: int | None = None,
    ) -> RequestRow:
        return referrals.answer(
            self.desk,
            row.ref,
            value,
            by=self.by,
            department=department,
            reason=reason if value == Answer.NO else None,
            remark=remark,
            message=message,
            seen_version=row.version,
            batch=batch,
        )

    def ask(self, row: RequestRow, text: str) -> RequestRow:
        return triage.ask(self.desk, row.ref, text, by=self.by, seen_version=row.version)

    def close(
        self,
        row: RequestRow,
        outcome: str,
        batch: str | None = None,
        *,
        reason: str | None = None,
        note: str = "",
        letter: bool = True,
    ) -> RequestRow:
        return triage.close(
            self.desk,
            row.ref,
            outcome,
            by=self.by,
            reason=reason,
            note=note,
            letter=letter,
            seen_version=row.version,
            batch=batch,
        )

    def file_away(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        """A machine's mail asks for nothing, and nobody writes back to a machine."""
        return self.close(row, Outcome.OUT_OF_SCOPE, batch, letter=False)

    def link(self, row: RequestRow, to: str) -> RequestRow:
        return triage.link(self.desk, row.ref, to, by=self.by)

    def note(self, row: RequestRow, text: str, batch: str | None = None) -> RequestRow:
        return triage.note(self.desk, row.ref, text, by=self.by, batch=batch)

    def snooze(self, row: RequestRow, until: date, batch: str | None = None) -> RequestRow:
        return triage.snooze(self.desk, row.ref, until, by=self.by, batch=batch)

    def wait_list(self, row: RequestRow, until: date) -> RequestRow:
        return triage.wait_list(self.desk, row.ref, until, by=self.by)

    def seen(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return triage.seen(self.desk, row.ref, by=self.by, batch=batch)

    def reopen(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return triage.reopen(self.desk, row.ref, by=self.by, batch=batch)

    def remind(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return referrals.remind(self.desk, row.ref, by=self.by, seen_version=row.version, batch=batch)

    def withdraw(self, row: RequestRow, department: str | None) -> RequestRow:
        return referrals.withdraw(self.desk, row.ref, by=self.by, department=department)

    def undo(self, event: int | None = None) -> Undone:
        following = undo.what_next(self.by)
        references = undo.undo(self.desk, by=self.by, event=event)
        step = step_name(following[1]) if following and event is None else ""
        return Undone(step, tuple(row for ref in references if (row := _still_there(ref))))

    def fetch(self) -> "tuple[Fetched, ...]":
        """Take in what is new in the mailboxes of the settings."""
        from stagedesk.services.mailboxes import fetch_all  # with it comes IMAP

        return fetch_all(self.desk)

    def send_letters(self) -> int:
        """Letters whose time of grace is over leave."""
        return outbox.flush(self.desk)

    def chase(self) -> followup.Chased:
        return followup.chase(self.desk)


def _still_there(reference: str) -> RequestRow | None:
    try:
        return requests.row(reference)
    except StagedeskError:
        return None  # what was undone had made it
