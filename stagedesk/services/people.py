"""Who new requests belong to."""

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Role
from stagedesk.i18n import _
from stagedesk.services.desk import Desk

# The desk as a whole owns what nobody took yet.
DESK = "desk"


def desk_owner(desk: Desk) -> int:
    """The staff number that owns new requests: the desk itself, else whoever works at it; in a session."""
    query = m.Staff.select().where(
        m.Staff.role << (Role.DESK, Role.SUPERVISOR), m.Staff.left_on.is_null(True)
    )
    members = {member.code: member.id for member in query.order_by(m.Staff.id)}
    if not members:
        raise errors.Refused(detail=_("This desk has no staff yet. Run: stagedesk init"))
    return members.get(DESK) or members.get(desk.settings.user) or next(iter(members.values()))
