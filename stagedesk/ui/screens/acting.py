"""Deciding about requests by keys: gather them, ask what must be known, have it done, say what happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from stagedesk.driver import in_words
from stagedesk.errors import StagedeskError
from stagedesk.i18n import _, ngettext
from stagedesk.services.actions import BY_ID
from stagedesk.services.rows import RequestRow
from stagedesk.ui.screens.desk_screen import DeskScreen

Rows = Sequence[RequestRow]
Step = Callable[[RequestRow, str | None], RequestRow]


@dataclass
class Done:
    """What became of the requests that something was done with."""

    rows: list[RequestRow] = field(default_factory=list)
    refused: list[tuple[RequestRow, StagedeskError]] = field(default_factory=list)


class Acting(DeskScreen):
    """A screen with requests on it that can be decided about."""

    def marked(self) -> int:
        """How many requests are marked."""
        return 0

    def read_marked(self) -> Rows:
        """The marked requests as they are now; called in a worker."""
        return ()

    def unmark(self) -> None:
        """The marked requests were dealt with."""

    def gather(self, name: str, then: Callable[[Rows], None]) -> None:
        """The requests that a key is about: the marked ones, else the one under the cursor."""
        if self.marked():
            self.ask("marked", self.read_marked, lambda rows: self._able(name, rows, then))
        elif (row := self.in_hand()) is not None:
            self._able(name, [row], then)

    def _able(self, name: str, rows: Rows, then: Callable[[Rows], None]) -> None:
        """Leave out those with which it cannot be done, and say why."""
        action = BY_ID[name]
        if len(rows) > 1 and not action.bulk:
            self.say(_("That is done with one request at a time; Escape unmarks."), severity="warning")
            return
        reasons = {row.ref: action.reason(row) for row in rows}
        able = [row for row in rows if not reasons[row.ref]]
        if not able:
            self.say(next(iter(reasons.values()), ""), severity="warning")
            return
        if left_out := len(rows) - len(able):
            words = ngettext("{count} request is left out.", "{count} requests are left out.", left_out)
            self.say(words.format(count=left_out), severity="warning")
        then(able)

    def decide(self, rows: Rows, step: Step, said: str) -> None:
        """Take a step with each of these requests; all of them together are undone by one key."""
        in_work = self.desk_app.in_work
        fresh = [row for row in rows if (row.id, row.version) not in in_work]
        if not fresh:
            return  # the same key twice, before the list knew better
        in_work.update((row.id, row.version) for row in fresh)
        self.have_done(lambda: self._take_steps(fresh, step), lambda done: self._decided(fresh, done, said))

    def _take_steps(self, rows: Rows, step: Step) -> Done:
        batch = uuid4().hex if len(rows) > 1 else None
        done = Done()
        for row in rows:
            try:
                with in_words(self.database_url()):
                    done.rows.append(step(row, batch))
            except StagedeskError as error:
                done.refused.append((row, error))
        return done

    def _decided(self, rows: Rows, done: Done, said: str) -> None:
        moved = {row.id: row.version for row in done.rows}
        self.desk_app.in_work.difference_update(
            (row.id, row.version) for row in rows if moved.get(row.id, row.version) == row.version
        )
        if done.rows:
            self.unmark()
            self.say(_("{who}: {what}. u takes it back.").format(who=those(done.rows), what=said))
        if len(done.refused) == 1:
            self.failed(done.refused[0][1])
        elif done.refused:
            self.say("\n".join(str(error) for _row, error in done.refused), severity="error")
        self.desk_app.look(anyway=True)


def those(rows: Rows) -> str:
    """The request by its reference, or how many they are."""
    if len(rows) == 1:
        return rows[0].ref
    return ngettext("{count} request", "{count} requests", len(rows)).format(count=len(rows))


def about(rows: Rows, letters: bool = False) -> str:
    """The second line of a dialog: which requests, and how many letters that makes."""
    if len(rows) == 1:
        return f"{rows[0].ref} · {rows[0].who} · {rows[0].title}"
    if not letters:
        return those(rows)
    return _("{those}, {count} letters").format(those=those(rows), count=len(rows))
