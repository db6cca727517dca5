"""The pieces around the list: key hints, tabs, the mail, the timeline, the count."""

from collections.abc import Sequence
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widget import Widget

from stagedesk.ui.shown import Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint, Hints, key_label
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.mail_view import MailText, MailView, flow
from stagedesk.ui.widgets.source import Rows
from stagedesk.ui.widgets.tabs import Tab, TabLine
from stagedesk.ui.widgets.timeline import Timeline, TimelineRow
from ui.helpers import Host, assert_harmless, hostile, resize, screen_text, wait


class Showing(Host):
    """One widget, and the keys that arrive at the app."""

    BINDINGS = [(key, f"saw('{key}')", "") for key in ("2", "i", "x", "question_mark", "enter")]

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.shown = widgets
        self.saw: list[str] = []

    def compose(self) -> ComposeResult:
        yield from self.shown

    def action_saw(self, key: str) -> None:
        self.saw.append(key)


HINTS = (
    Hint("enter", "route to Musea"),
    Hint("2", "Bibliotheek"),
    Hint("m", "link", available=False, reason="There is nothing to link it to."),
    Hint("i", "ask"),
    Hint("x", "close"),
)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("enter", "⏎"),
        ("ctrl+s", "^s"),
        ("ctrl+s,ctrl+enter", "^s"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("space", "space"),
        ("escape", "esc"),
        ("V", "V"),
        ("down", "↓"),
        ("shift+f5", "shift+f5"),
    ],
)
def test_a_key_is_called_what_stands_on_it(key, label):
    assert key_label(key) == label


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, " ⏎ route to Musea   2 Bibliotheek   i ask   x close   ? keys"),
        (61, " ⏎ route to Musea   2 Bibliotheek   i ask   x close   ? keys"),
        (60, " ⏎ route to Musea   2 Bibliotheek   i ask   ? keys"),
        (30, " ⏎ route to Musea   ? keys"),
        (12, " ? keys"),
    ],
)
async def test_hints_show_what_can_be_done_as_far_as_it_fits_and_always_the_way_to_the_rest(width, expected):
    app = Showing(Hints(HINTS, help_key="question_mark"))
    async with app.run_test(size=(width, 3)) as pilot:
        await wait(pilot)

        assert screen_text(app).splitlines()[-1] == expected


async def test_a_click_on_a_hint_presses_its_key():
    app = Showing(Hints(HINTS, help_key="question_mark"))
    async with app.run_test(size=(80, 3)) as pilot:
        for x in (22, 56, 78):
            await pilot.click(Hints, offset=(x, 0))
        await wait(pilot)

        assert app.saw == ["2", "question_mark"]


async def test_hints_change_with_what_can_be_done():
    hints = Hints(HINTS)
    app = Showing(hints)
    async with app.run_test(size=(80, 3)) as pilot:
        hints.show([Hint("u", "undo")])
        await wait(pilot)

        assert screen_text(app).strip() == "u undo"


TABS = (
    Tab("1", "Inbox", 14),
    Tab("2", "Follow-up", 3, overdue=True),
    Tab("3", "Requests"),
    Tab("4", "Placements"),
    Tab("5", "Places"),
    Tab("6", "Figures"),
    Tab("7", "Directory"),
)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            120,
            " 1 Inbox·14   2 Follow-up·3!   3 Requests   4 Placements   5 Places   6 Figures   7 Directory",
        ),
        (84, " 1 Inbox·14 2 Follow-up·3! 3 Requests 4 Placements 5 Places 6 Figures 7 Directory"),
        (80, " 1 Inbox·14 2 Follow-up·3! 3 Requests 4 Placemen… 5 Places 6 Figures 7 Directory"),
        (60, " 1 Inbox·14 2 Fol…·3! 3 Req… 4 Pla… 5 Pla… 6 Fig… 7 Dir…"),
        (30, " 1 Inbox·14 2 ·3! 3 4 5 6 7"),
    ],
)
async def test_all_modes_are_on_the_line_with_their_counts(width, expected):
    app = Showing(TabLine(TABS, "1"))
    async with app.run_test(size=(width, 3)) as pilot:
        await wait(pilot)

        assert screen_text(app).splitlines()[0] == expected


