"""A request for an internship, who asks for it, and which departments were asked."""

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
    fn,
)

from stagedesk.db.models.base import Table, UtcDateTimeField, one_of, rule
from stagedesk.db.models.directory import Department, School, Staff
from stagedesk.domain.codes import OUTCOMES_WITH_REASON, Answer, Outcome, Route, Status, WaitingOn

_needs_reason = ", ".join(f"'{outcome.value}'" for outcome in sorted(OUTCOMES_WITH_REASON))


class Applicant(Table):
    PERSONAL = frozenset({"name", "email", "phone"})

    name = TextField(default="")
    email = TextField(default="", index=True)
    phone = TextField(default="")
    language = CharField(max_length=5, default="")  # for letters
    minor = BooleanField(null=True)
    gender = CharField(max_length=1, null=True)

    class Meta:
        constraints = [rule("gender_is_a_code", "gender IS NULL OR gender IN ('m', 'f', 'x')")]


Applicant.add_index(Applicant.index(fn.lower(Applicant.name), name="applicant_name"))


class Request(Table):
    """One applicant × one internship sought, with one owner, one party it waits on and one due date."""

    PERSONAL = frozenset({"title", "sender_name", "sender_email", "school_words", "study", "period_words"})

    reference = CharField(max_length=20, unique=True)
    group = IntegerField(null=True, index=True)  # requests of one mail share the number of the first
    route = CharField(max_length=20, default=Route.MAILBOX)
    received_at = UtcDateTimeField()
    received_on = DateField(index=True)  # in the city's own time
    applicant = ForeignKeyField(Applicant, on_delete="RESTRICT")
    sender_name = TextField(default="")
    sender_email = TextField(default="", index=True)
    title = TextField(default="")  # what it is about, in the sender's words
    automatic = BooleanField(default=False)  # a machine wrote it: probably no request at all
    language = CharField(max_length=5, default="")
    school = ForeignKeyField(School, null=True, on_delete="RESTRICT")
    school_words = TextField(default="")
    level_followed = CharField(max_length=20, null=True)
    level_held = CharField(max_length=20, null=True)
    study = TextField(default="")
    kind = CharField(max_length=20, null=True)
    period_start = DateField(null=True)
    period_end = DateField(null=True)
    period_words = TextField(default="")
    hours_total = FloatField(null=True)
    hours_per_week = FloatField(null=True)
    deadline_on = DateField(null=True)  # the applicant's own

    owner = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="requests")
    status = CharField(max_length=20, default=Status.RECEIVED)
    waiting_on = CharField(max_length=20, null=True)
    waiting_since = DateField(null=True)
    due_on = DateField(null=True)
    snoozed_until = DateField(null=True)
    attention_since = UtcDateTimeField(null=True)  # the desk must look at it: it is in the Inbox
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT")  # the one asked last

    outcome = CharField(max_length=30, null=True)
    reason = CharField(max_length=40, null=True)
    ended_by = CharField(max_length=20, null=True)  # for a withdrawal: applicant, school or department
    closed_on = DateField(null=True)
    closed_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="closed_requests")
    continues = ForeignKeyField("self", null=True, on_delete="RESTRICT")  # the earlier or the kept request
    version = IntegerField(default=1)
    told_on = DateField(null=True)  # the applicant last heard from us where the request stands

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        applicant_id: int
        school_id: int | None
        owner_id: int | None
        department_id: int | None
        closed_by_id: int | None
        continues_id: int | None

    class Meta:
        constraints = [
            one_of("route", Route),
            one_of("status", Status),
            one_of("waiting_on", WaitingOn, or_nothing=True),
            one_of("outcome", Outcome, or_nothing=True),
            rule("closed_is_closed", "(status = 'closed') = (closed_on IS NOT NULL)"),
            rule("open_has_owner", "closed_on IS NOT NULL OR owner_id IS NOT NULL"),
            rule("open_has_waiting_on", "closed_on IS NOT NULL OR waiting_on IS NOT NULL"),
            rule("open_has_waiting_since", "closed_on IS NOT NULL OR waiting_since IS NOT NULL"),
            rule("open_has_due_on", "closed_on IS NOT NULL OR due_on IS NOT NULL"),
            rule("due_on_is_a_day", "due_on IS NULL OR CAST(due_on AS VARCHAR(20)) LIKE '____-__-__'"),
            rule("open_has_no_outcome", "closed_on IS NOT NULL OR outcome IS NULL"),
            rule("closed_has_outcome", "closed_on IS NULL OR outcome IS NOT NULL"),
            rule("closed_waits_for_nothing", "closed_on IS NULL OR (due_on IS NULL AND waiting_on IS NULL)"),
            rule(
                "outcome_has_reason",
                f"closed_on IS NULL OR outcome NOT IN ({_needs_reason}) OR reason IS NOT NULL",
            ),
            rule(
                "withdrawn_by_somebody", "closed_on IS NULL OR outcome <> 'withdrawn' OR ended_by IS NOT NULL"
            ),
            rule("routed_has_department", "status <> 'routed' OR department_id IS NOT NULL"),
        ]


