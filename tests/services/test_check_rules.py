"""Every rule of the database, broken by raw SQL past the services, is named by the check."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from builders import Clock, a_placement, received
from stagedesk.db import connection
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session
from stagedesk.mail.sources import SourceFailure
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.services.register import places
from stagedesk.services.register.places import Offer
from stagedesk.settings import Settings


@pytest.fixture
def lived(desk: Desk, now: Clock) -> Desk:
    live(desk, now)
    return desk


def live(desk: Desk, now: Clock) -> None:
    """1 is rejected, 2 waits for the museum, whose letter has left, 3 is offered, 4 is new; a mail failed."""
    rejected, routed, offered, new = (received(desk, sent=now()) for _number in range(4))
    triage.close(desk, rejected, "rejected", reason="no_capacity", by="els", note="Te druk.")
    referrals.route(desk, routed, "musea", by="els")
    now.pass_time(minutes=5)
    outbox.flush(desk)
    referrals.route(desk, offered, "sport", by="karim")
    referrals.answer(desk, offered, "yes", by="karim")
    triage.note(desk, new, "Belde.", by="karim")
    undo.undo(desk, by="karim")
    intake.take_in(desk, [SourceFailure("test", "broken", "it cannot be read")])
    place = places.offer(desk, Offer("musea", "Archief"), by="karim")
    a_placement(desk, place=place.id)
    a_placement(desk, email="anna@student.example")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stripped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The lived desk on a database without any rule of its own, as somebody with raw SQL can make it."""
    folder, name = tmp_path_factory.mktemp("stripped"), "stripped"
    url = f"sqlite:///{folder / 'desk.db'}"
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "desk.db")
    else:
        server = request.getfixturevalue("postgresql_server")
        server.run(f"create database {name} template desk_template")
        url = server.url(name)
    settings = replace(Settings(), database=url, outbox=str(folder / "outbox"), acknowledge=False)
    clock = Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    desk = setup.open_desk(settings, clock)
    live(desk, clock)
    with session():
        _strip()
    assert {each.rule for each in check.check(desk)} == {"schema_has_rules"}
    yield desk
    connection.close_database()
    if request.param == "postgresql":
        server.run(f"drop database {name} with (force)")


def _strip() -> None:
    if is_sqlite():
        sql = (
            "select 'drop ' || type || ' ' || name from sqlite_master where type = 'trigger'"
            " or (type = 'index' and sql like 'CREATE UNIQUE%')"
        )
    else:
        sql = (
            "select 'alter table ' || conrelid::regclass || ' drop constraint ' || conname"
            " from pg_constraint where contype in ('c', 'f') and conrelid <> 0"
            " union all select 'alter table ' || tgrelid::regclass || ' disable trigger ' || tgname"
            " from pg_trigger where not tgisinternal"
            " union all select 'drop index ' || indexname from pg_indexes"
            " where indexdef ~ '^CREATE UNIQUE' and indexname !~ 'pkey$'"
            " and schemaname = 'public'"
        )
    # PostgreSQL's own history of upgrades keeps its rules.
    for (statement,) in database.execute_sql(sql).fetchall():
        if "schema_migration" not in statement:
            database.execute_sql(statement)


@pytest.fixture
def defenceless(stripped: Desk) -> Iterator[Desk]:
    """The stripped desk inside a transaction that is taken back, for the next test to find it as it was."""
    setup.open_desk(stripped.settings, stripped.clock)
    with session():
        if is_sqlite():
            database.execute_sql("pragma ignore_check_constraints=1")
            database.execute_sql("pragma foreign_keys=0")
        with database.atomic() as everything:
            yield stripped
            everything.rollback()


FIRST, SECOND, THIRD, FOURTH = (
    f"(select id from request where reference = '2026-000{number}')" for number in (1, 2, 3, 4)
)
LAST = f"(select max(id) from event where request = {FOURTH})"
FORGOTTEN = (
    'insert into forgotten (purge_id, request_id, "on", counts)'
    f" values (99, {FOURTH}, '2026-03-02', '{{}}')"
)
COPIED = (
    "request_id, department_id, asked_at, asked_on, due_on, reminded, reminded_on, escalated_on,"
    " suggested_id, answer, reason, remark, answered_at, answered_on, answered_by, confirmed_by_id"
)

