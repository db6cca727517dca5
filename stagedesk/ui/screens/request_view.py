"""One request at a glance: who has the ball since when, and everything from its first mail to its end."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from stagedesk.i18n import _
from stagedesk.ui import texts
from stagedesk.ui.shown import LATE, MUTED, Shown, joined, shown
from stagedesk.ui.widgets.timeline import Timeline, TimelineRow

if TYPE_CHECKING:
    from stagedesk.ui.reading import Seen


class RequestView(Vertical):
    """The head and the timeline of a request."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.timeline = Timeline(id="timeline")
        self.seen: Seen | None = None

    def compose(self) -> ComposeResult:
        yield Static(classes="request-head", markup=False)
        yield self.timeline

    def show(self, seen: "Seen | None", departments: Mapping[str, str]) -> None:
        """Show this request, with the cursor on the last thing that happened to it."""
        before, self.seen = self.seen, seen
        lines = head(seen) if seen else []
        self.query_one(".request-head", Static).update(Content("\n").join(lines))
        self.timeline.show(list(timeline(seen, departments)) if seen else [])
        if seen and (before is None or before.page.request.id != seen.page.request.id):
            self.timeline.move_to(len(seen.page.events) - 1)
            self.call_after_refresh(self._show_plan)

    def _show_plan(self) -> None:
        """What is planned is in sight, too, as far as what happened last leaves room."""
        line = self.timeline
        if line.total - line.cursor <= line.rows_in_window:
            line.scroll_end(animate=False, immediate=True)


def head(seen: "Seen") -> list[Shown]:
    """Which request, who has the ball and until when, and what else presses."""
    row, today = seen.page.request, seen.today
    first = joined([shown(row.ref, "bold"), shown(row.who, "bold"), shown(texts.asks_for(row))], "  ")
    lines = [first, _where(seen), *_trouble(seen), _clocks(seen), joined(list(_facts(seen)), texts.GAP)]
    return lines if today else []


def _trouble(seen: "Seen") -> Iterator[Shown]:
    """Letters that did not leave: nobody heard what they say."""
    for letter in seen.page.letters:
        if letter.state in ("failed", "uncertain"):
            yield shown(texts.letter(letter), LATE)


def _where(seen: "Seen") -> Shown:
    row, today = seen.page.request, seen.today
    if not row.is_open:
        return shown(texts.ending(row, today))
    late = LATE if row.is_overdue(today) else ""
    parts = [
        shown(texts.ball(row, seen.waited), "bold"),
        shown(texts.due_words(row, today, seen.until_due), late),
    ]
    if row.deadline_on:
        parts.append(_pressing(_("wants an answer by {day}"), row.deadline_on, today))
    return joined(parts, texts.GAP)


def _clocks(seen: "Seen") -> Shown:
    """How long with whom; the applicant's clock never stops."""
    clocks, today = seen.page.clocks, seen.today
    words = _("working days: desk {desk}, departments {departments}, the applicant waits {applicant}")
    spent = words.format(desk=clocks.desk, departments=clocks.departments, applicant=clocks.applicant)
    parts = [shown(spent)]
    if clocks.decide_by and seen.page.request.is_open:
        parts.append(_pressing(_("decide by {day}"), clocks.decide_by, today))
    return joined(parts, texts.GAP)


def _pressing(words: str, day: date, today: date) -> Shown:
    """A day that presses, in words and not by colour alone when it is over."""
    told = words.format(day=texts.day(day, today))
    if day < today:
        return shown(_("{what}: that is over").format(what=told), LATE)
    return shown(told)


def _facts(seen: "Seen") -> Iterator[Shown]:
    row = seen.page.request
    yield shown(texts.state(row), MUTED)
    if row.school:
        yield shown(row.school, MUTED)
    if row.owner:
        yield shown(_("owner {who}").format(who=row.owner), MUTED)
    if seen.others:
        yield shown(_("open at {who}'s, too").format(who=", ".join(seen.others)), "bold")


def timeline(seen: "Seen", departments: Mapping[str, str]) -> Iterator[TimelineRow]:
    """What happened, the letters that still can be held back, and what will happen by itself."""
    page, today = seen.page, seen.today
    for event in page.events:
        who, words = event.by, texts.event(event, departments, today)
        if event.id == seen.undoable:
            who, words = "", _("u takes back: {who} {step}").format(who=who, step=words)
        when = texts.day_and_time(event.at, today)
        mail = event.values.get("message")
        yield TimelineRow(when, who, words, planned=False, key=event.id, mail=mail)
    for letter in page.letters:
        when = texts.day_and_time(letter.hold_until, today)
        yield TimelineRow(when, "", texts.letter(letter), planned=True, key=f"letter {letter.id}")
    for number, step in enumerate(page.planned):
        when = texts.day(step.on, today)
        yield TimelineRow(when, "", texts.planned(step), planned=True, key=f"planned {number}")
