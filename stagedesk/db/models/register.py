"""Places, agreements, placements and what came after."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, FloatField, ForeignKeyField, IntegerField, TextField

from stagedesk.db.models.base import Table, one_of, rule
from stagedesk.db.models.directory import Department, School, Staff
from stagedesk.db.models.requests import Applicant, Request
from stagedesk.domain.codes import Route

_three_valued = "IN ('yes', 'no', 'unknown')"


class Place(Table):
    """Capacity that a department offers."""

    department = ForeignKeyField(Department, on_delete="RESTRICT", backref="places")
    title = TextField()
    kind = CharField(max_length=20, null=True)
    level = CharField(max_length=20, null=True)
    opened_on = DateField()
    period_start = DateField(null=True)
    period_end = DateField(null=True)
    slots = IntegerField(default=1)
    periods = IntegerField(default=1)
    structural = BooleanField(default=False)
    paid = CharField(max_length=10, default="unknown")
    accessible = BooleanField(default=False)
    priority_for_target_groups = BooleanField(default=False)
    vacancy_text = TextField(default="")
    for_request = ForeignKeyField(Request, null=True, on_delete="RESTRICT")  # made by saying yes to it
    withdrawn_on = DateField(null=True)
    withdrawn_reason = CharField(max_length=40, null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        department_id: int
        for_request_id: int | None

    class Meta:
        constraints = [
            rule("place_has_slots", "slots > 0 AND periods > 0"),
            rule("place_paid_is_a_code", f"paid {_three_valued}"),
            rule("withdrawn_place_has_reason", "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)"),
        ]


class Publication(Table):
    """Where and when a place's vacancy was shown."""

    place = ForeignKeyField(Place, on_delete="CASCADE", backref="publications")
    channel = TextField()
    published_on = DateField()
    ended_on = DateField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        place_id: int


class Placement(Table):
    """A person at a host for one or more periods, whoever arranged it."""

    PERSONAL = frozenset({"mentor", "study"})

    applicant = ForeignKeyField(Applicant, on_delete="RESTRICT", backref="placements")
    request = ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="placements")
    place = ForeignKeyField(Place, null=True, on_delete="RESTRICT", backref="placements")
    department = ForeignKeyField(Department, on_delete="RESTRICT", backref="placements")
    school = ForeignKeyField(School, null=True, on_delete="RESTRICT")
    route = CharField(max_length=20)
    kind = CharField(max_length=20)
    legal_form = CharField(max_length=20, null=True)
    programme = CharField(max_length=40, null=True)
    level_followed = CharField(max_length=20, null=True)
    level_held = CharField(max_length=20, null=True)
    study = TextField(default="")
    days_per_week = FloatField(null=True)
    hours_total = FloatField(null=True)
    compensation = CharField(max_length=10, default="unknown")
    mentor = TextField(default="")
    owner = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
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
        ]


class PlacementPeriod(Table):
    """A planned block, or an interruption of it."""

    placement = ForeignKeyField(Placement, on_delete="CASCADE", backref="periods")
    first_day = DateField()
    last_day = DateField()
    interruption = BooleanField(default=False)

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


class ChecklistItem(Table):
    """A document or duty before, during or after a placement, and who has the next move."""

    PERSONAL = frozenset({"seen_by_name"})

    placement = ForeignKeyField(Placement, on_delete="CASCADE", backref="checklist")
    document = CharField(max_length=40)
    state = CharField(max_length=20, default="asked")
    next_move = CharField(max_length=20, null=True)
    due_on = DateField(null=True)
    done_on = DateField(null=True)
    seen_by_name = TextField(default="")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int

    class Meta:
        indexes = ((("placement", "document"), True),)
        constraints = [
            rule(
                "checklist_state_is_a_code",
                "state IN ('not_needed', 'asked', 'received', 'checked', 'signed')",
            )
        ]


class Hire(Table):
    """What came after a placement: a contract, none, or unknown."""

    placement = ForeignKeyField(Placement, on_delete="RESTRICT", backref="hires")
    asked_on = DateField()
    hired = CharField(max_length=10)
    contract_start = DateField(null=True)
    contract_type = CharField(max_length=40, null=True)
    employer = CharField(max_length=40, null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int

    class Meta:
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
