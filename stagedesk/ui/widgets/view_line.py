"""The views of a list on one line; where they do not all fit, those around the one that is shown."""

from textual.style import Style

from stagedesk.ui.shown import MUTED, Shown, joined, shown
from stagedesk.ui.widgets.sections import GAP, SectionLine

_MORE = "…"


class ViewLine(SectionLine):
    """The line moves under the view that is shown, as a list does under its cursor."""

    def render(self) -> Shown:
        names = [section.name for section in self.sections]
        if self.current not in names:
            return shown("")
        first = last = names.index(self.current)
        line = self._between(first, last)
        while (wider := self._wider(first, last)) is not None:
            first, last, line = wider
        return line

    def _wider(self, first: int, last: int) -> tuple[int, int, Shown] | None:
        """One view more, at the right or else at the left, where there is room for it."""
        for begin, end in ((first, last + 1), (first - 1, last)):
            if begin >= 0 and end < len(self.sections):
                line = self._between(begin, end)
                if line.cell_length <= self.size.width:
                    return begin, end, line
        return None

    def _between(self, first: int, last: int) -> Shown:
        more = shown(_MORE, MUTED)
        parts = [self._section(each) for each in self.sections[first : last + 1]]
        before, after = self.sections[max(0, first - 1)], self.sections[min(len(self.sections) - 1, last + 1)]
        left = [_clicked(more, before.name)] if first else []
        right = [_clicked(more, after.name)] if last < len(self.sections) - 1 else []
        return joined([*left, *parts, *right], GAP)


def _clicked(part: Shown, name: str) -> Shown:
    return Shown(part.stylize(Style.from_meta({"@click": f"screen.section({name!r})"})))
