"""The parts of a list on one line, with how much is in each; a click on one shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.style import Style
from textual.widget import Widget

from stagedesk.ui.shown import LATE, MUTED, NOTHING, Shown, joined, number, shown
from stagedesk.ui.widgets.hints import Hint, key_label

GAP = "   "


@dataclass(frozen=True, slots=True)
class Section:
    """One part: its name for keys and clicks, its words, how much is in it."""

    name: str
    words: str
    count: int | None = None
    presses: bool = False
    """What is in it should have been done."""


class SectionLine(Widget):
    """All sections, the one that is shown marked; at the right what else there is to say."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.auto_links = False
        self.sections: Sequence[Section] = ()
        self.current = ""
        self.hint = Hint("", "")
        """What else there is to say about the list, and the key that changes it."""

    def show(self, sections: Sequence[Section], current: str, hint: Hint) -> None:
        self.sections, self.current, self.hint = sections, current, hint
        self.refresh()

    def render(self) -> Shown:
        right = joined([shown(key_label(self.hint.key), "bold"), shown(self.hint.words)], " ")
        room = self.size.width - right.cell_length - len(GAP)
        lines = [self._line(gap) for gap in (GAP, "  ", " ")]
        line = next((each for each in lines if each.cell_length <= room), lines[-1])
        space = self.size.width - line.cell_length - right.cell_length
        return Shown(line.pad_right(space) + right) if space > 0 else line

    def _line(self, gap: str) -> Shown:
        return joined([self._section(each) for each in self.sections], gap)

    def _section(self, section: Section) -> Shown:
        presses = section.presses and bool(section.count)
        count = NOTHING if section.count is None else number(section.count, LATE if presses else "")
        mark = shown("!", LATE) if presses else NOTHING
        words = joined([shown(section.words), joined([count, mark])], " ")
        if section.name == self.current:
            words = Shown(words.stylize("bold underline"))
        elif not section.count:
            words = Shown(words.stylize_before(MUTED))
        return Shown(words.stylize(Style.from_meta({"@click": f"screen.section({section.name!r})"})))
