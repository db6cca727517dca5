"""What the screens read, always in a worker: lists, one mail, one request's page, counts, the board."""

from collections.abc import Collection, Hashable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stagedesk.services import rights
from stagedesk.services.deciding import choices, requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists import day, listing
from stagedesk.services.lists.listing import Filter, Found, InboxRow, Listing
from stagedesk.services.lists.presence import Window

if TYPE_CHECKING:  # what the first list does without is imported where it is read
    from stagedesk.services.city.closing_days import ClosingDayRow
    from stagedesk.services.city.people import Member
    from stagedesk.services.deciding.choices import DepartmentRow
    from stagedesk.services.lists.queues import Board
    from stagedesk.services.mail_in.ledger_list import LedgerList
    from stagedesk.services.mail_in.mailboxes_account import FolderAccount, State
    from stagedesk.services.mail_out.enclosing import File
    from stagedesk.services.mail_out.outbox_list import LetterRow
    from stagedesk.services.rows import MessageRow, RequestPage, RequestRow
    from stagedesk.services.understanding.links import LinkProposal
    from stagedesk.services.understanding.reading_facts import Fact
    from stagedesk.services.understanding.suggestions import Suggestion
    from stagedesk.ui.dialogs.export import Wanted


class Counts(NamedTuple):
    """How much there is where, for the line at the top and the headings of the lists."""

    inbox: int
    overdue: int
    due_today: int
    this_week: int
    all_open: int
    views: dict[str, int]


class Opened(NamedTuple):
    """A row of the Inbox as its preview shows it."""

    row: InboxRow
    mail: "MessageRow | None"
    suggestions: "tuple[Suggestion, ...]"
    links: "tuple[LinkProposal, ...]" = ()
    """Other requests that it may belong to."""
    facts: "tuple[Fact, ...]" = ()
    """What was read from the mail."""
    trouble: str = ""
    """A letter about the request that did not leave, and why."""
    lists: tuple[str, ...] = ()
    """Lists of placements of a department that hang on the request, to be taken over."""


class Seen(NamedTuple):
    """A request's page, with its times counted in working days."""

    page: "RequestPage"
    today: date
    waited: int
    """Since the present party has the ball."""
    until_due: int
    undoable: int | None
    """The step that undo would take back now."""
    others: tuple[str, ...] = ()
    """Who has it open, too."""
    links: "tuple[LinkProposal, ...]" = ()
    """Other requests that it may belong to."""