# `closed_on IS NULL` needs no parameter, so both planners use these partial indexes.
Request.add_index(
    Request.index(Request.due_on, Request.id, name="request_open_due").where(SQL("closed_on IS NULL"))
)
Request.add_index(
    Request.index(Request.attention_since, Request.id, name="request_inbox").where(
        SQL("attention_since IS NOT NULL")
    )
)
Request.add_index(
    Request.index(
        Request.waiting_on,
        Request.department,
        Request.received_on,
        Request.due_on,
        Request.closed_on,  # with it SQLite needs to read nothing but the index
        name="request_board",
    ).where(SQL("closed_on IS NULL"))
)
Request.add_index(
    Request.index(Request.waiting_on, Request.due_on, Request.id, name="request_open_waiting").where(
        SQL("closed_on IS NULL")
    )
)
Request.add_index(
    Request.index(Request.owner, Request.due_on, Request.id, name="request_open_owner").where(
        SQL("closed_on IS NULL")
    )
)
Request.add_index(
    Request.index(Request.closed_on, Request.id, name="request_closed").where(SQL("closed_on IS NOT NULL"))
)
Request.add_index(Request.index(Request.received_at, Request.id, name="request_newest"))


class Referral(Table):
    """A department was asked; it answers at most once."""

    PERSONAL = frozenset({"remark"})

    request = ForeignKeyField(Request, on_delete="RESTRICT", backref="referrals")
    department = ForeignKeyField(Department, on_delete="RESTRICT", backref="referrals")
    asked_at = UtcDateTimeField()
    asked_on = DateField()
    due_on = DateField()
    reminded = IntegerField(default=0)  # reminders sent
    reminded_on = DateField(null=True)
    escalated_on = DateField(null=True)
    suggested = ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="suggestions")
    answer = CharField(max_length=20, null=True)
    reason = CharField(max_length=40, null=True)
    remark = TextField(default="")
    answered_at = UtcDateTimeField(null=True)
    answered_on = DateField(null=True)
    answered_by = IntegerField(null=True)  # the message that carried the answer
    confirmed_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
    # Answer links carry the round; more time or a step taken back starts the next and voids the old ones.
    round = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])
    quiet_until = DateField(null=True)  # no reminder and no supervisor before this day
    starts_on = DateField(null=True)  # a yes, from this day

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        request_id: int
        department_id: int
        suggested_id: int | None
        confirmed_by_id: int | None

    class Meta:
        constraints = [
            one_of("answer", Answer, or_nothing=True),
            rule("answered_has_date", "(answer IS NULL) = (answered_at IS NULL)"),
            rule("answered_has_day", "(answer IS NULL) = (answered_on IS NULL)"),
            rule("no_has_reason", "answer IS NULL OR answer <> 'no' OR reason IS NOT NULL"),
        ]


# A department is asked about a request once at a time.
Referral.add_index(
    Referral.index(Referral.request, Referral.department, unique=True, name="referral_pending_once").where(
        SQL("answer IS NULL")
    )
)
Referral.add_index(
    Referral.index(Referral.due_on, Referral.id, name="referral_pending_due").where(SQL("answer IS NULL"))
)
Referral.add_index(
    Referral.index(Referral.answered_at, name="referral_answered").where(SQL("answer IS NOT NULL"))
)
