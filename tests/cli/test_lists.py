"""Lists of placements that came by mail, from the command line: seen, previewed, taken over, refused."""

from email.message import EmailMessage
from typing import Any

import pytest

GOOD = "naam;dienst;soort;van;tot\nNora Willems;Musea;student;2026-02-02;2026-05-29\n"
BAD = GOOD + "Bram Maes;Musea;student;2026-02-02;ooit\n"


def with_lists(*lists: tuple[str, str]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Musea <musea@stad.example>", "Onze stagiairs"
    mail["Message-ID"] = "<lijst@stad.example>"
    mail.set_content("Hierbij onze lijst.\n")
    for name, text in lists:
        mail.add_attachment(text, subtype="csv", filename=name)
    return mail.as_bytes()


@pytest.fixture
def sent(stagedesk: Any, mails: Any) -> Any:
    def send(*lists: tuple[str, str]) -> None:
        stagedesk("fetch", "--eml", str(mails(with_lists(*lists))))

    return send


def test_a_list_is_seen_previewed_and_taken_over_once(stagedesk: Any, sent: Any) -> None:
    assert stagedesk("lists").err == "No list waits.\n"
    sent(("stages.csv", GOOD))

    assert "1/1   2026-03-02  musea" in stagedesk("lists").out
    (listed,) = stagedesk("lists", "list", "--json").json
    assert (listed["id"], listed["name"], listed["request"]) == ("1/1", "stages.csv", "2026-0001")
    seen = stagedesk("lists", "preview", "1/1", "--json")
    assert ([each["line"] for each in seen.json["new"]], seen.json["written"]) == ([2], [])
    taken = stagedesk("lists", "take", "1/1", "--json")

    assert (taken.code, taken.json["written"]) == (0, ["P2026-0001"])
    assert stagedesk("show", "2026-0001", "--json").json["outcome"] == "out_of_scope"
    assert stagedesk("lists", "take", "1/1").code == 3
    stagedesk("undo")
    assert [each["id"] for each in stagedesk("lists", "list", "--json").json] == ["1/1"]


def test_with_a_bad_line_nothing_is_taken_unless_the_good_ones_are_asked_for(
    stagedesk: Any, sent: Any
) -> None:
    sent(("stages.csv", BAD))

    refused = stagedesk("lists", "take", "1/1")
    assert (refused.code, refused.out) == (2, "")
    assert "stages.csv:3: " in refused.err
    taken = stagedesk("lists", "take", "1/1", "--good-rows")

    assert (taken.code, "written 1" in taken.out) == (0, True)
    assert [each["id"] for each in stagedesk("lists", "list", "--json").json] == [
        "1/1"
    ]  # a line of it is still to do


def test_what_is_refused_is_not_offered_until_that_is_undone(stagedesk: Any, sent: Any) -> None:
    sent(("stages.csv", GOOD), ("parking.csv", "plaats;prijs\nA;1\n"))
    assert [each["id"] for each in stagedesk("lists", "list", "--json").json] == ["1/1", "1/2"]

    done = stagedesk("lists", "refuse", "1/2")

    assert done.out == "parking.csv of Musea is put aside; undo offers it again.\n"
    assert [each["id"] for each in stagedesk("lists", "list", "--json").json] == ["1/1"]
    assert stagedesk("lists", "refuse", "1/2").code == 3
    assert stagedesk("undo").code == 0
    assert len(stagedesk("lists", "list", "--json").json) == 2
    assert stagedesk("lists", "preview", "1/2").code == 7
