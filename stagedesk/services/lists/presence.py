"""Who has which request open just now: a row for each open window, written seldom and soon out of date."""

from datetime import datetime, timedelta
from uuid import uuid4

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.services.desk import Desk, staff_member

AGAIN = timedelta(seconds=20)
"""How often a window says again what it shows."""
FRESH = timedelta(seconds=60)
"""How long it is believed after that: a window that was closed says nothing."""
KEPT = timedelta(hours=1)


class Window:
    """One open desk on somebody's screen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.name = uuid4().hex
        self._said: tuple[int, datetime] | None = None

    def look_at(self, request: int) -> tuple[str, ...]:
        """Tell the others that this window shows this request; returns who else has it open."""
        now = self.desk.now()
        if self._said is None or self._said[0] != request or now - self._said[1] >= AGAIN:
            self._write(request, now)
            self._said = request, now
        return self.others(request)

    def others(self, request: int) -> tuple[str, ...]:
        """Who has this request open in other windows, by name."""
        p = m.Presence
        query = (
            p.select(m.Staff.name)
            .join(m.Staff)
            .where(p.request == request, p.window != self.name, p.at > self.desk.now() - FRESH)
            .order_by(m.Staff.name)
            .distinct()
        )
        with session():
            return tuple(name for (name,) in m.tuples(query))

    def _write(self, request: int, now: datetime) -> None:
        p = m.Presence
        with transaction():
            staff = staff_member(self.desk.settings.user)
            values = {"staff": staff.id, "request": request, "at": now}
            if p.update(values).where(p.window == self.name).execute() == 0:
                p.delete().where(p.at < now - KEPT).execute()
                p.create(window=self.name, **values)
