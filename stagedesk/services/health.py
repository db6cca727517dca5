"""What can be told about a desk's database without telling anything about people."""

from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, open_database, session
from stagedesk.db.upgrade import pending
from stagedesk.settings import Settings

COUNTED = (m.Request, m.Message, m.Ledger, m.Outgoing, m.Event, m.Department, m.School, m.Staff)


def look(settings: Settings) -> dict[str, str]:
    """The kind and the state of the database and how much is in it; nothing is changed, not even upgraded."""
    open_database(settings.database)
    with session():
        waiting = pending()
        found = {"server": _server(), "migrations to come": ", ".join(waiting) or "-"}
        if not waiting:
            found |= {table._meta.table_name: str(table.select().count()) for table in COUNTED}
            known = m.Staff.select().where(m.Staff.code == settings.user).exists()
            found["user is staff"] = "yes" if known else "no"
    return found


def _server() -> str:
    if is_sqlite():
        (number,) = database.execute_sql("select sqlite_version()").fetchone()
        return f"SQLite {number}"
    (number,) = database.execute_sql("show server_version").fetchone()
    return f"PostgreSQL {number}"
