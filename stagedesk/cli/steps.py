"""Commands that are several: each step with words, options and an answer of its own."""

from argparse import Namespace
from collections.abc import Callable, Iterable

from stagedesk.cli.office import Office
from stagedesk.cli.parser import Parser, StepParser
from stagedesk.i18n import _

Step = tuple[str, str, Callable[[Parser], None], Callable[[Namespace, Office], int]]
"""Its name, what it does (marked for translation), what adds its options, and what runs it."""


def add_steps(parser: Parser, steps: Iterable[Step]) -> None:
    found = parser.add_subparsers(
        title=_("what to do"), metavar=_("STEP"), required=True, parser_class=StepParser
    )
    for name, sentence, add, run in steps:
        each = found.add_parser(name, help=_(sentence), description=_(sentence))
        add(each)
        each.set_defaults(step=run)


def run_step(arguments: Namespace, at: Office) -> int:
    done: int = arguments.step(arguments, at)
    return done
