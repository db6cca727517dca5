"""The list that a clerk lives in."""

import threading
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from textual.app import ComposeResult

from stagedesk.errors import DatabaseError
from stagedesk.ui.shown import Shown, number, shown
from stagedesk.ui.widgets.columns import Column, widths
from stagedesk.ui.widgets.lazy_list import MARK_AT_MOST, LazyList
from stagedesk.ui.widgets.pages import KEPT, PAGE, Pages
from stagedesk.ui.widgets.source import Rows
from ui.helpers import Host, assert_harmless, hostile, resize, screen_text, wait


@dataclass(frozen=True)
class Line:
    key: int
    text: str = ""
    days: int = 3


COLUMNS = (Column("age", 4, right=True), Column("from", 12, flex=1), Column("note", 20, priority=5))


def cells(row: Line) -> Sequence[Shown]:
    return number(row.days), shown(row.text or f"row {row.key}"), shown("note")


class Many:
    """So many rows, made when they are asked for; it remembers what was asked, and by which thread."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[int] = []
        self.threads: set[int] = set()

    def count(self) -> int:
        self.threads.add(threading.get_ident())
        return self.total

    def page(self, first: int, size: int) -> Sequence[Line]:
        self.threads.add(threading.get_ident())
        self.asked.append(first // PAGE)
        return [Line(key) for key in range(first, min(first + size, self.total))]

    def find(self, key: Hashable) -> int | None:
        return key if isinstance(key, int) and key < self.total else None

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        return keys


class Slow(Many):
    """Pages other than the first arrive when the test lets them."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.gate = threading.Event()

    def page(self, first: int, size: int) -> Sequence[Line]:
        if first:
            self.gate.wait(5)
        return super().page(first, size)


class Broken(Many):
    broken = True

    def count(self) -> int:
        if self.broken:
            raise DatabaseError(url="sqlite:///desk.db", detail="disk I/O error")
        return super().count()


class ListHost(Host):
    def __init__(self, source: Any, **options: Any) -> None:
        super().__init__()
        self.list = LazyList[Line](COLUMNS, cells, source=source, **options)
        self.seen: list[tuple[str, Any]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_line_list_highlighted(self, message: LazyList.Highlighted[Line]) -> None:
        self.seen.append(("highlighted", message.row and message.row.key))

    def on_line_list_selected(self, message: LazyList.Selected[Line]) -> None:
        self.seen.append(("selected", message.row.key))

    def on_lazy_list_marked(self, message: LazyList.Marked) -> None:
        self.seen.append(("marked", message.count))

    def on_lazy_list_failed(self, message: LazyList.Failed) -> None:
        self.seen.append(("failed", str(message.error)))


def lines(*keys: int) -> Rows[Line]:
    return Rows([Line(key) for key in keys])


def line_of_cursor(app: ListHost) -> tuple[int, str]:
    """Where on the screen the mark of the cursor is, and beside which row."""
    marked = [(y, text) for y, text in enumerate(screen_text(app).splitlines()) if text.startswith("▌")]
    assert len(marked) == 1
    return marked[0][0], marked[0][1][2:].split()[2]


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        pytest.param(38, (4, 12, 20), id="just fits"),
        pytest.param(60, (4, 34, 20), id="the flexible one takes what is left"),
        pytest.param(37, (4, 32, 0), id="the least important drops out"),
        pytest.param(16, (4, 0, 0), id="of equals the last drops out"),
        pytest.param(3, (3, 0, 0), id="the last one standing is cut"),
    ],
)
def test_columns_fit_the_room(room, expected):
    assert widths(COLUMNS, room) == expected


@pytest.mark.parametrize("room", range(80, 201, 7))
def test_flexible_columns_fill_the_line_to_the_last_cell(room):
    columns = (Column("a", 5), Column("b", 10, flex=2), Column("c", 7, flex=3), Column("d", 8, flex=2))

    assert sum(widths(columns, room)) + 3 == room


def test_only_the_pages_used_last_are_kept():
    pages: Pages[Line] = Pages()

    for page in range(KEPT + 3):
        pages.put(page, [Line(page * PAGE)])
        pages.row(0)

    assert 0 in pages
    assert [page for page in range(KEPT + 3) if page not in pages] == [1, 2, 3]


@pytest.mark.parametrize(
    ("keys", "position"),
    [
        ("", 1),
        ("j j down", 4),
        ("j j k up", 1),
        ("k", 1),
        ("G", 500),
        ("end", 500),
        ("G j", 500),
        ("G g", 1),
        ("end home", 1),
        ("pagedown", 10),
        ("pagedown pagedown pageup", 10),
        ("G pageup", 491),
    ],
)
async def test_keys_move_the_cursor(keys, position):
    app = ListHost(Many(500))
    async with app.run_test(size=(60, 10)) as pilot:
        await wait(pilot)

        for key in keys.split():
            await pilot.press(key)
            await wait(pilot)

        assert (app.list.position, app.list.total) == (position, 500)
        assert line_of_cursor(app)[1] == str(position - 1)


