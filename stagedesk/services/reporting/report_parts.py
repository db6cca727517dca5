"""The tables of reports that are no figure by a measure, by name; each is read as it was known on a day."""

from collections.abc import Callable, Mapping
from typing import Final

from stagedesk.i18n import N_
from stagedesk.services.desk import Desk
from stagedesk.services.journal import as_of
from stagedesk.services.reporting import (
    report_quality,
    report_questions,
    report_register,
    report_requests,
    report_retention,
    report_targets,
)
from stagedesk.services.statistics.report_table import Asked, Section

Maker = Callable[[Desk, Asked], Section]

TABLES: Final[Mapping[str, Maker]] = {
    "queues": report_requests.queues_of,
    "waiting": report_requests.waiting,
    "turnaround": report_requests.turnaround,
    "followed": report_requests.followed,
    "outcomes_by_level": report_requests.outcomes_by_level,
    "outcomes_by_department": report_requests.outcomes_by_department,
    "places": report_register.places,
    "without_places": report_register.without_places,
    "seasons": report_register.seasons,
    "starts": report_register.starts,
    "presence": report_register.presence,
    "targets": report_targets.reached,
    "course": report_targets.course,
    "counted": report_targets.counted,
    "not_counted": report_targets.not_counted,
    "cohorts": report_questions.cohorts,
    "levels": report_questions.levels,
    "effects": report_questions.effects,
    "soon": report_questions.soon,
    "channels": report_questions.channels,
    "introductions": report_register.introductions,
    "groups": report_register.groups,
    "cohort": report_register.cohort,
    "missing": report_quality.missing,
    "coverage": report_quality.covered,
    "unsigned": report_quality.unsigned,
    "long_orientation": report_quality.long_orientation,
    "hours": report_quality.hours,
    "twice": report_quality.twice,
    "purge_due": report_retention.due,
    "purge_lists": report_retention.lists,
    "one_person": report_retention.one_person,
}

OF_PEOPLE: Final = frozenset(
    {
        "waiting", "presence", "counted", "not_counted", "unsigned", "long_orientation", "hours", "twice",
        "purge_due", "purge_lists", "one_person",
    }
)  # fmt: skip
"""Tables with a line for each person, or with names; whoever may see figures only does not get them."""

WORDS: Final[Mapping[str, str]] = {
    "queues": N_("who has the ball"),
    "waiting": N_("each open request"),
    "turnaround": N_("turnaround"),
    "followed": N_("departments: asked, answered, reminded"),
    "outcomes_by_level": N_("outcomes by level"),
    "outcomes_by_department": N_("outcomes by department"),
    "places": N_("offered, filled, withdrawn"),
    "without_places": N_("departments without a place"),
    "seasons": N_("seasons"),
    "starts": N_("starts by month, five years"),
    "presence": N_("who is where"),
    "targets": N_("promised and actual"),
    "course": N_("the way to the target, by month"),
    "counted": N_("what counts, one by one"),
    "not_counted": N_("what does not count, and why"),
    "cohorts": N_("groups that began together"),
    "levels": N_("levels by department"),
    "effects": N_("places and starts against other years"),
    "soon": N_("running and starting soon"),
    "channels": N_("where vacancies were published"),
    "introductions": N_("introduction days"),
    "groups": N_("target groups"),
    "cohort": N_("hired within a year"),
    "missing": N_("unknown facts"),
    "coverage": N_("how far a year is known"),
    "unsigned": N_("begun without an agreement"),
    "long_orientation": N_("long looks around"),
    "hours": N_("hours against days"),
    "twice": N_("perhaps twice"),
    "purge_due": N_("to be forgotten"),
    "purge_lists": N_("approved lists"),
    "one_person": N_("one person's data"),
}


def make(desk: Desk, name: str, asked: Asked) -> Section:
    with as_of.known_on(desk, asked.day):
        return TABLES[name](desk, asked)
