"""What each role may see and do at the desk: one table, looked at before anything is shown or changed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Role
from stagedesk.i18n import N_, _
from stagedesk.services.desk import Desk, staff_member


class May(StrEnum):
    """What a role may be allowed to do."""

    DECIDE = "decide"
    """About requests, placements, places, letters and the directory."""
    FIGURES = "figures"
    """Tell figures outside; they name nobody."""
    PEOPLE = "people"
    """See and write down who somebody is."""
    ERASE = "erase"
    """Erase what is known of people, and show a person what that is."""


_ALLOWED: Final[Mapping[str, frozenset[May]]] = {
    Role.DESK: frozenset({May.DECIDE, May.FIGURES, May.PEOPLE}),
    Role.SUPERVISOR: frozenset(May),
    Role.PRIVACY: frozenset({May.FIGURES, May.PEOPLE, May.ERASE}),
    Role.READER: frozenset({May.FIGURES}),
}
# What a step of the history needs; all others are decisions.
OF_STEPS: Final[Mapping[str, May]] = {
    "exported": May.FIGURES,  # the internal one asks for more where it is made
    "report_sent": May.PEOPLE,
    "figure_published": May.FIGURES,
    "public_tables_made": May.FIGURES,
    "purge_approved": May.ERASE,
    "anonymised": May.ERASE,
    "purge_carried_out": May.ERASE,
    "data_shown": May.ERASE,
}
ROLES: Final[Mapping[str, str]] = {
    Role.DESK: N_("desk"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.PRIVACY: N_("privacy officer"),
    Role.READER: N_("reader"),
}
# Besides the step that it takes back, undoing needs nothing.
_TAKES_BACK: Final = "undone"
WHY_NOT: Final[Mapping[May, str]] = {
    May.DECIDE: N_("Whoever has the role {role} looks on and decides nothing."),
    May.FIGURES: N_("Whoever has the role {role} tells no figures outside."),
    May.PEOPLE: N_("This holds names of people; whoever has the role {role} may see figures only."),
    May.ERASE: N_("Personal data are a matter for the privacy officer or a supervisor, not for {role}."),
}


def may(role: str, what: May) -> bool:
    return what in _ALLOWED.get(role, frozenset())


def why_not(role: str, what: May) -> str:
    """A sentence why this role may not do it; empty when it may."""
    return "" if may(role, what) else _(WHY_NOT[what]).format(role=_(ROLES.get(role, role)))


def allows(desk: Desk, what: May) -> bool:
    """Whether whoever is at the desk may do it. Errors: NotFound where nobody has their code."""
    with session():
        return may(staff_member(desk.settings.user).role, what)


def hides_people(desk: Desk) -> str:
    """Why whoever is at the desk may not see who somebody is; empty when they may.

    Errors: NotFound where nobody has their code.
    """
    with session():
        return why_not(staff_member(desk.settings.user).role, May.PEOPLE)


def refuse_readers(by: str) -> None:
    """Names of people are not for somebody who may see figures only. Errors: Refused, NotFound."""
    with session():
        refuse_others(staff_member(by), May.PEOPLE)


def refuse_others(staff: m.Staff, what: May) -> None:
    """Errors: Refused where this person's role may not do it."""
    if not may(staff.role, what):
        raise errors.Refused(detail=f"{staff.name}: {why_not(staff.role, what)}")


def refuse_step(staff: m.Staff, kind: str) -> None:
    """Errors: Refused where this person's role may not take a step of this kind."""
    if kind != _TAKES_BACK:
        refuse_others(staff, OF_STEPS.get(kind, May.DECIDE))
