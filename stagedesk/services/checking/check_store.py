"""Rules of the database itself: its files, its own rules, its links, its counters, its search index."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from peewee import JOIN, ForeignKeyField
from playhouse.schema_diff import diff_models

from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.i18n import N_, _
from stagedesk.services.checking.check_rule import Finding, Rule, row_of, rows
from stagedesk.services.desk import Desk

TABLES: tuple[Any, ...] = (*m.TABLES, TargetGroupRecord)
GUARDS = {
    True: (
        "event_no_update",
        "event_no_delete",
        "event_no_replace",
        "referral_answered_once",
        "outgoing_sent_once",
        "outgoing_sent_stays",
    ),
    False: (
        "event_never_changes",
        "event_never_emptied",
        "referral_answered_once",
        "outgoing_sent_once",
        "outgoing_sent_stays",
    ),
}
"""The triggers of SQLite, and those of PostgreSQL."""
REFERENCE = re.compile(r"(\d{4})-(\d+)")


def _damaged(_desk: Desk) -> Iterator[Finding]:
    if is_sqlite():
        for (said,) in database.execute_sql("pragma integrity_check(20)").fetchall():
            if said != "ok":
                yield _("database"), str(said)


def _lost_rules(_desk: Desk) -> Iterator[Finding]:
    """Rules of the schema that somebody took away: then the database itself refuses nothing any more."""
    difference = diff_models(database.obj, TABLES)
    # What a database has beyond ours, such as an index of its administrator, breaks nothing.
    for missing in str(difference._replace(drop_columns=[], drop_indexes=[])).splitlines():
        yield _("schema"), missing
    present = _guards()
    for guard in (*GUARDS[is_sqlite()], *_checks()):
        if guard not in present:
            yield _("schema"), guard


def _checks() -> Iterator[str]:
    """The names of the rules of each table, with its name before them."""
    for table in TABLES:
        for rule in table._meta.constraints or ():
            _word, name, _condition = rule.nodes
            yield f"{table._meta.table_name}.{name._path[0]}"


def _guards() -> set[str]:
    """The triggers and rules that the database has; a trigger that was switched off is as good as gone."""
    if is_sqlite():
        sql = "select name, type, sql from sqlite_master where type in ('table', 'trigger')"
        present: set[str] = set()
        for name, kind, text in database.execute_sql(sql).fetchall():
            rules = re.findall(r'CONSTRAINT "(\w+)" CHECK', text or "")
            present |= {name} if kind == "trigger" else {f"{name}.{rule}" for rule in rules}
        return present
    sql = (
        "select tgname from pg_trigger where not tgisinternal and tgenabled <> 'D' union all"
        " select relname || '.' || conname from pg_constraint join pg_class on pg_class.oid = conrelid"
    )
    return {name for (name,) in database.execute_sql(sql).fetchall()}


def _points_nowhere(_desk: Desk) -> Iterator[Finding]:
    for table in TABLES:
        for field in table._meta.sorted_fields:
            if isinstance(field, ForeignKeyField):
                other = field.rel_model.alias()
                query = (
                    table.select(table.id, field)
                    .join(other, JOIN.LEFT_OUTER, on=(field == other.id))
                    .where(field.is_null(False), other.id.is_null())
                )
                for number, value in rows(query, table.id):
                    yield row_of(table._meta.table_name, number), f"{field.name} {value}"


def _behind(_desk: Desk) -> Iterator[Finding]:
    """Counters that would give a number out again."""
    highest: Counter[str] = Counter()
    for _number, reference in rows(m.Request.select(m.Request.id, m.Request.reference), m.Request.id):
        if found := REFERENCE.fullmatch(reference):
            name = f"request-{found[1]}"
            highest[name] = max(highest[name], int(found[2]))
    given = dict(m.tuples(m.Counter.select(m.Counter.name, m.Counter.value)))
    for name, number in sorted(highest.items()):
        if given.get(name, 0) < number:
            yield name, f"{given.get(name, 0)} < {number}"


def _not_searched(_desk: Desk) -> Iterator[Finding]:
    missing = (
        "select reference from request where not exists"
        " (select 1 from request_search where request_search.rowid = request.id) order by id"
    )
    for (reference,) in database.execute_sql(missing).fetchall():
        yield reference, _("It cannot be found by its words.")
    orphans = (
        "select rowid from request_search where not exists"
        " (select 1 from request where request.id = request_search.rowid) order by rowid"
    )
    for (number,) in database.execute_sql(orphans).fetchall():
        yield row_of("request_search", number), _("Words of no request.")


RULES: tuple[Rule, ...] = (
    Rule("database_is_whole", N_("The database file is not damaged."), _damaged),
    Rule(
        "schema_has_rules",
        N_("No rule of the schema is missing."),
        _lost_rules,
    ),
    Rule("links_hold", N_("What a row points to is there."), _points_nowhere),
    Rule("numbers_are_new", N_("No reference will be given a second time."), _behind),
    Rule("search_knows_all", N_("Search knows every request, and nothing else."), _not_searched),
)
