"""Typing the name of a file: completed by Tab, looked for beside the screen's thread."""

import threading
from pathlib import Path

import pytest

from stagedesk.ui.dialogs import file_name
from stagedesk.ui.dialogs.file_name import Alike, FileName, alike
from ui.helpers import Host, screen_text, wait

ENDINGS = (".xlsx", ".csv")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("lijst 2024.csv", "lijst 2025.XLSX", "lijst.txt", ".lijst.csv", "ander.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "lijsten").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


class App(Host):
    def on_mount(self) -> None:
        self.push_screen(FileName("A list", endings=ENDINGS), self.exit)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["ander.csv", "lijst 2024.csv", "lijst 2025.XLSX", "lijsten/"]),
        ("lijst ", ["lijst 2024.csv", "lijst 2025.XLSX"]),
        (".l", [".lijst.csv"]),
        ("lijst.txt", []),
        ("nergens/", []),
        ("a" * 5_000, []),
        ("nul\0", []),
    ],
)
def test_folders_and_lists_that_begin_so_are_found(folder: Path, typed: str, names: list[str]) -> None:
    found = alike(f"{folder}/{typed}", ENDINGS)

    assert list(found.names) == [f"{folder}/{name}" for name in names]


async def test_tab_completes_as_far_as_it_is_plain_and_enter_takes(folder: Path) -> None:
    app = App()
    async with app.run_test(size=(100, 30)) as pilot:
        await wait(pilot)
        for keys, becomes in (("li tab", "lijst"), ("space tab", "lijst 202"), ("4 tab", "lijst 2024.csv")):
            await pilot.press(*(key for part in keys.split() for key in ([part] if len(part) > 2 else part)))
            await wait(pilot)
            assert app.screen.query_one("Input").value == f"{folder}/{becomes}"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait(pilot)

    assert app.return_value == folder / "lijst 2024.csv"


async def test_what_is_no_file_is_refused_and_the_name_stays(folder: Path) -> None:
    app = App()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await wait(pilot)
        await pilot.press(*"lijsten", "enter")
        await wait(pilot)

        assert "There is no such file." in "".join(str(each.message) for each in app._notifications)
        assert "lijsten" in screen_text(app)
        assert app.return_value is None


async def test_a_slow_disk_does_not_hold_up_the_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go, asked = threading.Event(), threading.Event()
    quick = alike

    def slow(typed: str, endings: tuple[str, ...]) -> Alike:
        asked.set()
        go.wait(10)
        return quick(typed, endings)

    monkeypatch.setattr(file_name, "alike", slow)
    app = App()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"ander.csv")
        await pilot.pause()
        held = asked.is_set() and not go.is_set()
        typed = app.screen.query_one("Input").value  # type: ignore[attr-defined]
        go.set()
        await wait(pilot)

    assert held
    assert typed == f"{folder}/ander.csv"