async def test_the_heading_the_rows_and_the_cursor_are_on_the_screen():
    app = ListHost(lines(*range(3)))
    async with app.run_test(size=(50, 6)) as pilot:
        await wait(pilot)

        assert screen_text(app).splitlines() == [
            "   age from                   note",
            "▌    3 row 0                  note",
            "     3 row 1                  note",
            "     3 row 2                  note",
        ]


async def test_the_source_is_never_asked_on_the_thread_of_the_screen():
    source = Many(5_000)
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        for key in ("pagedown", "G", "space", "V", "g"):
            await pilot.press(key)
            await wait(pilot)
        app.list.reload()
        await wait(pilot)

        assert source.threads
        assert threading.get_ident() not in source.threads


async def test_a_million_rows_are_not_read():
    source = Many(1_000_000)
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        for key in ("j", "pagedown", "G", "pageup", "g"):
            await pilot.press(key)
            await wait(pilot)

        last = 999_999 // PAGE
        assert set(source.asked) == {0, last - 1, last}


async def test_a_step_of_the_cursor_paints_two_lines():
    app = ListHost(Many(1_000))
    async with app.run_test(size=(60, 30)) as pilot:
        await wait(pilot)
        painted: list[int] = []
        paint = app.list.render_line
        app.list.render_line = lambda y: painted.append(y) or paint(y)  # type: ignore[method-assign,func-returns-value]

        await pilot.press("j")
        await wait(pilot)

        assert painted == [1, 2]


async def test_a_row_far_away_waits_for_its_page_and_then_shows_it():
    source = Slow(1_000)
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        await wait_for_rows(pilot, app)

        await pilot.press("G", "enter")
        await pilot.pause(0.2)
        assert "…" in screen_text(app)
        assert app.list.position == 1_000
        source.gate.set()
        await wait(pilot)

        assert line_of_cursor(app)[1] == "999"
        assert app.seen == [("highlighted", 0), ("highlighted", 999)]


async def wait_for_rows(pilot: Any, app: ListHost) -> None:
    while not app.list.total:
        await pilot.pause()


async def test_keys_pressed_while_a_page_is_read_count_from_where_the_cursor_goes():
    source = Slow(1_000)
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        await wait_for_rows(pilot, app)

        await pilot.press("G", "k", "k")
        source.gate.set()
        await wait(pilot)

        assert app.list.position == 998


async def test_a_page_of_the_list_before_is_not_shown_in_this_one():
    slow = Slow(1_000)
    app = ListHost(slow)
    async with app.run_test(size=(60, 10)) as pilot:
        await wait_for_rows(pilot, app)
        await pilot.press("G")
        app.list.show(Rows([Line(key, f"other {key}") for key in range(1_000)]))
        while app.list.source is slow:
            await pilot.pause()

        slow.gate.set()
        await wait(pilot)
        await pilot.press("G")
        await wait(pilot)

        assert app.list.here == Line(999, "other 999")
        assert "row" not in screen_text(app)


async def test_only_the_list_asked_for_last_is_shown():
    app = ListHost(lines(1))
    async with app.run_test(size=(60, 10)) as pilot:
        for text in ("m", "mu", "mus"):
            app.list.show(Rows([Line(7, text)]))
        await wait(pilot)

        assert app.list.here == Line(7, "mus")


async def test_rows_that_come_in_above_do_not_move_the_cursor_from_its_row_nor_the_row_on_the_screen():
    source = lines(*range(100))
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        await wait(pilot)
        await pilot.press("pagedown", "pagedown", "k", "k")
        await wait(pilot)
        before = line_of_cursor(app)

        source.rows = [Line(key) for key in (-3, -2, -1, *range(100))]
        app.list.reload()
        await wait(pilot)

        assert line_of_cursor(app) == before
        assert (app.list.position, app.list.total) == (20, 103)
        assert app.seen[-1] == ("highlighted", 16)


async def test_a_row_that_is_gone_leaves_the_cursor_where_it_was():
    source = lines(*range(10))
    app = ListHost(source)
    async with app.run_test(size=(60, 20)) as pilot:
        await wait(pilot)
        await pilot.press("j", "j", "j")

        source.rows = [Line(key) for key in range(10) if key != 3]
        app.list.reload()
        await wait(pilot)

        assert app.list.position == 4
        assert app.seen[-1] == ("highlighted", 4)


