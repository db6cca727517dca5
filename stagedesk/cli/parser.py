"""The words of the command line: every command with its sentence, and what is common to all."""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from stagedesk import __version__, errors, i18n
from stagedesk.i18n import N_, _

INTERRUPTED = 130
# Every command shows single people but these; a reader, who must see nobody, may run no other. Of those that
# do with some words only, the module has `names_people_NAME(arguments)`.
NAMES_NOBODY = frozenset({"target", "answer-sheet", "coverage", "closing-days", "undo"})
NAMES_SOME = frozenset({"queue", "figure", "export"})


class Command(NamedTuple):
    """A command; its module has `add_NAME(parser)` and `run_NAME`, imported when it is chosen.

    `run_NAME(arguments, at)` gets the open desk; `run_NAME(arguments)` where it `needs_desk` not.
    A command that is an action of the screen has that action's sentence.
    """

    name: str
    module: str
    help: str = ""
    needs_desk: bool = True

    @property
    def sentence(self) -> str:
        if self.help:
            return self.help
        from stagedesk.services.actions import ACTIONS

        return next(action.help for action in ACTIONS if action.command == self.name)

    def function(self, what: str) -> Callable[..., int]:
        module = import_module(f"stagedesk.cli.{self.module}")
        found: Callable[..., int] = getattr(module, f"{what}_{self.name.replace('-', '_')}")
        return found

    def names_people(self, arguments: argparse.Namespace) -> bool:
        """Whether it shows single people with these words."""
        if self.name in NAMES_SOME:
            return bool(self.function("names_people")(arguments))
        return self.name not in NAMES_NOBODY


DESK = Command("desk", "desk_commands", needs_desk=False)  # what runs without the name of a command
COMMANDS = (
    Command("demo", "desk_commands", N_("Look around at an invented city's desk; nothing is kept."), False),
    Command("init", "desk_commands", N_("Make a desk, with its staff, departments and schools."), False),
    Command("fetch", "mail_commands", N_("Take in mail from files, folders and mailboxes.")),
    Command("read", "read_command", N_("Show what the desk would make of a mail; nothing is stored."), False),
    Command("list", "list_command", N_("List requests: all open ones, those of a view, or by any words.")),
    Command("show", "show_command"),
    Command("queue", "queue_command", N_("Who and what is being waited for, and for how long.")),
    Command("figure", "figure_command", N_("Count by a measure, with its definition and what was left out.")),
    Command("target", "target_command", N_("How far a target is: what counts, what does not and why.")),
    Command("answer-sheet", "answer_sheet_command", N_("Answer a council's questions in one document.")),
    Command("route", "department_commands"),
    Command("answer", "department_commands"),
    Command("remind", "department_commands"),
    Command("tell", "department_commands"),
    Command("withdraw", "department_commands"),
    Command("ask", "request_commands"),
    Command("close", "request_commands"),
    Command("reopen", "request_commands"),
    Command("link", "request_commands"),
    Command("split", "thread_commands"),
    Command("move", "thread_commands"),
    Command("unmerge", "thread_commands"),
    Command("sender", "thread_commands"),
    Command("placements", "placement_commands", N_("Placements that run, start, end, or lack something.")),
    Command("placement", "placement_commands", N_("Register a placement, follow its course and its papers.")),
    Command("places", "places_command", N_("List the places that departments offer, or that fit a request.")),
    Command("place", "place_commands", N_("Offer a place, publish it, choose who gets it; call for more.")),
    Command("presence", "presence_command", N_("Who is where on a day: interns by department.")),
    Command("introduction", "introduction_command", N_("Introduction days: plan, invite, who came.")),
    Command("coverage", "coverage_command", N_("Which departments told all their placements of a year.")),
    Command("department", "directory_commands", N_("Departments: list, show, add, change, close.")),
    Command("school", "directory_commands", N_("Schools and their history: list, show, add, change, close.")),
    Command(
        "contact", "directory_commands", N_("Contacts of departments and schools: list, add, change, end.")
    ),
    Command("note", "request_commands"),
    Command("snooze", "request_commands"),
    Command("wait-list", "request_commands"),
    Command("seen", "request_commands"),
    Command("handover", "staff_commands"),
    Command("take", "staff_commands"),
    Command("absence", "staff_commands", N_("Who is away, from when to when, and who stands in.")),
    Command("staff", "staff_commands", N_("Who works at the desk: list, add, role, leave.")),
    Command("plan", "calendar_commands"),
    Command("closing-days", "calendar_commands"),
    Command("closing-day", "calendar_commands", N_("Close the city or a department on a day, or open it.")),
    Command("undo", "undo_command"),
    Command("work", "work_commands", N_("Do what is due: fetch, remind, send; once, or on and on.")),
    Command("send", "work_commands", N_("Send the letters whose time has come.")),
    Command("letters", "letter_commands"),
    Command(
        "letter", "letter_commands", N_("Show a letter, send it again, drop it, or say that it arrived.")
    ),
    Command("export", "file_commands"),
    Command("import", "file_commands", N_("Take over departments, schools, staff or placements.")),
    Command("lists", "lists_command", N_("Lists of placements sent by mail: preview, take over, refuse.")),
    Command("purge", "purge_command", N_("What may be forgotten: list it, approve it, carry it out.")),
    Command("person", "person_command", N_("All the desk knows of one person, for whoever asks to see it.")),
    Command("check", "desk_commands", N_("Verify every rule of the desk over the whole database.")),
    Command("simulate", "simulate_command", N_("Let a simulated year pass; look what breaks."), False),
    Command("templates", "template_commands", N_("The letters' templates, and the desk's own ones."), False),
    Command("doctor", "doctor", N_("Tell about this installation, for reports of a fault."), False),
)

