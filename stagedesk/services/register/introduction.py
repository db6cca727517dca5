"""Introduction days: who started since the last one, inviting them by mail, and who came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.calendar_file import event
from stagedesk.domain.codes import Letter, PlacementStatus
from stagedesk.domain.letters import INVITATION_CHANGED
from stagedesk.domain.measures import months_later
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.mail.compose import Enclosed
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.register.placement_rows import PlacementRow, base_query, rows

LONGEST = 200
CAME = {True: "yes", False: "no", None: "unknown"}
GONE = frozenset(
    {
        PlacementStatus.CANCELLED, PlacementStatus.NO_SHOW, PlacementStatus.COMPLETED,
        PlacementStatus.STOPPED_EARLY,
    }
)  # fmt: skip
FIRST_TIME = 6
"""Months back that the very first day reaches."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """An introduction day as lists show it."""

    id: int
    day: date
    starts: str
    ends: str
    location: str
    invited: int
    attended: int

    @property
    def key(self) -> int:
        return self.id


@dataclass(frozen=True, slots=True)
class GuestRow:
    placement: PlacementRow
    invited_on: date
    attended: bool | None


def days() -> tuple[DayRow, ...]:
    """All introduction days, the latest first."""
    i, g = m.Introduction, m.Guest
    with session():
        came: dict[int, tuple[int, int]] = {}
        for number, attended in m.tuples(g.select(g.introduction, g.attended)):
            invited, there = came.get(number, (0, 0))
            came[number] = (invited + 1, there + bool(attended))
        query = i.select(i.id, i.day, i.starts, i.ends, i.location).order_by(i.day.desc())
        return tuple(DayRow(*(*values, *came.get(values[0], (0, 0)))) for values in m.tuples(query))


def guests(desk: Desk, day: date) -> tuple[GuestRow, ...]:
    """The attendance list: who is invited, by department and name."""
    with session():
        found = _day(day)
        g = m.Guest
        query = g.select(g.placement, g.invited_on, g.attended).where(g.introduction == found.id)
        invited = {number: rest for number, *rest in m.tuples(query)}
        wanted = base_query(desk.today()).where(m.Placement.id.in_(list(invited)))
        listed = rows(wanted.order_by(m.Department.name, m.Applicant.name), desk.today())
        return tuple(GuestRow(*(row, *invited[row.id])) for row in listed)


def to_invite(desk: Desk, day: date) -> tuple[PlacementRow, ...]:
    """Who starts by this day, since the day before it, is still there then, and was not invited yet."""
    p = m.Placement
    with session():
        before = m.Introduction.select(m.Introduction.day).where(m.Introduction.day < day)
        last = m.tuples(before.order_by(m.Introduction.day.desc()).limit(1))
        since = last[0][0] if last else months_later(day, -FIRST_TIME)
        invited = m.Guest.select(m.Guest.placement)
        began = p.started_on.between(since, day) | (
            p.started_on.is_null() & p.planned_start.between(since, day)
        )
        there = p.ended_on.is_null() & (p.planned_end >= day)
        query = base_query(desk.today()).where(
            began, there, p.cancelled_on.is_null(), ~p.no_show, p.id.not_in(invited)
        )
        return tuple(rows(query.order_by(m.Department.name, m.Applicant.name), desk.today()))


def plan(
    desk: Desk,
    day: date,
    *,
    by: str,
    starts: str = "09:30",
    ends: str = "12:00",
    location: str = "",
    letter: bool = True,
    batch: str | None = None,
) -> DayRow:
    """Plan an introduction day, or change its hours and place.

    With a letter to each, whoever is invited already hears what changed.
    """
    _check_hours(starts, ends)
    with history.step(desk, "introduction_planned", by=by, batch=batch) as step:
        values = {"starts": starts, "ends": ends, "location": clean(location, limit=LONGEST)}
        known = m.Introduction.get_or_none(m.Introduction.day == day)
        if known:
            step.change(known, **values)
            if letter and step.changes and day >= desk.today():
                step.facts |= _tell_changed(desk, step, known)
        else:
            step.add(m.Introduction, day=day, **values)
        step.facts["day"] = day
    return next(row for row in days() if row.day == day)


def invited(desk: Desk, day: date) -> tuple[PlacementRow, ...]:
    """Who is invited to a day that is still to come, and still there then."""
    if day < desk.today():
        return ()
    found = (guest.placement for guest in guests(desk, day))
    return tuple(row for row in found if row.status not in GONE)


def invite(
    desk: Desk, day: date, *, by: str, only: Iterable[str] | None = None, batch: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Invite who should come (or only these placements), each by a mail with the day for a calendar.

    Returns the placements that were invited, and those without a mail address: they are on the list too.
    """
    wanted = to_invite(desk, day)
    if only is not None:
        names = {ref.strip().upper() for ref in only}
        wanted = tuple(row for row in wanted if row.ref in names)
    with history.step(desk, "introduction_invited", by=by, batch=batch) as step:
        found = _day(day)
        if day < desk.today():
            raise errors.Refused(detail=_("{day} is over.").format(day=day))
        silent = []
        for row in wanted:
            step.add(m.Guest, introduction=found, placement=row.id, invited_on=desk.today())
            if not _write(desk, step, found, row):
                silent.append(row.ref)
        if wanted:
            step.facts |= {"day": day, "count": len(wanted)}
    return tuple(row.ref for row in wanted), tuple(silent)


