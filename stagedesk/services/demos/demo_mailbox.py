"""The invented mailbox of the demo: mails and handled history that move along with today."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.parser import Parser
from email.utils import format_datetime, formataddr, getaddresses
from functools import cache
from typing import Any, Final

from babel.dates import format_date

from stagedesk import assets
from stagedesk.domain.deadlines import BRUSSELS, Calendar
from stagedesk.services.city.calendar_seed import closing_days

DESK: Final = "Stagebalie Rivierstad <stage@rivierstad.example>"

_PLACEHOLDER: Final = re.compile(
    r"\{((?:moment|date|day|short|weekday|month|year|schoolyear|range|period|id|reply-to|reference|char)"
    r" [^{}\n]+)\}"
)
_SENT: Final = re.compile(r"^Date: \{moment (\S+) (\d\d:\d\d)\}$", re.MULTILINE)
_PART: Final = re.compile(r"^--- part: (\S+)\n", re.MULTILINE)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_WEEK: Final = re.compile(rf"({'|'.join(_WEEKDAYS)})([+-]\d+)")
_BESIDE: Final = re.compile(rf"({'|'.join(_WEEKDAYS)})([<>])(.+)")
_FORMS: Final = {
    "date": "d MMMM y", "day": "d MMMM", "weekday": "EEEE", "month": "MMMM", "year": "y", "short": "dd/MM/y",
}  # fmt: skip
_UNTIL: Final = {"nl": "tot en met", "fr": "au", "en": "to", "de": "bis"}
_ADDRESSES: Final = frozenset({"From", "To", "Cc", "Reply-To"})
_ENCODINGS: Final[dict[str, Any]] = {"quoted-printable": QP, "base64": BASE64, "8bit": None}


@dataclass(frozen=True, slots=True)
class DemoMail:
    slug: str
    moment: datetime
    """When it was sent, and so when the desk takes it in."""
    template: str


@dataclass(frozen=True, slots=True)
class DemoStep:
    """A decision of the story; `mail`, `to` and `reply` are slugs of mails."""

    mail: str
    moment: datetime
    by: str
    do: str
    department: str = ""
    answer: str = ""
    reason: str = ""
    outcome: str = ""
    text: str = ""
    to: str = ""
    reply: str = ""
    until: date | None = None

    @property
    def letter(self) -> str:
        """The name under which `render` looks for the Message-ID of the letter that this step sends."""
        return f"reply-to {self.mail} {self.department if self.do == 'route' else self.do}"


def mails(today: date) -> list[DemoMail]:
    """Every mail of the mailbox as it is on this day, the oldest first."""
    found = [DemoMail(slug, _sent(template, today), template) for slug, template in _templates().items()]
    return sorted(found, key=lambda mail: (mail.moment, mail.slug))


def steps(today: date) -> list[DemoStep]:
    """What the desk already did, in order; every step comes after the mails it is about."""
    return sorted((_step(row, today) for row in _story()), key=lambda step: step.moment)


def render(mail: DemoMail, today: date, ids: Mapping[str, str]) -> bytes:
    """The bytes of a mail, the same for the same day and ids.

    `ids` holds what is only known while the story runs: the reference of a mail's request under
    "reference SLUG", and under a step's `letter` the Message-ID (without angle brackets) of what the
    desk sent. What is not there gets a plausible stand-in.
    """
    text = _PLACEHOLDER.sub(lambda found: _fill(found[1], today, ids), mail.template)
    message = _message(text, mail.slug)
    for name, value in (("To", DESK), ("Message-ID", f"<{_own_id(mail.slug, today)}>")):
        if name not in message:
            message[name] = value
    return message.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


@cache
def _templates() -> dict[str, str]:
    files = sorted(assets.data("demo-mailbox").glob("*.eml"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


@cache
def _story() -> tuple[Mapping[str, Any], ...]:
    text = assets.data("demo-mailbox", "story.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["step"])


def _sent(template: str, today: date) -> datetime:
    if found := _SENT.search(template):
        return _moment(found[1], found[2], today)
    raise ValueError(f"no Date: {{moment …}} in {template[:80]!r}")


def _step(row: Mapping[str, Any], today: date) -> DemoStep:
    values = dict(row)
    moment = _moment(f"wd{values.pop('day'):+}", values.pop("time"), today)
    until = values.pop("until", None)
    return DemoStep(moment=moment, until=_day(f"wd{until:+}", today) if until else None, **values)


def _moment(day: str, clock: str, today: date) -> datetime:
    return datetime.combine(_day(day, today), time.fromisoformat(clock), BRUSSELS).astimezone(UTC)


def _day(words: str, today: date) -> date:
    """A day in the words of the templates.

    "-3" and "+45" count calendar days from today, "wd-12" working days; "mon+6" is the Monday of the sixth
    school week after this one, "sat<wd-2" the last Saturday before a day, "mon>wd-2" the first Monday after.
    """
    if found := _IN_WEEK.fullmatch(words):
        monday = _school_week(today - timedelta(today.weekday()), int(found[2]))
        return monday + timedelta(_WEEKDAYS.index(found[1]))
    if found := _BESIDE.fullmatch(words):
        day, weekday = _day(found[3], today), _WEEKDAYS.index(found[1])
        if found[2] == "<":
            return day - timedelta((day.weekday() - weekday - 1) % 7 + 1)
        return day + timedelta((weekday - day.weekday() - 1) % 7 + 1)
    if words.startswith("wd"):
        return working_day(today, int(words[2:]))
    return today + timedelta(int(words))


def working_day(today: date, count: int) -> date:
    """So many of the city's working days from today."""
    return _calendar(today.year).add(today, count)


