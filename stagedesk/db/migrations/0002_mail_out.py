"""Mail goes out: letters about many requests or none, their files, retries; absences; rounds of asking."""

import peewee as pw

from stagedesk.db.reshape import reshape


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Staff(Table):
    """There already."""


class Department(Table):
    """There already."""


class School(Table):
    """There already."""


class Applicant(Table):
    """There already."""


class Raw(Table):
    """There already."""


class Message(Table):
    """There already."""


class Request(Table):
    reference = pw.CharField(max_length=20, unique=True)
    group = pw.IntegerField(null=True, index=True)
    route = pw.CharField(max_length=20)
    received_at = pw.DateTimeField()
    received_on = pw.DateField(index=True)
    applicant = pw.ForeignKeyField(Applicant, on_delete="RESTRICT", backref="+")
    sender_name = pw.TextField()
    sender_email = pw.TextField(index=True)
    title = pw.TextField()
    automatic = pw.BooleanField()
    language = pw.CharField(max_length=5)
    school = pw.ForeignKeyField(School, null=True, on_delete="RESTRICT", backref="+")
    school_words = pw.TextField()
    level_followed = pw.CharField(max_length=20, null=True)
    level_held = pw.CharField(max_length=20, null=True)
    study = pw.TextField()
    kind = pw.CharField(max_length=20, null=True)
    period_start = pw.DateField(null=True)
    period_end = pw.DateField(null=True)
    period_words = pw.TextField()
    hours_total = pw.FloatField(null=True)
    hours_per_week = pw.FloatField(null=True)
    deadline_on = pw.DateField(null=True)
    owner = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    status = pw.CharField(max_length=20)
    waiting_on = pw.CharField(max_length=20, null=True)
    waiting_since = pw.DateField(null=True)
    due_on = pw.DateField(null=True)
    snoozed_until = pw.DateField(null=True)
    attention_since = pw.DateTimeField(null=True)
    department = pw.ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    outcome = pw.CharField(max_length=30, null=True)
    reason = pw.CharField(max_length=40, null=True)
    ended_by = pw.CharField(max_length=20, null=True)
    closed_on = pw.DateField(null=True)
    closed_by = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    continues = pw.ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    version = pw.IntegerField()
    told_on = pw.DateField(null=True)

    class Meta:
        constraints = [
            pw.Check(
                "route IN ('mailbox', 'department', 'phone', 'form', 'school_call', 'vacancy', 'import')",
                name="route_is_a_code",
            ),
            pw.Check(
                "status IN ('received', 'triage', 'incomplete', 'routed', 'offered', 'waiting_list', 'closed')",
                name="status_is_a_code",
            ),
            pw.Check(
                "waiting_on IS NULL OR waiting_on IN ('desk', 'department', 'applicant', 'school', 'supervisor')",
                name="waiting_on_is_a_code",
            ),
            pw.Check(
                "outcome IS NULL OR outcome IN ('placed', 'rejected', 'withdrawn', 'applicant_no_answer', 'department_no_answer', 'redirected', 'duplicate', 'out_of_scope')",
                name="outcome_is_a_code",
            ),
            pw.Check("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_is_closed"),
            pw.Check("closed_on IS NOT NULL OR owner_id IS NOT NULL", name="open_has_owner"),
            pw.Check("closed_on IS NOT NULL OR waiting_on IS NOT NULL", name="open_has_waiting_on"),
            pw.Check("closed_on IS NOT NULL OR waiting_since IS NOT NULL", name="open_has_waiting_since"),
            pw.Check("closed_on IS NOT NULL OR due_on IS NOT NULL", name="open_has_due_on"),
            pw.Check(
                "due_on IS NULL OR CAST(due_on AS VARCHAR(20)) LIKE '____-__-__'", name="due_on_is_a_day"
            ),
            pw.Check("closed_on IS NOT NULL OR outcome IS NULL", name="open_has_no_outcome"),
            pw.Check("closed_on IS NULL OR outcome IS NOT NULL", name="closed_has_outcome"),
            pw.Check(
                "closed_on IS NULL OR (due_on IS NULL AND waiting_on IS NULL)",
                name="closed_waits_for_nothing",
            ),
            pw.Check(
                "closed_on IS NULL OR outcome NOT IN ('rejected', 'withdrawn') OR reason IS NOT NULL",
                name="outcome_has_reason",
            ),
            pw.Check(
                "closed_on IS NULL OR outcome <> 'withdrawn' OR ended_by IS NOT NULL",
                name="withdrawn_by_somebody",
            ),
            pw.Check("status <> 'routed' OR department_id IS NOT NULL", name="routed_has_department"),
        ]


