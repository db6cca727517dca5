"""All keys of a place: every sentence is whole on any screen, and the cursor goes from key to key."""

import pytest
from textual.app import App

from stagedesk.ui.dialogs.keys import Keys
from stagedesk.ui.widgets.hints import Hint
from ui.helpers import Host, resize, screen_text, wait

LONG = "Put this request away until a day on which it comes back by itself, and show it in the Inbox again."
HINTS = (
    Hint("z", "snooze", group=LONG),
    Hint(
        "x",
        "close",
        False,
        "This request is closed; o opens it, R takes it up again and again and again.",
        "End it.",
    ),
    Hint("j,down", "Next"),
    Hint("u", "undo", group="Take back your last step."),
)


class Shows(Host):
    answer: str | None = ""

    def on_mount(self) -> None:
        def keep(answer: str | None) -> None:
            self.answer = answer

        self.push_screen(Keys("All keys", HINTS), keep)


def words_on(app: App[None]) -> str:
    return " ".join(screen_text(app).replace("│", " ").split())


@pytest.mark.parametrize("width", [50, 80, 160])
async def test_no_sentence_is_cut(width: int) -> None:
    async with Shows().run_test(size=(width, 24)) as pilot:
        await wait(pilot)

        text = words_on(pilot.app)
        assert "…" not in text
        assert all(word in text for word in LONG.split())
        assert "again and again" in text


async def test_what_is_resized_is_wrapped_anew() -> None:
    async with Shows().run_test(size=(160, 24)) as pilot:
        await wait(pilot)
        await resize(pilot, 60, 24)

        assert "…" not in words_on(pilot.app)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("enter", "z"),
        ("down down enter", "j"),
        ("down down down enter", "u"),
        ("down down down up up up enter", "z"),
        ("down down down down down enter", "u"),
        ("pagedown enter", "u"),
        ("u n d o enter", "u"),
    ],
)
async def test_the_cursor_goes_from_key_to_key(keys: str, answer: str) -> None:
    async with Shows().run_test(size=(60, 24)) as pilot:
        await wait(pilot)
        await pilot.press(*keys.split())
        await wait(pilot)

        assert isinstance(pilot.app, Shows)
        assert pilot.app.answer == answer
