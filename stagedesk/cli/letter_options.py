"""Seeing and editing the letters of a step before it is taken."""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from stagedesk import errors
from stagedesk.cli.deciding import tell
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json_list, say
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.mail_out.drafts import Draft
    from stagedesk.services.rows import RequestRow


def add_letters(parser: Parser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--preview", action="store_true", help=_("print the letters that would go out, and do nothing")
    )
    group.add_argument(
        "--edit", action="store_true", help=_("change the letters in your editor before they are decided")
    )


def decided(arguments: Namespace, at: Office, step: "Callable[[], RequestRow]") -> int:
    """Take a step, or show what it would write; its letters as the person edited them."""
    from stagedesk.services.mail_out import drafts

    if arguments.preview:
        return _show(arguments, drafts.preview(step))
    if not arguments.edit:
        return tell(arguments, at, step())
    with drafts.reworded([_edited(draft) for draft in drafts.preview(step)]):
        return tell(arguments, at, step())


def _show(arguments: Namespace, drafts: "tuple[Draft, ...]") -> int:
    if arguments.json:
        put_json_list(map(as_json, drafts))
    elif not drafts:
        say(_("No letter would go out."))
    for number, draft in enumerate(() if arguments.json else drafts):
        if number:
            line()
        for name, text in _head(draft):
            line(f"{name}: {text}")
        line()
        paragraph(draft.body.rstrip("\n"))
    return 0


def _head(draft: "Draft") -> list[tuple[str, str]]:
    head = [
        (_("To"), ", ".join(draft.recipients)),
        (_("Cc"), ", ".join(draft.copies)),
        (_("Subject"), draft.subject),
        (_("Attached"), ", ".join(draft.enclosures)),
    ]
    return [(name, text) for name, text in head if text]


def as_json(draft: "Draft") -> dict[str, Any]:
    return {
        "letter": draft.letter,
        "to": list(draft.recipients),
        "cc": list(draft.copies),
        "subject": draft.subject,
        "body": draft.body,
        "attached": list(draft.enclosures),
    }


def _edited(draft: "Draft") -> "Draft":
    from stagedesk.editor import edited

    try:
        text = edited(draft.text)
    except OSError as error:
        words = _("The editor did not start: {detail}. Set EDITOR to the one you use.")
        raise errors.UsageError(detail=words.format(detail=error)) from error
    if text is None:
        raise errors.UsageError(detail=_("The editor was left with an error: nothing is done."))
    return draft.with_text(text)
