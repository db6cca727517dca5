"""Rules of mail: the ledger, the messages, their bytes, and the letters that leave."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from peewee import JOIN, fn

from stagedesk.db import models as m
from stagedesk.domain.codes import Direction, LedgerState, OutgoingState
from stagedesk.i18n import N_
from stagedesk.services.checking.check_rule import Finding, Rule, letter, message, row_of, rows
from stagedesk.services.desk import Desk

MAILS_AT_ONCE = 20
UNTAKEN = (LedgerState.FAILED, LedgerState.IGNORED)

t, led, out, raw = m.Message, m.Ledger, m.Outgoing, m.Raw


def _not_in_ledger(_desk: Desk) -> Iterator[Finding]:
    """Mail that came in, and that the ledger does not show as taken."""
    taken = led.select(led.id).where(led.message == t.id, led.state == LedgerState.TAKEN)
    query = t.select(t.id).where(t.direction == Direction.IN, ~fn.EXISTS(taken))
    return ((message(number), "") for (number,) in rows(query, t.id))


def _on_no_request(_desk: Desk) -> Iterator[Finding]:
    """Mail that hangs on no request, unless a person took it off."""
    entries = m.Entry.select(m.Entry.id).where(m.Entry.message == t.id)
    query = t.select(t.id).where(t.direction == Direction.IN, ~fn.EXISTS(entries))
    return ((message(number), "") for (number,) in rows(query, t.id) if not _was_taken_off(number))


def _was_taken_off(number: int) -> bool:
    removed = m.Event.changes.contains('"how":"removed"') & m.Event.changes.contains('"table":"entry"')
    of_this = m.Event.changes.contains(f'"message":[{number},null]')
    return bool(m.Event.select().where(removed & of_this).exists())


def _ledger_without_mail(_desk: Desk) -> Iterator[Finding]:
    """Ledger rows of mail that is there, but not as they say."""
    query = (
        led.select(led.id, led.state, led.source_key, led.original, t.id, t.original, raw.id)
        .join(t, JOIN.LEFT_OUTER, on=(led.message == t.id))
        .join(raw, JOIN.LEFT_OUTER, on=(led.original == raw.id))
        .where(led.state.not_in(UNTAKEN))
    )
    for number, state, key, original, mail, kept, bytes_ in rows(query, led.id):
        other = state == LedgerState.TAKEN and original != kept
        if mail is None or bytes_ is None or other:
            yield row_of("ledger", number), key


def _failed_without_reason(_desk: Desk) -> Iterator[Finding]:
    query = led.select(led.id, led.source_key).where(led.state.in_(UNTAKEN), led.error == "")
    return ((row_of("ledger", number), key) for number, key in rows(query, led.id))


def _other_bytes(_desk: Desk) -> Iterator[Finding]:
    query = raw.select(raw.id, raw.hash, raw.bytes)
    for number, digest, content in rows(query, raw.id, MAILS_AT_ONCE):
        if hashlib.sha256(content).hexdigest() != digest and not _is_forgotten(number, content):
            yield row_of("raw", number), digest


def _is_forgotten(number: int, content: Any) -> bool:
    """Bytes that were erased, with every word that was read of them, or only with the files in them."""
    if bytes(content) or not m.Forgotten.select().exists():
        return False
    holds = (t.subject != "") | (t.body != "") | (t.sender_name != "")
    whole = t.select(t.id).where(t.original == number, holds)
    return not whole.exists() or all(map(_lost_files, [mail for (mail,) in m.tuples(whole)]))


def _lost_files(mail: int) -> bool:
    """Files of this mail were forgotten before it, or they went along from another mail of its requests."""
    entry, other, f = m.Entry, m.Entry.alias(), m.Forgotten
    about = entry.select(entry.request).where(entry.message == mail)
    gone = f.select().join(led).join(other, on=(other.message == led.message))
    return bool(gone.where(other.request << about, led.state == LedgerState.TAKEN).exists())


def _without_bytes(_desk: Desk) -> Iterator[Finding]:
    query = t.select(t.id).join(raw, JOIN.LEFT_OUTER, on=(t.original == raw.id)).where(raw.id.is_null())
    return ((message(number), "") for (number,) in rows(query, t.id))


def _twice(_desk: Desk) -> Iterator[Finding]:
    """Mails that share their bytes or their identity, and bytes that are kept twice."""
    for column, table in ((t.original, t), (t.identity, t), (raw.hash, raw)):
        query = table.select(column, fn.count(table.id)).group_by(column).having(fn.count(table.id) > 1)
        for value, count in m.tuples(query):
            yield row_of(table._meta.table_name, value), f"{column.name} × {count}"


def _sent_otherwise(_desk: Desk) -> Iterator[Finding]:
    """Letters that left, without the mail that left, or with another one."""
    query = (
        out.select(out.id, out.mail_id, out.sent_at, t.mail_id, t.direction, raw.bytes, raw.id)
        .join(t, JOIN.LEFT_OUTER, on=(out.message == t.id))
        .join(raw, JOIN.LEFT_OUTER, on=(t.original == raw.id))
        .where(out.state == OutgoingState.SENT)
    )
    for number, mail_id, sent_at, sent_id, direction, content, kept in rows(query, out.id, MAILS_AT_ONCE):
        whole = sent_at is not None and content is not None and direction == Direction.OUT
        erased = whole and _is_forgotten(kept, content)
        if not whole or sent_id != mail_id or not (erased or _carries(content, mail_id)):
            yield letter(number), mail_id


def _carries(content: Any, mail_id: str) -> bool:
    head, _line, _rest = bytes(content).replace(b"\r\n", b"\n").partition(b"\n\n")
    return f"<{mail_id}>".encode() in head


def _held_with_mail(_desk: Desk) -> Iterator[Finding]:
    query = out.select(out.id, out.mail_id).where(
        out.state != OutgoingState.SENT, out.sent_at.is_null(False) | out.message.is_null(False)
    )
    return ((letter(number), mail_id) for number, mail_id in rows(query, out.id))


def _stays_without_reason(_desk: Desk) -> Iterator[Finding]:
    stays = (OutgoingState.FAILED, OutgoingState.UNCERTAIN, OutgoingState.DROPPED)
    query = out.select(out.id, out.mail_id).where(out.state.in_(stays), out.error == "")
    return ((letter(number), mail_id) for number, mail_id in rows(query, out.id))


def _claimed_for_ever(desk: Desk) -> Iterator[Finding]:
    """Letters that somebody began to send long ago: any run through the outbox would have settled them."""
    long_ago = desk.now() - timedelta(days=7)
    query = out.select(out.id, out.claim).where(
        out.state == OutgoingState.SENDING, out.claimed_at.is_null() | (out.claimed_at < long_ago)
    )
    return ((letter(number), claim) for number, claim in rows(query, out.id))


def _letter_of_nothing(_desk: Desk) -> Iterator[Finding]:
    """Letters about a request or a referral that is not there, or about another request's referral."""
    query = (
        out.select(out.id, out.mail_id)
        .join(m.Request, JOIN.LEFT_OUTER, on=(out.request == m.Request.id))
        .join(m.Referral, JOIN.LEFT_OUTER, on=(out.referral == m.Referral.id))
        .where(
            (out.request.is_null(False) & m.Request.id.is_null())
            | (out.referral.is_null(False) & m.Referral.id.is_null())
            | (m.Referral.request != out.request)
        )
    )
    return ((letter(number), mail_id) for number, mail_id in rows(query, out.id))


