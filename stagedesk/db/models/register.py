"""Places, agreements, placements and what came after."""

from typing import TYPE_CHECKING

from peewee import (
    SQL,
    BooleanField,
    CharField,
    DateField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from stagedesk.db.models.base import Table, one_of, rule
from stagedesk.db.models.directory import Department, Directorate, School, Staff
from stagedesk.db.models.requests import Applicant, Request
from stagedesk.domain.codes import ChecklistState, EndedBy, Route

_three_valued = "IN ('yes', 'no', 'unknown')"


class Place(Table):
    """Capacity that a department offers."""

    department = ForeignKeyField(Department, on_delete="RESTRICT", backref="places")
    title = TextField()
    kind = CharField(max_length=20, null=True)
    level = CharField(max_length=20, null=True)
    study = TextField(default="")
    tasks = TextField(default="")  # what the intern does, for the vacancy
    opened_on = DateField()
    period_start = DateField(null=True)
    period_end = DateField(null=True)
    slots = IntegerField(default=1)
    periods = IntegerField(default=1)
    structural = BooleanField(default=False)
    paid = CharField(max_length=10, default="unknown")
    accessible = BooleanField(default=False)
    priority_for_target_groups = BooleanField(default=False)
    vacancy_text = TextField(default="")  # in somebody's own words; else the template's
    withdrawn_on = DateField(null=True)
    withdrawn_reason = CharField(max_length=40, null=True)
    version = IntegerField(default=1)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        department_id: int

    class Meta:
        constraints = [
            rule("place_has_slots", "slots > 0 AND periods > 0"),
            rule("place_paid_is_a_code", f"paid {_three_valued}"),
            rule("place_period_in_order", "period_end IS NULL OR period_end >= period_start"),
            rule("withdrawn_place_has_reason", "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)"),
        ]


class Publication(Table):
    """Where and when a place's vacancy was shown."""

    place = ForeignKeyField(Place, on_delete="RESTRICT", backref="publications")
    channel = TextField()
    published_on = DateField()
    ended_on = DateField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        place_id: int


class Candidate(Table):
    """A request that may be the right one for a place; not being chosen for it ends nothing."""

    place = ForeignKeyField(Place, on_delete="RESTRICT", backref="candidates")
    request = ForeignKeyField(Request, on_delete="RESTRICT", backref="candidacies")
    proposed_on = DateField()
    outcome = CharField(max_length=20, null=True)
    decided_on = DateField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        place_id: int
        request_id: int

    class Meta:
        indexes = ((("place", "request"), True),)
        constraints = [
            rule(
                "candidate_outcome_is_a_code",
                "outcome IS NULL OR outcome IN ('chosen', 'not_chosen', 'withdrawn')",
            ),
            rule("decided_candidate_has_day", "(outcome IS NULL) = (decided_on IS NULL)"),
        ]


class Placement(Table):
    """A person at a host for one or more periods, whoever arranged it.

    The planned days and the weeks follow from the periods and the actual days; they stand here so that
    lists and figures need not work them out again.
    """

    PERSONAL = frozenset({"mentor", "study", "remark"})

    reference = CharField(max_length=20, unique=True)
    applicant = ForeignKeyField(Applicant, on_delete="RESTRICT", backref="placements")
    request = ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="placements")
    place = ForeignKeyField(Place, null=True, on_delete="RESTRICT", backref="placements")
    department = ForeignKeyField(Department, on_delete="RESTRICT", backref="placements")
    directorate = ForeignKeyField(Directorate, null=True, on_delete="RESTRICT")  # at the start
    school = ForeignKeyField(School, null=True, on_delete="RESTRICT")
    route = CharField(max_length=20)
    kind = CharField(max_length=20, null=True)
    legal_form = CharField(max_length=20, null=True)
    programme = CharField(max_length=40, null=True)
    level_followed = CharField(max_length=20, null=True)
    level_held = CharField(max_length=20, null=True)
    study = TextField(default="")
    age_at_start = IntegerField(null=True)
    days_per_week = FloatField(null=True)
    hours_total = FloatField(null=True)
    compensation = CharField(max_length=10, default="unknown")
    mentor = TextField(default="")
    remark = TextField(default="")
    owner = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
    made_on = DateField()  # the day it was agreed or registered
    planned_start = DateField(null=True)
    planned_end = DateField(null=True)
    weeks_planned = FloatField(null=True)
    weeks_actual = FloatField(null=True)
    started_on = DateField(null=True)  # the actual first day
    ended_on = DateField(null=True)  # the actual last day
    cancelled_on = DateField(null=True)
    no_show = BooleanField(default=False)
    ended_reason = CharField(max_length=40, null=True)
    ended_by = CharField(max_length=20, null=True)
    reconstructed = BooleanField(default=False)  # entered afterwards from old lists
    extends = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    version = IntegerField(default=1)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        applicant_id: int
        request_id: int | None
        place_id: int | None
        department_id: int
        directorate_id: int | None
        school_id: int | None
        owner_id: int | None
        extends_id: int | None

    class Meta:
        constraints = [
            one_of("route", Route),
            rule("placement_compensation_is_a_code", f"compensation {_three_valued}"),
            rule(
                "ended_after_start", "ended_on IS NULL OR (started_on IS NOT NULL AND ended_on >= started_on)"
            ),
            rule("no_show_never_started", "NOT no_show OR started_on IS NULL"),
            rule("cancelled_never_started", "cancelled_on IS NULL OR (started_on IS NULL AND NOT no_show)"),
            rule(
                "cancelled_says_why",
                "cancelled_on IS NULL OR (ended_by IS NOT NULL AND ended_reason IS NOT NULL)",
            ),
            rule("early_end_says_by_whom", "ended_reason IS NULL OR ended_by IS NOT NULL"),
            one_of("ended_by", EndedBy, or_nothing=True),
            rule("planned_in_order", "planned_end IS NULL OR planned_end >= planned_start"),
        ]


