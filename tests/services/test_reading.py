"""What is read from a mail: the same for the screen and for programs, masked, and with its words."""

import time
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import Clock, a_mail, a_raw, received, sent_mail_id
from raw_mail import SAMPLES
from stagedesk import i18n
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.directory import Directory
from stagedesk.services.answers import referrals
from stagedesk.services.city.directory import for_mail, shipped
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.importing.imports import import_directory
from stagedesk.services.mail_in import intake
from stagedesk.services.setup import make_desk
from stagedesk.services.understanding import reading
from stagedesk.services.understanding.reading_facts import ASSUMED, Fact, facts
from stagedesk.settings import Settings

NUMBER = "85.07.30-033-28"
CITY = "stage@rivierstad.example"
MOST = """\
Beste, ik ben Nora Willems en volg de bachelor archivistiek aan de AP Hogeschool. Ik zoek een stage in het
museum van 14 september tot en met 18 december, elke maandag en dinsdag, 480 uur.

Nora Willems
"""


@pytest.fixture
def read() -> Callable[[bytes], reading.Reading]:
    return reading.without_desk(CITY)


def labels(found: tuple[Fact, ...]) -> dict[str, str]:
    return {fact.label: fact.value for fact in found}


def messages() -> list[int]:
    with session():
        return [number for (number,) in m.tuples(m.Message.select(m.Message.id).order_by(m.Message.id))]


