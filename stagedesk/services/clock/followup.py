"""The clock: reminders, the supervisor, and what comes back on its day, without anybody remembering."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Status
from stagedesk.errors import StagedeskError, StaleRequest
from stagedesk.services.clock import applicant_clock, escalation, release, silence
from stagedesk.services.clock.deeds import Deed, locked_request
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.setup import seed_closing_days


@dataclass
class Chased:
    """How often one look at the clock did what."""

    released: int = 0
    reminded: int = 0
    escalated: int = 0
    unreachable: int = 0
    supervisors_told: int = 0
    asked_again: int = 0
    returned: int = 0
    told: int = 0
    untold: int = 0
    woken: int = 0


def chase(desk: Desk) -> Chased:
    """Do everything that is due by the clock; doing it twice on a day changes nothing more.

    Nothing goes out outside office hours, nor on a day on which the city is closed. What somebody else
    has in hands is left for the next time; what fails is said after everything else was done.
    """
    done, failed = Chased(), None
    _seed(desk)
    for source in _sources(desk):
        for deed in source(desk):
            try:
                count = deed.do()
            except StaleRequest:
                continue
            except StagedeskError as error:
                failed = failed or error
                continue
            setattr(done, deed.kind, getattr(done, deed.kind) + count)
    if failed:
        raise failed
    return done


def due(desk: Desk) -> tuple[Deed, ...]:
    """What `chase` would do now; nothing is changed."""
    return tuple(deed for source in _sources(desk) for deed in source(desk))


def _sources(desk: Desk) -> tuple[Callable[[Desk], list[Deed]], ...]:
    """Each is asked when it is its turn: the supervisors hear of what was just escalated."""
    if not desk.is_open():
        return (release.deeds,)  # no mail
    return release.deeds, silence.deeds, escalation.deeds, applicant_clock.deeds, _waking


def _seed(desk: Desk) -> None:
    year = desk.today().year
    seed_closing_days(desk, range(year, year + 2))


def _waking(desk: Desk) -> list[Deed]:
    """Requests whose snooze or whose time on the waiting list ends today."""
    r = m.Request
    snoozed = r.snoozed_until <= desk.today()
    listed = (r.status == Status.WAITING_LIST) & (r.due_on <= desk.today())
    query = r.select(r.id, r.reference).where(
        r.closed_on.is_null(True), r.attention_since.is_null(True), snoozed | listed
    )
    with session():
        found = m.tuples(query.order_by(r.id))
    return [Deed("woken", (ref,), "", partial(_wake, desk, number)) for number, ref in found]


def _wake(desk: Desk, number: int) -> int:
    with transaction():
        request = locked_request(number)
        if request.closed_on or request.attention_since:
            return 0
        with history.step(desk, "woken", by=None) as step:
            step.change(request, attention_since=step.now, snoozed_until=None)
            if request.status == Status.WAITING_LIST:  # a new day on which it comes back, if only looked at
                step.change(request, due_on=desk.in_working_days(desk.clocks.triage))
        return 1
