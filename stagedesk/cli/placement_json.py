"""The documented shape of a placement for programs; fields are added, never renamed or removed."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stagedesk.services.register.placement_rows import PlacementRow


def as_json(row: "PlacementRow") -> dict[str, Any]:
    return {
        "ref": row.ref,
        "status": str(row.status),
        "attention": [str(each) for each in row.attention],
        "applicant": row.applicant,
        "applicant_email": row.applicant_email,
        "request": row.request,
        "department": row.department,
        "directorate": row.directorate,
        "school": row.school,
        "route": row.route,
        "kind": row.kind,
        "legal_form": row.legal_form,
        "programme": row.programme,
        "level_followed": row.level_followed,
        "level_held": row.level_held,
        "study": row.study,
        "age_at_start": row.age_at_start,
        "days_per_week": row.days_per_week,
        "hours_total": row.hours_total,
        "compensation": row.compensation,
        "mentor": row.mentor,
        "owner": row.owner,
        "planned_start": row.planned_start,
        "planned_end": row.planned_end,
        "weeks_planned": row.weeks_planned,
        "weeks_actual": row.weeks_actual,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "cancelled_on": row.cancelled_on,
        "no_show": row.no_show,
        "ended_by": row.ended_by,
        "ended_reason": row.ended_reason,
        "reconstructed": row.reconstructed,
        "place": row.place,
        "papers_to_do": row.to_do,
        "missing": list(row.missing),
        "version": row.version,
    }
