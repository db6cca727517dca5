"""Reading mail by the command line: one documented shape for every mail, and nothing stored."""

import io
import json
import mailbox
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import Clock, a_mail, a_raw, received, sent_mail_id
from stagedesk import assets
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake

READ = {
    "file", "message_id", "subject", "from", "requester", "to", "date", "language", "body", "visible",
    "quoted", "signature", "attachments", "automatic", "kind", "subkind", "kind_because", "decision",
    "links", "requests", "masked", "warnings",
}  # fmt: skip
REQUEST = {
    "applicant_name", "applicant_email", "applicant_phone", "school", "level", "study", "internship_kind",
    "period_start", "period_end", "hours_total", "hours_per_week", "weekdays", "departments", "deadline",
    "school_contact", "minor", "missing", "because",
}  # fmt: skip

MAIL = b"""\
From: Nora Willems <nora@student.example>
To: Stage <stage@stad.example>, b@stad.example
Subject: =?utf-8?q?Stage_caf=C3=A9=1B]0;x=07?=
Date: Mon, 02 Mar 2026 09:12:00 +0100
Message-ID: <a1@student.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Beste, ik zoek een stageplaats in het museum.

Op 1 maart schreef stage@stad.example:
> Wat zoekt u?
> En wanneer?
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename=cv.pdf

abc
--x--
"""

ASKS = """\
Beste

Ik ben Nora Willems (rijksregisternummer 85.07.30-033-28), tweedejaarsstudente bachelor in de archivistiek
aan de Hogeschool Rivierland. Graag loop ik stage in het stadsarchief van 14 september tot en met
18 december 2026, vier dagen per week, 480 uur. Mijn gsm is 0470 12 34 56.
Kan u mij antwoorden voor 29 mei?

Met vriendelijke groeten
Nora Willems
"""