async def test_the_last_row_gone_leaves_the_cursor_on_the_last_one_there_is():
    source = lines(*range(10))
    app = ListHost(source)
    async with app.run_test(size=(60, 20)) as pilot:
        await wait(pilot)
        await pilot.press("G")

        source.rows = [Line(0), Line(1)]
        app.list.reload()
        await wait(pilot)

        assert app.seen[-1] == ("highlighted", 1)


async def test_a_cursor_moved_while_the_list_is_read_stays_on_its_new_row():
    class Held(Rows[Line]):
        gate = threading.Event()

        def count(self) -> int:
            self.gate.wait(5)
            return super().count()

    source = Held([Line(key) for key in range(50)])
    source.gate.set()
    app = ListHost(source)
    async with app.run_test(size=(60, 20)) as pilot:
        await wait(pilot)
        source.gate.clear()
        source.rows = [Line(key) for key in range(-2, 50)]
        app.list.reload()

        await pilot.press("j", "j", "j")
        source.gate.set()
        await wait(pilot)

        assert app.list.here == Line(3)
        assert app.list.position == 6


async def test_a_window_scrolled_away_from_the_cursor_stays_there():
    source = lines(*range(100))
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        await wait(pilot)
        app.list.scroll_to(y=50, animate=False)
        await wait(pilot)
        before = screen_text(app)

        source.rows = [Line(key) for key in range(-5, 100)]
        app.list.reload()
        await wait(pilot)

        assert [text.split()[2] for text in screen_text(app).splitlines()[1:]] == [
            text.split()[2] for text in before.splitlines()[1:]
        ]
        assert app.list.here == Line(0)


async def test_a_reload_can_send_the_cursor_to_a_row():
    app = ListHost(lines(*range(500)))
    async with app.run_test(size=(60, 10)) as pilot:
        await wait(pilot)

        app.list.reload(keep=321)
        await wait(pilot)

        assert line_of_cursor(app)[1] == "321"


async def test_a_row_that_reads_otherwise_is_told_again_and_one_that_does_not_is_not():
    source = lines(1, 2)
    app = ListHost(source)
    async with app.run_test() as pilot:
        await wait(pilot)
        app.list.reload()
        await wait(pilot)
        source.rows = [Line(1, "changed"), Line(2)]
        app.list.reload()
        await wait(pilot)

        assert app.seen == [("highlighted", 1), ("highlighted", 1)]
        assert "changed" in screen_text(app)


async def test_marks_stay_with_their_rows_and_leave_with_them():
    source = lines(*range(10))
    app = ListHost(source)
    async with app.run_test(size=(60, 20)) as pilot:
        await wait(pilot)
        await pilot.press("space", "space", "j", "space")
        assert app.list.marks == (0, 1, 3)

        source.rows = [Line(key) for key in (-1, 0, 2, 3)]
        app.list.reload()
        await wait(pilot)

        assert app.list.marks == (0, 3)
        assert [text[1] for text in screen_text(app).splitlines()[1:]] == [" ", "✓", " ", "✓"]
        assert app.seen[-1] == ("highlighted", 3) or ("marked", 2) in app.seen


async def test_a_range_is_marked_from_the_last_mark_to_the_cursor():
    app = ListHost(Many(1_000))
    async with app.run_test(size=(60, 20)) as pilot:
        await wait(pilot)

        await pilot.press("j", "space", "pagedown", "V")
        await wait(pilot)

        assert app.list.marks == tuple(range(1, 22))


async def test_a_range_that_cannot_be_meant_is_refused():
    app = ListHost(Many(MARK_AT_MOST + 1))
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await wait(pilot)

        await pilot.press("space", "G")
        await wait(pilot)
        await pilot.press("V")
        await wait(pilot)

        assert app.list.marks == (0,)
        assert "at most 1000 rows" in screen_text(app)


async def test_an_action_is_about_the_marked_rows_or_else_the_one_under_the_cursor():
    app = ListHost(lines(*range(5)))
    async with app.run_test() as pilot:
        await wait(pilot)
        assert app.list.chosen == (0,)

        await pilot.press("j", "space")
        assert app.list.chosen == (1,)

        await pilot.press("space", "escape")
        assert app.list.chosen == (3,)


async def test_escape_is_the_screens_key_when_nothing_is_marked():
    class Back(ListHost):
        BINDINGS = [("escape", "back", "Back")]

        def action_back(self) -> None:
            self.seen.append(("back", None))

    app = Back(lines(1, 2))
    async with app.run_test() as pilot:
        await wait(pilot)
        await pilot.press("space", "escape", "escape")

        assert [what for what, _ in app.seen if what in ("marked", "back")] == ["marked", "marked", "back"]


