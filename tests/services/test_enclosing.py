"""Files of a request that go along to the department."""

from dataclasses import replace

import pytest

from builders import Clock, a_raw, with_files
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import drafts, enclosing, outbox

REF = "2026-0001"
PDF = b"%PDF-1.7 cv\x00\xff"


def along(desk: Desk) -> list[tuple[str, str, bytes]]:
    e = m.Enclosure
    with session():
        query = e.select(e.name, e.type, m.Raw.bytes).join(m.Raw).order_by(e.position)
        return [(name, kind, bytes(raw)) for name, kind, raw in m.tuples(query)]


def test_files_go_along_when_a_person_says_so(desk: Desk, now: Clock) -> None:
    intake.take_in(desk, [with_files(("cv.pdf", PDF), ("setup.exe", b"MZ"), ("../brief.txt", b"Dag"))])

    referrals.route(desk, REF, "musea", by="els", with_attachments=True)

    found = along(desk)
    assert [(name, content) for name, _type, content in found] == [("cv.pdf", PDF), ("brief.txt", b"Dag")]
    assert found[0][1] == "application/pdf"
    with session():
        assert "Als bijlage vindt u: cv.pdf, brief.txt\n" in m.Outgoing.get().body
    now.pass_time(minutes=2)
    assert outbox.flush(desk) == 1
    with session():
        raw = bytes(m.Message.get(m.Message.direction == "out").original.bytes)
    assert b'filename="cv.pdf"' in raw
    assert check.check(desk) == []


@pytest.mark.parametrize(
    ("setting", "said", "expected"),
    [(False, None, 0), (False, True, 1), (True, None, 1), (True, False, 0), (True, True, 1)],
)
def test_a_setting_decides_where_nobody_says(
    sqlite_desk: Desk, setting: bool, said: bool | None, expected: int
) -> None:
    desk = replace(sqlite_desk, settings=replace(sqlite_desk.settings, attachments_along=setting))
    intake.take_in(desk, [with_files(("cv.pdf", PDF))])

    referrals.route(desk, REF, "musea", by="els", with_attachments=said)

    assert len(along(desk)) == expected


def test_a_person_sees_beforehand_what_stays_here_and_why(sqlite_desk: Desk) -> None:
    intake.take_in(sqlite_desk, [with_files(("cv.pdf", PDF), ("brief.docm", b"PK"), ("foto.jpg", b"GIF89a"))])

    found = {file.name: file.why_not for file in enclosing.files(REF)}

    assert found == {
        "cv.pdf": "",
        "brief.docm": "this kind of file never goes along",
        "foto.jpg": "it is not what its name says",
    }


def test_the_same_file_twice_goes_once_and_that_of_a_later_mail_too(sqlite_desk: Desk) -> None:
    first = with_files(("cv.pdf", PDF), ("cv kopie.pdf", PDF))
    later = with_files(("plan.pdf", PDF + b"2"), mail_id="b@student.example", answers="a@student.example")
    intake.take_in(sqlite_desk, [first, later])

    assert [file.name for file in enclosing.files(REF)] == ["cv.pdf", "plan.pdf"]


def test_what_is_too_much_together_stays_here(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosing, "MOST_BYTES", 20)
    intake.take_in(sqlite_desk, [with_files(("a.pdf", PDF), ("b.pdf", PDF + b"b"), ("c.txt", b"c"))])

    found = {file.name: file.why_not for file in enclosing.files(REF)}

    assert found == {"a.pdf": "", "b.pdf": "it is too large", "c.txt": ""}


def test_what_a_department_sent_does_not_go_to_another_one(sqlite_desk: Desk, now: Clock) -> None:
    intake.take_in(sqlite_desk, [with_files(("cv.pdf", PDF))])
    referrals.route(sqlite_desk, REF, "musea", by="els")
    now.pass_time(minutes=2)
    outbox.flush(sqlite_desk)
    with session():
        asked = m.Outgoing.get().mail_id
    answer = with_files(("intern.pdf", PDF + b"3"), mail_id="c@stad.example", answers=asked)
    raw = answer.raw.replace(b"Nora <nora@student.example>", b"Musea <musea@stad.example>")
    intake.take_in(sqlite_desk, [replace(answer, raw=raw)])

    assert [file.name for file in enclosing.files(REF)] == ["cv.pdf"]


def test_a_routing_that_is_undone_takes_the_files_back(desk: Desk) -> None:
    intake.take_in(desk, [with_files(("cv.pdf", PDF))])
    (draft,) = drafts.preview(lambda: referrals.route(desk, REF, "musea", by="els", with_attachments=True))
    referrals.route(desk, REF, "musea", by="els", with_attachments=True)

    undo.undo(desk, by="els")

    assert draft.enclosures == ("cv.pdf",)
    assert along(desk) == []
    assert check.check(desk) == []


def test_a_request_without_files_has_none(sqlite_desk: Desk) -> None:
    intake.take_in(sqlite_desk, [SourceMail("test", "x", a_raw())])

    assert enclosing.files(REF) == ()