def _school_week(monday: date, weeks: int) -> date:
    """The Monday so many weeks further, not counting the Christmas holidays: schools plan nothing there."""
    step = timedelta(weeks=1 if weeks > 0 else -1)
    while weeks:
        monday += step
        if not ((monday.month, monday.day) >= (12, 21) or (monday.month, monday.day) <= (1, 3)):
            weeks -= step.days // 7
    return monday


@cache
def _calendar(year: int) -> Calendar:
    """The working days around a year, as far as the story reaches back and ahead."""
    return Calendar(frozenset(day for near in (year - 1, year, year + 1) for day, *_ in closing_days(near)))


def _fill(words: str, today: date, ids: Mapping[str, str]) -> str:
    """The text for a placeholder, whose words are its name and values."""
    name, *values = words.split()
    match name:
        case "moment":
            return format_datetime(_moment(values[0], values[1], today).astimezone(BRUSSELS))
        case "range" | "period":
            return _span(_day(values[0], today), _day(values[1], today), values[2], years=name == "period")
        case "schoolyear":
            on = _day(values[0], today)
            return f"{on.year - (on.month < 9)}-{on.year + (on.month >= 9)}"
        case "id":
            return f"<{_own_id(values[0], today)}>"
        case "reply-to":
            return f"<{ids.get(words) or _own_id('-'.join(values), today)}>"
        case "reference":
            return ids.get(words) or f"{today.year}-{sum(words.encode()) % 9000 + 100:04}"
        case "char":
            return chr(int(values[0], 16))
    return _written(_day(values[0], today), _FORMS[name], *values[1:])


def _own_id(slug: str, today: date) -> str:
    return f"{slug}.{today:%Y%m%d}@post.example"


def _written(day: date, form: str, language: str = "nl") -> str:
    if language == "de":
        form = form.replace("d MMMM", "d. MMMM")
    text = format_date(day, form, locale=language)
    return f"1er{text[1:]}" if language == "fr" and text.startswith("1 ") else text


def _span(first: date, last: date, language: str, *, years: bool) -> str:
    """ "2 tot en met 13 maart", naming month and year no more often than people do."""
    start = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
    if years and first.year != last.year:
        start = "d MMMM y"
    end = "d MMMM y" if years else "d MMMM"
    return f"{_written(first, start, language)} {_UNTIL[language]} {_written(last, end, language)}"


def _message(text: str, slug: str) -> Message:
    """A mail from its template: headers, body, and what the X-Demo- headers say about its make."""
    head, _, body = text.partition("\n\n")
    fields = [(name, value) for name, _, value in (line.partition(": ") for line in head.splitlines())]
    make = {name: value for name, value in fields if name.startswith("X-Demo-")}
    attached = [value for name, value in fields if name == "X-Demo-Attach"]
    charset, _, encoding = make.get("X-Demo-Encode", "utf-8 quoted-printable").partition(" ")
    message = _content(body, make.get("X-Demo-Multipart", "alternative"), charset, encoding, slug)
    if attached:
        message = _multipart("mixed", slug, [message, *(_pdf_part(each) for each in attached)])
    for name, value in fields:
        if not name.startswith("X-Demo-"):
            message[name] = _header(name, value, charset)
    return message


def _content(body: str, kind: str, charset: str, encoding: str, slug: str) -> Message:
    plain, *rest = _PART.split(body)
    found = [("text/plain", plain)] if plain.strip() else []
    found += zip(rest[::2], rest[1::2], strict=True)
    parts = [_part(type_, text, charset, encoding, slug) for type_, text in found]
    return parts[0] if len(parts) == 1 else _multipart(kind, slug, parts)


def _part(type_: str, text: str, charset: str, encoding: str, slug: str) -> Message:
    if type_ == "message/rfc822":
        return MIMEMessage(_message(text, slug))
    if type_ == "message/delivery-status":
        return Parser().parsestr(f"Content-Type: {type_}\n\n{text}")
    coded = Charset(charset)
    coded.body_encoding = _ENCODINGS[encoding]
    part = MIMENonMultipart(*type_.split("/"))
    part.set_payload(text.strip("\n") + "\n", coded)
    if type_ == "text/csv":
        part.add_header("Content-Disposition", "attachment", filename=f"{slug}.csv")
    return part


def _multipart(kind: str, slug: str, parts: list[Message]) -> Message:
    subtype, _, parameter = kind.partition("; ")
    message = MIMEMultipart(subtype, f"=_{subtype}_{slug}", parts)
    if parameter:
        name, _, value = parameter.partition("=")
        message.set_param(name, value)
    return message


def _header(name: str, value: str, charset: str) -> str:
    if name in _ADDRESSES:
        return ", ".join(formataddr(pair, charset) for pair in getaddresses([value]))
    return value if value.isascii() else Header(value, charset, header_name=name).encode(linesep="\r\n")


def _pdf_part(words: str) -> Message:
    """An attached PDF from "name.pdf 84": a page with its name on it, about so many kilobytes."""
    name, _, kilobytes = words.rpartition(" ")
    part = MIMEApplication(_pdf(name, int(kilobytes)), "pdf")
    filename = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=filename)
    return part


def _pdf(title: str, kilobytes: int) -> bytes:
    page = f"BT /F1 18 Tf 72 760 Td ({title}) Tj ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    ]
    file = b"%PDF-1.4\n" + (b"%" + b" " * 62 + b"\n") * (16 * kilobytes)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, b"".join(places))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + table + trailer
