"""Who has which request open just now."""

import peewee as pw


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Staff(Table):
    """There already."""


class Request(Table):
    """There already."""


class Presence(Table):
    window = pw.CharField(max_length=32, unique=True)
    staff = pw.ForeignKeyField(Staff, on_delete="CASCADE", backref="+")
    request = pw.ForeignKeyField(Request, on_delete="CASCADE", backref="+")
    at = pw.DateTimeField()


def up(migrator, db):
    with db.bind_ctx([Presence]):
        db.create_tables([Presence])


def down(migrator, db):
    with db.bind_ctx([Presence]):
        db.drop_tables([Presence])