Request.add_index(
    Request.index(Request.due_on, Request.id, name="request_open_due").where(pw.SQL("closed_on IS NULL"))
)
Request.add_index(
    Request.index(Request.attention_since, Request.id, name="request_inbox").where(
        pw.SQL("attention_since IS NOT NULL")
    )
)
Request.add_index(
    Request.index(
        Request.waiting_on,
        Request.department,
        Request.received_on,
        Request.due_on,
        Request.closed_on,
        name="request_board",
    ).where(pw.SQL("closed_on IS NULL"))
)
Request.add_index(
    Request.index(Request.waiting_on, Request.due_on, Request.id, name="request_open_waiting").where(
        pw.SQL("closed_on IS NULL")
    )
)
Request.add_index(
    Request.index(Request.owner, Request.due_on, Request.id, name="request_open_owner").where(
        pw.SQL("closed_on IS NULL")
    )
)
Request.add_index(
    Request.index(Request.closed_on, Request.id, name="request_closed").where(pw.SQL("closed_on IS NOT NULL"))
)
Request.add_index(Request.index(Request.received_at, Request.id, name="request_newest"))


class Referral(Table):
    request = pw.ForeignKeyField(Request, on_delete="RESTRICT", backref="+")
    department = pw.ForeignKeyField(Department, on_delete="RESTRICT", backref="+")
    asked_at = pw.DateTimeField()
    asked_on = pw.DateField()
    due_on = pw.DateField()
    reminded = pw.IntegerField()
    reminded_on = pw.DateField(null=True)
    escalated_on = pw.DateField(null=True)
    suggested = pw.ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    answer = pw.CharField(max_length=20, null=True)
    reason = pw.CharField(max_length=40, null=True)
    remark = pw.TextField()
    answered_at = pw.DateTimeField(null=True)
    answered_on = pw.DateField(null=True)
    answered_by = pw.IntegerField(null=True)
    confirmed_by = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    round = pw.IntegerField(constraints=[pw.SQL("DEFAULT 1")])
    quiet_until = pw.DateField(null=True)
    starts_on = pw.DateField(null=True)

    class Meta:
        constraints = [
            pw.Check(
                "answer IS NULL OR answer IN ('yes', 'yes_if', 'no', 'no_answer', 'withdrawn')",
                name="answer_is_a_code",
            ),
            pw.Check("(answer IS NULL) = (answered_at IS NULL)", name="answered_has_date"),
            pw.Check("(answer IS NULL) = (answered_on IS NULL)", name="answered_has_day"),
            pw.Check("answer IS NULL OR answer <> 'no' OR reason IS NOT NULL", name="no_has_reason"),
        ]


Referral.add_index(
    Referral.index(Referral.request, Referral.department, name="referral_pending_once", unique=True).where(
        pw.SQL("answer IS NULL")
    )
)
Referral.add_index(
    Referral.index(Referral.due_on, Referral.id, name="referral_pending_due").where(pw.SQL("answer IS NULL"))
)
Referral.add_index(
    Referral.index(Referral.answered_at, name="referral_answered").where(pw.SQL("answer IS NOT NULL"))
)


class Ledger(Table):
    source = pw.TextField()
    source_key = pw.TextField()
    original = pw.ForeignKeyField(Raw, null=True, on_delete="RESTRICT", backref="+")
    state = pw.CharField(max_length=20)
    message = pw.ForeignKeyField(Message, null=True, on_delete="RESTRICT", backref="+")
    error = pw.TextField()
    seen_at = pw.DateTimeField()

    class Meta:
        constraints = [
            pw.Check("state IN ('taken', 'duplicate', 'ignored', 'failed')", name="state_is_a_code"),
            pw.Check("state NOT IN ('failed', 'ignored') OR error <> ''", name="failed_says_why"),
            pw.Check("state IN ('failed', 'ignored') OR message_id IS NOT NULL", name="taken_has_message"),
        ]


