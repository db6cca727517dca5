"""Something written down with a placement."""

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.register import placement_rows
from stagedesk.services.register.placement_rows import PlacementRow


def note(desk: Desk, ref: str, text: str, *, by: str, batch: str | None = None) -> PlacementRow:
    """It stands in the history of the placement, also of one that is over."""
    said = clean(text, lines=True).strip()
    if not said:
        raise errors.UsageError(detail=_("Write what you want to note."))
    with history.step(desk, "noted", by=by, batch=batch) as step:
        placement = placement_rows.find(ref)
        step.placement = placement.id
        step.facts["placement"] = placement.reference
        step.details["said"] = {"text": said}
    return placement_rows.row(desk, ref)
