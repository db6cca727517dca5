"""Finding requests for the command line: by view, by facts and by words, row by row."""

from collections.abc import Iterator

from peewee import SQL

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import database, session
from stagedesk.domain.codes import Status
from stagedesk.i18n import _
from stagedesk.services.deciding import requests
from stagedesk.services.lists.listing import FOUND_AT_MOST, Filter
from stagedesk.services.rows import RequestRow


def find(
    wanted: Filter, *, status: str = "", words: str = "", order: str = "due", limit: int | None = None
) -> Iterator[RequestRow]:
    """Requests that the filter leaves, in this status, with all these words; read as they are asked for."""
    r = m.Request
    where, values = wanted.condition()
    with session():
        inner = SQL(f"(SELECT id FROM request WHERE {where.replace('?', database.param)})", list(values))
        query = requests.base_query().where(r.id.in_(inner))
        if status:
            query = query.where(r.status == known_status(status))
        if words:
            query = query.where(r.id.in_(search.find(words, FOUND_AT_MOST)))
        first = r.due_on if order == "due" else r.received_at.desc()
        query = query.order_by(first, r.id if order == "due" else r.id.desc()).limit(limit)
        for row in query.tuples().iterator():
            yield requests.row_of(list(row))


def known_status(code: str) -> Status:
    if code not in set(Status):
        known = ", ".join(("open", *Status))
        detail = _("{code} is not a status; it is one of: {known}.").format(code=code, known=known)
        raise errors.UsageError(detail=detail)
    return Status(code)
