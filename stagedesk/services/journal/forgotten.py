"""What was forgotten stays so: nothing is taken up again of which nothing personal is left."""

import json
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.i18n import N_, _

if TYPE_CHECKING:  # it asks here
    from stagedesk.services.journal.history import Step

ANONYMISED, CARRIED_OUT = "anonymised", "purge_carried_out"
KINDS = frozenset({ANONYMISED, CARRIED_OUT})
"""Steps that nobody takes back."""
FOR_GOOD = N_("What was forgotten cannot be brought back.")


def refuse(step: "Step") -> None:
    """Refuse what a person does to a request or placement that was anonymised; inside the transaction.

    What comes in by itself lands there, and can be read, noted and put away.
    """
    if step.staff is None or step.kind in KINDS:
        return
    requests, placements = _touched(step)
    found = [m.Forgotten.get_or_none(m.Forgotten.request == number) for number in requests]
    found += [m.Forgotten.get_or_none(m.Forgotten.placement == number) for number in placements]
    for row in filter(None, found):
        about = row.request or row.placement
        raise errors.Refused(
            detail=_("{reference} was anonymised on {day}: that is over for good.").format(
                reference=about.reference if about else "?", day=row.on
            )
        )


def _touched(step: "Step") -> tuple[set[int], set[int]]:
    """The requests and placements that this step takes up again, or takes something back of."""
    placements = {step.placement} if step.placement else set()
    requests = {step.request} if step.undoes and step.request else set()
    for change in step.changes:
        if change["table"] == "request" and _opens(change):
            requests.add(change["row"])
        elif change["table"] == "outgoing" and change["how"] == "changed" and step.request:
            requests.add(step.request)
    return requests, placements


def _opens(change: "dict[str, object]") -> bool:
    values = change["values"]
    assert isinstance(values, dict)
    before, after = values.get("closed_on", (None, None))
    return before is not None and after is None


def counts_of(row: "m.Forgotten") -> dict[str, int]:
    found: dict[str, int] = json.loads(row.counts)
    return found