RULES: tuple[Rule, ...] = (
    Rule("mail_is_in_ledger", N_("Every mail that came in is in the ledger as taken."), _not_in_ledger),
    Rule("mail_is_on_request", N_("Every mail that came in hangs on a request."), _on_no_request),
    Rule(
        "ledger_has_mail", N_("What the ledger shows as taken is there, bytes and all."), _ledger_without_mail
    ),
    Rule("ledger_says_why", N_("What could not be taken says why."), _failed_without_reason),
    Rule("bytes_are_unchanged", N_("The bytes of a mail are those that came in."), _other_bytes),
    Rule("mail_has_bytes", N_("Every mail has its bytes."), _without_bytes),
    Rule("mail_is_once", N_("Every mail is there once."), _twice),
    Rule("sent_is_kept", N_("A letter that left is kept as it left."), _sent_otherwise),
    Rule(
        "held_is_not_sent",
        N_("A letter that has not left has no mail and no moment of leaving."),
        _held_with_mail,
    ),
    Rule(
        "letter_says_why",
        N_("A letter that was refused, dropped or is uncertain says why."),
        _stays_without_reason,
    ),
    Rule("letter_is_settled", N_("No letter is being sent for days."), _claimed_for_ever),
    Rule(
        "letter_has_request",
        N_("A letter about a request belongs to it, and to a referral of that request."),
        _letter_of_nothing,
    ),
)