Read = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def no_desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A database that is not there, and must not be afterwards."""
    file = tmp_path / "none.db"
    monkeypatch.setenv("STAGEDESK_DATABASE", f"sqlite:///{file}")
    return file


@pytest.fixture
def read(command: Any) -> Read:
    """What `read --json` prints for these paths; all of it must have the documented shape."""

    def run(*paths: object) -> list[dict[str, Any]]:
        done = command("read", "--json", *map(str, paths))
        assert (done.code, done.err) == (0, "")
        found = [json.loads(line) for line in done.out.splitlines()]
        for mail in found:
            assert set(mail) == READ
            assert all(set(each) == REQUEST for each in mail["requests"])
        return found

    return run


def test_a_mail_is_shown_with_all_that_is_known_and_no_desk_is_needed(
    read: Read, no_desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(MAIL)

    (mail,) = read(file)

    assert (mail["file"], mail["message_id"]) == (str(file), "a1@student.example")
    assert mail["subject"] == "Stage café]0;x"
    assert mail["from"] == {"name": "Nora Willems", "email": "nora@student.example"}
    assert [each["email"] for each in mail["to"]] == ["stage@stad.example", "b@stad.example"]
    assert (mail["date"], mail["language"]) == ("2026-03-02T08:12:00+00:00", "nl")
    assert mail["visible"] == "Beste, ik zoek een stageplaats in het museum."
    assert "> Wat zoekt u?" in mail["quoted"]
    assert [(each["name"], each["type"]) for each in mail["attachments"]] == [("cv.pdf", "application/pdf")]
    assert set(mail["attachments"][0]) == {"name", "type", "size", "sha256"}
    assert mail["automatic"] == {
        "is": True, "kind": "auto-reply", "because": "Auto-Submitted: auto-replied"
    }  # fmt: skip
    assert (mail["kind"], mail["subkind"], mail["requests"]) == ("automatic", "auto-reply", [])
    assert not no_desk.exists()


def test_what_is_asked_stands_in_codes_numbers_and_days_with_its_words(
    read: Read, no_desk: Path, mails: Any
) -> None:
    raw = a_raw(
        ASKS, sender="Nora <nora@student.hrl.example>", headers={"Date": "Wed, 6 May 2026 10:12:00 +0200"}
    )

    (mail,) = read(mails(raw))

    (asked,) = mail["requests"]
    assert (mail["kind"], mail["kind_because"]) == ("request", "Stage")
    assert (asked["applicant_name"], asked["applicant_phone"]) == ("Nora Willems", "+32470123456")
    assert (asked["school"], asked["level"], asked["study"]) == (
        "Hogeschool Rivierland", "bachelor", "archivistiek"
    )  # fmt: skip
    assert (asked["period_start"], asked["period_end"]) == ("2026-09-14", "2026-12-18")
    assert (asked["hours_total"], asked["deadline"], asked["minor"]) == (480, "2026-05-29", None)
    assert asked["departments"][0]["name"] == "Musea en erfgoed"
    assert asked["departments"][0]["score"] > 0.9
    assert "stadsarchief" in asked["departments"][0]["because"]
    assert asked["because"]["hours_total"] == "480 uur"
    assert asked["missing"] == []


def test_what_is_unknown_is_null(read: Read, no_desk: Path, mails: Any) -> None:
    (mail,) = read(mails(b"Subject: hallo\n\nDag\n"))

    assert mail["from"] == {"name": None, "email": None}
    assert mail["requester"] == {"name": None, "email": None, "because": None}
    assert mail["decision"] == {"value": None, "because": None}
    assert mail["automatic"] == {"is": False, "kind": None, "because": None}
    for name in ("date", "language", "kind", "subkind", "kind_because"):
        assert mail[name] is None
    assert mail["requests"] == []


def test_a_request_that_says_little_has_nulls_and_says_what_is_missing(
    read: Read, no_desk: Path, mails: Any
) -> None:
    (mail,) = read(mails(a_raw("Dag, ik zoek een stage.\n", sender="x@y.example", subject="stage")))

    (asked,) = mail["requests"]
    for name in REQUEST - {"applicant_email", "departments", "missing", "because"}:
        assert asked[name] is None, name
    assert asked["departments"] == []
    assert asked["missing"] == ["name", "school", "study", "period", "hours"]


def test_a_national_number_is_nowhere(command: Any, no_desk: Path, mails: Any) -> None:
    number = "85.07.30-033-28"
    raw = a_raw(
        ASKS + f"\nOp 1 mei schreef stage@stad.example:\n> Is {number} uw nummer?\n",
        subject=f"stage {number}", sender=f'"Nora {number}" <nora@student.hrl.example>',
    )  # fmt: skip
    folder = mails(raw)

    done = command("read", "--json", str(folder))
    shown = command("read", str(folder))

    assert number not in done.out + shown.out
    assert done.json["masked"] == ["rijksregisternummer"]
    for name in ("subject", "body", "visible", "quoted"):
        assert "••.••.••-•••-••" in done.json[name]
    assert "masked: rijksregisternummer" in shown.out


def test_a_forward_has_its_real_sender_with_the_line_that_says_so(
    read: Read, no_desk: Path, mails: Any
) -> None:
    text = (
        "Iets voor jullie?\n\nVan: Thomas Nys <thomas.nys@gmail.example>\n"
        "Verzonden: dinsdag 13 oktober 2026 16:02\nAan: Info <info@rivierstad.example>\n"
        "Onderwerp: stage\n\nBeste, ik zoek een stageplaats in de bibliotheek.\n\nThomas Nys\n"
    )
    (mail,) = read(mails(a_raw(text, sender="Els <els@rivierstad.example>", subject="FW: stage")))

    assert mail["from"]["email"] == "els@rivierstad.example"
    assert mail["requester"] == {
        "name": "Thomas Nys",
        "email": "thomas.nys@gmail.example",
        "because": "Van: Thomas Nys <thomas.nys@gmail.example>",
    }
    assert mail["requests"][0]["applicant_email"] == "thomas.nys@gmail.example"


def test_a_departments_answer_has_its_decision(read: Read, no_desk: Path, mails: Any) -> None:
    raw = a_raw(
        "Dag Els\n\nDeze keer moeten we passen, we hebben geen begeleider.\n",
        sender="Groendienst <groen@rivierstad.example>", subject="RE: Stageaanvraag", answers="x@y.example",
    )  # fmt: skip

    (mail,) = read(mails(raw))

    assert (mail["kind"], mail["requests"]) == ("answer", [])
    assert mail["decision"]["value"] == "no"
    assert "moeten we passen" in mail["decision"]["because"]


def test_everything_that_lies_somewhere_is_read_in_one_go(read: Read, no_desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "alles"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.eml").write_bytes(a_raw(subject="een"))
    (folder / "sub" / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0 no mail")
    box = mailbox.mbox(folder / "oud")
    for subject in ("twee", "drie"):
        box.add(a_raw(subject=subject))
    box.close()
    maildir = mailbox.Maildir(folder / "z-maildir")
    maildir.add(a_raw(subject="vier"))
    (folder / "z-maildir" / "dovecot-uidlist").write_text("no mail either")
    (folder / "z-maildir" / "tmp" / "half").write_text("half written")
    one = tmp_path / "vijf.eml"
    one.write_bytes(a_raw(subject="vijf"))

    found = read(folder, one)

    assert [mail["subject"] for mail in found] == ["een", "twee", "drie", "", "vier", "vijf"]
    assert [Path(mail["file"]).name for mail in found[:4]] == ["a.eml", "oud", "oud", "foto.jpg"]
    assert "headers: none" in found[3]["warnings"]
    assert Path(found[4]["file"]).parent == folder / "z-maildir" / "new"


def test_stdin_is_a_mail_or_an_mbox(read: Read, no_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def say(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    say(a_raw(subject="Hier"))
    (mail,) = read("-")
    assert (mail["file"], mail["subject"]) == ("-", "Hier")

    line = b"From jan@x.example Mon Mar  2 10:12:33 2026\n"
    say(line + a_raw(subject="een") + b"\n" + line + a_raw(subject="twee"))
    assert [mail["subject"] for mail in read("-")] == ["een", "twee"]


def test_what_cannot_be_opened_in_a_folder_is_an_object_with_its_reason(
    read: Read, no_desk: Path, mails: Any
) -> None:
    folder = mails(a_raw(subject="goed"))
    (folder / "stuk.eml").symlink_to(folder / "weg")

    good, broken = read(folder)

    assert good["subject"] == "goed"
    assert (broken["file"], broken["warnings"]) == (str(folder / "stuk.eml"), ["No such file or directory"])
    assert (broken["kind"], broken["subject"], broken["requests"]) == (None, "", [])


def test_a_pipe_may_be_named(no_desk: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "stagedesk", "read", "--json", str(pipe)], stdout=subprocess.PIPE, text=True
    )
    pipe.write_bytes(a_raw(subject="door de pijp"))

    assert json.loads(process.communicate(timeout=60)[0])["subject"] == "door de pijp"


def test_a_desk_reads_with_its_own_directory_and_what_it_learnt(
    read: Read, desk: Desk, at: Callable[[Desk], None], mails: Any
) -> None:
    for department, text in (
        ("groen", "Ik zoek een stage bij de imkerij."),
        ("musea", "Stage in het depot."),
    ):
        for _each in range(4):
            referrals.route(desk, received(desk, text=text), department, by="els")
    at(desk)

    (mail,) = read(mails(a_raw("Beste, graag een stage bij de imkerij.\n")))

    (likely,) = mail["requests"][0]["departments"]
    assert likely["name"] == "Groen"
    assert likely["because"].startswith("went there before: “imkerij” 4 of 4")


def test_a_desk_tells_which_request_a_mail_belongs_to_and_stores_nothing(
    read: Read, desk: Desk, now: Clock, at: Callable[[Desk], None], mails: Any
) -> None:
    first = a_mail(mail_id="first@student.example", subject="Stage, rijksregister 85.07.30-033-28")
    intake.take_in(desk, [first])
    ref = "2026-0001"
    referrals.route(desk, ref, "musea", by="els")
    asked = sent_mail_id(desk, now)
    at(desk)
    answer = a_raw(
        "Dag Els, ja dat lukt!\n", sender="Musea <musea@stad.example>", subject="Re: x", answers=asked
    )
    more = a_raw("Ik vergat: 200 uur.\n", answers="first@student.example", subject="Re: Stage")
    before = _rows()

    found = read(mails(answer, more, first.raw, a_raw()))

    assert [mail["links"] for mail in found] == [
        [{"by": "references", "ref": ref}],
        [{"by": "references", "ref": ref}],
        [{"by": "copy", "ref": ref}],
        [{"by": "maybe_person", "ref": ref}],
    ]
    assert [mail["kind"] for mail in found] == ["answer", "follow_up", "request", "request"]
    assert found[0]["decision"]["value"] == "yes"
    assert _rows() == before


LONG = "Ik zoek een stage van twaalf weken in het archief, vanaf september, vier dagen per week.\n"


@pytest.mark.parametrize(
    ("mail", "by"),
    [
        pytest.param({"text": LONG, "sender": "Ombuds <ombuds@elders.example>"}, "maybe_text", id="a copy"),
        pytest.param({"sender": "Nora Willems <nora@thuis.example>"}, "maybe_person", id="another address"),
        pytest.param(
            {"sender": "<nora@student.example>", "text": "Al nieuws?\n"}, "maybe_person", id="reminder"
        ),
        pytest.param(
            {
                "sender": "Wie <wie@weet.example>",
                "subject": "RE: Stage in het archief",
                "text": "Al nieuws?\n",
            },
            "maybe_subject",
            id="the same subject",
        ),
        pytest.param(
            {"sender": "nora@student.example", "text": "Het gaat over 2026-0001.\n"},
            "maybe_named",
            id="named",
        ),
        pytest.param(
            {"sender": "Bram Maes <bram@student.example>", "subject": "Vraag"}, None, id="somebody else"
        ),
    ],
)
def test_what_a_mail_may_belong_to_is_among_its_links(
    read: Read, desk: Desk, at: Callable[[Desk], None], mails: Any, mail: dict[str, Any], by: str | None
) -> None:
    ref = received(desk, text=LONG, subject="Stage in het archief")
    at(desk)

    (found,) = read(mails(a_raw(**({"text": "Iets anders.\n"} | mail))))

    assert found["links"] == ([{"by": by, "ref": ref}] if by else [])


def test_what_a_mail_may_belong_to_is_said_with_its_reason(
    command: Any, desk: Desk, at: Callable[[Desk], None], mails: Any
) -> None:
    ref = received(desk)
    at(desk)
    folder = mails(a_raw("Al nieuws?\n"))

    assert (
        f"belongs to?: {ref}  (because nora@student.example has an open request)"
        in command("read", str(folder)).out
    )


def test_a_stranger_who_names_a_request_is_linked_to_nothing(
    read: Read, command: Any, desk: Desk, at: Callable[[Desk], None], mails: Any
) -> None:
    ref = received(desk)
    at(desk)
    known = a_raw("Nog iets.\n", subject=f"[{ref}] stage")
    strange = a_raw("Nog iets.\n", subject=f"[{ref}] stage", sender="Wie <wie@weet.example>")
    folder = mails(known, strange)

    mine, theirs = read(folder)

    assert (mine["links"], mine["warnings"]) == ([{"by": "subject", "ref": ref}], ["date: missing"])
    assert (theirs["links"], theirs["warnings"][1:]) == (
        [], [f"reference: {ref} is named by somebody who takes no part in it"]
    )  # fmt: skip
    assert (
        f"not linked: {ref}  (because whoever wrote takes no part in it)" in command("read", str(folder)).out
    )


def _rows() -> list[int]:
    with session():
        return [table.select().count() for table in m.TABLES]


def test_the_shipped_lists_read_as_a_desk_that_imported_them(
    read: Read, command: Any, no_desk: Path, tmp_path: Path
) -> None:
    samples = assets.data("demo-mailbox")
    without = read(samples)

    assert command("init", "--sample").code == 0
    assert len(without) > 50
    assert read(samples) == without


def test_the_help_names_every_field(command: Any) -> None:
    documented = " ".join(command("read", "--help").out.split())

    assert all(name in documented for name in READ | REQUEST)


def test_reading_for_people_folds_what_was_quoted(command: Any, no_desk: Path, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL)

    out = command("read", str(tmp_path / "mail.eml")).out
    for piece in (
        "from: Nora Willems <nora@student.example>\n",
        "subject: Stage café]0;x\n",
        "automatic: Auto-Submitted: auto-replied\n",
        "attachment: cv.pdf (application/pdf, 3 B)\n",
        "\nBeste, ik zoek een stageplaats in het museum.\n[3 quoted lines]\n",
        "\nkind of mail: automatic mail, automatic reply  (because Auto-Submitted: auto-replied)\n",
    ):
        assert piece in out


def test_reading_for_people_tells_what_was_understood_and_why(
    command: Any, no_desk: Path, mails: Any
) -> None:
    raw = a_raw(ASKS, headers={"Date": "Wed, 6 May 2026 10:12:00 +0200"})

    out = command("read", "--language", "nl", str(mails(raw))).out
    assert "14 sep 2026 – 18 dec 2026" in out
    assert "480" in out
    out = command("read", "--language", "en", str(mails(raw))).out
    assert "level: bachelor  (because bachelor)\n" in out
    assert "period: 14 Sep 2026 – 18 Dec 2026  (because 14 september tot en met" in out
    assert "wants an answer by: 29 May 2026" in out
    assert "29 May 2026  (because Kan u mij antwoorden voor 29 mei (assumed: the year 2026))" in out
