"""The desk's first schema: tables, the rules they keep, the search index."""

import peewee as pw


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Staff(Table):
    code = pw.CharField(max_length=40, unique=True)
    name = pw.TextField()
    email = pw.TextField()
    role = pw.CharField(max_length=20)
    left_on = pw.DateField(null=True)

    class Meta:
        constraints = [
            pw.Check("role IN ('desk', 'supervisor', 'privacy', 'reader')", name="role_is_a_code"),
        ]


class Directorate(Table):
    name = pw.TextField(unique=True)
    valid_from = pw.DateField(null=True)
    valid_to = pw.DateField(null=True)


class Department(Table):
    code = pw.CharField(max_length=40, unique=True)
    name = pw.TextField()
    directorate = pw.ForeignKeyField(Directorate, null=True, on_delete="RESTRICT", backref="+")
    email = pw.TextField()
    head_email = pw.TextField()
    domain = pw.TextField()
    valid_from = pw.DateField(null=True)
    valid_to = pw.DateField(null=True)


class DepartmentAlias(Table):
    department = pw.ForeignKeyField(Department, on_delete="CASCADE", backref="+")
    name = pw.TextField(unique=True)


class School(Table):
    code = pw.CharField(max_length=40, unique=True)
    name = pw.TextField()
    type = pw.CharField(max_length=20)
    city = pw.TextField()
    valid_to = pw.DateField(null=True)

    class Meta:
        constraints = [
            pw.Check(
                "type IN ('school', 'training_centre', 'job_coach', 'vdab')", name="school_type_is_a_code"
            ),
        ]


class SchoolAlias(Table):
    school = pw.ForeignKeyField(School, on_delete="CASCADE", backref="+")
    name = pw.TextField()
    is_domain = pw.BooleanField()

    class Meta:
        indexes = ((("name", "is_domain"), True),)


class Contact(Table):
    department = pw.ForeignKeyField(Department, null=True, on_delete="CASCADE", backref="+")
    school = pw.ForeignKeyField(School, null=True, on_delete="CASCADE", backref="+")
    name = pw.TextField()
    email = pw.TextField()
    phone = pw.TextField()
    function = pw.TextField()
    valid_to = pw.DateField(null=True)

    class Meta:
        constraints = [
            pw.Check("(department_id IS NULL) <> (school_id IS NULL)", name="contact_of_one"),
        ]


class ClosingDay(Table):
    day = pw.DateField(index=True)
    name = pw.TextField()
    department = pw.ForeignKeyField(Department, null=True, on_delete="CASCADE", backref="+")

    class Meta:
        indexes = ((("day", "department"), True),)


class Applicant(Table):
    name = pw.TextField()
    email = pw.TextField(index=True)
    phone = pw.TextField()
    language = pw.CharField(max_length=5)
    minor = pw.BooleanField(null=True)
    gender = pw.CharField(max_length=1, null=True)

    class Meta:
        constraints = [
            pw.Check("gender IS NULL OR gender IN ('m', 'f', 'x')", name="gender_is_a_code"),
        ]


Applicant.add_index(Applicant.index(pw.fn.lower(Applicant.name), name="applicant_name"))


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


class Raw(Table):
    hash = pw.CharField(max_length=64, unique=True)
    bytes = pw.BlobField()


class Message(Table):
    direction = pw.CharField(max_length=3)
    kind = pw.CharField(max_length=20)
    subkind = pw.CharField(max_length=20)
    kind_because = pw.TextField()
    original = pw.ForeignKeyField(Raw, unique=True, on_delete="RESTRICT", backref="+")
    identity = pw.TextField(unique=True)
    mail_id = pw.TextField(index=True)
    thread = pw.TextField()
    sender_name = pw.TextField()
    sender_email = pw.TextField(index=True)
    recipients = pw.TextField()
    subject = pw.TextField()
    sent_at = pw.DateTimeField(null=True)
    taken_at = pw.DateTimeField()
    language = pw.CharField(max_length=5)
    body = pw.TextField()
    text_hash = pw.BigIntegerField(null=True)
    automatic = pw.TextField()
    proposal = pw.CharField(max_length=20, null=True)
    proposal_because = pw.TextField()
    proposal_value = pw.CharField(max_length=40)
    handled_at = pw.DateTimeField(null=True)
    warnings = pw.TextField()

    class Meta:
        constraints = [
            pw.Check("direction IN ('in', 'out')", name="direction_is_a_code"),
            pw.Check(
                "kind IN ('request', 'follow_up', 'answer', 'automatic', 'bounce', 'receipt', 'newsletter', 'spam', 'out_of_scope', 'figures_question', 'letter')",
                name="kind_is_a_code",
            ),
            pw.Check(
                "proposal IS NULL OR proposal IN ('yes', 'yes_if', 'no', 'question', 'other_department', 'more_time', 'withdrawn', 'reopen')",
                name="proposal_is_a_code",
            ),
        ]