def attended(
    desk: Desk, day: date, ref: str, came: bool | None, *, by: str, batch: str | None = None
) -> None:
    """Write down on the attendance list whether somebody came (None: not known)."""
    with history.step(desk, "introduction_attended", by=by, batch=batch) as step:
        found = _day(day)
        placement = m.Placement.get_or_none(m.Placement.reference == ref.strip().upper())
        guest = placement and m.Guest.get_or_none(introduction=found.id, placement=placement.id)
        if not placement or not guest:
            raise errors.NotFound(what=_("guest"), name=ref)
        step.placement = placement.id
        step.change(guest, attended=came)
        step.facts |= {"day": day, "placement": placement.reference, "came": CAME[came]}


def _day(day: date) -> Any:
    found = m.Introduction.get_or_none(m.Introduction.day == day)
    if found is None:
        raise errors.NotFound(what=_("introduction day"), name=day.isoformat())
    return found


def _tell_changed(desk: Desk, step: history.Step, day: m.Introduction) -> dict[str, int]:
    """How many letters that makes; every calendar takes the newest change of a day."""
    made = int(step.now.timestamp()) // 60
    told = [_write(desk, step, day, row, INVITATION_CHANGED, made) for row in invited(desk, day.day)]
    return {"told": sum(told)} if told else {}


def _write(
    desk: Desk,
    step: history.Step,
    day: m.Introduction,
    row: PlacementRow,
    kind: str = Letter.INVITATION,
    sequence: int = 0,
) -> bool:
    address = outbox.usable(row.applicant_email)
    if not address:
        return False
    person = m.Placement.get_by_id(row.id).applicant
    text = letters.write(
        desk,
        kind,
        None,
        language=person.language or desk.settings.letter_language,
        applicant=row.applicant,
        department=row.department_name,
        day=day.day,
        hours=f"{day.starts} – {day.ends}",
        place=day.location or desk.settings.city,
        clerk=step.staff.name if step.staff else "",
    )
    calendar = event(
        uid=f"introduction-{day.day:%Y%m%d}-{row.ref}@{desk.settings.desk_email.partition('@')[2]}",
        starts=_moment(desk, day.day, day.starts),
        ends=_moment(desk, day.day, day.ends),
        summary=text.subject,
        location=day.location,
        organizer=desk.settings.desk_email,
        made=step.now,
        sequence=sequence,
    )
    outbox.decide(
        desk, step, Letter.INVITATION, text, None, recipients=[address],
        enclosures=[Enclosed("uitnodiging.ics", "text/calendar", calendar.encode())],
    )  # fmt: skip
    return True


def _moment(desk: Desk, day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), desk.calendar.zone).astimezone(UTC)


def _check_hours(starts: str, ends: str) -> None:
    try:
        in_order = time.fromisoformat(starts) < time.fromisoformat(ends)
    except ValueError:
        in_order = False
    if not in_order or len(starts) != 5 or len(ends) != 5:
        raise errors.UsageError(detail=_("Write the hours as 09:30 and 12:00."))