def test_a_reading_is_frozen(read: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        read(a_raw()).language = "fr"


def test_a_national_number_is_masked_wherever_it_is_shown(read: Any) -> None:
    raw = a_raw(
        f"Ik zoek een stage, mijn nummer is {NUMBER}.\n",
        subject=f"stage {NUMBER}",
        sender=f'"Nora {NUMBER}" <nora@student.example>',
        headers={"Auto-Submitted": f"auto-replied {NUMBER}", "X-Original-From": NUMBER},
    )

    found = read(raw)

    assert found.masked == ("rijksregisternummer",)
    assert NUMBER not in repr(reading.as_json("x", found))
    assert NUMBER not in repr(found)


def test_a_bsn_and_a_national_number_are_both_named_once(read: Any) -> None:
    text = f"Stage? Rijksregister {NUMBER}, nogmaals {NUMBER}. BSN 123456782.\n"

    assert read(a_raw(text)).masked == ("rijksregisternummer", "BSN")


@pytest.mark.parametrize(
    ("text", "subject", "language"),
    [
        pytest.param(
            "Bonjour, je cherche un stage dans votre ville.\n\nOp 1 maart schreef Jan <j@x.example>:\n"
            "> Beste, wat zoekt u bij ons en vanaf wanneer kan u komen?\n",
            "Re: stage", "fr", id="of the newest text, not of what it quotes",
        ),
        pytest.param(
            "Iets voor jullie?\n\nDe : Aline <aline@x.example>\nEnvoyé : mardi 3 mars 2026\nÀ : Ville\n"
            "Objet : stage\n\nBonjour, je cherche un stage dans votre ville pour mes études.\n",
            "FW: stage", "fr", id="of whoever asks, not of the colleague who passed it on",
        ),
        pytest.param("ok\n", "x", "", id="nothing where the words are too few"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_whoever_asks(read: Any, text: str, subject: str, language: str) -> None:
    assert read(a_raw(text, subject=subject, sender="Els <els@rivierstad.example>")).language == language


def test_a_wish_comes_before_what_the_words_point_to(read: Any) -> None:
    text = "Ik zoek een stage op de dienst Sport. Ik studeer tuinaanleg en ken tuinbouw en groenbeheer.\n"

    (sought,) = read(a_raw(text)).requests

    assert [each.code for each in sought.departments] == ["sport", "groen"]
    assert "dienst Sport" in sought.departments[0].because
    assert "“tuinaanleg”" in sought.departments[1].because


def test_a_hunch_is_left_out(read: Any) -> None:
    (sought,) = read(a_raw("Ik zoek een stage iets met bibliotheek of burgerzaken of sportkamp.\n")).requests

    assert all(each.score > 0.5 for each in sought.departments)


def test_the_shipped_directory_is_what_a_desk_has_that_imported_it(now: Clock, tmp_path: Any) -> None:
    from stagedesk import assets
    from stagedesk.db import connection

    desk = make_desk(Settings(database=f"sqlite:///{tmp_path / 'own.db'}"), now)
    for what in ("departments", "schools"):
        import_directory(desk, what, assets.data(f"{what}.csv"), by="desk")
    own, found = for_mail(desk), shipped(desk.settings.desk_email)
    connection.close_database()

    assert own.schools == found.schools
    assert [each.code for each in own.departments] == [each.code for each in found.departments]
    assert [set(each.aliases) for each in own.departments] == [
        set(each.aliases) for each in found.departments
    ]
    assert own.desk == found.desk


def test_a_mail_view_shows_what_was_read_with_its_words(desk: Desk) -> None:
    received(desk, text=MOST)  # without a date of its own: the day it came counts
    (message,) = messages()

    found = {fact.label: fact for fact in reading.facts_of(desk, message)}

    assert found["person"].value == "Nora Willems, nora@student.example"
    assert found["school"] == Fact("school", "AP Hogeschool", "AP Hogeschool")
    assert found["period"].value == "14 Sep 2026 – 18 Dec 2026"
    assert found["period"].because.endswith("(assumed: the year 2026)")
    assert found["hours"].value == "480 hours, Mon, Tue"
    assert "missing" not in found
    assert "kind of mail" not in found


def test_the_facts_are_in_the_readers_language(desk: Desk) -> None:
    received(desk, text="Ik ben Nora Willems, bachelorstudent. Stage van 2 maart 2026 tot 13 maart 2026?\n")
    (message,) = messages()
    english = reading.facts_of(desk, message)

    i18n.use_language("nl")

    dutch = reading.facts_of(desk, message)
    assert labels(english)["period"] == "2 Mar 2026 – 13 Mar 2026"
    assert "2 mrt 2026 – 13 mrt 2026" in [fact.value for fact in dutch]
    assert [fact.because for fact in english][:2] == [fact.because for fact in dutch][:2]


def test_several_applicants_stand_together_and_what_they_share_once(read: Any) -> None:
    text = (
        "Beste, voor volgende leerlingen van Atheneum Zuid zoeken wij een stage van 2 tot 13 maart 2027:\n\n"
        "Noah Bertels | Sportdienst\nAmina Chaoui | bibliotheek\n\nGroeten\nKristien Wouters\n"
    )

    found = labels(facts(read(a_raw(text, sender="Kristien Wouters <k@atheneumzuid.example>"))))

    assert found["applicants"] == "2"
    assert found["person"] == "Noah Bertels | Amina Chaoui"
    assert found["points to"] == "Sportdienst | Bibliotheek"
    assert found["period"] == "2 Mar 2027 – 13 Mar 2027"
    assert found["missing"] == "study"


def test_an_answer_and_a_forward_are_told_as_such(desk: Desk, now: Clock) -> None:
    ref = received(desk, text=MOST)
    referrals.route(desk, ref, "musea", by="els")
    asked = sent_mail_id(desk, now)
    answer = a_mail(
        "Dag Els, ja dat lukt!\n", sender="Musea <musea@stad.example>", answers=asked, subject="Re: x"
    )
    intake.take_in(desk, [answer])

    found = reading.facts_of(desk, messages()[-1])

    assert labels(found) == {"kind of mail": "answer of a department", "answer": "yes"}
    assert "lukt" in found[1].because


def test_our_own_letters_and_mails_that_are_not_there_have_no_facts(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    sent_mail_id(desk, now)

    assert reading.facts_of(desk, messages()[-1]) == ()
    assert reading.facts_of(desk, 999) == ()
    assert reading.stored(desk, 999) is None


def test_a_mail_is_read_once_until_the_directory_changes(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    received(sqlite_desk, text="Ik volg de bachelor archivistiek aan de Kade Hogeschool. Een stage graag.\n")
    (message,) = messages()
    times: list[bytes] = []
    real = reading.read
    monkeypatch.setattr(reading, "read", lambda raw, *a, **b: times.append(raw) or real(raw, *a, **b))

    first = [reading.facts_of(sqlite_desk, message) for _each in range(3)]
    assert len(times) == 1
    assert first[0] is first[1] is first[2]

    file = tmp_path / "schools.csv"
    file.write_text("code,name\nkade,Kade Hogeschool Rivierstad\nkadeh,Kade Hogeschool\n")
    import_directory(sqlite_desk, "schools", file, by="els")

    assert labels(reading.facts_of(sqlite_desk, message))["school"] == "Kade Hogeschool"
    assert len(times) == 2


def test_only_so_many_are_kept(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_KEPT", 3)
    monkeypatch.setattr(reading, "_kept", {})

    for number in range(900, 910):
        reading.facts_of(sqlite_desk, number)

    assert len(reading._kept) == 3


def test_reading_changes_nothing_at_the_desk(desk: Desk, now: Clock) -> None:
    ref = received(desk, mail_id="een@student.example")
    referrals.route(desk, ref, "musea", by="els")
    sent_mail_id(desk, now)

    def rows() -> list[int]:
        with session():
            return [table.select().count() for table in m.TABLES]

    before, version = rows(), requests.row(ref).version
    with session():
        read = reading.at_desk(desk)
        for answers in ("een@student.example", None):
            read(a_raw("Dag\n", answers=answers, subject=f"[{ref}] vraag"))

    assert (rows(), requests.row(ref).version) == (before, version)


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.eml")), ids=lambda file: file.stem)
def test_every_sample_has_the_documented_shape(read: Any, file: Any) -> None:
    found = reading.as_json("x", read(file.read_bytes()))

    assert (found["kind"] or None, bool(found["kind"])) == (found["kind"], bool(found["kind_because"]))
    for each in found["requests"]:
        assert all(value != "" for value in each.values())
    assert all(label and value for label, value in labels(facts(read(file.read_bytes()))).items())


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=2_000)
    | st.text(max_size=2_000).map(lambda text: a_raw("x").replace(b"x", text.encode()))
)
@example(b"")
@example(b"From: \xff\nSubject: =?x?q?=00?=\n\n\x1b[2J")
def test_anything_is_read(raw: bytes) -> None:
    began = time.process_time()
    found = reading.read(raw, Directory())

    assert time.process_time() - began < 1
    text = repr(reading.as_json("x", found)) + repr(facts(found))
    assert "\x1b" not in text
    text.encode()


def test_what_is_assumed_has_its_words() -> None:
    from stagedesk.services.understanding.reading_facts import _assumed

    assert _assumed("year 2027") == "the year 2027"
    assert _assumed("weeks 12") == "the end after 12 weeks"
    assert [_assumed(name) for name in ASSUMED if "{" not in ASSUMED[name]] == [
        text for text in ASSUMED.values() if "{" not in text
    ]
    assert _assumed("something else") == "something else"
