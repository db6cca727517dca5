"""The saved views of the Requests screen: data, not code."""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from stagedesk import assets
from stagedesk.i18n import language
from stagedesk.services.city.people import stands_for
from stagedesk.services.desk import Desk
from stagedesk.services.lists import listing
from stagedesk.services.lists.listing import Filter, Listing
from stagedesk.services.rows import RequestRow


class View(NamedTuple):
    """A saved view of the Requests screen."""

    id: str
    names: dict[str, str]
    filter: dict[str, Any]
    order: str

    @property
    def key(self) -> str:
        return self.id

    @property
    def name(self) -> str:
        return self.names.get(language()) or self.names["en"]


@cache
def views() -> tuple[View, ...]:
    """The saved views of data/, in their order."""
    entries = tomllib.loads(assets.data("views.toml").read_text(encoding="utf-8"))["view"]
    return tuple(
        View(each["id"], {"nl": each["nl"], "en": each["en"]}, each["filter"], each["order"])
        for each in entries
    )


def filter_of(desk: Desk, view: View) -> Filter:
    wanted, today = view.filter, desk.today()
    since = wanted.get("closed_since")
    return Filter(
        is_open=wanted["status"] == "open" if "status" in wanted else None,
        owners=_owners(desk, wanted.get("owner", "")),
        waiting_on=wanted.get("waiting_on", ""),
        department=wanted.get("department", ""),
        due_before=today if wanted.get("overdue") else None,
        closed_from=today.replace(day=1) if since == "month" else None,
    )


def _owners(desk: Desk, owner: str) -> tuple[str, ...]:
    """Mine are also those of whom I stand in for today."""
    if owner == "me":
        return stands_for(desk, desk.settings.user)
    return (owner,) if owner else ()


def listing_of(desk: Desk, view: View) -> Listing[RequestRow]:
    return listing.chosen(desk, filter_of(desk, view), view.order)


def counts(desk: Desk) -> dict[str, int]:
    """How many requests each view holds, in one query."""
    return listing.tally(desk, {view.id: filter_of(desk, view) for view in views()})
