"""Places: what departments offer, what is taken of it, who might come, and where it is published."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from stagedesk.i18n import N_, _
from stagedesk.services.register import places as place_service
from stagedesk.services.register.place_rows import PlaceRow, PlaceStatus, View
from stagedesk.services.register.place_words import status_name
from stagedesk.ui.screens import place_texts
from stagedesk.ui.screens.place_form import open_offer
from stagedesk.ui.screens.place_keys import PlaceKeys
from stagedesk.ui.screens.placement_texts import kind
from stagedesk.ui.screens.register_list import RegisterList
from stagedesk.ui.shown import MUTED, Shown, number, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.source import Rows, Source


class PlacesScreen(RegisterList[PlaceRow], PlaceKeys):
    MODE = "5"
    PLACE = N_("Places")
    OFFERED = ("link", "answer", "new", "change", "vacancy", "close", "call", "undo")
    VIEWS = {
        "open": N_("open"),
        "structural": N_("every year"),
        "published": N_("published"),
        "withdrawn": N_("taken back"),
        "over": N_("over"),
        "all": N_("all"),
    }
    FIND = N_("a department, or words of the place")
    COLUMNS = (
        Column(N_("number"), 6, right=True, priority=15),
        Column(N_("place"), 20, flex=3, priority=30),
        Column(N_("department"), 14, flex=2, priority=26),
        Column(N_("kind"), 12, flex=1, priority=10),
        Column(N_("days"), 23, flex=1, priority=20),
        Column(N_("taken"), 5, right=True, priority=28),
        Column(N_("asked"), 5, right=True, priority=24),
        Column(N_("state"), 13, flex=1, priority=22),
    )

    def source(self) -> Source[PlaceRow]:
        listed = self.register.places(cast(View, self.view))
        if not self.words:
            return listed
        return _Found(listed, self.words)

    def count(self) -> Mapping[str, int]:
        return self.register.place_counts()

    def cells(self, row: PlaceRow) -> Sequence[Shown]:
        gone = row.status in (PlaceStatus.WITHDRAWN, PlaceStatus.OVER)
        return (
            number(row.id, MUTED),
            shown(row.title, MUTED if gone else ""),
            shown(row.department_name),
            shown(kind(row.kind), MUTED),
            shown(place_texts.days(row, self.today)),
            shown(place_texts.taken(row)),
            shown(str(row.candidates or ""), "bold"),
            shown(status_name(row.status), MUTED),
        )

    def read(self, row: PlaceRow) -> Sequence[Shown]:
        return place_texts.lines(self.register.place(row.id), self.today)

    def emptiness(self) -> str:
        if self.view == "open":
            return _("No department offers a place. + adds one, Y asks the departments for them.")
        return _("No place is in this view. + adds one.")

    def first_hints(self) -> Sequence[Hint]:
        return [] if self.list.here else [Hint("plus", _("new"))]

    def place(self) -> PlaceRow | None:
        return self.list.here

    def act_new(self) -> None:
        def stored(row: Any) -> None:  # Any: the form gives whatever was stored
            self.say(_("{who}: {what}. u takes it back.").format(who=row.title, what=_("offered")))
            self.view = "all"
            self.show_other()
            self.list.show(self.source(), keep=row.key)

        heading = _("A place that a department offers")
        open_offer(self, "place", heading, place_service.Offer(), self.registering.offer, stored)


class _Found(Rows[PlaceRow]):
    """Places that hold all these words; there are never so many that they could not be looked through."""

    def __init__(self, listed: Any, words: str) -> None:  # Any: a list of the services
        super().__init__()
        self.listed, self.words = listed, words.casefold().split()

    def count(self) -> int:
        self.rows = [row for row in self.listed.page(0, self.listed.count()) if self._holds(row)]
        return len(self.rows)

    def _holds(self, row: PlaceRow) -> bool:
        text = f"{row.id} {row.title} {row.department_name} {row.study} {row.tasks}".casefold()
        return all(word in text for word in self.words)
