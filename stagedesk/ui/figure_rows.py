"""How figures stand on the screen: the columns and rows of a part, its plot, the words under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stagedesk.domain.codes import WaitingOn
from stagedesk.domain.deadlines import AGE_BANDS
from stagedesk.i18n import N_, _
from stagedesk.ui import plots, texts
from stagedesk.ui.shown import LATE, MUTED, Shown, number, shown
from stagedesk.ui.widgets.columns import Column

if TYPE_CHECKING:
    from stagedesk.services.lists.listing import Filter
    from stagedesk.services.lists.queues import Board, Queue
    from stagedesk.services.statistics.report_table import Section
    from stagedesk.ui.figure_reading import Shown as Part

BOARD = (
    Column(N_("open requests"), 20, flex=1, priority=40),
    Column(N_("open"), 6, right=True, priority=38),
    Column(N_("late"), 7, right=True, priority=36),
    Column(N_("oldest"), 8, right=True, priority=34),
    *(Column(band.label, 6, right=True, priority=20) for band in AGE_BANDS),
)
WIDEST, NARROW = 30, 14
MONTHS = 12
FEWEST = 3
"""Columns from which on a plot says more than the numbers."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row on the right: what it shows, and what Enter opens."""

    key: str
    name: str
    cells: tuple[Shown, ...]
    wanted: "Filter | None" = None
    """The requests behind a line of the board."""
    code: str | None = None
    """The row of a figure; None for the whole."""
    counts: bool = False
    """Whether a figure counts here, so that a list is behind it."""
    reference: str = ""


def columns(part: "Part", room: int) -> tuple[Column, ...]:
    """As wide as what stands in them where there is room; else names give way, and then the first years."""
    if part.section is None:
        return BOARD
    found = []
    for place, each in enumerate(part.section.columns):
        is_number = place in part.section.numbers or each.kind == "date"
        longest = max(
            [len(each.name), *(_cell(row[place], each.kind).cell_length for row in part.section.rows)]
        )
        # The last years say more than the first.
        priority = 20 + place if is_number else 50 - place if place < 2 else 20
        found.append(Column(each.name, longest, 0, priority, right=is_number))
    if sum(each.width + 1 for each in found) <= room:
        return (*found, Column("", 0, 1, 0))
    return tuple(
        each._replace(width=min(each.width, WIDEST if each.right else NARROW), flex=int(not each.right))
        for each in found
    )


def empty(part: "Part") -> str:
    if part.section is None:
        return _("Nothing is open. 1 shows the Inbox, f takes in new mail.")
    if not part.section.columns and part.section.notes:
        return part.section.notes[0]  # no table, but why there is none
    return _("Nothing.")


def lines(part: "Part") -> list[Line]:
    if part.board is not None:
        return list(_of_board(part.board)) if part.board.total.count else []
    return list(_of_section(part.section)) if part.section else []


def _of_section(section: "Section") -> Iterator[Line]:
    figure = section.figure
    codes = [code for code, _name, _counts in figure.rows] if figure else []
    for place, row in enumerate(section.rows):
        first = str(row[0] if row and row[0] is not None else "")
        cells = tuple(_cell(value, each.kind) for value, each in zip(row, section.columns, strict=True))
        is_row = place < len(codes)
        is_whole = figure is not None and place == len(codes)
        name = first if is_row or not is_whole else _("all")
        yield Line(
            str(place), name, cells, code=codes[place] if is_row else None, counts=is_row or is_whole,
            reference=_reference(row),
        )  # fmt: skip


def _reference(row: Sequence[object]) -> str:
    """The request or placement that a row is about, where it names one."""
    return next((each for each in row if isinstance(each, str) and _is_reference(each)), "")


def _is_reference(text: str) -> bool:
    year, _dash, rest = text.removeprefix("P").partition("-")
    return len(year) == 4 and year.isdigit() and len(rest) >= 4 and rest.isdigit()


def _cell(value: object, kind: str) -> Shown:
    if value is None:
        return shown("·", MUTED)
    if kind == "share" and isinstance(value, float):
        return shown(f"{100 * value:.0f} %")
    if isinstance(value, float):
        return number(round(value, 1))
    return number(value) if isinstance(value, int) and kind == "number" else shown(str(value))


