"""Finding requests by words: FTS5 on SQLite, tsvector on PostgreSQL, one set of expectations."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from peewee import JOIN, OperationalError

from stagedesk.db.connection import database, is_sqlite
from stagedesk.db.models import Applicant, Entry, Message, Request, School
from stagedesk.db.prepared import prepared
from stagedesk.domain.text import clean

BODY = 4_000  # letters of each mail that are searched
MAILS = 5


def index(request_id: int) -> None:
    """Gather the words of a request anew; inside the transaction that changed them."""
    forget(request_id)
    if words := gather(request_id):
        put([(request_id, words)])


def put(rows: list[tuple[int, str]]) -> None:
    if not rows:
        return
    if is_sqlite():
        sql, values = "(?, ?)", [value for row in rows for value in row]
        database.execute_sql(
            f"INSERT INTO request_search (rowid, words) VALUES {', '.join([sql] * len(rows))}", values
        )
        return
    sql = "(%s, %s, to_tsvector('simple', %s))"
    values = [value for number, words in rows for value in (number, words, " ".join(terms(words)))]
    database.execute_sql(
        f"INSERT INTO request_search (rowid, words, terms) VALUES {', '.join([sql] * len(rows))}", values
    )


def add(rows: Iterable[tuple[int, str]]) -> None:
    """More words of requests that are found already; a thread that grows for ever is found by its start."""
    most = BODY * MAILS
    if is_sqlite():
        sql = "UPDATE request_search SET words = words || char(10) || ? WHERE rowid = ? AND length(words) < ?"
        for number, words in rows:
            database.execute_sql(sql, (words, number, most))
        return
    sql = (
        "UPDATE request_search SET words = words || chr(10) || %s, terms = terms || to_tsvector('simple', %s)"
        " WHERE rowid = %s AND length(words) < %s"
    )
    for number, words in rows:
        database.execute_sql(sql, (words, " ".join(terms(words)), number, most))


def forget(request_id: int) -> None:
    mark = "?" if is_sqlite() else "%s"
    database.execute_sql(f"DELETE FROM request_search WHERE rowid = {mark}", (request_id,))


def gather(request_id: int) -> str:
    """What a request is found by: its reference, people, school, subject and the text of its mails."""
    parts = [part or "" for row in _facts(request_id) for part in row]
    if not parts:
        return ""
    parts += [text for subject, body in _mails(request_id) for text in (subject, body[:BODY])]
    return "\n".join(part for part in parts if part)


@prepared
def _facts(request_id: Any) -> Any:
    r = Request
    query = r.select(
        r.reference, Applicant.name, Applicant.email, r.sender_name, r.sender_email, r.title, r.study,
        r.school_words, School.name,
    )  # fmt: skip
    query = query.join(Applicant).switch(r).join(School, JOIN.LEFT_OUTER)
    return query.where(r.id == request_id).tuples()


@prepared
def _mails(request_id: Any) -> Any:
    query = Message.select(Message.subject, Message.body).join(Entry)
    return query.where(Entry.request == request_id).order_by(Message.id).limit(MAILS).tuples()


def find(text: str, limit: int = 200) -> list[int]:
    """The numbers of requests that hold all these words (the last one may be unfinished), newest first."""
    *whole, last = terms(clean(text, limit=200)) or [""]
    if not last:
        return []
    if is_sqlite():
        query = " ".join(f'"{term}"' for term in whole) + f' "{last}"*'
        sql = "SELECT rowid FROM request_search WHERE request_search MATCH ? ORDER BY rowid DESC LIMIT ?"
    else:
        query = " & ".join([f"'{term}'" for term in whole] + [f"'{last}':*"])
        sql = (
            "SELECT rowid FROM request_search WHERE terms @@ to_tsquery('simple', %s)"
            " ORDER BY rowid DESC LIMIT %s"
        )
    try:
        return [number for (number,) in database.execute_sql(sql, (query, limit)).fetchall()]
    except OperationalError as error:
        # A letter that is younger than SQLite's tables parts a word for it, and it searches no phrases.
        if "phrase" in str(error):
            return []
        raise


def terms(text: str) -> list[str]:
    """The words of a text as SQLite's tokenizer sees them: lower case, no accents, letters and digits."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain)
