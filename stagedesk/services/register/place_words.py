"""What people call the statuses of places, and what a placement asks for."""

from stagedesk.domain.placement import Attention
from stagedesk.i18n import N_, _
from stagedesk.services.register.place_rows import PlaceStatus

STATUSES = {
    PlaceStatus.OPEN: N_("open"),
    PlaceStatus.PARTLY_FILLED: N_("partly filled"),
    PlaceStatus.FILLED: N_("filled"),
    PlaceStatus.OVER: N_("over"),
    PlaceStatus.WITHDRAWN: N_("taken back"),
}
ATTENTION = {
    Attention.UNSIGNED: N_("runs without a signed agreement"),
    Attention.CONFIRM_END: N_("ended? confirm it"),
    Attention.CONFIRM_START: N_("started? confirm it"),
    Attention.LATE_PAPERS: N_("a document is late"),
}


def status_name(status: PlaceStatus) -> str:
    return _(STATUSES[status])


def attention_name(what: Attention) -> str:
    return _(ATTENTION[what])