BREAKS = [
    ("open_has_owner", f"update request set owner_id = null where id = {FOURTH}"),
    ("owner_is_here", "update staff set left_on = '2026-03-01' where code = 'karim'"),
    ("open_has_party", f"update request set waiting_on = null where id = {FOURTH}"),
    ("open_has_party", f"update request set waiting_since = null where id = {FOURTH}"),
    ("open_has_due_on", f"update request set due_on = null where id = {FOURTH}"),
    ("party_fits_status", f"update request set waiting_on = 'supervisor' where id = {FOURTH}"),
    ("party_fits_status", f"update request set status = 'forgotten' where id = {FOURTH}"),
    (
        "waits_for_an_answer",
        (
            "update referral set answer = 'yes', answered_at = '2026-03-02 09:00:00',"
            " answered_on = '2026-03-02'"
            f" where request_id = {SECOND}"
        ),
    ),
    ("waits_for_an_answer", f"delete from referral where request_id = {SECOND}"),
    ("open_has_no_end", f"update request set outcome = 'placed' where id = {FOURTH}"),
    ("open_has_no_end", f"update request set status = 'closed' where id = {FOURTH}"),
    ("closed_has_end", f"update request set outcome = null where id = {FIRST}"),
    ("closed_has_end", f"update request set due_on = '2026-04-01' where id = {FIRST}"),
    ("closed_has_end", f"update request set waiting_on = 'desk' where id = {FIRST}"),
    ("closed_has_end", f"update request set status = 'triage' where id = {FIRST}"),
    ("closed_asks_nobody", f"update referral set request_id = {FIRST} where request_id = {SECOND}"),
    ("outcome_has_reason", f"update request set reason = null where id = {FIRST}"),
    ("outcome_has_reason", f"update request set reason = 'because' where id = {FIRST}"),
    ("outcome_has_reason", f"update request set outcome = 'withdrawn' where id = {FIRST}"),
    ("end_was_reached", f"update request set outcome = 'placed' where id = {FIRST}"),
    ("end_was_reached", f"update request set outcome = 'department_no_answer' where id = {FIRST}"),
    ("answered_once", f"update referral set answered_on = null where request_id = {THIRD}"),
    ("answered_once", f"update referral set answer = null where request_id = {THIRD}"),
    ("answered_once", f"update referral set answer = 'no' where request_id = {THIRD}"),
    ("asks_who_is_there", "update department set valid_to = '2026-01-01'"),
    (
        "asked_once",
        f"insert into referral ({COPIED}) select {COPIED} from referral where request_id = {SECOND}",
    ),
    ("answer_has_mail", f"update referral set answered_by = 999 where request_id = {THIRD}"),
    ("mail_is_in_ledger", "delete from ledger where state = 'taken'"),
    ("mail_is_in_ledger", "update ledger set state = 'duplicate'"),
    ("mail_is_on_request", f"delete from entry where request_id = {FOURTH}"),
    ("ledger_has_mail", "update ledger set message_id = 999 where state = 'taken'"),
    ("ledger_has_mail", "update ledger set original_id = null where state = 'taken'"),
    ("ledger_has_mail", "update ledger set original_id = (select max(id) from raw) where state = 'taken'"),
    ("ledger_says_why", "update ledger set error = '' where state = 'failed'"),
    ("bytes_are_unchanged", "update raw set hash = 'a' || substr(hash, 2) where substr(hash, 1, 1) <> 'a'"),
    ("mail_has_bytes", "delete from raw where id = (select min(id) from raw)"),
    ("mail_is_once", "update message set identity = 'the same'"),
    ("mail_is_once", "update message set original_id = (select min(id) from raw)"),
    ("mail_is_once", "update raw set hash = 'the same'"),
    ("sent_is_kept", "update outgoing set mail_id = 'other@x.example' where state = 'sent'"),
    ("sent_is_kept", "update outgoing set message_id = null where state = 'sent'"),
    ("sent_is_kept", "update message set mail_id = 'other@x.example' where direction = 'out'"),
    ("sent_is_kept", "update outgoing set sent_at = null where state = 'sent'"),
    ("held_is_not_sent", "update outgoing set sent_at = '2026-03-02 09:00:00' where state = 'held'"),
    ("letter_says_why", "update outgoing set state = 'failed' where state = 'held'"),
    ("letter_is_settled", "update outgoing set state = 'sending', claim = 'me' where state = 'held'"),
    ("letter_has_request", "update outgoing set request_id = 999 where state = 'held'"),
    ("letter_has_request", "update outgoing set referral_id = 999 where state = 'sent'"),
    (
        "letter_has_request",
        (
            f"update outgoing set referral_id = (select id from referral where request_id = {THIRD})"
            " where state = 'sent'"
        ),
    ),
    ("history_is_unbroken", "update event set kind = 'other' where kind = 'routed'"),
    ("history_is_unbroken", "update event set facts = '{}' where kind = 'closed'"),
    ("history_is_unbroken", "delete from event where kind = 'closed'"),
    ("history_is_unbroken", "update event set by_id = null where kind = 'noted'"),
    ("details_are_whole", "update event_details set details = '{}'"),
    ("details_are_whole", "update event_details set salt = 'x'"),
    ("details_are_whole", "delete from event_details"),
    (
        "details_are_whole",
        (
            "insert into event_details (event_id, salt, details)"
            " select id, '', '{}' from event where details_digest = ''"
        ),
    ),
    ("step_has_request", f"delete from request where id = {FOURTH}"),
    ("undo_has_step", "update event set undoes = 999 where undoes is not null"),
    ("links_hold", f"update request set school_id = 999 where id = {FOURTH}"),
    ("links_hold", "delete from applicant"),
    ("placement_is_measured", "update placement set weeks_planned = 99"),
    ("placement_is_measured", "update placement_period set last_day = '2026-12-19'"),
    ("placement_was_agreed", f"update placement set request_id = {FOURTH}"),
    ("placed_once", f"update placement set request_id = {FIRST}"),
    ("placement_has_codes", "update placement set kind = 'maan'"),
    ("placement_was", "update placement set started_on = '2027-01-01'"),
    ("place_has_room", "update placement set place_id = (select id from place)"),
    ("agreement_is_signed", "update agreement set complete_on = '2026-03-02'"),
    ("document_waits", "update checklist_item set next_move = null where state = 'open'"),
    ("only_seen", "update checklist_item set state = 'received' where document = 'criminal_record'"),
    ("placement_numbers_are_new", "delete from counter where substr(name, 1, 9) = 'placement'"),
    ("history_tells_all", "update placement set mentor = 'Ann'"),
    ("forgotten_is_empty", FORGOTTEN),
    ("forgotten_was_approved", FORGOTTEN),
    ("forgetting_is_a_step", FORGOTTEN),
    ("forgotten_is_not_told", f"update event set kind = 'anonymised' where id = {LAST}"),
    ("numbers_are_new", "update counter set value = 3"),
    ("numbers_are_new", "delete from counter"),
    ("search_knows_all", f"delete from request_search where rowid = {FOURTH}"),
    ("search_knows_all", f"update request_search set rowid = 999 where rowid = {FOURTH}"),
    ("history_tells_all", f"update request set due_on = '2026-05-05' where id = {FOURTH}"),
    ("history_tells_all", f"update request set title = 'other' where id = {FOURTH}"),
    ("history_tells_all", f"update request set attention_since = null where id = {FOURTH}"),
    ("history_tells_all", f"update request set hours_total = 1.5 where id = {FOURTH}"),
    ("history_tells_all", f"update referral set due_on = '2026-05-05' where request_id = {SECOND}"),
    ("history_tells_all", "delete from outgoing where state = 'held'"),
    ("history_tells_all", "update outgoing set body = 'other' where state = 'held'"),
    (
        "history_tells_all",
        f"insert into referral ({COPIED}) select {COPIED} from referral where request_id = {THIRD}",
    ),
]


