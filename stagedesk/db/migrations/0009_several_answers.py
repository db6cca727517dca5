"""What one mail says about each of the requests it is with, and for which of them a person saw to it."""

import peewee as pw

from stagedesk.db.reshape import reshape


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Request(Table):
    """There already."""


class Message(Table):
    """There already."""


class Referral(Table):
    """There already."""


class Entry(Table):
    request = pw.ForeignKeyField(Request, on_delete="RESTRICT", backref="+")
    message = pw.ForeignKeyField(Message, on_delete="RESTRICT", backref="+")
    referral = pw.ForeignKeyField(Referral, null=True, on_delete="RESTRICT", backref="+")
    because = pw.TextField()
    proposal = pw.CharField(max_length=20, null=True)
    proposal_because = pw.TextField(constraints=[pw.SQL("DEFAULT ''")])
    proposal_value = pw.CharField(max_length=40, constraints=[pw.SQL("DEFAULT ''")])
    handled_at = pw.DateTimeField(null=True)

    class Meta:
        indexes = ((("request", "message"), True),)
        constraints = [
            pw.Check(
                "proposal IS NULL OR proposal IN ('yes', 'yes_if', 'no', 'question', 'other_department', 'more_time', 'withdrawn', 'reopen')",
                name="proposal_is_a_code",
            )
        ]


def up(migrator, db):
    reshape(db, Entry)
