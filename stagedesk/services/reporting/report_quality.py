"""Tables of the report on the quality of the data: what is missing, what contradicts itself."""

from typing import Any

from peewee import Case, fn

from stagedesk.db import models as m
from stagedesk.i18n import _
from stagedesk.reports.workbook import Column
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import coverage
from stagedesk.services.statistics.report_table import Asked, Section, section

WEEKS = 6
HOURS_A_DAY = 7.6
TOLERANCE = 0.25
"""How far hours and days may differ before a person should look."""
MOST = 500

p = m.Placement


def missing(_desk: Desk, asked: Asked) -> Section:
    """Of the internships that began in the year: how many leave a fact open."""
    open_facts = {
        _("kind"): p.kind.is_null(),
        _("legal form"): p.legal_form.is_null(),
        _("school"): p.school.is_null(),
        _("level"): p.level_followed.is_null() & p.level_held.is_null(),
        _("gender"): m.Applicant.gender.is_null(),
        _("age at the start"): p.age_at_start.is_null(),
        _("days a week"): p.days_per_week.is_null(),
        _("period"): p.weeks_planned.is_null(),
        _("compensation"): p.compensation == "unknown",
    }
    sums = [fn.COALESCE(fn.SUM(Case(None, [(each, 1)], 0)), 0) for each in open_facts.values()]
    query = p.select(fn.COUNT(p.id), *sums).join(m.Applicant).where(*_began(asked))
    ((whole, *counts),) = m.tuples(query)
    columns = (
        Column(_("Unknown"), width=24),
        Column(_("Internships"), "number"),
        Column(_("Of all"), "share"),
    )
    rows = (
        (name, int(count), count / whole if whole else None)
        for name, count in zip(open_facts, counts, strict=True)
    )
    heading = _("Unknown facts of the {count} internships begun in {year}")
    return section(heading.format(count=whole, year=asked.year), columns, rows)


def covered(_desk: Desk, asked: Asked) -> Section:
    """Which departments told all their placements of the year, and until when."""
    columns = (
        Column(_("Directorate"), width=24),
        Column(_("Department"), width=30),
        Column(_("Told until"), "date", 11),
        Column(_("Placements"), "number"),
        Column(_("Entered afterwards"), "number"),
    )
    rows = (
        (each.directorate or None, each.department_name, each.until, each.placements, each.reconstructed)
        for each in coverage.of_year(asked.year)
    )
    return section(_("How far {year} is known").format(year=asked.year), columns, rows)


def unsigned(_desk: Desk, asked: Asked) -> Section:
    """What began before any agreement was complete."""
    g = m.Agreement
    signed = g.select(g.id).where(g.placement == p.id, g.complete_on <= p.started_on)
    query = _base(asked).where(~fn.EXISTS(signed))
    return _listed(_("Begun without a signed agreement"), query)


def long_orientation(_desk: Desk, asked: Asked) -> Section:
    """What is called a look around and lasts as long as an internship that counts."""
    looking = [code for code, each in reference.table("kinds").items() if each["is_orientation"]]
    query = _base(asked).where(p.kind.in_(looking), p.weeks_planned >= WEEKS)
    return _listed(_("Only to look around, yet {weeks} weeks or longer").format(weeks=WEEKS), query)


def hours(_desk: Desk, asked: Asked) -> Section:
    """Where the hours and the days tell a different length."""
    by_days = p.weeks_planned * p.days_per_week * HOURS_A_DAY
    apart = (p.hours_total > by_days * (1 + TOLERANCE)) | (p.hours_total < by_days * (1 - TOLERANCE))
    return _listed(_("Hours and days that tell a different length"), _base(asked).where(apart))


def twice(_desk: Desk, asked: Asked) -> Section:
    """The same person at the same department, with days that overlap."""
    other = p.alias()
    again = other.select(other.id).where(
        other.applicant == p.applicant,
        other.department == p.department,
        other.id != p.id,
        other.cancelled_on.is_null(),
        other.planned_start <= p.planned_end,
        other.planned_end >= p.planned_start,
    )
    return _listed(_("Perhaps registered twice"), _base(asked).where(fn.EXISTS(again)))


def _began(asked: Asked) -> list[Any]:
    return [p.started_on.between(asked.period.first, asked.period.last)]


def _base(asked: Asked) -> Any:
    d = m.Department
    return (
        p.select(p.reference, d.name, p.kind, p.started_on, p.weeks_planned)
        .join(d)
        .where(*_began(asked))
        .order_by(p.started_on, p.id)
        .limit(MOST)
    )


def _listed(heading: str, query: Any) -> Section:
    columns = (
        Column(_("Reference"), width=12),
        Column(_("Department"), width=30),
        Column(_("Kind"), width=24),
        Column(_("First day"), "date", 11),
        Column(_("Weeks planned"), "decimal"),
    )
    rows = (
        (ref, name, reference.name("kinds", kind) or None, began, weeks)
        for ref, name, kind, began, weeks in m.tuples(query)
    )
    return section(heading, columns, rows)
