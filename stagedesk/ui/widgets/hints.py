"""The line at the bottom: the few keys that matter here and now, as many as fit, and `?` for the rest."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.binding import Binding
from textual.keys import format_key
from textual.reactive import var
from textual.style import Style
from textual.widget import Widget

from stagedesk.i18n import _
from stagedesk.ui.shown import Shown, joined, shown

GAP = "   "


class Hint(NamedTuple):
    """A key, as Textual calls it, and what it does, in the reader's language."""

    key: str
    words: str
    available: bool = True
    reason: str = ""
    """Why it cannot be done now."""
    group: str = ""
    """The part of the desk it belongs to, for the page with all keys."""


def key_label(keys: str) -> str:
    """What stands on the first of these keys: "⏎", "^s", "?", "space" in the reader's language."""
    modifiers, key = Binding(keys.partition(",")[0], "").parse_key()
    label = {"space": _("space"), "escape": _("esc")}.get(key) or format_key(key)
    before = "".join("^" if modifier == "ctrl" else f"{modifier}+" for modifier in modifiers)
    return before + label


class Hints(Widget):
    """Key hints on one line; a click on one presses its key."""

    ALLOW_SELECT = False
    hints: var[tuple[Hint, ...]] = var(())

    def __init__(self, hints: Sequence[Hint] = (), *, help_key: str = "", classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.auto_links = False
        self.help_key = help_key
        """The key of the page with all keys; its hint comes last and never gives way."""
        self.set_reactive(Hints.hints, tuple(hints))

    def show(self, hints: Sequence[Hint]) -> None:
        self.hints = tuple(hints)
        self.refresh()

    def render(self) -> Shown:
        last = [Hint(self.help_key, _("keys"))] if self.help_key else []
        room = self.size.width - sum(_width(hint) + len(GAP) for hint in last)
        return joined([_shown(hint) for hint in (*self._fitting(room), *last)], GAP)

    def _fitting(self, room: int) -> Iterator[Hint]:
        for hint in self.hints:
            if not hint.available:
                continue
            room -= _width(hint)
            if room < 0:
                return
            yield hint
            room -= len(GAP)


def _width(hint: Hint) -> int:
    return cell_len(f"{key_label(hint.key)} {hint.words}")


def _shown(hint: Hint) -> Shown:
    """Key and words as one thing to click on."""
    press = Style.from_meta({"@click": f"app.simulate_key({hint.key.partition(',')[0]!r})"})
    words = joined([shown(key_label(hint.key), "bold"), shown(hint.words)], " ")
    return Shown(words.stylize(press))
