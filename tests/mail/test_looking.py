"""One look at a mail: the same in this process and in a helping one."""

import io
import pickle
from dataclasses import replace

import pytest

from builders import a_raw
from stagedesk.mail import helper
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import LONGEST_BODY, look

DIRECTORY = Directory(desk=("stage@stad.example",), city_domains=("stad.example",))
LONG = "Beste, ik zoek voor mijn opleiding een plaats van twaalf weken in het museum van de stad."


def test_a_helper_sees_what_is_seen_here() -> None:
    raws = [a_raw(), a_raw(LONG, subject="[2026-0042] Stage"), b"", b"\xff\x00 geen mail"]
    tasks = io.BytesIO(pickle.dumps(DIRECTORY) + pickle.dumps(raws[:2]) + pickle.dumps(raws[2:]))
    results = io.BytesIO()

    with pytest.raises(EOFError):  # there are no more tasks
        helper.serve(tasks, results)

    results.seek(0)
    seen = [*pickle.load(results), *pickle.load(results)]
    assert seen == [look(raw, DIRECTORY) for raw in raws]


def test_a_mail_that_cannot_be_read_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_raw: bytes, _directory: Directory) -> object:
        raise MemoryError("too much")

    monkeypatch.setattr(helper, "look", breaks)

    assert helper.attempt(b"", DIRECTORY) == "MemoryError: too much"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(LONG.replace(" ", "\n"), id="wrapped"),
        pytest.param(LONG.upper(), id="in capitals"),
        pytest.param(f"{LONG}\n\n-- \nNora", id="with a signature"),
        pytest.param(
            f"{LONG}\n\nOp ma 2 mrt. 2026 om 10:00 schreef Jan <j@x.example>:\n> Oud", id="with a quote"
        ),
        pytest.param(
            "Ter info\n\n-----Oorspronkelijk bericht-----\nVan: Nora <nora@x.example>\n"
            f"Verzonden: maandag 2 maart 2026 10:00\nAan: k@x.example\nOnderwerp: Stage\n\n{LONG}",
            id="forwarded",
        ),
    ],
)
def test_the_same_words_are_recognised(other: str) -> None:
    first = look(a_raw(LONG), DIRECTORY)

    assert look(a_raw(other), DIRECTORY).text_hash == first.text_hash is not None


def test_other_words_and_few_words_are_not_the_same() -> None:
    assert look(a_raw(LONG), DIRECTORY).text_hash != look(a_raw(LONG + " Graag!"), DIRECTORY).text_hash
    assert look(a_raw("Ja, graag."), DIRECTORY).text_hash is None


def test_the_language_is_that_of_whoever_asks() -> None:
    text = (
        "Beste collega, kan jij dit eens bekijken? Alvast bedankt, het is voor onze dienst.\n\n"
        "-----Oorspronkelijk bericht-----\nVan: Inès <ines@x.example>\n"
        "Verzonden: maandag 2 maart 2026 10:00\nAan: k@x.example\nOnderwerp: Stage\n\n"
        "Bonjour, je cherche un stage dans votre ville pour mes études, pouvez-vous m'aider ?"
    )

    assert look(a_raw(text, subject="FW: Stage"), DIRECTORY).language == "fr"


def test_numbers_of_people_are_masked_in_all_that_is_kept() -> None:
    seen = look(a_raw("Nummer 93.05.18-223.61", sender="Nora 93051822361 <n@x.example>"), DIRECTORY)

    assert "223" not in repr(replace(seen, mail=replace(seen.mail, raw_hash="", message_id="")))
    assert "masked: rijksregisternummer" in seen.mail.warnings


def test_an_endless_text_is_cut() -> None:
    assert len(look(a_raw("stage " * LONGEST_BODY), DIRECTORY).mail.body) <= LONGEST_BODY


@pytest.mark.parametrize(
    ("text", "options", "machine"),
    [
        pytest.param(LONG, {}, False, id="a person"),
        pytest.param("Weg.", {"headers": {"Auto-Submitted": "auto-replied"}}, True, id="its header"),
        pytest.param("Weg.", {"subject": "Automatisch antwoord: Stage"}, True, id="its subject"),
        pytest.param("Hm.", {"sender": "MAILER-DAEMON@mx.example"}, True, id="its sender"),
        pytest.param(
            "Ik ben afwezig tot maandag en heb beperkte toegang tot mijn mail.",
            {},
            False,
            id="only its words",
        ),
        pytest.param(LONG, {"headers": {"List-Id": "<x.example>"}}, False, id="a list"),
    ],
)
def test_what_a_machine_wrote(text: str, options: dict[str, str], machine: bool) -> None:
    assert look(a_raw(text, **options), DIRECTORY).machine == machine  # type: ignore[arg-type]