EXIT_CODES = (
    (0, N_("done")),
    (errors.StagedeskError.exit_code, N_("something went wrong")),
    (errors.UsageError.exit_code, N_("wrong words on the command line or in a file; nothing was changed")),
    (errors.NotFound.exit_code, N_("there is no such request, department or person")),
    (errors.Refused.exit_code, N_("the rules of the desk do not allow it now")),
    (errors.SettingsError.exit_code, N_("a setting is wrong")),
    (errors.DatabaseError.exit_code, N_("the database cannot be used, or is not there yet")),
    (errors.FileError.exit_code, N_("a file cannot be read or written")),
    (errors.CheckFailed.exit_code, N_("check found a broken rule")),
    (errors.MailboxError.exit_code, N_("a mailbox on a server cannot be read now")),
    (errors.SmtpError.exit_code, N_("the mail server takes no letters now; they wait")),
    (INTERRUPTED, N_("stopped with Ctrl-C")),
)

# What argparse itself says; here so that the catalogue has it.
ARGPARSE = (
    N_("usage: "), N_("positional arguments"), N_("options"), N_("show this help message and exit"),
    N_("show program's version number and exit"), N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"), N_("one of the arguments %s is required"),
    N_("argument %(argument_name)s: %(message)s"), N_("expected one argument"),
    N_("expected at least one argument"), N_("not allowed with argument %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"), N_("invalid %(type)s value: %(value)r"),
    N_("ignored explicit argument %r"),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """A parser that is filled when it is used, and whose errors are the desk's own."""

    fill: "Callable[[Parser], None] | None" = None
    ending: tuple[tuple[str, ...], Callable[[], str] | str] | None = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.fill:
            fill, self.fill = self.fill, None
            fill(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        raise errors.UsageError(
            detail=_("{message}. See: {command} --help").format(message=message, command=self.prog)
        )

    def example(self, *commands: str, text: Callable[[], str] | str = "") -> None:
        """End the help with a text, made when it is asked for, and with what one would type."""
        self.ending = (commands, text)

    def format_help(self) -> str:
        if self.ending:
            commands, text = self.ending
            heading = _("example:") if len(commands) == 1 else _("examples:")
            shown = "\n".join([heading, *(f"  {command}" for command in commands)])
            above = text if isinstance(text, str) else text()
            self.epilog = f"{above}\n\n{shown}" if above else shown
        return super().format_help()

    def add_json(self) -> None:
        self.add_argument("--json", action="store_true", help=_("print JSON, for programs"))


class StepParser(Parser):
    """Of one step of a command; what every command understands may stand after it, too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        _add_common(self, argparse.SUPPRESS)


def build(words: Sequence[str]) -> Parser:
    """The parser for these words; a command's own words are added when it is chosen.

    Where the first word is a command, the others need not be known.
    """
    # argparse looks up its own words under this name and offers no other way to translate them.
    argparse._ = i18n._  # type: ignore[attr-defined]
    parser = Parser(
        prog="stagedesk",
        description=_("The intake desk for internship requests. Without a command it opens the desk."),
        epilog=_epilog(),
    )
    parser.add_argument("--version", action="version", version=f"stagedesk {__version__}")
    _add_common(parser, None)
    parser.set_defaults(command=DESK)
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), parser_class=Parser)
    named = [each for each in COMMANDS if each.name in words[:1]]
    for command in named or (COMMANDS if words else ()):  # without any word it opens the desk
        sentence = _(command.sentence)
        each = commands.add_parser(command.name, help=sentence, description=sentence)
        each.fill = _filler(command)
    return parser


def _filler(command: Command) -> Callable[[Parser], None]:
    def fill(parser: Parser) -> None:
        command.function("add")(parser)
        _add_common(parser, argparse.SUPPRESS)
        parser.set_defaults(command=command)

    return fill


def _add_common(parser: argparse.ArgumentParser, default: str | None) -> None:
    """What every command understands, before its name and after it."""
    common = parser.add_argument_group(_("everywhere"))
    common.add_argument(
        "--database", metavar="URL", default=default, help=_("sqlite:///FILE or postgresql://USER@HOST/NAME")
    )
    common.add_argument("--config", metavar="FILE", default=default, help=_("the settings file"))
    common.add_argument(
        "--as", dest="user", metavar="CODE", default=default, help=_("the staff code of whoever decides")
    )
    common.add_argument("--language", choices=i18n.LANGUAGES, default=default, help=_("nl or en"))


def _epilog() -> str:
    codes = "\n".join(f"  {code:>3}  {_(meaning)}" for code, meaning in EXIT_CODES)
    variables = _(
        "STAGEDESK_DATABASE, STAGEDESK_CONFIG, STAGEDESK_USER and STAGEDESK_LANGUAGE are the options;\n"
        "  STAGEDESK_NOW (as 2026-03-02T09:00) holds the desk's clock there."
    )
    return "\n".join(
        [
            _("environment:"), f"  {variables}", "",
            _("exit codes:"), codes, "",
            _("examples:"),
            "  stagedesk demo",
            "  stagedesk init --sample && stagedesk fetch --eml ~/Mail/stage && stagedesk list",
            "  stagedesk route --help",
        ]
    )  # fmt: skip
