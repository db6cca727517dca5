"""What the clock is about to do: listed first, so that it can be shown without being done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite, session
from stagedesk.db.prepared import prepared
from stagedesk.i18n import N_, _
from stagedesk.services.desk import Desk

WORDS = {
    "released": N_("{who} is not there any more: back to the desk"),
    "reminded": N_("remind {who}"),
    "escalated": N_("{who} stays silent: to the supervisor"),
    "unreachable": N_("{who} has no usable address: back to the desk"),
    "supervisors_told": N_("write to the supervisors"),
    "asked_again": N_("ask {who} again"),
    "returned": N_("{who} does not answer: back to the desk"),
    "told": N_("tell {who} that the desk still looks"),
    "untold": N_("{who} must hear something: to the Inbox"),
    "woken": N_("back on the list"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that is due; `do` looks again whether it still is, and returns how often it was done."""

    kind: str
    """The event that it makes."""
    refs: tuple[str, ...]
    who: str
    do: Callable[[], int] = field(compare=False, repr=False)

    def words(self) -> str:
        return f"{', '.join(self.refs)}: {_(WORDS[self.kind]).format(who=self.who)}"


def left_alone(desk: Desk) -> frozenset[int]:
    """Requests for which somebody took back today what the clock did: it is not done again today."""
    with session():
        found = _taken_back(m.Event.at.db_value(desk.start_of(desk.today())))
        return frozenset(number for (number,) in found if number)


@prepared
def _taken_back(since: Any) -> Any:
    e, taken_back = m.Event, m.Event.alias()
    query = e.select(taken_back.request).join(taken_back, on=(e.undoes == taken_back.id))
    return query.where(e.at >= since, e.kind == "undone", taken_back.by.is_null(True)).tuples()


def locked_request(number: int) -> m.Request:
    """The request, which nobody else changes until the end of the transaction."""
    found: m.Request = _locked(number)[0]
    return found


@prepared
def _locked(number: Any) -> Any:
    query = m.Request.select().where(m.Request.id == number)
    return query if is_sqlite() else query.for_update()


def locked_referrals(numbers: list[int]) -> list[m.Referral]:
    """The same of referrals, in their order."""
    query = m.Referral.select().where(m.Referral.id.in_(numbers)).order_by(m.Referral.id)
    return list(query if is_sqlite() else query.for_update())
