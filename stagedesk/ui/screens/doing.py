"""Doing something by keys with what is neither mail nor request: in a worker, then said, undone by u."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

from stagedesk.driver import in_words
from stagedesk.errors import StagedeskError
from stagedesk.i18n import _
from stagedesk.services.actions import Action
from stagedesk.ui.screens.desk_screen import DeskScreen

Record = TypeVar("Record", bound="Versioned")
Answer = TypeVar("Answer")


class Versioned(Protocol):
    """A row that knows in which version it was read."""

    @property
    def key(self) -> Hashable: ...

    @property
    def version(self) -> int: ...


@dataclass
class Done(Generic[Record]):
    """What became of the rows that something was done with."""

    rows: list[Record] = field(default_factory=list)
    refused: list[StagedeskError] = field(default_factory=list)


class Doing(DeskScreen):
    """A screen on which something is done with placements, places or the directory."""

    HERE: frozenset[str] = frozenset()
    """The actions that this screen knows."""

    def __init__(self) -> None:
        super().__init__()
        self.in_work: set[tuple[Hashable, int]] = set()

    def reason(self, action: Action) -> str:
        if action.id in self.HERE:
            return self.why_not(action.id)
        if action.of:
            return action.reason(None)
        return _("That is done with a request; 3 shows them.") if action.on_request else ""

    def why_not(self, name: str) -> str:
        """Why one of the actions that this screen knows cannot be done now; empty when it can."""
        return ""

    def unmark(self) -> None:
        """What was marked was dealt with."""

    def do(
        self,
        rows: Sequence[Record],
        step: Callable[[Record, str | None], object],
        said: str,
        named: Callable[[Sequence[Record]], str],
    ) -> None:
        """Take a step with each of these; all of them together are undone by one key."""
        fresh = [row for row in rows if (row.key, row.version) not in self.in_work]
        if not fresh:
            return  # the same key twice, before the list knew better
        self.in_work.update((row.key, row.version) for row in fresh)
        self.have_done(lambda: self._take(fresh, step), lambda done: self._taken(fresh, done, said, named))

    def _take(self, rows: Sequence[Record], step: Callable[[Record, str | None], object]) -> Done[Record]:
        batch = uuid4().hex if len(rows) > 1 else None
        done: Done[Record] = Done()
        for row in rows:
            try:
                with in_words(self.database_url()):
                    step(row, batch)
                done.rows.append(row)
            except StagedeskError as error:
                done.refused.append(error)
        return done

    def _taken(
        self,
        rows: Sequence[Record],
        done: Done[Record],
        said: str,
        named: Callable[[Sequence[Record]], str],
    ) -> None:
        self.in_work.difference_update((row.key, row.version) for row in rows)
        if done.rows:
            self.unmark()
            self.say(_("{who}: {what}. u takes it back.").format(who=named(done.rows), what=said))
        if len(done.refused) == 1:
            self.failed(done.refused[0])
        elif done.refused:
            self.say("\n".join(str(error) for error in done.refused), severity="error")
        self.desk_app.look(anyway=True)

    def do_once(self, step: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Have one thing done and read everything again."""

        def finish(answer: Answer) -> None:
            then(answer)
            self.desk_app.look(anyway=True)

        self.have_done(step, finish)


def nothing(_answer: Any) -> None:  # Any: whatever was done
    """There is nothing more to say."""
