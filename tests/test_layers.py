"""Who may import whom, and what must stay light."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("peewee", "textual", "rich", "psycopg", "xlsxwriter", "babel", "holidays", "lxml")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_point_one_way() -> None:
    done = run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")

    assert done.returncode == 0, done.stdout


def test_the_target_group_register_is_imported_by_nobody_else() -> None:
    allowed = {
        "stagedesk/services/checking/check_store.py",  # it looks at the tables' rules, not at their rows
        "stagedesk/services/privacy/declarations.py",  # it reduces them to numbers, shows each their own
        "stagedesk/services/statistics/target_groups.py",  # the one that reads them, as large totals alone
    }

    found = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "stagedesk").rglob("*.py")
        if "models.target_group" in file.read_text(encoding="utf-8")
    }

    assert found <= allowed


@pytest.mark.parametrize("module", ["stagedesk.settings", "stagedesk.errors", "stagedesk.services.actions"])
def test_a_light_module_stays_light(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"

    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("modules", "later"),
    [
        pytest.param(
            "stagedesk.ui.app", ("peewee", "babel", "tomllib", "stagedesk.ui.dialogs."), id="screen"
        ),
        pytest.param(
            "stagedesk.ui.office, stagedesk.services.setup",
            (
                "email_validator",
                "babel",
                "tomllib",
                "stagedesk.db.models.register",
                "stagedesk.domain.office_hours",
                "stagedesk.mail.",
                "stagedesk.services.deciding.planned",
                "stagedesk.services.mail_",
                "stagedesk.services.register.placing",
                "stagedesk.services.understanding.suggestions",
                "stagedesk.ui.deciding",
            ),
            id="desk",
        ),
        pytest.param(
            "stagedesk.cli.office, stagedesk.cli.queue_command, stagedesk.services.setup, "
            "stagedesk.services.lists.queues",
            (
                "babel",
                "rich",
                "textual",
                "stagedesk.db.models.mail",
                "stagedesk.services.rows",
                "stagedesk.mail",
            ),
            id="queue",
        ),
    ],
)
def test_the_first_list_waits_for_nothing_that_comes_later(modules: str, later: tuple[str, ...]) -> None:
    code = f"import sys, {modules}; print([name for name in sys.modules if name.startswith({later})])"

    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


def test_what_comes_later_is_all_there_before_a_key_needs_it() -> None:
    later = ["stagedesk.ui.dialogs.close", "stagedesk.ui.screens.figures", "stagedesk.ui.deciding"]
    code = "import sys; from stagedesk.ui.places import import_the_rest; import_the_rest();"

    done = run(sys.executable, "-c", f"{code} print([name for name in {later} if name not in sys.modules])")

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff check"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff format"),
        pytest.param(["mypy"], id="mypy"),
    ],
)
def test_the_code_is_clean(command: list[str]) -> None:
    tool, *options = command

    done = run(sys.executable, "-m", tool, *options)

    assert done.returncode == 0, done.stdout + done.stderr
