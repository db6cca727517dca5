"""Where mails belong, corrected from the command line: split, move, unmerge, sender, and back."""

from typing import Any

import pytest

from builders import a_raw

ONE = "one@student.example"
FORWARD = """\
Graag bekijken, mvg Karel

-----Oorspronkelijk bericht-----
Van: Bram Maes <bram@student.example>
Verzonden: maandag 2 maart 2026 10:00
Onderwerp: Stage

Ik zoek een stage in het museum.
"""


@pytest.fixture
def two_mails(stagedesk: Any, mails: Any) -> list[int]:
    """The numbers of the two mails of 2026-0001."""
    second = a_raw("Ik ook.\n", sender="Bram <bram@student.example>", subject="Ik ook", answers=ONE)
    stagedesk("fetch", "--eml", str(mails(a_raw(mail_id=ONE), second)))
    return numbers(stagedesk, "2026-0001")


def numbers(stagedesk: Any, ref: str) -> list[int]:
    return [mail["id"] for mail in stagedesk("show", ref, "--json").json["messages"]]


def test_show_tells_the_numbers_of_mails_and_split_takes_one(stagedesk: Any, two_mails: list[int]) -> None:
    first, second = two_mails
    assert f"Ik ook  (mail {second})" in stagedesk("show", "2026-0001").out

    done = stagedesk("split", "2026-0001", str(second), "--json")

    assert (done.code, done.json["ref"], done.json["applicant"]) == (0, "2026-0002", "Bram")
    assert (numbers(stagedesk, "2026-0001"), numbers(stagedesk, "2026-0002")) == ([first], [second])
    stagedesk("undo")
    assert numbers(stagedesk, "2026-0001") == two_mails


def test_a_mail_for_several_people_is_parted(stagedesk: Any, mails: Any) -> None:
    text = "Voor twee leerlingen zoeken wij een plaats:\n\n- Lotte Aerts, museum\n- Karim Bos, sportdienst\n"
    stagedesk("fetch", "--eml", str(mails(a_raw(text, sender="Ann <ann@atheneum.example>"))))

    done = stagedesk("split", "2026-0001", "--each", "--json")

    assert [(row["ref"], row["applicant"]) for row in done.json] == [
        ("2026-0001", "Lotte Aerts"),
        ("2026-0002", "Karim Bos"),
    ]
    assert stagedesk("split", "2026-0001", "--each").code == 4
    assert stagedesk("split", "2026-0001").code == 2


def test_one_mail_moves_to_another_request(stagedesk: Any, two_mails: list[int], mails: Any) -> None:
    stagedesk("fetch", "--eml", str(mails(a_raw(sender="An <an@x.example>"))))

    done = stagedesk("move", "2026-0001", str(two_mails[1]), "2026-0002")

    assert done.out.startswith("2026-0002: ")
    assert two_mails[1] in numbers(stagedesk, "2026-0002")


def test_a_linked_request_is_taken_up_again(stagedesk: Any, two_mails: list[int], mails: Any) -> None:
    stagedesk("fetch", "--eml", str(mails(a_raw(sender="An <an@x.example>"))))
    stagedesk("link", "2026-0002", "2026-0001")

    done = stagedesk("unmerge", "2026-0002", "--json")

    assert (done.code, done.json["closed_on"], done.json["in_inbox"]) == (0, None, True)
    assert len(numbers(stagedesk, "2026-0002")) == 1


def test_show_names_the_requests_that_it_may_belong_to(
    stagedesk: Any, two_mails: list[int], mails: Any
) -> None:
    stagedesk("fetch", "--eml", str(mails(a_raw("Al nieuws?\n", sender="nora@student.example"))))

    (link,) = stagedesk("show", "2026-0002", "--json").json["links"]

    assert (link["ref"], link["by"]) == ("2026-0001", "person")
    assert "belongs to 2026-0001? because nora@student.example has" in stagedesk("show", "2026-0002").out


def test_the_sender_becomes_the_applicant(stagedesk: Any, mails: Any) -> None:
    mail = a_raw(FORWARD, sender="Karel <karel@elders.example>", subject="FW: Stage")
    stagedesk("fetch", "--eml", str(mails(mail)))
    assert stagedesk("show", "2026-0001", "--json").json["applicant"] == "Bram Maes"

    done = stagedesk("sender", "2026-0001", "--json")

    assert done.json["applicant"] == "Karel"
    assert stagedesk("sender", "2026-0001").code == 4


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("split", "2026-0001", "4711"), 3),
        (("split", "2026-0001", "een"), 2),
        (("move", "2026-0001", "2", "2026-0001"), 4),
        (("unmerge", "2026-0001"), 4),
        (("fetch", "--dismiss", "1"), 2),
        (("fetch", "--dismiss", "4711", "--because", "Reclame."), 3),
        (("fetch", "--because", "Reclame."), 2),
    ],
)
def test_what_cannot_be_done_is_said_by_the_exit_code(
    stagedesk: Any, two_mails: list[int], words: tuple[str, ...], code: int
) -> None:
    assert stagedesk(*words).code == code
