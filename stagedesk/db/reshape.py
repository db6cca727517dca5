"""Bringing a table that has rows to what a migration's model says: new columns, new rules, new indexes."""

from typing import Any

from peewee import ForeignKeyField, SqliteDatabase

Database = Any  # Peewee's statements are untyped, and a table's way of making them is unknown to its stubs
Table = Any


def reshape(db: Database, table: Table) -> None:
    """Make the table as this model says.

    Columns may be added at the end, with a default or empty; rules may change and columns may become
    optional, as long as every row that is there keeps them. Nothing is removed.
    """
    name = table._meta.table_name
    there = {column.name for column in db.get_columns(name)}
    with db.bind_ctx([table]):
        for field in table._meta.sorted_fields:
            if field.column_name not in there:
                _add(db, name, field)
        if isinstance(db, SqliteDatabase):
            _restate(db, table)
        else:
            _rule_anew(db, table)
        _add_indexes(db, table)


def _add(db: Database, name: str, field: Any) -> None:
    words = f'ALTER TABLE "{name}" ADD COLUMN {_sql(db, field.ddl(db.get_sql_context()))}'
    if isinstance(field, ForeignKeyField):
        target = field.rel_model._meta.table_name
        words += f' REFERENCES "{target}" ("id") ON DELETE {field.on_delete}'
    db.execute_sql(words)


def _restate(db: Database, table: Table) -> None:
    """Write the table's statement anew: SQLite's own way to change rules that alter no stored row.

    See "Making Other Kinds Of Table Schema Changes" in SQLite's page on ALTER TABLE.
    """
    statement, _values = table._schema._create_table(safe=False).query()
    (version,) = db.execute_sql("PRAGMA schema_version").fetchone()
    db.execute_sql("PRAGMA writable_schema = ON")
    db.execute_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        (statement, table._meta.table_name),
    )
    db.execute_sql(f"PRAGMA schema_version = {version + 1}")
    db.execute_sql("PRAGMA writable_schema = RESET")


def _rule_anew(db: Database, table: Table) -> None:
    name = table._meta.table_name
    old = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
    for (rule,) in db.execute_sql(old, (f'"{name}"',)).fetchall():
        db.execute_sql(f'ALTER TABLE "{name}" DROP CONSTRAINT "{rule}"')
    for constraint in table._meta.constraints or ():
        db.execute_sql(f'ALTER TABLE "{name}" ADD {_sql(db, constraint)}')
    optional = [field.column_name for field in table._meta.sorted_fields if field.null]
    for column in optional:
        db.execute_sql(f'ALTER TABLE "{name}" ALTER COLUMN "{column}" DROP NOT NULL')


def _add_indexes(db: Database, table: Table) -> None:
    there = {index.name for index in db.get_indexes(table._meta.table_name)}
    for index in table._meta.fields_to_index():
        if index._name not in there:
            db.execute(table._schema._create_index(index, safe=False))


def _sql(db: Database, node: Any) -> str:
    words, _values = db.get_sql_context().sql(node).query()
    return str(words)