Ledger.add_index(
    Ledger.index(Ledger.source, Ledger.source_key, Ledger.original, name="ledger_once", unique=True)
)
Ledger.add_index(Ledger.index(Ledger.seen_at, name="ledger_failed").where(pw.SQL("state = 'failed'")))


class Outgoing(Table):
    request = pw.ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="+")
    referral = pw.ForeignKeyField(Referral, null=True, on_delete="RESTRICT", backref="+")
    letter = pw.CharField(max_length=30)
    recipients = pw.TextField()
    copies = pw.TextField()
    subject = pw.TextField()
    body = pw.TextField()
    mail_id = pw.TextField(unique=True)
    thread = pw.TextField()
    decided_at = pw.DateTimeField()
    hold_until = pw.DateTimeField()
    state = pw.CharField(max_length=20)
    attempts = pw.IntegerField()
    error = pw.TextField()
    sent_at = pw.DateTimeField(null=True)
    bounced_at = pw.DateTimeField(null=True)
    message = pw.ForeignKeyField(Message, null=True, unique=True, on_delete="RESTRICT", backref="+")
    decided_by = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    department = pw.ForeignKeyField(Department, null=True, on_delete="RESTRICT", backref="+")
    retry_at = pw.DateTimeField(null=True)
    claim = pw.CharField(max_length=64, constraints=[pw.SQL("DEFAULT ''")])
    claimed_at = pw.DateTimeField(null=True)

    class Meta:
        constraints = [
            pw.Check(
                "letter IN ('acknowledgement', 'question', 'question_again', 'referral', 'reminder_1', 'reminder_2', 'digest', 'escalation', 'withdraw_referral', 'offer', 'waiting_list', 'still_looking', 'refusal', 'withdrawal', 'places_call', 'arranged_call', 'invitation', 'report')",
                name="letter_is_a_code",
            ),
            pw.Check(
                "state IN ('held', 'sending', 'sent', 'failed', 'uncertain', 'dropped')",
                name="state_is_a_code",
            ),
            pw.Check("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_date"),
            pw.Check("bounced_at IS NULL OR error <> ''", name="bounced_says_why"),
            pw.Check("(state = 'sent') = (message_id IS NOT NULL)", name="sent_has_message"),
            pw.Check("(state = 'sending') = (claim <> '')", name="sending_is_claimed"),
        ]


Outgoing.add_index(
    Outgoing.index(Outgoing.hold_until, name="outgoing_waiting").where(pw.SQL("state <> 'sent'"))
)
Outgoing.add_index(
    Outgoing.index(Outgoing.request, name="outgoing_acknowledged_once", unique=True).where(
        pw.SQL("letter = 'acknowledgement'")
    )
)


class Absence(Table):
    staff = pw.ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    first_day = pw.DateField()
    last_day = pw.DateField()
    stand_in = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    note = pw.TextField()

    class Meta:
        constraints = [
            pw.Check("last_day >= first_day", name="absence_in_order"),
        ]


class OutgoingItem(Table):
    outgoing = pw.ForeignKeyField(Outgoing, on_delete="CASCADE", backref="+")
    request = pw.ForeignKeyField(Request, on_delete="RESTRICT", backref="+")
    referral = pw.ForeignKeyField(Referral, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        indexes = ((("outgoing", "request"), True),)


class Enclosure(Table):
    outgoing = pw.ForeignKeyField(Outgoing, on_delete="CASCADE", backref="+")
    position = pw.IntegerField()
    name = pw.TextField()
    type = pw.TextField()
    content = pw.ForeignKeyField(Raw, on_delete="RESTRICT", backref="+")

    class Meta:
        indexes = ((("outgoing", "position"), True),)


SHAPED = [Request, Referral, Ledger, Outgoing]
NEW = [Absence, OutgoingItem, Enclosure]


def up(migrator, db):
    for table in SHAPED:
        reshape(db, table)
    with db.bind_ctx(NEW):
        db.create_tables(NEW)
