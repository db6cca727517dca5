"""What the screens read, always in a worker: lists, one mail, one request's page, counts, the board."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from stagedesk.services import (
    choices,
    listing,
    queues,
    requests,
    suggestions,
    undo,
    views,
)
from stagedesk.services.choices import DepartmentRow
from stagedesk.services.desk import Desk
from stagedesk.services.listing import Filter, Found, InboxRow, Listing
from stagedesk.services.queues import Board
from stagedesk.services.rows import MessageRow, RequestPage, RequestRow
from stagedesk.services.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is where, for the line at the top and the headings of the lists."""

    inbox: int
    overdue: int
    due_today: int
    this_week: int
    all_open: int
    views: dict[str, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """A row of the Inbox as its preview shows it."""

    row: InboxRow
    mail: MessageRow | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request's page, with its times counted in working days."""

    page: RequestPage
    today: date
    waited: int
    """Since the present party has the ball."""
    until_due: int
    age: int
    undoable: int | None
    """The step that undo would take back now."""


class Reading:
    """One for the whole program; every method may be called from any worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.departments: dict[str, str] = choices.department_names()
        self.role = choices.role(desk)

    @property
    def today(self) -> date:
        return self.desk.today()

    def working_days(self, first: date, last: date) -> int:
        return self.desk.calendar.between(first, last)

    def in_working_days(self, count: int) -> date:
        return self.desk.in_working_days(count)

    def latest(self) -> Hashable:
        return listing.latest(self.desk)

    def inbox(self) -> Listing[InboxRow]:
        return listing.inbox(self.desk)

    def follow_up(self) -> Listing[RequestRow]:
        return listing.follow_up(self.desk)

    def view(self, code: str) -> Listing[RequestRow]:
        return views.listing_of(self.desk, next(each for each in views.views() if each.id == code))

    def chosen(self, wanted: Filter) -> Listing[RequestRow]:
        return listing.chosen(self.desk, wanted)

    def found(self, words: str) -> Found:
        return Found(self.desk, words)

    def counts(self) -> Counts:
        """Everything that is counted, in one query."""
        today = self.today
        ends = today + timedelta(days=7 - today.isoweekday())
        self.departments = choices.department_names()
        fixed = {
            "inbox": Filter(in_inbox=True),
            "overdue": Filter(is_open=True, due_before=today),
            "today": Filter(is_open=True, due_from=today, due_before=today + timedelta(days=1)),
            "week": Filter(
                is_open=True, due_from=today + timedelta(days=1), due_before=ends + timedelta(days=1)
            ),
            "open": Filter(is_open=True),
        }
        saved = {f"view {view.id}": views.filter_of(self.desk, view) for view in views.views()}
        found = listing.tally(self.desk, fixed | saved)
        return Counts(
            inbox=found["inbox"],
            overdue=found["overdue"],
            due_today=found["today"],
            this_week=found["week"],
            all_open=found["open"],
            views={view.id: found[f"view {view.id}"] for view in views.views()},
        )

    def opened(self, row: InboxRow) -> Opened:
        mail = requests.message(row.message) if row.message else None
        return Opened(row, mail, self.suggestions([row.request.id]).get(row.request.id, ()))

    def suggestions(self, numbers: Collection[int]) -> dict[int, tuple[Suggestion, ...]]:
        """The likeliest departments that were not asked yet, best first."""
        found, asked = suggestions.for_requests(self.desk, list(numbers)), choices.asked(numbers)
        return {
            number: tuple(each for each in likely if each.department not in asked.get(number, ()))
            for number, likely in found.items()
        }

    def seen(self, reference: str) -> Seen:
        page = requests.page(self.desk, reference)
        row, today = page.request, self.today
        following = undo.what_next(self.desk.settings.user)
        return Seen(
            page=page,
            today=today,
            waited=self.working_days(row.waiting_since, today) if row.waiting_since else 0,
            until_due=self.working_days(today, row.due_on) if row.due_on else 0,
            age=self.working_days(row.received_on, today),
            undoable=following[0] if following else None,
        )

    def row(self, reference: str) -> RequestRow:
        return requests.row(reference)

    def next_step(self, row: RequestRow) -> str:
        """What Enter does on the Follow-up screen: nobody is reminded before the day has come."""
        if row.due_on is None or row.due_on > self.today:
            return "open"
        return choices.step_for(row)

    def pending(self, row: RequestRow) -> list[tuple[str, str]]:
        """The departments that still have to answer: code and name."""
        page = requests.page(self.desk, row.ref)
        return [(each.department, each.department_name) for each in page.referrals if each.answer is None]

    def choices(self) -> tuple[DepartmentRow, ...]:
        return choices.departments(self.desk)

    def question(self, row: RequestRow) -> str:
        """What the request leaves open, as a question in the applicant's language."""
        from stagedesk.services import questions  # with it comes all that reads mails

        return questions.prepare(self.desk, row.ref)

    def alike(self, row: RequestRow) -> list[RequestRow]:
        return choices.alike(row)

    def board(self) -> Board:
        return queues.board(self.desk)

    def export(self, month: str, file: Path) -> Path:
        from stagedesk.services import export  # with it come the workbook's libraries

        export.export_month(self.desk, month, file, by=self.desk.settings.user)
        return file
