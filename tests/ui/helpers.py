"""What the tests of the screen share: reading the screen, waiting for workers, and hostile text."""

from typing import Any
from xml.etree import ElementTree

import pytest
import textual._wait
import textual.screen
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from stagedesk import assets

CELL_WIDTH = 12.2

# The pilot sleeps this long twice after every key; a fifth of it is enough and the suite is over sooner.
textual._wait.SLEEP_GRANULARITY = 1 / 250
# `wait` paints what is to be painted; sixty times a second between would be for nobody.
textual.screen.UPDATE_PERIOD = 1 / 6  # type: ignore[misc]

_parse_rules = Stylesheet._parse_rules
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def _parse_once(self: Stylesheet, *sheet: Any, **more: Any) -> list[RuleSet]:
    """Every app of every test has the same style sheets: what one parsed the others share."""
    key = (*sheet, *more.items(), *self._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, *sheet, **more)
    return _parsed[key]


Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]

HOSTILE = {
    "markup": "[red]x[/red] [/] a[/ [/foo] [#123] [EXTERN] Stage [@click=app.quit]",
    "steering": "A\x1b]0;title\x07B\x1b]52;c;ZXZpbA==\x1b\\C\x1b[31mred\x1b[2J\x1b[H",
    "controls": "a\x9b31mb\x90q\x9cc\x85d a\x00b\x07c\x08d\x0be\x0cf\rg\x7fh",
    "invisible": "\u202egnp.exe\u202c \u2066x\u2069 \u200f a\u200bb\ufeffc\u2060d\U000e0041e",
    "surrogate": "a\ud800b",
    "long": "lang " * 2_000 + "x" * 5_000,
    "wide": "山田太郎はインターンシップを探しています" * 5,
    "joined": "👨‍👩‍👧‍👦 🇧🇪 👍🏽 ❤️ 📎" + "e\u0301" * 50 + "x" + "\u0301" * 200,
    "lines": "een\r\ntwee\n\n\ndrie\u2028vier\x0bvijf",
    "empty": " \t\xa0\u3000 ",
}
CONTROL = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *"\u202a\u202b\u202c\u202d\u202e\u2066\u2069"}

# A message climbs one widget at a time, from a list in its container to the app.
_HOPS, _QUIET = 100, 2

hostile = pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])


class Host(App[Any]):
    """An app with the desk's style sheet and nothing else. Any: each test returns what it tests."""

    CSS_PATH = str(assets.stylesheet())
    ENABLE_COMMAND_PALETTE = False


async def wait(pilot: Pilot[Any]) -> None:
    """Until no worker is busy, every message arrived and the screen is painted."""
    quiet = 0
    for _hop in range(_HOPS):
        await pilot._wait_for_screen()
        quiet = 0 if await _went_on(pilot.app) else quiet + 1
        if quiet == _QUIET:
            break
    await pilot.pause()


async def _went_on(app: App[Any]) -> bool:
    """Let workers end and the screen be laid out and painted; False when there was nothing to do."""
    busy = any(not worker.is_finished for worker in app.workers)
    if busy:
        await app.workers.wait_for_complete()
    seen = [screen for screen in app.screen_stack if screen.is_current]  # also what lies behind a dialog
    unpainted = [each for each in seen if each._layout_required or each._dirty_widgets or each._callbacks]
    for screen in reversed(unpainted):
        screen._on_timer_update()
    widgets = [app, *(each for screen in seen for each in screen.walk_children(with_self=True))]
    return busy or bool(unpainted) or any(each.message_queue_size for each in widgets)


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await pilot.pause(0.02)  # the app gathers resizes for 1/120 of a second
    await wait(pilot)


def screen_text(app: App[Any]) -> str:
    """What is on the screen, as lines of text."""
    rows: dict[int, list[tuple[float, str]]] = {}
    for node in ElementTree.fromstring(app.export_screenshot()).iter("{http://www.w3.org/2000/svg}text"):
        if clip := node.get("clip-path"):
            line = int(clip.rsplit("-", 1)[1].rstrip(")"))
            rows.setdefault(line, []).append((float(node.get("x", 0)), node.text or ""))
    return "\n".join(_line(rows.get(number, [])) for number in range(app.size.height)).rstrip()


def _line(parts: list[tuple[float, str]]) -> str:
    text = ""
    for x, part in sorted(parts):
        text = text.ljust(round(x / CELL_WIDTH)) + part
    return text.replace("\xa0", " ").rstrip()


def painted(app: App[Any]) -> str:
    """Every character that goes to the terminal, styles apart: what a control character would hide in."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    assert len(strips) == height
    assert {strip.cell_length for strip in strips} <= {width}
    return "".join(segment.text for strip in strips for segment in strip if not segment.control)


def assert_harmless(app: App[Any]) -> None:
    """Nothing on the screen can steer the terminal, and every line is exactly as wide as the screen."""
    text = painted(app)
    assert not CONTROL.intersection(text)
    text.encode()  # a lone surrogate cannot be written to any terminal
