"""Decisions that write letters: the dialog asks, a key shows the letters, and what was worded goes out."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from stagedesk.i18n import _
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs
from stagedesk.ui.screens.acting import Acting, Rows, Step, about

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.mail_out.drafts import Draft

Result = TypeVar("Result")


def ask_with_letters(
    screen: Acting,
    rows: Rows,
    dialog: "dialogs.WithLetter[Result]",
    step_of: Callable[[Result], Step],
    said_of: Callable[[Result], str],
    instead: Callable[[Result], bool] | None = None,
) -> None:
    """Ask with this dialog and take the step of its result; its letters can be read and changed before.

    Where something else happens `instead`, that says so.
    """

    def take(result: Result | None) -> None:
        if result is not None and not (instead and instead(result)):
            screen.decide(rows, worded(step_of(result), dialog.drafts), said_of(result))

    dialog.see = seeing(screen, rows, step_of)
    screen.app.push_screen(dialog, take)


def seeing(
    screen: Acting, rows: Rows, step_of: Callable[[Result], Step]
) -> "Callable[[Result, dialogs.Seen], None]":
    """Shows the letters that the step of a result would write."""

    def see(result: Result, then: "dialogs.Seen") -> None:
        if len(rows) > 1:
            screen.say(_("Letters are shown for one request at a time."), severity="warning")
            return
        step = step_of(result)
        screen.ask("letters", lambda: _letters(rows[0], step), lambda found: _show(screen, rows, found, then))

    return see


def _show(screen: Acting, rows: Rows, found: "Sequence[Draft]", then: "dialogs.Seen") -> None:
    if found:
        screen.app.push_screen(dialogs.Preview(found, about=about(rows)), then)
    else:
        screen.say(_("No letter goes out."))


def _letters(row: RequestRow, step: Step) -> "Sequence[Draft]":
    from stagedesk.services.mail_out import drafts

    return drafts.preview(lambda: step(row, None))


def worded(step: Step, letters: "Sequence[Draft]") -> Step:
    """The step with its letters as the person worded them."""
    if not letters:
        return step

    def take(row: RequestRow, batch: str | None) -> RequestRow:
        from stagedesk.services.mail_out import drafts

        with drafts.reworded(letters):
            return step(row, batch)

    return take