Message.add_index(
    Message.index(Message.text_hash, name="message_text").where(pw.SQL("text_hash IS NOT NULL"))
)


class Attachment(Table):
    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")
    position = pw.IntegerField()
    name = pw.TextField()
    type = pw.TextField()
    size = pw.IntegerField()
    sha256 = pw.CharField(max_length=64)


class Entry(Table):
    request = pw.ForeignKeyField(Request, on_delete="RESTRICT", backref="+")
    message = pw.ForeignKeyField(Message, on_delete="RESTRICT", backref="+")
    referral = pw.ForeignKeyField(Referral, null=True, on_delete="RESTRICT", backref="+")
    because = pw.TextField()

    class Meta:
        indexes = ((("request", "message"), True),)


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
            pw.Check("state IN ('taken', 'duplicate', 'failed')", name="state_is_a_code"),
            pw.Check("state <> 'failed' OR error <> ''", name="failed_says_why"),
            pw.Check("state = 'failed' OR message_id IS NOT NULL", name="taken_has_message"),
        ]


Ledger.add_index(
    Ledger.index(Ledger.source, Ledger.source_key, Ledger.original, name="ledger_once", unique=True)
)
Ledger.add_index(Ledger.index(Ledger.seen_at, name="ledger_failed").where(pw.SQL("state = 'failed'")))


class Outgoing(Table):
    request = pw.ForeignKeyField(Request, on_delete="RESTRICT", backref="+")
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

    class Meta:
        constraints = [
            pw.Check(
                "letter IN ('referral', 'reminder_1', 'reminder_2', 'question', 'offer', 'refusal', 'withdraw_referral')",
                name="letter_is_a_code",
            ),
            pw.Check("state IN ('held', 'sending', 'sent', 'failed')", name="state_is_a_code"),
            pw.Check("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_date"),
            pw.Check("bounced_at IS NULL OR error <> ''", name="bounced_says_why"),
            pw.Check("(state = 'sent') = (message_id IS NOT NULL)", name="sent_has_message"),
        ]


Outgoing.add_index(
    Outgoing.index(Outgoing.hold_until, name="outgoing_waiting").where(pw.SQL("state <> 'sent'"))
)


class Place(Table):
    department = pw.ForeignKeyField(Department, on_delete="RESTRICT", backref="+")
    title = pw.TextField()
    kind = pw.CharField(max_length=20, null=True)
    level = pw.CharField(max_length=20, null=True)
    opened_on = pw.DateField()
    period_start = pw.DateField(null=True)
    period_end = pw.DateField(null=True)
    slots = pw.IntegerField()
    periods = pw.IntegerField()
    structural = pw.BooleanField()
    paid = pw.CharField(max_length=10)
    accessible = pw.BooleanField()
    priority_for_target_groups = pw.BooleanField()
    vacancy_text = pw.TextField()
    for_request = pw.ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="+")
    withdrawn_on = pw.DateField(null=True)
    withdrawn_reason = pw.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            pw.Check("slots > 0 AND periods > 0", name="place_has_slots"),
            pw.Check("paid IN ('yes', 'no', 'unknown')", name="place_paid_is_a_code"),
            pw.Check(
                "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_place_has_reason"
            ),
        ]


class Publication(Table):
    place = pw.ForeignKeyField(Place, on_delete="CASCADE", backref="+")
    channel = pw.TextField()
    published_on = pw.DateField()
    ended_on = pw.DateField(null=True)