@pytest.mark.parametrize(
    ("rule", "statement"),
    [pytest.param(*each, id=f"{each[0]} {number}") for number, each in enumerate(BREAKS)],
)
def test_a_rule_that_somebody_broke_past_the_services_is_named(
    defenceless: Desk, rule: str, statement: str
) -> None:
    database.execute_sql(statement)

    named = check.check(defenceless)

    assert rule in {each.rule for each in named}
    assert all(each.where and each.detail for each in named)


def test_every_rule_has_a_test_that_breaks_it() -> None:
    tried = {rule for rule, _statement in BREAKS} | {"schema_has_rules", "database_is_whole"}

    assert tried == {rule.id for rule in check.RULES}


def test_bytes_that_changed_are_found_by_their_hash(lived: Desk) -> None:
    with session():
        row = m.Raw.select().order_by(m.Raw.id).first()
        m.Raw.update(bytes=bytes(row.bytes) + b" ").where(m.Raw.id == row.id).execute()

    (found,) = check.check(lived)

    assert (found.rule, found.where) == ("bytes_are_unchanged", f"raw {row.id}")


def test_a_letter_that_left_with_another_message_id_is_named(defenceless: Desk) -> None:
    m.Outgoing.update(mail_id="x@y.example").where(m.Outgoing.state == "sent").execute()
    m.Message.update(mail_id="x@y.example").where(m.Message.direction == "out").execute()

    assert "sent_is_kept" in {each.rule for each in check.check(defenceless)}


def test_erased_personal_values_leave_a_sound_desk(lived: Desk) -> None:
    with session():
        m.EventDetails.update(details=None).execute()
        m.Request.update(title="", sender_name="", sender_email="").execute()

    assert check.check(lived) == []