async def test_an_empty_list_names_the_key_to_press():
    app = ListHost(lines(), empty="Nothing to do. Press f to take in mail.")
    async with app.run_test(size=(30, 8)) as pilot:
        await wait(pilot)

        assert [text.strip() for text in screen_text(app).splitlines()[2:]] == [
            "Nothing to do. Press f to",
            "take in mail.",
        ]
        assert (app.list.position, app.list.total) == (0, 0)
        await pilot.press("j", "k", "G", "g", "pagedown", "space", "V", "enter")
        await wait(pilot)
        assert app.seen == [("highlighted", None)]


async def test_a_list_says_nothing_before_it_knows_what_it_shows():
    app = ListHost(None, empty="Nothing to do.")
    async with app.run_test(size=(30, 8)) as pilot:
        app.list.reload()
        await wait(pilot)
        assert "Nothing to do." not in screen_text(app)
        assert app.seen == []

        app.list.show(lines())
        await wait(pilot)
        assert "Nothing to do." in screen_text(app)
        assert app.seen == [("highlighted", None)]


async def test_a_list_that_became_empty_says_so():
    source = lines(1)
    app = ListHost(source)
    async with app.run_test() as pilot:
        await wait(pilot)
        source.rows = []
        app.list.reload()
        await wait(pilot)

        assert app.seen == [("highlighted", 1), ("highlighted", None)]


async def test_a_database_that_cannot_be_read_is_a_message_and_not_the_end():
    source = Broken(3)
    app = ListHost(source)
    async with app.run_test() as pilot:
        await wait(pilot)
        assert app.seen == [("failed", "The database sqlite:///desk.db cannot be used: disk I/O error")]

        source.broken = False
        app.list.reload()
        await wait(pilot)

        assert app.list.total == 3


async def test_a_page_that_cannot_be_read_is_not_asked_for_again_and_again():
    class HalfBroken(Many):
        broken = True

        def page(self, first: int, size: int) -> Sequence[Line]:
            rows = super().page(first, size)
            if first and self.broken:
                raise DatabaseError(url="sqlite:///desk.db", detail="disk I/O error")
            return rows

    source = HalfBroken(1_000)
    app = ListHost(source)
    async with app.run_test(size=(60, 100)) as pilot:
        await wait(pilot)
        await pilot.press("pagedown", "pagedown")
        await pilot.pause(0.2)
        await wait(pilot)
        assert len(source.asked) < 8
        assert "…" in screen_text(app)
        assert app.seen[-1][0] == "failed"

        source.broken = False
        app.list.reload()
        await wait(pilot)
        assert "row 150" in screen_text(app)


async def test_a_jump_arrives_also_when_the_list_is_read_anew_meanwhile():
    source = Slow(1_000)
    app = ListHost(source)
    async with app.run_test(size=(60, 10)) as pilot:
        await wait_for_rows(pilot, app)

        await pilot.press("G")
        app.list.reload()
        await pilot.pause(0.02)
        source.gate.set()
        await wait(pilot)

        assert line_of_cursor(app)[1] == "999"


async def test_the_mouse_moves_the_cursor_marks_opens_and_scrolls():
    app = ListHost(Many(100))
    async with app.run_test(size=(60, 10)) as pilot:
        await wait(pilot)

        await pilot.click(LazyList, offset=(20, 3))
        assert app.list.position == 3
        await pilot.click(LazyList, offset=(1, 4))
        assert (app.list.position, app.list.marks) == (4, (3,))
        await pilot.click(LazyList, offset=(20, 6), shift=True)
        await wait(pilot)
        assert app.list.marks == (3, 4, 5)
        await pilot.double_click(LazyList, offset=(20, 2))
        assert app.seen[-1] == ("selected", 1)
        await pilot.click(LazyList, offset=(20, 0))
        assert app.list.position == 2
        app.list.action_turn(1)
        await pilot.pause()
        assert app.list.top > 0


async def test_the_cursor_is_seen_without_colours(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = ListHost(lines(1, 2))
    async with app.run_test(size=(40, 5)) as pilot:
        await wait(pilot)
        await pilot.press("j")
        await wait(pilot)

        assert line_of_cursor(app) == (2, "2")


async def test_a_narrow_terminal_drops_a_column_and_a_wide_one_shows_it():
    app = ListHost(lines(1))
    async with app.run_test(size=(30, 5)) as pilot:
        await wait(pilot)
        assert "note" not in screen_text(app)

        await resize(pilot, 80, 5)

        assert "note" in screen_text(app)


@hostile
async def test_hostile_text_in_a_row_is_only_text(text):
    app = ListHost(Rows([Line(1, text), Line(2, text)]), empty=text)
    async with app.run_test(size=(80, 8)) as pilot:
        await wait(pilot)
        await pilot.press("space", "j")
        await wait(pilot)
        assert_harmless(app)

        app.list.show(Rows())
        await wait(pilot)
        assert_harmless(app)