class Placement(Table):
    applicant = pw.ForeignKeyField(Applicant, on_delete="RESTRICT", backref="+")
    request = pw.ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="+")
    place = pw.ForeignKeyField(Place, null=True, on_delete="RESTRICT", backref="+")
    department = pw.ForeignKeyField(Department, on_delete="RESTRICT", backref="+")
    school = pw.ForeignKeyField(School, null=True, on_delete="RESTRICT", backref="+")
    route = pw.CharField(max_length=20)
    kind = pw.CharField(max_length=20)
    legal_form = pw.CharField(max_length=20, null=True)
    programme = pw.CharField(max_length=40, null=True)
    level_followed = pw.CharField(max_length=20, null=True)
    level_held = pw.CharField(max_length=20, null=True)
    study = pw.TextField()
    days_per_week = pw.FloatField(null=True)
    hours_total = pw.FloatField(null=True)
    compensation = pw.CharField(max_length=10)
    mentor = pw.TextField()
    owner = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    started_on = pw.DateField(null=True)
    ended_on = pw.DateField(null=True)
    cancelled_on = pw.DateField(null=True)
    no_show = pw.BooleanField()
    ended_reason = pw.CharField(max_length=40, null=True)
    ended_by = pw.CharField(max_length=20, null=True)
    reconstructed = pw.BooleanField()
    extends = pw.ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    version = pw.IntegerField()

    class Meta:
        constraints = [
            pw.Check(
                "route IN ('mailbox', 'department', 'phone', 'form', 'school_call', 'vacancy', 'import')",
                name="route_is_a_code",
            ),
            pw.Check("compensation IN ('yes', 'no', 'unknown')", name="placement_compensation_is_a_code"),
            pw.Check(
                "ended_on IS NULL OR (started_on IS NOT NULL AND ended_on >= started_on)",
                name="ended_after_start",
            ),
            pw.Check("NOT no_show OR started_on IS NULL", name="no_show_never_started"),
        ]


class PlacementPeriod(Table):
    placement = pw.ForeignKeyField(Placement, on_delete="CASCADE", backref="+")
    first_day = pw.DateField()
    last_day = pw.DateField()
    interruption = pw.BooleanField()

    class Meta:
        constraints = [
            pw.Check("last_day >= first_day", name="period_in_order"),
        ]


class Agreement(Table):
    placement = pw.ForeignKeyField(Placement, on_delete="RESTRICT", backref="+")
    legal_form = pw.CharField(max_length=20)
    programme = pw.CharField(max_length=40, null=True)
    sent_on = pw.DateField(null=True)
    complete_on = pw.DateField(null=True)


class ChecklistItem(Table):
    placement = pw.ForeignKeyField(Placement, on_delete="CASCADE", backref="+")
    document = pw.CharField(max_length=40)
    state = pw.CharField(max_length=20)
    next_move = pw.CharField(max_length=20, null=True)
    due_on = pw.DateField(null=True)
    done_on = pw.DateField(null=True)
    seen_by_name = pw.TextField()

    class Meta:
        indexes = ((("placement", "document"), True),)
        constraints = [
            pw.Check(
                "state IN ('not_needed', 'asked', 'received', 'checked', 'signed')",
                name="checklist_state_is_a_code",
            ),
        ]


class Hire(Table):
    placement = pw.ForeignKeyField(Placement, on_delete="RESTRICT", backref="+")
    asked_on = pw.DateField()
    hired = pw.CharField(max_length=10)
    contract_start = pw.DateField(null=True)
    contract_type = pw.CharField(max_length=40, null=True)
    employer = pw.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            pw.Check("hired IN ('yes', 'no', 'unknown')", name="hire_is_a_code"),
            pw.Check("hired <> 'yes' OR contract_start IS NOT NULL", name="hired_has_date"),
        ]


class Target(Table):
    definition = pw.CharField(max_length=40)
    year = pw.IntegerField()
    number = pw.IntegerField()

    class Meta:
        indexes = ((("definition", "year"), True),)


class Event(Table):
    at = pw.DateTimeField(index=True)
    by = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    kind = pw.CharField(max_length=40, index=True)
    request = pw.IntegerField(null=True, index=True)
    batch = pw.CharField(max_length=32, null=True, index=True)
    facts = pw.TextField()
    changes = pw.TextField()
    details_digest = pw.CharField(max_length=64)
    undoes = pw.IntegerField(null=True, unique=True)
    previous = pw.CharField(max_length=64, unique=True)
    digest = pw.CharField(max_length=64, unique=True)


class EventDetails(Table):
    event = pw.ForeignKeyField(Event, unique=True, on_delete="RESTRICT", backref="+")
    salt = pw.CharField(max_length=32)
    details = pw.TextField(null=True)