class Reading:
    """One for the whole program; every method may be called from any worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.departments: dict[str, str] = choices.department_names()
        self.role = choices.role(desk)
        self.window = Window(desk)

    def looks_on(self) -> str:
        """Why whoever is here decides nothing; empty for those who do."""
        return rights.why_not(self.role, rights.May.DECIDE)

    def sees_figures_only(self) -> str:
        """Why whoever is here may see no people; empty for those who may."""
        return rights.why_not(self.role, rights.May.PEOPLE)

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

    def follow_up(self, section: str = day.ALL, whose: str = day.EVERYBODY) -> "Listing[RequestRow]":
        return day.section(self.desk, section, whose)

    def sections(self, whose: str) -> Mapping[str, int]:
        """How much is in each section of the clerk's day."""
        return day.counts(self.desk, whose)

    def members(self) -> "list[Member]":
        from stagedesk.services.city import people

        return people.members(self.desk)

    def inbox_rows(self, numbers: Collection[int]) -> list[InboxRow]:
        """These requests as the Inbox shows them, with the new mail of each."""
        return self.inbox().rows(numbers)

    def view(self, code: str) -> "Listing[RequestRow]":
        from stagedesk.services.lists import views

        return views.listing_of(self.desk, next(each for each in views.views() if each.id == code))

    def chosen(self, wanted: Filter) -> "Listing[RequestRow]":
        return listing.chosen(self.desk, wanted)

    def found(self, words: str) -> Found:
        return Found(self.desk, words)

    def counts(self) -> Counts:
        """Everything that is counted, in one query."""
        from stagedesk.services.lists import views

        today = self.today
        tomorrow, monday = today + timedelta(days=1), today + timedelta(days=8 - today.isoweekday())
        self.departments = choices.department_names()
        fixed = {
            "inbox": Filter(in_inbox=True),
            "overdue": Filter(is_open=True, due_before=today),
            "today": Filter(is_open=True, due_from=today, due_before=tomorrow),
            "week": Filter(is_open=True, due_from=tomorrow, due_before=monday),
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
        from stagedesk.services.mail_out import outbox_list
        from stagedesk.services.understanding import reading, request_mails  # with them all that reads mails

        mail = request_mails.message(row.message, row.request.id) if row.message else None
        likely = self.suggestions([row.request.id]).get(row.request.id, ())
        person = row.request.applicant if row.request.group else ""
        facts = reading.facts_of(self.desk, row.message, person) if row.message else ()
        trouble = outbox_list.trouble_of(row.request.id)
        lists = self._lists(row.request) if mail and mail.attachments else ()
        return Opened(row, mail, likely, self.links(row.request), facts, trouble, lists)

    def _lists(self, row: "RequestRow") -> tuple[str, ...]:
        from stagedesk.services.importing import arranged  # with it come the workbook's libraries

        return tuple(each.name for each in arranged.waiting(self.desk, row.ref))

    def suggestions(self, numbers: Collection[int]) -> "dict[int, tuple[Suggestion, ...]]":
        """The likeliest departments that were not asked yet, best first."""
        from stagedesk.services.understanding import suggestions

        found, asked = suggestions.for_requests(self.desk, list(numbers)), choices.asked(numbers)
        return {
            number: tuple(each for each in likely if each.department not in asked.get(number, ()))
            for number, likely in found.items()
        }

    def seen(self, reference: str) -> Seen:
        page = requests.page(self.desk, reference)
        row, today = page.request, self.today
        from stagedesk.services.journal import undo  # with it comes what makes placements

        following = undo.what_next(self.desk.settings.user)
        return Seen(
            page=page,
            today=today,
            waited=self.working_days(row.waiting_since, today) if row.waiting_since else 0,
            until_due=self.working_days(today, row.due_on) if row.due_on else 0,
            undoable=following[0] if following else None,
            others=self.window.others(row.id),
            links=self.links(row),
        )

    def outbox(self) -> "tuple[LetterRow, ...]":
        from stagedesk.services.mail_out import outbox_list

        return outbox_list.letters(self.desk)

    def row(self, reference: str) -> "RequestRow":
        return requests.row(reference)

    def next_step(self, row: "RequestRow") -> str:
        """What Enter does with an open request: nobody is reminded before the day has come."""
        step = self.follow_step(row)
        return "open" if step == "confirm" else step

    def follow_step(self, row: "RequestRow") -> str:
        """The same where an answer that came in can be confirmed."""
        step = choices.step_for(row)
        is_due = row.due_on is not None and row.due_on <= self.today
        return step if row.is_open and (is_due or step == "confirm") else "open"

    def next_words(self, row: "RequestRow") -> str:
        return choices.next_words(row, self.today)

    def pending(self, row: "RequestRow") -> list[tuple[str, str]]:
        """The departments that still have to answer: code and name."""
        page = requests.page(self.desk, row.ref)
        return [(each.department, each.department_name) for each in page.referrals if each.answer is None]

    def choices(self) -> "tuple[DepartmentRow, ...]":
        return choices.departments(self.desk)

    def letter_troubles(self) -> list[str]:
        """Own letters of the desk that cannot be used."""
        if not Path(self.desk.settings.letters_folder).is_dir():
            return []
        from stagedesk.services.mail_out import letter_templates

        return letter_templates.troubles(self.desk.settings)

    def files(self, row: "RequestRow") -> "tuple[File, ...]":
        """What is attached to a request, and which of it may go along with a letter."""
        from stagedesk.services.mail_out import enclosing  # with it comes all that reads mails

        return enclosing.files(row.ref)

    def question(self, row: "RequestRow") -> str:
        """What the request leaves open, as a question in the applicant's language."""
        from stagedesk.services.understanding import questions  # with it comes all that reads mails

        return questions.prepare(self.desk, row.ref)

    def links(self, row: "RequestRow") -> "tuple[LinkProposal, ...]":
        """Other requests that an open one may belong to, each with its reason."""
        from stagedesk.services.understanding import links  # with it comes all that reads mails

        return links.proposals(self.desk, row.id) if row.is_open else ()

    def alike(self, row: "RequestRow") -> "list[tuple[RequestRow, str]]":
        """The requests that are proposed, with their reasons; then others that are alike."""
        proposed = {each.ref: each.because for each in self.links(row)}
        others = [each for each in choices.alike(row) if each.ref not in proposed]
        found = [(requests.row(ref), because) for ref, because in proposed.items()]
        return found + [(each, "") for each in others]

    def accounts(self) -> "tuple[FolderAccount, ...]":
        """All sources together, then each of them."""
        from stagedesk.services.mail_in import mailboxes_account

        account = mailboxes_account.account()
        return (mailboxes_account.total(account), *account) if account else ()

    def ledger(self, source: str, state: "State") -> "LedgerList":
        from stagedesk.services.mail_in.ledger_list import LedgerList

        return LedgerList(self.desk, source, state)

    def raw_text(self, number: int, most: int) -> tuple[str, int]:
        """The beginning of a mail as it came, without national numbers, and how many bytes are left out."""
        from stagedesk.domain.text import mask_national_numbers
        from stagedesk.services.mail_in import mailboxes_account

        raw = mailboxes_account.raw(number)
        shown, _kinds = mask_national_numbers(raw[:most].decode("utf-8", "replace"))
        return shown, max(0, len(raw) - most)

    def board(self) -> "Board":
        from stagedesk.services.lists import queues

        return queues.board(self.desk)

    def closing_days(self, year: int) -> "tuple[ClosingDayRow, ...]":
        from stagedesk.services.city import closing_days  # with a coming year come the public holidays

        return closing_days.year(self.desk, year)

    def export(self, wanted: "Wanted") -> Path:
        from stagedesk.services.workbook import export  # with it come the workbook's libraries

        by = self.desk.settings.user
        return export.export_month(self.desk, wanted.month, wanted.file, by=by, public=wanted.public).path
