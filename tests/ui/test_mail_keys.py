"""Where a mail belongs, by keys: split off, moved, linked as proposed, un-merged, and who asks in it."""

import pytest
from textual.widgets import TextArea

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, threads
from ui.at_the_desk import at_the_desk, here, press, said
from ui.helpers import screen_text

ONE = "one@student.example"
FORWARD = """\
Graag bekijken, mvg Karel

-----Oorspronkelijk bericht-----
Van: Nora Willems <nora@student.example>
Verzonden: maandag 2 maart 2026 10:00
Aan: karel@elders.example
Onderwerp: Stage

Ik zoek een stage in het museum.
"""


def hijacked(desk: Desk) -> str:
    """A request in whose thread somebody else asks something."""
    ref = received(desk, mail_id=ONE)
    intake.take_in(
        desk,
        [
            a_mail(
                "Ik zoek ook een stage.\n",
                sender="Bram <bram@student.example>",
                subject="Ik ook",
                answers=ONE,
            )
        ],
    )
    return ref


def subjects(ref: str, desk: Desk) -> list[str]:
    return [mail.subject for mail in requests.page(desk, ref).messages]


async def test_the_mail_that_is_shown_is_split_off_and_comes_back(sqlite_desk: Desk) -> None:
    ref = hijacked(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o")
        assert "mail 2 of 2 ← → · s makes a request of it, M moves it" in screen_text(pilot.app)
        await press(pilot, "s")

        assert f"2026-0002: split off from {ref}: Bram · Ik ook. u takes it back." in said(pilot)
        assert "mail 1 of 1" in screen_text(pilot.app)
        assert subjects("2026-0002", sqlite_desk) == ["Ik ook"]
        await press(pilot, "u")
        assert subjects(ref, sqlite_desk) == ["Stage", "Ik ook"]


async def test_from_the_inbox_the_mail_of_the_preview_is_split_off(sqlite_desk: Desk) -> None:
    hijacked(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        assert "Ik zoek ook een stage." in screen_text(pilot.app)
        await press(pilot, "s")

    assert subjects("2026-0002", sqlite_desk) == ["Ik ook"]


async def test_the_mail_that_is_shown_moves_alone_to_the_request_that_is_chosen(sqlite_desk: Desk) -> None:
    ref = hijacked(sqlite_desk)
    bram = received(sqlite_desk, sender="Bram Maes <bram@student.example>", subject="Stage in het depot")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o")
        assert here(pilot) == ref
        await press(pilot, "M")
        assert "To which request does this mail belong?" in screen_text(pilot.app)
        assert f"{ref} · Bram · Ik ook" in screen_text(pilot.app)
        await press(pilot, *"0002", "enter")

        assert f"{bram}: has from {ref} now: Bram · Ik ook. u takes it back." in said(pilot)
    assert subjects(bram, sqlite_desk) == ["Ik ook", "Stage in het depot"]
    assert subjects(ref, sqlite_desk) == ["Stage"]


@pytest.mark.parametrize("key", ["s", "M"])
async def test_the_only_mail_of_a_request_is_not_taken_away(sqlite_desk: Desk, key: str) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o", key)

        assert f"It is the only mail of {ref}; m links the request instead." in said(pilot)
        assert "s makes a request of it" not in screen_text(pilot.app)


async def test_a_mail_for_several_people_becomes_a_request_for_each(sqlite_desk: Desk) -> None:
    text = "Voor twee leerlingen zoeken wij een plaats:\n\n- Lotte Aerts, museum\n- Karim Bos, sportdienst\n"
    ref = received(sqlite_desk, text=text, sender="Ann <ann@atheneum.example>")

    async with at_the_desk(sqlite_desk) as pilot:
        assert "2; s makes a request for each" in screen_text(pilot.app)
        await press(pilot, "s")
        assert "This mail asks for 2 people" in screen_text(pilot.app)
        assert "this mail on its own" not in screen_text(pilot.app)
        await press(pilot, "2")

        assert f"{ref}: a request for each of the 2. u takes it back." in said(pilot)
        await press(pilot, "o", "s")  # not once more
        assert f"It is the only mail of {ref}; m links the request instead." in said(pilot)
    assert [requests.row(each).applicant for each in (ref, "2026-0002")] == ["Lotte Aerts", "Karim Bos"]


async def test_the_page_of_its_only_mail_parts_it_too(sqlite_desk: Desk) -> None:
    text = "Voor twee leerlingen zoeken wij een plaats:\n\n- Lotte Aerts, museum\n- Karim Bos, sportdienst\n"
    received(sqlite_desk, text=text, sender="Ann <ann@atheneum.example>")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o", "s", "2")

    assert requests.row("2026-0002").applicant == "Karim Bos"


async def test_a_reminder_in_no_thread_is_not_said_to_be_about_itself(sqlite_desk: Desk) -> None:
    text = "Vorige week vroeg ik jullie een stageplaats. Hebben jullie al nieuws?\n"
    ref = received(sqlite_desk, text=text, subject="Nog geen antwoord?")

    async with at_the_desk(sqlite_desk, (120, 30)) as pilot:
        shown = screen_text(pilot.app)
    assert "follow-up? · N" in shown
    assert ref not in shown


async def test_a_letter_of_the_desk_stays(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    triage.ask(sqlite_desk, ref, "Welke school?", by="els")
    letter = sent_mail_id(sqlite_desk, now)
    intake.take_in(sqlite_desk, [a_mail("AP.\n", answers=letter)])

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o", "left", "s")

        assert "A letter of the desk stays with the request that it is about." in said(pilot)


async def test_a_list_without_a_mail_says_where_to_go(sqlite_desk: Desk) -> None:
    hijacked(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "right", "s")

        assert "There is no mail here; o opens the request with its mails." in said(pilot)


async def test_marks_are_about_other_requests_than_the_mail_that_is_shown(sqlite_desk: Desk) -> None:
    ref = hijacked(sqlite_desk)
    received(sqlite_desk, sender="An <an@student.example>", subject="Iets")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "space", "k", "s")

        assert "one request at a time; Escape unmarks" in said(pilot)
    assert len(subjects(ref, sqlite_desk)) == 2


async def test_what_is_proposed_is_linked_with_one_key(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    other = received(
        sqlite_desk, sender="Nora Willems <nora@thuis.example>", subject="Nog iets", text="Al nieuws?\n"
    )

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "j")
        assert here(pilot) == other
        assert f"l {ref}" in screen_text(pilot.app)
        assert "Nora Willems wrote from nora@student.example" in screen_text(pilot.app)
        await press(pilot, "l")

        assert f"{ref}: linked to {ref}. u takes it back." in said(pilot)
    assert requests.row(other).outcome == "duplicate"
    assert subjects(ref, sqlite_desk) == ["Stage", "Nog iets"]


async def test_without_a_proposal_the_key_says_so(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "l")

        assert "No other request is proposed." in said(pilot)


async def test_the_requests_to_link_to_begin_with_the_proposed_one_and_its_reason(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    for number in range(3):
        received(sqlite_desk, sender=f"Jef {number} <jef{number}@x.example>", subject=f"Vraag {number}")
    received(sqlite_desk, sender="Nora Willems <nora@thuis.example>", subject="Nog iets", text="Al nieuws?\n")

    async with at_the_desk(sqlite_desk, (120, 30)) as pilot:
        await press(pilot, "G", "m")

        (line,) = [line for line in screen_text(pilot.app).splitlines() if f"▌ {ref}" in line]
        assert "Nora Willems wrote from nora@student.example" in line


async def test_the_page_of_a_request_proposes_too(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    received(sqlite_desk, sender="Nora Willems <nora@thuis.example>", subject="Nog iets", text="Al nieuws?\n")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "j", "o")
        assert f"l {ref}" in screen_text(pilot.app)
        await press(pilot, "l")

    assert requests.row("2026-0002").outcome == "duplicate"


async def test_a_merged_request_is_taken_up_again_on_its_page(sqlite_desk: Desk) -> None:
    kept = received(sqlite_desk)
    merged = received(sqlite_desk, subject="Nog eens")
    threads.merge(sqlite_desk, merged, kept, by="karim")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "left", "end", "right", "home", "o")
        assert here(pilot) == merged
        assert "U un-merge" in screen_text(pilot.app)
        await press(pilot, "U")

        assert f"{merged}: a request of its own again. u takes it back." in said(pilot)
    assert requests.row(merged).is_open
    assert subjects(merged, sqlite_desk) == ["Nog eens"]


async def test_the_real_sender_is_shown_with_the_line_it_was_found_in_and_put_aside_by_a_key(
    sqlite_desk: Desk,
) -> None:
    ref = received(sqlite_desk, text=FORWARD, sender="Karel <karel@elders.example>", subject="FW: Stage")

    async with at_the_desk(sqlite_desk) as pilot:
        assert requests.row(ref).applicant == "Nora Willems"
        assert "asks  “Van: Nora Willems <nora@student.example>”; S takes the sender" in screen_text(
            pilot.app
        )
        await press(pilot, "S")
        assert requests.row(ref).applicant == "Karel"
        assert f"{ref}: the sender is the applicant. u takes it back." in said(pilot)
        await press(pilot, "S")
        assert "The sender is the applicant already." in said(pilot)
        await press(pilot, "u")

    assert requests.row(ref).applicant == "Nora Willems"


async def test_the_mail_of_the_line_under_the_cursor_is_the_one_that_is_shown(sqlite_desk: Desk) -> None:
    hijacked(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o")
        assert "mail 2 of 2" in screen_text(pilot.app)
        await press(pilot, "k")
        assert "mail 1 of 2" in screen_text(pilot.app)
        await press(pilot, "j", "s")

    assert subjects("2026-0002", sqlite_desk) == ["Ik ook"]


async def test_a_page_opens_with_the_mail_that_nobody_saw_and_not_with_what_left_last(
    sqlite_desk: Desk, now: Clock
) -> None:
    ref = received(sqlite_desk, subject="Eerst")
    triage.ask(sqlite_desk, ref, "Welke school?", by="els")
    sent_mail_id(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "right", "o")
        assert "mail 1 of 2" in screen_text(pilot.app)
        await press(pilot, "k", "j")
        assert "mail 2 of 2" in screen_text(pilot.app)
        await press(pilot, "left", "n")
        pilot.app.screen.query_one(TextArea).text = "Gebeld."
        await press(pilot, "ctrl+s")
        assert "mail 1 of 2" in screen_text(pilot.app)
