"""Dialogs, by their keys: one question each, an answer or nothing."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.ui.dialogs.ask_date import AskDate, Quick
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.close import Close, Closing, Ending
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.dialogs.find import Find
from stagedesk.ui.dialogs.keys import Keys
from stagedesk.ui.dialogs.message import Tell
from stagedesk.ui.dialogs.typed_date import typed_date
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.picker import matching
from ui.helpers import HOSTILE, Host, assert_harmless, hostile, screen_text, wait

WEDNESDAY = date(2026, 5, 6)
UNANSWERED = object()


class Asking(Host):
    def __init__(self, dialog: Dialog[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answer: Any = UNANSWERED

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.take)

    def take(self, answer: Any) -> None:
        self.answer = answer


async def answer_to(dialog: Dialog[Any], *keys: str) -> Any:
    """What the dialog gives after these keys; UNANSWERED while it still asks."""
    app = Asking(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait(pilot)
        await pilot.press(*keys)
        await wait(pilot)
        return app.answer


DEPARTMENTS = [
    Choice("MUS", "Musea", "because of “archief”"),
    Choice("BIB", "Bibliotheek"),
    Choice("FIN", "Financiën"),
    Choice("SPO", "Sport", "zwembad"),
    Choice("JEU", "Jeugd", available=False, reason="closed until 1 June"),
    *(Choice(f"D{number}", f"Dienst {number}") for number in range(20)),
]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), "MUS"),
        (("2",), "BIB"),
        (("down", "down", "enter"), "FIN"),
        (("down", "up", "enter"), "MUS"),
        (("pagedown", "enter"), "D7"),
        (("up", "enter"), "MUS"),
        (("f", "i", "n", "a", "n", "c", "i", "e", "n", "enter"), "FIN"),
        (("z", "w", "e", "enter"), "SPO"),
        (("s", "p", "o", "1"), "SPO"),
        (("q", "q", "enter"), UNANSWERED),
        (("q", "q", "backspace", "backspace", "enter"), "MUS"),
        (("5",), UNANSWERED),
        (("escape",), None),
    ],
)
async def test_choose_by_letters_arrows_or_a_digit(keys, answer):
    assert await answer_to(Choose("Which department?", DEPARTMENTS), *keys) == answer


async def test_a_reference_is_typed_with_its_digits():
    requests = [Choice("2026-0042", "2026-0042", "Nora"), Choice("2026-0031", "2026-0031", "Milan")]

    assert await answer_to(Choose("Link to?", requests, digits=False), "3", "1", "enter") == "2026-0031"


async def test_a_click_chooses():
    app = Asking(Choose("Which department?", DEPARTMENTS))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait(pilot)
        await pilot.click(app.dialog.picker.list, offset=(8, 2))
        await wait(pilot)

        assert app.answer == "FIN"


async def test_what_cannot_be_chosen_says_why():
    app = Asking(Choose("Which department?", DEPARTMENTS))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait(pilot)

        assert "closed until 1 June" in screen_text(app)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ["a", "b", "c"]),
        ("mus", ["b", "a"]),
        ("ART", ["c"]),
        ("eco", ["c"]),
        ("mus zicht", ["a"]),
        ("zz", []),
    ],
)
def test_names_that_begin_so_come_first_and_accents_need_not_be_typed(typed, codes):
    choices = [
        Choice("a", "Toezicht musea", "oude musea"),
        Choice("b", "Musea"),
        Choice("c", "École d'art"),
    ]
    if typed == "mus":
        choices[0] = Choice("a", "Groenmuseum")

    assert [choice.code for choice in matching(choices, typed)] == codes


ENDINGS = [
    Ending(Choice("placed", "Placed")),
    Ending(Choice("rejected", "Rejected"), (Choice("no_place", "No place"), Choice("late", "Too late"))),
    Ending(Choice("duplicate", "Duplicate"), letter=False),
]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("1", "enter"), Closing("placed", None, "", letter=True)),
        (("2", "2", "enter"), Closing("rejected", "late", "", letter=True)),
        (("2", "2", "h", "i", "1", "enter"), Closing("rejected", "late", "hi1", letter=True)),
        (("2", "1", "ctrl+l", "enter"), Closing("rejected", "no_place", "", letter=False)),
        (("1", "ctrl+l", "ctrl+l", "enter"), Closing("placed", None, "", letter=True)),
        (("3", "ctrl+l", "enter"), Closing("duplicate", None, "", letter=False)),
        (("r", "e", "j", "enter", "enter", "enter"), Closing("rejected", "no_place", "", letter=True)),
        (("2", "1", "escape", "2", "enter"), Closing("rejected", "late", "", letter=True)),
        (("2", "escape", "1", "enter"), Closing("placed", None, "", letter=True)),
        (("2", "1", "escape", "escape"), UNANSWERED),
        (("2", "1", "escape", "escape", "escape"), None),
        (("escape",), None),
    ],
)
async def test_close_asks_for_what_the_outcome_needs(keys, answer):
    assert await answer_to(Close("Close 2026-0042", ENDINGS), *keys) == answer


async def test_close_says_what_was_chosen_and_whether_a_letter_goes():
    app = Asking(Close("Close 2026-0042", ENDINGS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "2")
        await wait(pilot)
        assert "Rejected · Too late" in screen_text(app)
        assert "[x] a letter" in screen_text(app)

        await pilot.click(".dialog-letter")
        await wait(pilot)
        assert "[ ] a letter" in screen_text(app)


@pytest.mark.parametrize(
    ("text", "keys", "answer"),
    [
        ("", ("h", "i", "enter", "j", "ctrl+s"), "hi\nj"),
        ("Dag\nNora", ("ctrl+s",), "Dag\nNora"),
        ("", ("h", "ctrl+enter"), "h"),
        ("", ("ctrl+s",), UNANSWERED),
        ("Dag", ("escape",), None),
        ("", ("h", "escape"), UNANSWERED),
        ("", ("h", "escape", "y"), None),
        ("", ("h", "escape", "n", "i", "ctrl+s"), "hi"),
        ("", ("h", "escape", "enter", "ctrl+s"), "h"),
        ("", ("h", "escape", "escape", "ctrl+s"), "h"),
        ("", ("h", "backspace", "escape"), None),
    ],
)
async def test_write_gives_the_text_and_loses_nothing_unasked(text, keys, answer):
    assert await answer_to(Write("Note", text=text), *keys) == answer


@pytest.fixture
def suspended(monkeypatch):
    """A terminal that can be handed to an editor; the tests' own has nothing to hand over."""

    @contextmanager
    def suspend(self: Any) -> Any:
        yield

    monkeypatch.setattr(Asking, "suspend", suspend)