def _of_board(board: "Board") -> Iterator[Line]:
    """Everything; then each party, and under the departments each of them."""
    from stagedesk.services.lists.listing import Filter  # the desk is open, so the database is imported

    yield _queue("all", _("everything"), board.total, Filter(is_open=True))
    for party in board.waiting:
        if not party.count:
            continue
        wanted = Filter(is_open=True, waiting_on=party.code)
        yield _queue(party.code, texts.with_party(party.code), party, wanted, depth=1)
        if party.code == WaitingOn.DEPARTMENT:
            for each in board.departments:
                wanted = Filter(is_open=True, waiting_on=party.code, department=each.code)
                yield _queue(f"department {each.code}", each.name, each, wanted, depth=2)


def _queue(key: str, name: str, queue: "Queue", wanted: "Filter", depth: int = 0) -> Line:
    late = number(queue.overdue, LATE) if queue.overdue else shown("·", MUTED)
    oldest = number(queue.oldest_days) if queue.count else shown("·", MUTED)
    ages = [number(count) if count else shown("·", MUTED) for count in queue.ages]
    words = Shown(shown(name, "" if queue.code else "bold").pad_left(2 * depth))
    return Line(key, name, (words, number(queue.count), late, oldest, *ages), wanted=wanted)


def plot(part: "Part | None", width: int, height: int, *, in_words: bool) -> list[str]:
    """A picture of the part, or the same in words; nothing where numbers say it better."""
    if part is None:
        return []
    if (
        part.section is not None
        and len(part.section.columns) == 13
        and part.section.columns[0].name == _("Year")
    ):
        return _heat(part.section, in_words=in_words)
    title, labels, values = _series(part)
    if len(values) < FEWEST or not any(values):
        return []
    if in_words:
        return [f"{title}: {plots.told(labels, values)}"]
    marks = [place for place, label in enumerate(labels) if label in part.marks]
    drawn = plots.bars(labels, values, width=width, height=height, marks=marks)
    return [title, *drawn] if drawn else []


def _series(part: "Part") -> tuple[str, list[str], list[int]]:
    """What is drawn: the ages of what is open, the whole of a figure, or how far the first target was."""
    if part.board is not None:
        return _("open, by working days"), [band.label for band in AGE_BANDS], list(part.board.total.ages)
    section = part.section
    if section is None:
        return "", [], []
    if section.figure:
        return _("all together"), [each.label for each in section.figure.spans], list(section.figure.total)
    if [each.name for each in section.columns][1:4] == [_("Year"), _("Promised"), _("Actual")]:
        return _of_target(section)
    if [each.name for each in section.columns][1:4] == [_("Month"), _("Begun"), _("Together")]:
        return _of_course(section)
    return "", [], []


def _of_target(section: "Section") -> tuple[str, list[str], list[int]]:
    rows = [row for row in section.rows if row[0] == section.rows[0][0]]
    title = _("{target}: {number} promised").format(target=rows[-1][0], number=rows[-1][2])
    return title, [str(row[1]) for row in rows], [row[3] for row in rows if isinstance(row[3], int)]


def _of_course(section: "Section") -> tuple[str, list[str], list[int]]:
    """How the first target grew month by month."""
    rows = [row for row in section.rows if row[0] == section.rows[0][0]]
    if not rows:
        return "", [], []
    _name, _month, _begun, together, before, pace, promised = rows[-1]
    title = _("{target}: {count} of {number}; {pace} at an even pace, {before} a year before").format(
        target=rows[-1][0], count=together, number=promised or "–", pace=pace or "–", before=before
    )
    return title, [str(row[1]) for row in rows], [row[3] for row in rows if isinstance(row[3], int)]


def _heat(section: "Section", *, in_words: bool) -> list[str]:
    names = [each.name for each in section.columns[1:]]
    rows = {str(row[0]): [each for each in row[1:] if isinstance(each, int)] for row in section.rows}
    if in_words:
        return [f"{name}: {plots.told(names, values)}" for name, values in rows.items()]
    drawn = plots.heat(rows, names)
    return [_("the darker, the more"), *drawn] if drawn else []


def legend(part: "Part | None", *, opens: bool = True) -> str:
    """What is said below; `opens` where Enter shows what is behind a number."""
    if part is None or part.section is None:
        if not opens:
            return _("Age and oldest count working days since the request came in.")
        return _("Age and oldest count working days since the request came in. Enter shows the requests.")
    marks = [f"{plots.MARK} {label}: {text}" for label, text in part.marks.items()]
    notes = part.section.notes[: 2 if part.section.columns else 0]
    return "\n".join([*marks, *notes])
