"""Lists of what may be forgotten, what was forgotten, and the counts that stay."""

import peewee as pw


def rule(name, condition):
    return pw.Check(condition, name=name)


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Staff(Table):
    """There already."""


class Request(Table):
    """There already."""


class Placement(Table):
    """There already."""


class Ledger(Table):
    """There already."""


class Purge(Table):
    day = pw.DateField()
    cause = pw.CharField(max_length=10)
    listed = pw.TextField()
    terms = pw.TextField()
    digest = pw.CharField(max_length=64)
    approved_at = pw.DateTimeField()
    approved_by = pw.ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    executed_at = pw.DateTimeField(null=True)
    executed_by = pw.ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        constraints = [
            rule("cause_is_a_code", "cause IN ('term', 'asked')"),
            rule("executed_by_somebody", "(executed_at IS NULL) = (executed_by_id IS NULL)"),
        ]


class Forgotten(Table):
    purge = pw.ForeignKeyField(Purge, on_delete="RESTRICT", backref="+")
    request = pw.ForeignKeyField(Request, null=True, on_delete="RESTRICT", backref="+")
    placement = pw.ForeignKeyField(Placement, null=True, on_delete="RESTRICT", backref="+")
    ledger = pw.ForeignKeyField(Ledger, null=True, on_delete="RESTRICT", backref="+")
    year = pw.IntegerField(null=True)
    on = pw.DateField()
    counts = pw.TextField()

    class Meta:
        indexes = (
            (("purge", "request"), True),
            (("purge", "placement"), True),
            (("purge", "ledger"), True),
            (("purge", "year"), True),
        )
        constraints = [
            rule(
                "forgotten_is_one_thing",
                "(CASE WHEN request_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN placement_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN ledger_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN year IS NULL THEN 0 ELSE 1 END) = 1",
            )
        ]


class TargetGroupCount(Table):
    year = pw.IntegerField()
    foreign_origin = pw.BooleanField(null=True)
    disability = pw.BooleanField(null=True)
    number = pw.IntegerField()

    class Meta:
        indexes = ((("year",), False),)


TABLES = (Purge, Forgotten, TargetGroupCount)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES[::-1])