@pytest.mark.parametrize(
    ("editor", "answer"),
    [
        ("sed -i s/Dag/Beste/", "Beste Nora"),
        ("false", "Dag Nora"),
        ("no-such-editor --wait", "Dag Nora"),
        (r"sed -i s/Dag/\\x1b]0;x\\x07/", "]0;x Nora"),
    ],
)
@pytest.mark.usefixtures("suspended")
async def test_the_text_can_be_written_in_ones_own_editor(monkeypatch, editor, answer):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)

    assert await answer_to(Write("Note", text="Dag Nora"), "ctrl+e", "ctrl+s") == answer


@pytest.mark.usefixtures("suspended")
async def test_nothing_of_the_text_stays_behind_after_the_editor(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("VISUAL", "sed -i s/x/y/")

    await answer_to(Write("Note", text="x"), "ctrl+e", "ctrl+s")

    assert list(tmp_path.iterdir()) == []


async def test_a_terminal_that_cannot_open_an_editor_says_so():
    app = Asking(Write("Note", text="Dag"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("ctrl+e")
        await wait(pilot)

        assert "No editor can be opened" in screen_text(app)


QUICK = [
    Quick("tomorrow", date(2026, 5, 7)),
    Quick("three working days", date(2026, 5, 11)),
    Quick("next week", date(2026, 5, 13)),
]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("enter", date(2026, 5, 7)),
        ("2 enter", date(2026, 5, 11)),
        ("down down enter", date(2026, 5, 13)),
        ("2 0 slash 5 enter", date(2026, 5, 20)),
        ("v r i j enter", date(2026, 5, 8)),
        ("x enter", UNANSWERED),
        ("x down enter", date(2026, 5, 11)),
        ("2 0 2 6 minus 0 1 minus 0 1 enter", UNANSWERED),
        ("escape", None),
    ],
)
async def test_a_day_is_one_of_the_quick_ones_or_typed(keys, answer):
    assert await answer_to(AskDate("Snooze until?", QUICK, today=WEDNESDAY), *keys.split()) == answer


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ((), "Thu 7 May 2026"),
        (("3",), "Wed 13 May 2026"),
        (("2", "0", "slash", "5"), "Wed 20 May 2026"),
        (("x",), "Which day is that?"),
        (("1", "slash", "5", "slash", "2", "0"), "Fri 1 May 2020 is over."),
    ],
)
async def test_a_day_is_named_before_it_is_taken(keys, words):
    app = Asking(AskDate("Snooze until?", QUICK, today=WEDNESDAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await wait(pilot)

        assert words in screen_text(app)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-20", "2026-05-20"),
        ("20/5", "2026-05-20"),
        ("20-05-2027", "2027-05-20"),
        ("20.5.27", "2027-05-20"),
        ("6/5", "2026-05-06"),
        ("5/5", "2027-05-05"),
        ("29/2", None),
        ("29/2/2028", "2028-02-29"),
        ("20 mei", "2026-05-20"),
        ("20 May", "2026-05-20"),
        ("1 maart", "2027-03-01"),
        ("1 mrt. 2026", "2026-03-01"),
        ("3 okt", "2026-10-03"),
        ("3. oct 26", "2026-10-03"),
        ("1 juni", "2026-06-01"),
        ("1 ju", None),
        ("31 juni", None),
        ("vandaag", "2026-05-06"),
        ("tomorrow", "2026-05-07"),
        ("overmorgen", "2026-05-08"),
        ("+3", "2026-05-09"),
        ("vrijdag", "2026-05-08"),
        ("Fri", "2026-05-08"),
        ("wo", "2026-05-13"),
        ("di", "2026-05-12"),
        ("diner", None),
        ("d", None),
        ("32/1", None),
        ("1/13", None),
        ("0/0", None),
        ("", None),
        ("0000-01-01", None),
        ("٢٠/٥", "2026-05-20"),
    ],
)
def test_days_are_typed_in_dutch_english_or_numbers(text, expected):
    found = typed_date(text, WEDNESDAY)

    assert (found and found.isoformat()) == expected