async def test_the_mode_on_the_screen_is_told_apart_without_colours(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    tabs = TabLine(TABS, "2")
    app = Showing(tabs)
    async with app.run_test(size=(120, 3)) as pilot:
        await wait(pilot)

        strip = app.screen._compositor.render_strips()[0]
        underlined = "".join(segment.text for segment in strip if segment.style and segment.style.underline)
        assert underlined == "2 Follow-up·3!"


async def test_a_click_on_a_tab_presses_its_number():
    app = Showing(TabLine(TABS, "1"))
    async with app.run_test(size=(120, 3)) as pilot:
        await pilot.click(TabLine, offset=(20, 0))
        await wait(pilot)

        assert app.saw == ["2"]


MAIL = MailText(
    heading=("Nora Willems <nora@student.example>", "Stage archief"),
    visible="Beste,\n\nik zoek een stageplaats.",
    quoted="> een\n> twee\n> drie\n",
    signature="-- \nNora",
    attachments=("cv.pdf 84 kB",),
    facts=(("person", "Nora Willems"), ("school", "AP (from her address)"), ("missing", "hours")),
    suggestion=(("Musea", "because of “archief”"), ("Sport", "14 of 16 like it")),
)


async def test_a_mail_shows_the_newest_text_and_folds_the_rest():
    view = MailView()
    view.show(MAIL)
    app = Showing(view)
    async with app.run_test(size=(70, 20)) as pilot:
        await wait(pilot)

        assert [line for line in screen_text(app).splitlines() if line] == [
            " Nora Willems <nora@student.example>",
            " Stage archief",
            " Beste,",
            " ik zoek een stageplaats.",
            " ▸ 3 quoted lines   ▸ signature   📎 cv.pdf 84 kB",
            " person  Nora Willems   school  AP (from her address)",
            " missing  hours",
            " ▶ Musea because of “archief”",
            "   Sport 14 of 16 like it",
        ]


async def test_quotes_unfold_by_key_and_by_mouse_and_fold_with_the_next_mail():
    view = MailView()
    view.show(MAIL)
    app = Showing(view)
    async with app.run_test(size=(70, 30)) as pilot:
        view.query_one(".mail-body").focus()
        await pilot.press("q")
        await wait(pilot)
        assert all(words in screen_text(app) for words in ("> twee", "▾ signature", " --", "cv.pdf"))

        await pilot.press("q")
        await wait(pilot)
        assert "> twee" not in screen_text(app)

        await pilot.click(".mail-text", offset=(4, 4))
        await wait(pilot)
        assert "> twee" in screen_text(app)

        view.show(MailText(("other",), "text", quoted="> een"))
        await wait(pilot)
        assert "▸ 1 quoted line" in screen_text(app)


async def test_the_same_mail_again_stays_as_it_was():
    view = MailView()
    view.show(MAIL)
    app = Showing(view)
    async with app.run_test(size=(70, 30)) as pilot:
        view.action_fold()
        view.show(MailText(*MAIL))
        await wait(pilot)

        assert "▾ 3 quoted lines" in screen_text(app)


async def test_a_long_mail_is_looked_at_first_and_read_when_asked():
    view = MailView()
    view.show(MailText(("long",), "\n".join(f"line {number}" for number in range(5_000))))
    app = Showing(view)
    async with app.run_test(size=(70, 30)) as pilot:
        await wait(pilot)
        view.query_one(".mail-body").scroll_end(animate=False)
        await wait(pilot)
        assert "more lines" in screen_text(app)

        view.action_fold()
        await wait(pilot)
        view.query_one(".mail-body").scroll_end(animate=False)
        await wait(pilot)
        assert "line 4999" in screen_text(app)


async def test_the_text_scrolls_and_what_was_understood_stays_in_sight():
    view = MailView()
    view.show(MailText(("head",), "\n".join(map(str, range(100))), facts=(("school", "AP"),)))
    app = Showing(view)
    async with app.run_test(size=(60, 12)) as pilot:
        await wait(pilot)
        view.action_turn(2)
        view.action_scroll(1)
        await wait(pilot)

        lines = screen_text(app).splitlines()
        assert lines[0].strip() == "head"
        assert lines[-1].strip() == "school  AP"
        assert " 0" not in lines


async def test_no_mail_says_why_there_is_none():
    app = Showing(MailView(empty="Nothing is chosen."))
    async with app.run_test(size=(60, 12)) as pilot:
        await wait(pilot)

        assert screen_text(app).strip() == "Nothing is chosen."


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, ["a  1   b  2   c  3"]),
        (12, ["a  1   b  2", "c  3"]),
        (2, ["a  1", "b  2", "c  3"]),
    ],
)
def test_facts_flow_over_the_lines(width, expected):
    facts = (("a", "1"), ("b", "2"), ("c", "3"))

    assert [line.plain for line in flow(facts, width)] == expected


