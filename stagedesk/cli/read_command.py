"""What the desk would make of a mail: read, shown, and not stored."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stagedesk import errors
from stagedesk.cli.output import line, paragraph, put_json_lines
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

FIELDS = (
    "file, message_id, subject, from {name, email}, to [{name, email}], date, language,\n"
    "body, visible, quoted, signature, attachments [{name, type, size, sha256}],\n"
    "automatic {is, kind, because}, warnings"
)


def add_read(parser: Parser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=_("mails or folders of them; - is stdin"))
    parser.add_json()
    parser.example(
        "stagedesk read mail.eml",
        "stagedesk read --json ~/Mail/stage | jq .subject",
        text=_("--json prints one object a line, with:") + "\n" + FIELDS,
    )


def run_read(arguments: Namespace) -> int:
    found = (as_values(name, raw) for path in arguments.paths for name, raw in _mails(path))
    if arguments.json:
        put_json_lines(found)
        return 0
    for number, mail in enumerate(found):
        if number:
            line()
        _show(mail)
    return 0


def _mails(path: str) -> Iterator[tuple[str, bytes]]:
    """Every mail of a path with its name; a folder's in the order of their names."""
    if path == "-":
        yield "-", sys.stdin.buffer.read()
        return
    try:
        place = Path(path).expanduser()
        inside = sorted(each for each in place.rglob("*") if each.is_file()) if place.is_dir() else [place]
        for file in inside:
            yield str(file), file.read_bytes()
    except OSError as error:
        name = error.filename or path
        raise errors.FileError(file=name, detail=error.strerror or error) from error


def as_values(name: str, raw: bytes) -> dict[str, Any]:
    """The documented shape of a mail that was read."""
    from stagedesk.mail.language import language_of
    from stagedesk.mail.parse import parse
    from stagedesk.mail.quotes import split

    mail = parse(raw)
    parts = split(mail.body, mail.subject)
    return {
        "file": name,
        "message_id": mail.message_id,
        "subject": mail.subject,
        "from": _address(mail.sender) if mail.sender else None,
        "to": [_address(each) for each in mail.to],
        "date": mail.sent_at.isoformat() if mail.sent_at else None,
        "language": language_of(mail.body[:4_000]),
        "body": mail.body,
        "visible": parts.visible,
        "quoted": parts.quoted,
        "signature": parts.signature,
        "attachments": [
            {"name": each.name, "type": each.type, "size": each.size, "sha256": each.sha256}
            for each in mail.attachments
        ],
        "automatic": {
            "is": mail.automatic is not None,
            "kind": mail.automatic.value if mail.automatic else None,
            "because": mail.automatic.words if mail.automatic else "",
        },
        "warnings": list(mail.warnings),
    }


def _address(address: Any) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _show(mail: dict[str, Any]) -> None:
    facts = [
        (_("file"), mail["file"]),
        (_("from"), _written(mail["from"]) if mail["from"] else "?"),
        (_("to"), ", ".join(map(_written, mail["to"]))),
        (_("date"), mail["date"] or "?"),
        (_("subject"), mail["subject"]),
        (_("language"), mail["language"] or "?"),
        (_("automatic"), mail["automatic"]["because"] or _("no")),
        *(
            (_("attachment"), f"{each['name']} ({each['type']}, {each['size']} B)")
            for each in mail["attachments"]
        ),
        *((_("warning"), warning) for warning in mail["warnings"]),
    ]
    for name, value in facts:
        line(f"{name}: {value}")
    line()
    paragraph(mail["visible"])
    for text, sentence in (
        (mail["quoted"], _("{n} quoted lines")),
        (mail["signature"], _("{n} lines of signature")),
    ):
        if text:
            line("[" + sentence.format(n=len(text.splitlines())) + "]")


def _written(address: dict[str, str]) -> str:
    return f"{address['name']} <{address['email']}>" if address["name"] else address["email"]