@given(
    st.text(st.sampled_from("0123456789/-. +abcdeijmnoprtuvwz²٣")),
    st.dates(date(2000, 1, 1), date(2099, 1, 1)),
)
def test_whatever_is_typed_is_a_day_or_nothing(text, today):
    found = typed_date(text, today)

    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("y", True),
        ("n", False),
        ("enter", False),
        ("escape", False),
        ("right enter", True),
        ("tab enter", True),
        ("right left enter", False),
        ("x", UNANSWERED),
    ],
)
async def test_enter_alone_confirms_nothing(keys, answer):
    assert await answer_to(Confirm("Erase 12 people for ever?"), *keys.split()) is answer


async def test_a_click_on_yes_is_yes():
    app = Asking(Confirm("Erase 12 people for ever?", yes="Erase", no="Keep"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait(pilot)
        await pilot.click("#yes")
        await wait(pilot)

        assert app.answer is True


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_message_stays_until_it_was_read(key):
    assert await answer_to(Tell("The server does not answer", "Try again.")) is UNANSWERED
    assert await answer_to(Tell("The server does not answer", "Try again."), key) is None


async def test_a_message_can_be_copied():
    app = Asking(Tell("Wrong", "imap.example.org:993\x1b]52;c;eA==\x07 [/] refused"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        await wait(pilot)

        assert app.clipboard == "imap.example.org:993]52;c;eA== [/] refused"
        assert app.answer is UNANSWERED


async def test_all_keys_can_be_searched_and_pressed():
    hints = [
        Hint("enter", "route"),
        Hint("u,ctrl+z", "undo"),
        Hint("m", "link", available=False, reason="There is nothing to link it to."),
    ]
    app = Asking(Keys("All keys of the Inbox", hints))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait(pilot)
        assert "u ^z undo" in screen_text(app)
        assert "There is nothing to link it to." in screen_text(app)

        await pilot.press("m", "enter")
        assert app.answer is UNANSWERED
        await pilot.press("backspace", "u", "n", "d", "enter")
        await wait(pilot)
        assert app.answer == "u"


async def test_what_is_searched_is_told_with_every_letter():
    typed: list[str] = []

    assert await answer_to(Find("Search", typed=typed.append), "n", "o", "backspace", "enter") == "n"
    assert typed == ["n", "no", "n"]


async def test_a_search_left_with_escape_gives_nothing():
    assert await answer_to(Find("Search", text="nora"), "escape") is None
    assert await answer_to(Find("Search", text="nora"), "enter") == "nora"


async def test_pasted_control_characters_do_not_reach_the_terminal():
    from textual import events

    app = Asking(Write("Note"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(
            events.Paste("".join(HOSTILE[name] for name in ("steering", "controls", "invisible")))
        )
        await wait(pilot)

        assert_harmless(app)
        assert app.dialog.field.text


DIALOGS: dict[str, Callable[[str], Dialog[Any]]] = {
    "choose": lambda text: Choose(
        text, [Choice(text, text, text), Choice("b", text, text, False, text)], about=text
    ),
    "close": lambda text: Close(text, [Ending(Choice(text, text), (Choice(text, text, text),))], about=text),
    "write": lambda text: Write(text, text=text, accept=text, about=text),
    "ask date": lambda text: AskDate(text, [Quick(text, WEDNESDAY)], today=WEDNESDAY, about=text),
    "confirm": lambda text: Confirm(text, yes=text, no=text, about=text),
    "message": lambda text: Tell(text, text, about=text),
    "keys": lambda text: Keys(text, [Hint("enter", text, False, text, text), Hint("u", text, group=text)]),
    "find": lambda text: Find(text, text=text, placeholder=text),
}


@hostile
async def test_hostile_text_in_a_dialog_is_only_text(text):
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        for make in DIALOGS.values():
            await app.push_screen(make(text))
            await wait(pilot)
            assert_harmless(app)
            await pilot.press("1", "escape")
            await wait(pilot)
            assert_harmless(app)


@pytest.mark.parametrize("name", DIALOGS)
async def test_every_dialog_fits_in_80_by_24(name):
    many = DIALOGS[name]("Nora Willems")
    if isinstance(many, Choose):
        many = Choose("Which department?", DEPARTMENTS, about="Nora")
    app = Asking(many)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait(pilot)

        assert "esc" in screen_text(app) or name in ("confirm", "message")
        assert app.screen.query_one(".dialog").region in app.screen.region
