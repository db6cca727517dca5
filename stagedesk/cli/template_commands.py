"""The templates of the letters: which there are, and which the desk made its own."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stagedesk import errors
from stagedesk.cli.office import settings_of
from stagedesk.cli.output import paragraph, put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.domain.letters import KNOWN
from stagedesk.i18n import _, ngettext
from stagedesk.services.mail_out.letter_templates import LANGUAGES, OwnTemplate, own_templates, shipped_file


def add_templates(parser: Parser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help=_("print this shipped one, such as nl/refusal")
    )
    parser.add_json()
    parser.example(
        "stagedesk templates",
        "stagedesk templates nl/refusal > ~/.config/stagedesk/letters/nl/refusal.txt",
        text=_("Own letters are files of the same names in the folder of the setting letters_folder.")
        + "\n"
        + _("--json prints a list of {fields}.").format(fields="name, own, line, problem, variables"),
    )


def run_templates(arguments: Namespace) -> int:
    folder = Path(settings_of(arguments).letters_folder)
    if arguments.name:
        paragraph(_shipped(arguments.name).rstrip("\n"))
        return 0
    own = list(own_templates(settings_of(arguments)))
    rows = list(_rows(folder, own))
    if arguments.json:
        put_json_list(rows)
    else:
        cells = [(row["name"], row["own"] or "", row["line"] or "", row["problem"] or "") for row in rows]
        table((_("letter"), _("own file"), _("line"), _("what is wrong")), cells, right=[2])
        say(_("Own letters go into {folder}.").format(folder=folder))
    if wrong := sum(bool(each.problem) for each in own):
        words = ngettext("{count} own letter cannot be used.", "{count} own letters cannot be used.", wrong)
        raise errors.UsageError(detail=words.format(count=wrong))
    return 0


def _rows(folder: Path, own: list[OwnTemplate]) -> Iterator[dict[str, Any]]:
    """Every letter in every language, and what else lies in the desk's own folder."""
    found = {each.file.relative_to(folder).with_suffix("").as_posix(): each for each in own}
    names = [f"{language}/{kind}" for language in LANGUAGES for kind in sorted(KNOWN)]
    for name in [*names, *sorted(found.keys() - set(names))]:
        each = found.get(name)
        yield {
            "name": name,
            "own": str(each.file) if each else None,
            "line": (each.line or None) if each else None,
            "problem": (each.problem or None) if each else None,
            "variables": sorted(KNOWN.get(name.partition("/")[2], ())),
        }


def _shipped(name: str) -> str:
    language, _slash, kind = name.removesuffix(".txt").partition("/")
    if language not in LANGUAGES or kind not in KNOWN:
        known = ", ".join(sorted(KNOWN))
        raise errors.NotFound(
            what=_("letter"),
            name=name,
            hint=_("Letters: nl, fr or en, then one of {known}.").format(known=known),
        )
    return shipped_file(kind, language).read_text(encoding="utf-8")
