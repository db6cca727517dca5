"""Mail in and out: raw bytes once, what was read of them, the ledger, the outbox."""

from typing import TYPE_CHECKING

from peewee import SQL, BigIntegerField, BlobField, CharField, ForeignKeyField, IntegerField, TextField

from stagedesk.db.models.base import Table, UtcDateTimeField, one_of, rule
from stagedesk.db.models.directory import Department, Staff
from stagedesk.db.models.requests import Referral, Request
from stagedesk.domain.codes import Direction, LedgerState, Letter, MessageKind, OutgoingState, Proposal


class Raw(Table):
    """The bytes of a mail, kept once."""

    hash = CharField(max_length=64, unique=True)  # sha256, hex
    bytes = BlobField()


class Message(Table):
    """One mail in or out."""

    PERSONAL = frozenset(
        {"sender_name", "sender_email", "recipients", "subject", "body", "kind_because"}
        | {"identity", "mail_id", "thread", "automatic", "proposal_because", "warnings"}
    )

    direction = CharField(max_length=3)
    kind = CharField(max_length=20)
    subkind = CharField(max_length=20, default="")
    kind_because = TextField(default="")
    original = ForeignKeyField(Raw, on_delete="RESTRICT", unique=True)
    identity = TextField(unique=True)  # the Message-ID, made unique when somebody used it twice
    mail_id = TextField(index=True)  # the Message-ID without <>
    thread = TextField(default="")  # In-Reply-To and References, newest first, one a line
    sender_name = TextField(default="")
    sender_email = TextField(default="", index=True)
    recipients = TextField(default="")
    subject = TextField(default="")
    sent_at = UtcDateTimeField(null=True)  # as the mail says
    taken_at = UtcDateTimeField()
    language = CharField(max_length=5, default="")
    body = TextField(default="")
    text_hash = BigIntegerField(null=True)  # of the asker's own words: finds copies that took another road
    automatic = TextField(default="")  # why it is a machine's, in the header's words; empty for people
    proposal = CharField(max_length=20, null=True)
    proposal_because = TextField(default="")
    proposal_value = CharField(max_length=40, default="")  # the other department, the reason, or the day
    handled_at = UtcDateTimeField(null=True)  # nobody has to see to it; or a person did, for all requests
    warnings = TextField(default="")  # one a line

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        original_id: int

    class Meta:
        constraints = [
            one_of("direction", Direction),
            one_of("kind", MessageKind),
            one_of("proposal", Proposal, or_nothing=True),
        ]


Message.add_index(Message.index(Message.text_hash, name="message_text").where(SQL("text_hash IS NOT NULL")))


class Attachment(Table):
    PERSONAL = frozenset({"name"})

    message = ForeignKeyField(Message, on_delete="CASCADE", backref="attachments")
    position = IntegerField()
    name = TextField()
    type = TextField()
    size = IntegerField()
    sha256 = CharField(max_length=64)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        message_id: int


class Entry(Table):
    """A message in a request's thread; one mail may ask for several internships, or answer for several.

    What it says about this request alone stands here, else with the message.
    """

    PERSONAL = frozenset({"proposal_because"})

    request = ForeignKeyField(Request, on_delete="RESTRICT", backref="entries")
    message = ForeignKeyField(Message, on_delete="RESTRICT", backref="entries")
    referral = ForeignKeyField(Referral, null=True, on_delete="RESTRICT")
    because = TextField(default="")  # why it is here: reference, linked by a person, …
    proposal = CharField(max_length=20, null=True)
    proposal_because = TextField(default="", constraints=[SQL("DEFAULT ''")])
    proposal_value = CharField(max_length=40, default="", constraints=[SQL("DEFAULT ''")])
    handled_at = UtcDateTimeField(null=True)  # a person saw to it for this request

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        request_id: int
        message_id: int
        referral_id: int | None

    class Meta:
        indexes = ((("request", "message"), True),)
        constraints = [one_of("proposal", Proposal, or_nothing=True)]


