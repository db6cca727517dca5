"""The desk as a whole: opening it, making it, its daily work, and whether everything is right."""

from argparse import Namespace
from pathlib import Path

from stagedesk import assets, driver, errors
from stagedesk.cli.office import Office, office, settings_of
from stagedesk.cli.opening import open_screen
from stagedesk.cli.output import progress, put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

DIRECTORY = ("staff", "departments", "schools")


def run_desk(arguments: Namespace) -> int:
    elsewhere = _("The desk opens in a terminal only. See: stagedesk --help")
    return open_screen(settings_of(arguments), elsewhere)


def add_demo(parser: Parser) -> None:
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help=_("keep the demo's data in this folder"))
    parser.add_argument("--dump", action="store_true", help=_("print the desk as text instead of opening it"))
    parser.add_argument(
        "--large", action="store_true", help=_("a year of a large city; it takes a minute to make")
    )
    parser.example(
        "stagedesk demo",
        "stagedesk demo --large --keep ~/large",
        "stagedesk demo --keep ~/demo --language en",
    )


def run_demo(arguments: Namespace) -> int:
    from stagedesk.cli import demo

    return demo.run_demo(arguments)


def add_init(parser: Parser) -> None:
    for what in DIRECTORY:
        parser.add_argument(
            f"--{what}", metavar="FILE", type=Path, help=_("import these {what}").format(what=what)
        )
    parser.add_argument("--sample", action="store_true", help=_("with the directory of an invented city"))
    parser.example(
        "stagedesk init --departments departments.csv --schools schools.csv --staff staff.csv",
        "stagedesk init --sample",
        text=_("An existing desk stays as it is. The columns of the files: stagedesk import --help"),
    )


def run_init(arguments: Namespace) -> int:
    from stagedesk.cli.file_commands import take_directory

    files = {what: getattr(arguments, what) for what in DIRECTORY}
    if arguments.sample:
        if any(files.values()):
            raise errors.UsageError(detail=_("Either --sample or your own files."))
        files = {what: assets.data(f"{what}.csv") for what in DIRECTORY}
    with office(arguments, create=True) as at:
        from stagedesk.services.city.people import DESK

        for what, file in files.items():
            if file:
                take_directory(at.desk, what, file, by=DESK)
        say(_("The desk is ready: {url}").format(url=driver.without_password(at.desk.settings.database)))
        say(_("Next: stagedesk fetch --eml FOLDER, then stagedesk"))
    return 0


def add_check(parser: Parser) -> None:
    parser.add_json()
    parser.example(
        "stagedesk check",
        text=_("Ends with code {code} when a rule is broken.").format(code=errors.CheckFailed.exit_code)
        + "\n"
        + _("--json prints a list of {fields}.").format(fields="rule, where, detail"),
    )


def run_check(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.checking import check

    def count(number: int, rules: int, sentence: str) -> None:
        progress(f"{number}/{rules} {sentence}")

    broken = check.check(at.desk, count)
    progress("")
    if arguments.json:
        put_json_list({"rule": each.rule, "where": each.where, "detail": each.detail} for each in broken)
    elif broken:
        rows = [(each.rule, each.where, each.detail) for each in broken]
        table((_("rule"), _("where"), _("what is wrong")), rows)
    if broken:
        raise errors.CheckFailed(count=len(broken))
    say(_("Every rule of the desk holds."))
    return 0
