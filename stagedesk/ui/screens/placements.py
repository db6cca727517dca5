"""Placements: what runs, starts, ends or lacks something, with everything about the one under the cursor."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from stagedesk.domain.placement import Attention
from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.register.placement_lists import View
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.ui.screens import placement_texts
from stagedesk.ui.screens.placement_form import new_placement
from stagedesk.ui.screens.placement_gathering import next_step
from stagedesk.ui.screens.placement_keys import PlacementKeys
from stagedesk.ui.screens.register_list import RegisterList
from stagedesk.ui.shown import MUTED, Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.source import Source

EMPTY = {
    "todo": N_("Nothing is to be done about placements. + registers one, → shows those that run."),
    "unsigned": N_("Everybody who is there has a signed agreement."),
    "hire": N_("Nobody is to be asked what came afterwards."),
}


class PlacementsScreen(RegisterList[PlacementRow], PlacementKeys):
    MODE = "4"
    PLACE = N_("Placements")
    OFFERED = (
        "begin", "close", "papers", "interrupt", "extend", "new", "change", "hire", "presence",
        "introduction", "undo",
    )  # fmt: skip
    VIEWS = {
        "todo": N_("to do"),
        "running": N_("running"),
        "starting": N_("starting"),
        "ending": N_("ending"),
        "unsigned": N_("not signed"),
        "papers": N_("documents late"),
        "incomplete": N_("incomplete"),
        "hire": N_("hired?"),
        "over": N_("over"),
        "all": N_("all"),
    }
    PRESSING = frozenset({"unsigned", "papers"})
    FIND = N_("a part of the intern's name")
    COLUMNS = (
        Column(N_("placement"), 10, priority=20),
        Column(N_("intern"), 14, flex=2, priority=30),
        Column(N_("department"), 12, flex=2, priority=26),
        Column(N_("days"), 20, priority=24),
        Column(N_("kind"), 12, flex=1, priority=10),
        Column(N_("state"), 12, flex=1, priority=22),
        Column(N_("what presses"), 16, flex=3, priority=28),
    )

    def __init__(self) -> None:
        super().__init__()
        self.mailed = 0
        """Lists that came by mail and that nobody took over yet."""

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.ask("mailed lists", self.register.mailed_lists, lambda found: self._mailed(len(found)))

    def _mailed(self, count: int) -> None:
        self.mailed = count
        self.show_hints()

    def source(self) -> Source[PlacementRow]:
        return self.register.placements(cast(View, self.view), self.words)

    def count(self) -> Mapping[str, int]:
        return self.register.placement_counts()

    def cells(self, row: PlacementRow) -> Sequence[Shown]:
        return (
            shown(row.ref, MUTED),
            shown(row.applicant),
            shown(row.department_name),
            shown(placement_texts.days(row, self.today)),
            shown(placement_texts.kind(row.kind), MUTED),
            shown(placement_texts.status(row)),
            placement_texts.attention(row) if row.attention else self._missing(row),
        )

    def _missing(self, row: PlacementRow) -> Shown:
        if self.view != "incomplete":
            return shown("")
        return shown(", ".join(_(placement_texts.FACTS[name]) for name in row.missing), MUTED)

    def read(self, row: PlacementRow) -> Sequence[Shown]:
        office = self.opened_office
        return placement_texts.lines(self.register.placement(row.ref), self.today, office.reading.departments)

    def emptiness(self) -> str:
        words = EMPTY.get(self.view, N_("No placement is in this view. + registers one."))
        return _(words)

    def first_hints(self) -> Sequence[Hint]:
        words = ngettext("{count} list by mail", "{count} lists by mail", self.mailed)
        mailed = [Hint("F", words.format(count=self.mailed))] if self.mailed else []
        row = self.list.here
        return [Hint("enter", _enter(row)) if row else Hint("plus", _("new")), *mailed]

    def placement(self) -> PlacementRow | None:
        return self.list.here

    def act_open(self) -> None:
        if row := self.placement():
            self.desk_app.open_placement(row.ref)

    def act_new(self) -> None:
        def stored(row: Any) -> None:  # Any: the form gives whatever was stored
            self.say(_("{who}: {what}. u takes it back.").format(who=row.ref, what=_("registered")))
            self.view = "all"
            self.show_other()
            self.list.show(self.source(), keep=row.key)

        new_placement(self, stored)


def _enter(row: PlacementRow) -> str:
    """What Enter does with a placement."""
    step = next_step(row)
    if step == "confirm":
        return _("confirm the end") if Attention.CONFIRM_END in row.attention else _("confirm the start")
    return _("documents") if step == "papers" else _("open")
