"""The desk's sample mails with what they should be understood as, and the directory they are read with."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path

from stagedesk.mail.directory import DepartmentEntry, Directory, SchoolEntry, Term
from stagedesk.mail.message import Address, Attachment, Because, IncomingMail
from stagedesk.mail.parse import parse

SAMPLES = Path(__file__).parent / "understanding"
DATA = Path(__file__).parents[2] / "data"
DESK = "stage@rivierstad.example"
_MADE_HEADERS = ("Format", "Date", "Reply", "Attachments")


@dataclass(frozen=True)
class Sample:
    id: str
    mail: IncomingMail
    expected: dict[str, str]
    applicants: tuple[dict[str, str], ...]
    open_fields: frozenset[str] = field(default=frozenset())
    """Where more than one reading is right: not scored."""


@cache
def directory() -> Directory:
    departments = tuple(
        DepartmentEntry(
            row["code"],
            row["name"],
            tuple(row["aliases"].split(";")),
            (row["email"], row["head_email"]),
            (row["domain"],) if row["domain"] != "rivierstad.example" else (),
        )
        for row in _rows("departments.csv")
    )
    schools = tuple(
        SchoolEntry(
            row["code"],
            row["name"],
            tuple(row["domains"].split(";")),
            tuple(row["aliases"].split(";")),
            row["type"],
        )
        for row in _rows("schools.csv")
    )
    return Directory(
        departments,
        schools,
        _terms("kinds.toml", "kind"),
        _terms("levels.toml", "level"),
        (DESK,),
        ("rivierstad.example",),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _terms(name: str, table: str) -> tuple[Term, ...]:
    with (DATA / name).open("rb") as source:
        entries = tomllib.load(source)[table]
    return tuple(
        Term(entry["code"], tuple(word for words in entry.get("words", {}).values() for word in words))
        for entry in entries
    )


@cache
def samples() -> tuple[Sample, ...]:
    return tuple(sample for path in sorted(SAMPLES.glob("*.txt")) for sample in _read(path))


def _read(path: Path) -> Iterator[Sample]:
    for chunk in path.read_text(encoding="utf-8").split("\n=== "):
        title, _, rest = chunk.removeprefix("=== ").partition("\n")
        head, _, rest = rest.partition("--- expect\n")
        expect, _, body = rest.partition("--- body\n")
        yield _sample(f"{path.stem}: {title}", _fields(head), _fields(expect), body.strip("\n"))


def _fields(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _sample(name: str, head: dict[str, str], expect: dict[str, str], body: str) -> Sample:
    open_fields = frozenset(field[1:] for field in expect if field.startswith("?"))
    numbered = sorted({int(field.split(".")[0]) for field in expect if field[0].isdigit()}) or [1]
    shared = {k: v for k, v in expect.items() if k[0] not in "?0123456789"}
    applicants = tuple(
        shared | {k.split(".", 1)[1]: v for k, v in expect.items() if k.startswith(f"{number}.")}
        for number in numbered
    )
    mail = _parsed(name, head, body) if "Format" in head else _mail(name, head, body)
    return Sample(name, mail, shared, applicants, open_fields)


def _parsed(name: str, head: dict[str, str], body: str) -> IncomingMail:
    """`Format: raw` is a whole mail; else `plain|html [charset [encoding]]` says how the body is sent."""
    form, charset, encoding = head["Format"].split() + ["utf-8", "8bit"][len(head["Format"].split()) - 1 :]
    if form == "raw":
        return parse(body.encode())
    mail = EmailMessage()
    headers = {"To": DESK} | {k: v for k, v in head.items() if k not in _MADE_HEADERS}
    for header, value in headers.items():
        mail[header] = value
    mail["Date"] = format_datetime(_sent_at(head))
    mail["Message-ID"] = f"<{abs(hash(name))}@sample>"
    if "Reply" in head:
        mail["In-Reply-To"] = "<earlier@rivierstad.example>"
    mail.set_content(body, subtype=form, charset=charset, cte=encoding)
    for file in _files(head):
        mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=file)
    return parse(mail.as_bytes())


def _sent_at(head: dict[str, str]) -> datetime:
    return datetime.fromisoformat(head["Date"]).replace(hour=9, tzinfo=UTC)


def _files(head: dict[str, str]) -> list[str]:
    return [file.strip() for file in head.get("Attachments", "").split(",") if file.strip()]


def _mail(name: str, head: dict[str, str], body: str) -> IncomingMail:
    automatic = head.get("Automatic")
    return IncomingMail(
        raw_hash="0" * 64,
        message_id=f"{abs(hash(name))}@sample",
        in_reply_to=("earlier@rivierstad.example",) if head.get("Reply") else (),
        subject=head.get("Subject", ""),
        sender=_address(head["From"]),
        reply_to=(_address(head["Reply-To"]),) if "Reply-To" in head else (),
        to=(_address(head.get("To", DESK)),),
        sent_at=_sent_at(head),
        body=body,
        attachments=tuple(Attachment(file, "application/pdf", 1000, "0" * 64) for file in _files(head)),
        automatic=Because(automatic, automatic) if automatic else None,
    )


def _address(text: str) -> Address:
    before, _, email = text.rpartition("<")
    name = before.strip().strip('"')
    return Address(name, email.rstrip(">").strip())