class Counter(Table):
    name = pw.CharField(max_length=40, unique=True)
    value = pw.IntegerField()


class Secret(Table):
    name = pw.CharField(max_length=40, unique=True)
    value = pw.TextField()


class TargetGroupRecord(Table):
    placement = pw.ForeignKeyField(Placement, unique=True, on_delete="RESTRICT", backref="+")
    definition_version = pw.CharField(max_length=40)
    consent_text_version = pw.CharField(max_length=40)
    declared_on = pw.DateField()
    withdrawn_on = pw.DateField(null=True)
    foreign_origin = pw.BooleanField(null=True)
    disability = pw.BooleanField(null=True)


TABLES = [
    Staff,
    Directorate,
    Department,
    DepartmentAlias,
    School,
    SchoolAlias,
    Contact,
    ClosingDay,
    Applicant,
    Request,
    Referral,
    Raw,
    Message,
    Attachment,
    Entry,
    Ledger,
    Outgoing,
    Place,
    Publication,
    Placement,
    PlacementPeriod,
    Agreement,
    ChecklistItem,
    Hire,
    Target,
    Event,
    EventDetails,
    Counter,
    Secret,
    TargetGroupRecord,
]

SQLITE = (
    (
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN"
        " SELECT RAISE(ABORT, 'the history is never changed'); END"
    ),
    (
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN"
        " SELECT RAISE(ABORT, 'the history is never changed'); END"
    ),
    # INSERT OR REPLACE removes the old row without the delete trigger, so the insert is looked at too.
    (
        "CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS"
        " (SELECT 1 FROM event WHERE id = NEW.id OR digest = NEW.digest OR previous = NEW.previous"
        " OR undoes = NEW.undoes) BEGIN"
        " SELECT RAISE(ABORT, 'the history is never changed'); END"
    ),
    (
        "CREATE TRIGGER referral_answered_once BEFORE UPDATE OF answer ON referral"
        " WHEN OLD.answer IS NOT NULL AND NEW.answer IS NOT NULL AND NEW.answer <> OLD.answer BEGIN"
        " SELECT RAISE(ABORT, 'a referral is answered once'); END"
    ),
    (
        "CREATE TRIGGER outgoing_sent_once BEFORE UPDATE OF state ON outgoing"
        " WHEN OLD.state = 'sent' AND NEW.state <> 'sent' BEGIN"
        " SELECT RAISE(ABORT, 'a sent letter stays sent'); END"
    ),
    (
        "CREATE TRIGGER outgoing_sent_stays BEFORE DELETE ON outgoing WHEN OLD.state = 'sent' BEGIN"
        " SELECT RAISE(ABORT, 'a sent letter stays sent'); END"
    ),
    (
        "CREATE VIRTUAL TABLE request_search USING fts5"
        " (words, prefix='2 3', tokenize=\"unicode61 remove_diacritics 2\")"
    ),
)

POSTGRESQL = (
    (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    (
        "CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE ON event"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change('the history is never changed')"
    ),
    (
        "CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON event"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the history is never changed')"
    ),
    (
        "CREATE TRIGGER referral_answered_once BEFORE UPDATE OF answer ON referral FOR EACH ROW"
        " WHEN (OLD.answer IS NOT NULL AND NEW.answer IS NOT NULL AND NEW.answer <> OLD.answer)"
        " EXECUTE FUNCTION refuse_change('a referral is answered once')"
    ),
    (
        "CREATE TRIGGER outgoing_sent_once BEFORE UPDATE OF state ON outgoing FOR EACH ROW"
        " WHEN (OLD.state = 'sent' AND NEW.state <> 'sent')"
        " EXECUTE FUNCTION refuse_change('a sent letter stays sent')"
    ),
    (
        "CREATE TRIGGER outgoing_sent_stays BEFORE DELETE ON outgoing FOR EACH ROW WHEN (OLD.state = 'sent')"
        " EXECUTE FUNCTION refuse_change('a sent letter stays sent')"
    ),
    "CREATE TABLE request_search (rowid INTEGER PRIMARY KEY, words TEXT NOT NULL, terms TSVECTOR NOT NULL)",
    "CREATE INDEX request_search_terms ON request_search USING gin (terms)",
)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for statement in SQLITE if isinstance(db, pw.SqliteDatabase) else POSTGRESQL:
        db.execute_sql(statement)