class Ledger(Table):
    """Every mail that a source showed, and what became of it."""

    PERSONAL = frozenset({"error"})  # a person's words about it, or what a broken mail held

    source = TextField()
    source_key = TextField()
    original = ForeignKeyField(Raw, null=True, on_delete="RESTRICT")
    state = CharField(max_length=20)
    message = ForeignKeyField(Message, null=True, on_delete="RESTRICT")
    error = TextField(default="")
    seen_at = UtcDateTimeField()

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        original_id: int | None
        message_id: int | None

    class Meta:
        constraints = [
            one_of("state", LedgerState),
            rule("failed_says_why", "state NOT IN ('failed', 'ignored') OR error <> ''"),
            rule("taken_has_message", "state IN ('failed', 'ignored') OR message_id IS NOT NULL"),
        ]


Ledger.add_index(
    Ledger.index(Ledger.source, Ledger.source_key, Ledger.original, unique=True, name="ledger_once")
)
Ledger.add_index(Ledger.index(Ledger.seen_at, name="ledger_failed").where(SQL("state = 'failed'")))


class Outgoing(Table):
    """A letter that was decided: held for a while, then sent once.

    It is about one request, or about what its items list (a digest), or about neither (a call for places).
    """

    PERSONAL = frozenset({"recipients", "copies", "subject", "body", "thread", "error"})

    request = ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="letters")
    referral = ForeignKeyField(Referral, null=True, on_delete="RESTRICT")
    letter = CharField(max_length=30)
    recipients = TextField()
    copies = TextField(default="")
    subject = TextField()
    body = TextField()
    mail_id = TextField(unique=True)  # the Message-ID without <>, decided with the letter
    thread = TextField(default="")
    decided_at = UtcDateTimeField()
    hold_until = UtcDateTimeField()
    state = CharField(max_length=20, default=OutgoingState.HELD)
    attempts = IntegerField(default=0)
    error = TextField(default="")
    sent_at = UtcDateTimeField(null=True)
    bounced_at = UtcDateTimeField(null=True)  # it was sent and came back; `error` says why
    message = ForeignKeyField(Message, null=True, unique=True, on_delete="RESTRICT")
    decided_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT")  # whom it goes to
    retry_at = UtcDateTimeField(null=True)  # the server said "later": not before this moment
    claim = CharField(max_length=64, default="", constraints=[SQL("DEFAULT ''")])  # who is sending it now
    claimed_at = UtcDateTimeField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        request_id: int | None
        referral_id: int | None
        message_id: int | None
        decided_by_id: int | None
        department_id: int | None

    class Meta:
        constraints = [
            one_of("letter", Letter),
            one_of("state", OutgoingState),
            rule("sent_has_date", "(state = 'sent') = (sent_at IS NOT NULL)"),
            rule("bounced_says_why", "bounced_at IS NULL OR error <> ''"),
            rule("sent_has_message", "(state = 'sent') = (message_id IS NOT NULL)"),
            rule("sending_is_claimed", "(state = 'sending') = (claim <> '')"),
        ]


Outgoing.add_index(Outgoing.index(Outgoing.hold_until, name="outgoing_waiting").where(SQL("state <> 'sent'")))
# Nobody is told twice that the request came in.
Outgoing.add_index(
    Outgoing.index(Outgoing.request, unique=True, name="outgoing_acknowledged_once").where(
        SQL("letter = 'acknowledgement'")
    )
)


class OutgoingItem(Table):
    """One of the requests that a digest is about."""

    outgoing = ForeignKeyField(Outgoing, on_delete="CASCADE", backref="items")
    request = ForeignKeyField(Request, on_delete="RESTRICT")
    referral = ForeignKeyField(Referral, null=True, on_delete="RESTRICT")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        outgoing_id: int
        request_id: int
        referral_id: int | None

    class Meta:
        indexes = ((("outgoing", "request"), True),)


class Enclosure(Table):
    """A file that goes along with a letter."""

    PERSONAL = frozenset({"name"})

    outgoing = ForeignKeyField(Outgoing, on_delete="CASCADE", backref="enclosures")
    position = IntegerField()
    name = TextField()
    type = TextField()
    content = ForeignKeyField(Raw, on_delete="RESTRICT")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        outgoing_id: int
        content_id: int

    class Meta:
        indexes = ((("outgoing", "position"), True),)