TIMELINE = (
    TimelineRow("wo 6 mei 10:12", "", "mail taken in, acknowledged", False, 1),
    TimelineRow("wo 6 mei 11:03", "Els", "routed to Musea", False, 2),
    TimelineRow("wo 13 mei", "", "reminder 1", True, "r1"),
)


async def test_the_timeline_goes_from_the_first_mail_to_what_is_planned():
    app = Showing(Timeline(TIMELINE))
    async with app.run_test(size=(70, 5)) as pilot:
        await wait(pilot)

        assert screen_text(app).splitlines() == [
            "▌ ├ wo 6 mei 10:12 mail taken in, acknowledged",
            "  ├ wo 6 mei 11:03 Els routed to Musea",
            "  └ wo 13 mei      reminder 1                                  planned",
        ]


async def test_a_new_event_leaves_the_cursor_on_its_own():
    timeline = Timeline(TIMELINE[1:])
    app = Showing(timeline)
    async with app.run_test(size=(70, 5)) as pilot:
        await pilot.press("j")
        timeline.show(TIMELINE)
        await wait(pilot)

        assert timeline.here == TIMELINE[2]
        assert screen_text(app).splitlines()[2].startswith("▌ └")


async def test_without_plans_no_room_is_kept_for_them():
    app = Showing(Timeline(TIMELINE[:2]))
    async with app.run_test(size=(70, 5)) as pilot:
        await wait(pilot)

        assert "planned" not in screen_text(app)


class Named:
    def __init__(self, name: str) -> None:
        self.key = name


def named(row: Named) -> Sequence[Shown]:
    return [shown(row.key)]


async def test_the_count_line_counts_rows_and_marks_and_divides():
    rows = LazyList[Named]([Column("who", 10)], named, source=Rows([Named(name) for name in "abc"]))
    line = CountLine(rows, words="view: late")
    app = Showing(rows, line)
    async with app.run_test(size=(50, 6)) as pilot:
        await wait(pilot)
        await pilot.press("space")
        await wait(pilot)

        assert screen_text(app).splitlines()[-1] == "─────────────── view: late ── 1 marked ── 2 of 3 ─"

        line.say("")
        rows.show(Rows())
        await wait(pilot)
        assert screen_text(app).splitlines()[-1] == "─" * 50


@pytest.mark.parametrize(("width", "beside"), [(119, False), (120, True)])
async def test_the_mail_is_below_the_list_and_beside_it_from_120_columns_on(width, beside):
    class Split(Host):
        HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]

        def compose(self) -> ComposeResult:
            with Container(classes="split"):
                yield Vertical(id="list")
                yield Vertical(id="preview")

    app = Split()
    async with app.run_test(size=(80, 24)) as pilot:
        await resize(pilot, width, 40)

        upper, lower = app.query_one("#list").region, app.query_one("#preview").region
        assert (lower.x > upper.x, lower.y > upper.y) == (beside, not beside)
        assert upper.area + lower.area == width * 40


@hostile
async def test_hostile_text_around_the_list_is_only_text(text):
    view = MailView(empty=text)
    rows = LazyList[Named]([Column(text or "x", 10)], named, source=Rows([Named(text)]))
    widgets: list[Any] = [
        TabLine((Tab("1", text, 1), Tab("2", text)), "1"),
        rows,
        CountLine(rows, words=text),
        Timeline(
            (TimelineRow(text, text, text, True, 1), TimelineRow(text, text, text, False, 2)), empty=text
        ),
        view,
        Hints((Hint("i", text), Hint("x", text)), help_key="question_mark"),
    ]
    app = Showing(*widgets)
    async with app.run_test(size=(100, 40)) as pilot:
        await wait(pilot)
        assert_harmless(app)

        facts = ((text, text), ("label", text))
        view.show(MailText((text, text), text, text, text, (text,), facts, ((text, text), (text, text))))
        await wait(pilot)
        assert_harmless(app)
        view.action_fold()
        await wait(pilot)
        assert_harmless(app)
