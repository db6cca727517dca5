"""What the screens decide, always in a worker: one step of one request, in the name of whoever sits there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, Outcome
from stagedesk.errors import StagedeskError
from stagedesk.services.answers import referrals
from stagedesk.services.city import closing_days
from stagedesk.services.clock import followup
from stagedesk.services.deciding import handover, plan, requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.journal.event_words import step_name
from stagedesk.services.mail_in import mailboxes_account, threads
from stagedesk.services.rows import RequestRow

if TYPE_CHECKING:
    from stagedesk.services.mail_in.intake import Account
    from stagedesk.services.mail_in.mailboxes import Fetched
    from stagedesk.services.mail_in.mailboxes_account import LedgerRow
    from stagedesk.services.mail_in.parting import People
    from stagedesk.services.mail_out.outbox_sending import Sending


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
        self,
        row: RequestRow,
        department: str,
        batch: str | None = None,
        *,
        suggested: str | None = None,
        along: bool | None = None,
    ) -> RequestRow:
        return referrals.route(
            self.desk,
            row.ref,
            department,
            by=self.by,
            suggested=suggested,
            with_attachments=along,
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
        starts_on: date | None = None,
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
            starts_on=starts_on,
            message=message,
            seen_version=row.version,
            batch=batch,
        )

    def refer_on(
        self,
        row: RequestRow,
        to: str,
        batch: str | None = None,
        *,
        department: str | None = None,
        message: int | None = None,
    ) -> RequestRow:
        return referrals.refer_on(
            self.desk,
            row.ref,
            to,
            by=self.by,
            department=department,
            message=message,
            seen_version=row.version,
            batch=batch,
        )

    def tell(
        self, row: RequestRow, text: str, batch: str | None = None, *, department: str | None = None
    ) -> RequestRow:
        return referrals.tell(
            self.desk,
            row.ref,
            text,
            by=self.by,
            department=department,
            seen_version=row.version,
            batch=batch,
        )

    def more_time(
        self,
        row: RequestRow,
        until: date,
        batch: str | None = None,
        *,
        department: str | None = None,
        message: int | None = None,
    ) -> RequestRow:
        return referrals.more_time(
            self.desk,
            row.ref,
            until,
            by=self.by,
            department=department,
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

    def split(self, row: RequestRow, message: int) -> RequestRow:
        return threads.split(self.desk, row.ref, message, by=self.by)

    def people(self, row: RequestRow) -> "People":
        from stagedesk.services.mail_in import parting  # with it comes all that reads mails

        return parting.people(self.desk, row.ref)

    def part(self, row: RequestRow, *, letter: bool) -> RequestRow:
        from stagedesk.services.mail_in import parting

        found = parting.part(self.desk, row.ref, by=self.by, letter=letter, seen_version=row.version)
        return found[0]

    def move(self, row: RequestRow, message: int, to: str) -> RequestRow:
        return threads.move(self.desk, message, to, ref=row.ref, by=self.by)

    def unmerge(self, row: RequestRow) -> RequestRow:
        return threads.unmerge(self.desk, row.ref, by=self.by)

    def take_sender(self, row: RequestRow) -> RequestRow:
        return threads.take_sender_as_applicant(self.desk, row.ref, by=self.by)

    def note(self, row: RequestRow, text: str, batch: str | None = None) -> RequestRow:
        return triage.note(self.desk, row.ref, text, by=self.by, batch=batch)

    def snooze(self, row: RequestRow, until: date, batch: str | None = None) -> RequestRow:
        return triage.snooze(self.desk, row.ref, until, by=self.by, batch=batch)

    def wait_list(self, row: RequestRow, until: date, *, letter: bool = True) -> RequestRow:
        return triage.wait_list(self.desk, row.ref, until, by=self.by, letter=letter)

    def seen(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return triage.seen(self.desk, row.ref, by=self.by, batch=batch)

    def reopen(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return triage.reopen(self.desk, row.ref, by=self.by, batch=batch)

    def remind(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return referrals.remind(self.desk, row.ref, by=self.by, seen_version=row.version, batch=batch)

    def hand_over(self, row: RequestRow, to: str, batch: str | None = None, *, note: str = "") -> RequestRow:
        return handover.hand_over(
            self.desk, row.ref, to, by=self.by, note=note, seen_version=row.version, batch=batch
        )

    def take_over(self, row: RequestRow, batch: str | None = None) -> RequestRow:
        return handover.take_over(self.desk, row.ref, by=self.by, seen_version=row.version, batch=batch)

    def change_plan(
        self, what: str, row: RequestRow, batch: str | None = None, *values: date | str
    ) -> RequestRow:
        """Change what happens by itself; `what` is the step of services/plan.py."""
        step = {
            "put_off": plan.put_off,
            "skip": plan.skip,
            "change_due": plan.change_due,
            "stop": plan.stop,
            "resume": plan.resume,
        }[what]
        changed: RequestRow = step(  # type: ignore[operator]  # each takes other values
            self.desk, row.ref, *values, by=self.by, seen_version=row.version, batch=batch
        )
        return changed

    def close_on(self, day: date, name: str, department: str | None) -> None:
        closing_days.add(self.desk, day, name, by=self.by, department=department)

    def work_on(self, day: date, department: str | None) -> None:
        closing_days.remove(self.desk, day, by=self.by, department=department)

    def withdraw(self, row: RequestRow, department: str | None) -> RequestRow:
        return referrals.withdraw(self.desk, row.ref, by=self.by, department=department)

    def undo(self, event: int | None = None) -> Undone:
        following = undo.what_next(self.by) if event is None else (event, undo.kind_of(event))
        references = undo.undo(self.desk, by=self.by, event=event)
        step = step_name(following[1]) if following else ""
        return Undone(step, tuple(row for ref in references if (row := _still_there(ref))))

    def fetch(self, stopped: Callable[[], bool] = lambda: False) -> "tuple[Fetched, ...]":
        """Take in what is new in the mailboxes of the settings."""
        from stagedesk.services.mail_in.mailboxes import fetch_all  # with it comes IMAP

        return fetch_all(self.desk, stopped=stopped)

    def retry(self, numbers: Collection[int]) -> "Account":
        """Take in again mails that failed."""
        from stagedesk.services.mail_in.mailboxes import retry  # with it comes IMAP

        return retry(self.desk, numbers)

    def dismiss(self, numbers: Collection[int], reason: str) -> "tuple[LedgerRow, ...]":
        """Mails that failed need nothing more."""
        return mailboxes_account.dismiss(self.desk, numbers, reason, by=self.by)

    def send_letters(self, stopped: Callable[[], bool]) -> "Sending":
        """Letters whose time has come leave."""
        from stagedesk.services.mail_out.outbox_sending import send_due  # with it comes SMTP

        return send_due(self.desk, stopped=stopped)

    def retry_letter(self, number: int, to: str = "") -> None:
        from stagedesk.services.mail_out import outbox_tasks

        outbox_tasks.retry(self.desk, number, by=self.by, to=to)

    def drop_letter(self, number: int, reason: str) -> None:
        from stagedesk.services.mail_out import outbox_tasks

        outbox_tasks.drop(self.desk, number, reason, by=self.by)

    def letter_arrived(self, number: int) -> None:
        from stagedesk.services.mail_out import outbox_tasks

        outbox_tasks.arrived(self.desk, number, by=self.by)

    def chase(self) -> followup.Chased:
        return followup.chase(self.desk)


def _still_there(reference: str) -> RequestRow | None:
    try:
        return requests.row(reference)
    except StagedeskError:
        return None  # what was undone had made it
