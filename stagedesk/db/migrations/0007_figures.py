"""Figures that were told outside, and tables for everybody."""

import peewee as pw


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Staff(Table):
    """There already."""


class Published(Table):
    measure = pw.CharField(max_length=60)
    definition = pw.TextField()
    asked = pw.TextField()
    value = pw.TextField()
    as_of = pw.DateField()
    told_to = pw.TextField()
    at = pw.DateTimeField()
    by = pw.ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")


class PublicTable(Table):
    year = pw.IntegerField()
    name = pw.CharField(max_length=60)
    content = pw.TextField()
    as_of = pw.DateField()

    class Meta:
        indexes = ((("year", "name"), True),)


def up(migrator, db):
    with db.bind_ctx([Published, PublicTable]):
        db.create_tables([Published, PublicTable])


def down(migrator, db):
    with db.bind_ctx([Published, PublicTable]):
        db.drop_tables([PublicTable, Published])
