"""What the Figures screen reads, always in a worker: the reports, a part of one, what is behind a number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from stagedesk import errors, i18n
from stagedesk.domain.measure import Figure
from stagedesk.i18n import _
from stagedesk.services import rights
from stagedesk.services.desk import Desk
from stagedesk.services.lists import queues
from stagedesk.services.lists.queues import Board
from stagedesk.services.privacy import retention, retention_due
from stagedesk.services.privacy.retention_due import Due
from stagedesk.services.reporting import report_parts, reports
from stagedesk.services.statistics import annotations, dimensions, measures, measuring
from stagedesk.services.statistics.report_table import Section

BOARD, TO_BE_FORGOTTEN = "board", "purge_due"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of reports: a report, or one of its parts."""

    key: str
    name: str
    report: str = ""
    part: int = 0
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the right."""

    entry: Entry
    title: str
    board: Board | None = None
    section: Section | None = None
    marks: dict[str, str] = field(default_factory=dict)
    """By the name of a column: what happened in it."""
    may_approve: bool = False
    """It is today's list of what may be forgotten, and whoever is here may approve it."""


class FigureReading:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def today(self) -> date:
        return self.desk.today()

    def entries(self) -> list[Entry]:
        """The board first, then each report with its parts where it has several."""
        found = [Entry(BOARD, _("Open requests"))]
        for report in reports.known(self.desk).values():
            found.append(Entry(report.id, f"{report.id} {report.name(i18n.language())}", report.id))
            if len(report.parts) > 1:
                found += self._parts(report)
        return found

    def _parts(self, report: reports.Report) -> Iterator[Entry]:
        for place, part in enumerate(report.parts):
            yield Entry(f"{report.id} {place}", self._words(part), report.id, place, is_part=True)

    def _words(self, part: reports.Part) -> str:
        if part.table:
            return _(report_parts.WORDS[part.table])
        name = measures.find(self.desk, part.measure).name(i18n.language())
        if part.months:
            return _("by month: {measure}").format(measure=name)
        split = _(dimensions.dimensions()[part.by].words) if part.by else ""
        return _("by {dimension}: {measure}").format(measure=name, dimension=split) if split else name

    def board(self) -> Shown:
        return Shown(Entry(BOARD, ""), "", board=queues.board(self.desk))

    def show(self, entry: Entry, year: int, day: date) -> Shown:
        """A part of a report, or why this person may not see it. Errors: NotFound, FileError."""
        report = reports.known(self.desk)[entry.report]
        try:
            section = reports.make_part(self.desk, report, entry.part, year, day)
        except errors.Refused as refused:
            section = Section(report.name(i18n.language()), (), (), (str(refused),))
        title = f"{report.id} {section.heading}"
        is_list = report.parts[entry.part].table == TO_BE_FORGOTTEN and day == self.today
        may_approve = is_list and bool(section.rows) and rights.allows(self.desk, rights.May.ERASE)
        return Shown(
            entry, title, section=section, marks=self._marks(section.figure), may_approve=may_approve
        )

    def to_be_forgotten(self) -> tuple[Due, ...]:
        return retention_due.due(self.desk)

    def approve(self, seen: Sequence[Due]) -> tuple[int, tuple[str, ...]]:
        """Approve a list that was read; its number, and who else may carry it out. Errors: Refused."""
        by = self.desk.settings.user
        found = retention.approve(self.desk, by=by, seen=seen)
        return found.number, retention.others_who_may(self.desk, by)

    def _marks(self, figure: Figure | None) -> dict[str, str]:
        if figure is None:
            return {}
        told = annotations.within(self.desk, figure.spans)
        return {span.label: each.text for each in told for span in figure.spans if span.holds(each.on)}

    def behind(self, figure: Figure, code: str | None) -> list[str]:
        """What the last column counts in a row, or in all of them. Errors: Refused."""
        rights.refuse_readers(self.desk.settings.user)
        by = figure.by if code is not None else ""
        return measuring.behind(self.desk, figure.measure, figure.spans[-1], by, code, as_known=figure.as_of)