Placement.add_index(Placement.index(Placement.planned_start, Placement.id, name="placement_planned"))
Placement.add_index(
    Placement.index(Placement.started_on, Placement.id, name="placement_started").where(
        SQL("started_on IS NOT NULL")
    )
)
# What is not over yet: nearly all lists are about these.
Placement.add_index(
    Placement.index(
        Placement.planned_start, Placement.planned_end, Placement.id, name="placement_live"
    ).where(SQL("ended_on IS NULL AND cancelled_on IS NULL AND NOT no_show"))
)


class PlacementPeriod(Table):
    """A planned block, or an interruption of it."""

    placement = ForeignKeyField(Placement, on_delete="RESTRICT", backref="periods")
    first_day = DateField()
    last_day = DateField()
    interruption = BooleanField(default=False)
    planned = BooleanField(default=True)  # known before the start; else it only counts in what really was

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int

    class Meta:
        constraints = [rule("period_in_order", "last_day >= first_day")]


class Agreement(Table):
    """A document with signatures."""

    placement = ForeignKeyField(Placement, on_delete="RESTRICT", backref="agreements")
    legal_form = CharField(max_length=20)
    programme = CharField(max_length=40, null=True)
    sent_on = DateField(null=True)
    complete_on = DateField(null=True)  # the last signature

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int


class Signature(Table):
    """A party that must sign an agreement, and when it did."""

    agreement = ForeignKeyField(Agreement, on_delete="RESTRICT", backref="signatures")
    party = CharField(max_length=20)
    signed_on = DateField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        agreement_id: int

    class Meta:
        indexes = ((("agreement", "party"), True),)


class ChecklistItem(Table):
    """A document or duty before, during or after a placement, and who has the next move."""

    PERSONAL = frozenset({"seen_by_name"})

    placement = ForeignKeyField(Placement, on_delete="RESTRICT", backref="checklist")
    document = CharField(max_length=40)
    state = CharField(max_length=20, default=ChecklistState.OPEN)
    next_move = CharField(max_length=20, null=True)
    due_on = DateField(null=True)
    done_on = DateField(null=True)
    seen_by_name = TextField(default="")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int

    class Meta:
        indexes = ((("placement", "document"), True),)
        constraints = [
            one_of("state", ChecklistState),
        ]


# What is still to be done, earliest first.
ChecklistItem.add_index(
    ChecklistItem.index(ChecklistItem.due_on, ChecklistItem.placement, name="checklist_to_do").where(
        SQL("next_move IS NOT NULL")
    )
)


class Hire(Table):
    """What came after a placement: a contract, none, or unknown."""

    placement = ForeignKeyField(Placement, on_delete="RESTRICT", backref="hires")
    months = IntegerField(null=True)  # which of the checks after the end; nothing: it was told by itself
    asked_on = DateField()
    hired = CharField(max_length=10)
    contract_start = DateField(null=True)
    contract_type = CharField(max_length=40, null=True)
    employer = CharField(max_length=40, null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int

    class Meta:
        indexes = ((("placement", "months"), True),)
        constraints = [
            rule("hire_is_a_code", f"hired {_three_valued}"),
            rule("hired_has_date", "hired <> 'yes' OR contract_start IS NOT NULL"),
        ]


class Target(Table):
    """A number per year for a named definition."""

    definition = CharField(max_length=40)
    year = IntegerField()
    number = IntegerField()

    class Meta:
        indexes = ((("definition", "year"), True),)


class Introduction(Table):
    """A day on which new interns get to know the city."""

    day = DateField(unique=True)
    starts = CharField(max_length=5, default="09:30")
    ends = CharField(max_length=5, default="12:00")
    location = TextField(default="")


class Guest(Table):
    """An intern who is invited to an introduction day."""

    introduction = ForeignKeyField(Introduction, on_delete="RESTRICT", backref="guests")
    placement = ForeignKeyField(Placement, on_delete="RESTRICT", backref="invitations")
    invited_on = DateField()
    attended = BooleanField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        introduction_id: int
        placement_id: int

    class Meta:
        indexes = ((("introduction", "placement"), True),)


class Coverage(Table):
    """Until which day a department told all its placements of a year."""

    department = ForeignKeyField(Department, on_delete="RESTRICT", backref="coverage")
    year = IntegerField()
    until = DateField()
    reported_on = DateField()

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        department_id: int

    class Meta:
        indexes = ((("department", "year"), True),)
