"""All that can be read in a mail, and all that hangs on it, in the order a person would see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stagedesk.mail import calendars, tnef
from stagedesk.mail.flowed import unflow
from stagedesk.mail.headers import one_line
from stagedesk.mail.html import to_text
from stagedesk.mail.message import ATTACHED_MESSAGE
from stagedesk.mail.names import safe_name
from stagedesk.mail.parts import MESSAGES, Part
from stagedesk.mail.seals import ENVELOPES, open_envelope, seal_in, seal_of
from stagedesk.mail.uuencode import take_out

_DEEPEST: Final = 30
_MOST_PARTS: Final = 1_000
_STUB: Final = 400
_FILE_TEXTS: Final = frozenset({"calendar", "vcard", "x-vcard", "directory", "csv", "xml", "css"})
_HTML: Final = ("text/html", "application/xhtml+xml")
_RICH: Final = (*_HTML, "text/enriched", "multipart/")
_TNEF: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SHOWN_OF_ATTACHED: Final = ("From", "Date", "To", "Subject")
_IS_HTML: Final = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_RICH_TAG: Final = re.compile(r"<[^<>]{0,100}>")
_SAYS_MULTIPART: Final = re.compile(r"multi-?part|MIME", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    name: str
    type: str
    content: bytes


@dataclass(slots=True)
class Contents:
    """Filled while the files of a mail pass by: only one of them is in memory decoded."""

    warnings: list[str] = field(default_factory=list)
    calendar_method: str = ""
    _texts: list[str] = field(default_factory=list)
    _attached: list[str] = field(default_factory=list)
    _invitation: str = ""
    _parts: int = 0
    _files: int = 0

    def body(self) -> str:
        texts = [text for text in self._texts if text.strip()] or [self._invitation]
        return "\n\n".join(filter(None, [*texts, *self._attached]))

    def files(self, root: Part) -> Iterator[File]:
        """Each file in turn; body and warnings are complete once this has come to its end."""
        yield from self._walk(root, 0, read=True)
        if not self.body():
            yield from self._outside(root)

    def warn(self, *warnings: str) -> None:
        self.warnings += [each for each in warnings if each and each not in self.warnings]

    def _walk(self, part: Part, depth: int, *, read: bool) -> Iterator[File]:
        """The files in this part; its texts only where nothing better says the same."""
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST_PARTS:
            self.warn("structure: too many parts, the last ones were not read")
            return
        children = part.children
        self.warn(*part.warnings, seal_of(part))
        if not children:
            yield from self._leaf(part, depth, read=read)
        elif part.type in MESSAGES:
            yield from self._message(part, children[0], depth)
        else:
            wanted = self._wanted(part) if part.type == "multipart/alternative" else children
            for child in children:
                yield from self._walk(child, depth + 1, read=read and child in wanted)

    def _wanted(self, part: Part) -> list[Part]:
        """Of alternatives the plain text, unless it is empty or only says that there is a better one."""
        plain = [child for child in part.children if child.type == "text/plain" and not _is_sent_along(child)]
        rich = [child for child in part.children if child.type.startswith(_RICH)]
        said = "\n".join(child.text[0] for child in plain).strip()
        if rich and (not said or (len(said) < _STUB and "html" in said.lower())):
            return rich[-1:]
        return plain or rich[-1:] or part.children[-1:]

    def _message(self, part: Part, child: Part, depth: int) -> Iterator[File]:
        """Its text goes to the end, under a heading; it is also a file, and its own files follow."""
        at = len(self._attached)
        self._attached.append("")
        outside, self._texts = self._texts, []
        subject = one_line(child.fields.first("subject"))
        name = part.filename() or (f"{subject}.eml" if subject else "")
        yield self._file(name, part.type, part.content()[0])
        yield from self._walk(child, depth + 1, read=True)
        shown = [f"{name}: {value}" for name in _SHOWN_OF_ATTACHED if (value := _field(child, name))]
        self._attached[at] = "\n".join([ATTACHED_MESSAGE, *shown, "", *self._texts])
        self._texts = outside

    def _leaf(self, part: Part, depth: int, *, read: bool) -> Iterator[File]:
        name = part.filename()
        if _is_file(part, name, is_first=not self._texts):
            content, warning = part.content()
            self.warn(warning)
            yield self._file(name, part.type, content)
            yield from self._inside(part, name, content)
            if part.type in ENVELOPES:
                yield from self._enveloped(part, content, depth, read=read)
        elif read:
            yield from self._text(part)

    def _inside(self, part: Part, name: str, content: bytes) -> Iterator[File]:
        if part.type == "text/calendar":
            self.calendar_method = calendars.method(part.text[0]) or part.parameters.get("method", "").upper()
            self._invitation = calendars.summary(part.text[0])
            self.warn(f"calendar: {self.calendar_method or 'event'}")
        elif part.type in _TNEF or name.lower() == "winmail.dat":
            yield from self._wrapped(content)

    def _enveloped(self, part: Part, content: bytes, depth: int, *, read: bool) -> Iterator[File]:
        """What was signed is read like any other part; the envelope stays a file."""
        inside, warning = open_envelope(part, content)
        self.warn(warning)
        if inside:
            yield from self._walk(Part(inside, 0, len(inside)), depth + 1, read=read)

    def _wrapped(self, content: bytes) -> Iterator[File]:
        opened = tnef.unwrap(content)
        if opened is None:
            self.warn("tnef: winmail.dat could not be opened")
            return
        self.warn("tnef: winmail.dat opened")
        if not any(text.strip() for text in self._texts):
            self._texts.append(opened.text or to_text(opened.html))
        for name, data in opened.files:
            yield self._file(name, "application/octet-stream", data)

    def _text(self, part: Part) -> Iterator[File]:
        text, warnings = part.text
        self.warn(*warnings)
        if part.type.startswith("multipart/"):
            self.warn("structure: says it has parts, but has none")
            text = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        if part.type in _HTML or _IS_HTML.match(text):
            self._texts.append(to_text(text) if "<" in text else text)
        elif part.type in ("text/enriched", "text/richtext"):
            self._texts.append(_RICH_TAG.sub("", text))
        elif part.type == "text/rfc822-headers":
            self._attached.append(f"{ATTACHED_MESSAGE}\n{text}")
        else:
            if part.parameters.get("format", "").lower() == "flowed":
                text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
            yield from self._plain(text)

    def _plain(self, text: str) -> Iterator[File]:
        self.warn(seal_in(text))
        text, files = take_out(text)
        self._texts.append(text)
        for name, content in files:
            yield self._file(name, "application/octet-stream", content)

    def _outside(self, root: Part) -> Iterator[File]:
        """Text before the first part, when there is no other; mostly it only explains what multipart is."""
        outside = root.outside()
        if outside.strip() and not _SAYS_MULTIPART.search(outside[:200]):
            yield from self._plain(outside)

    def _file(self, name: str, kind: str, content: bytes) -> File:
        self._files += 1
        return File(safe_name(name, kind, self._files), kind, content)


def _is_file(part: Part, name: str, *, is_first: bool) -> bool:
    """A text with a name is the mail's own text only where there is no other before it."""
    main, _, sub = part.type.partition("/")
    if main in ("multipart", "message") or part.type in _HTML[1:]:
        return False
    if main != "text" or _is_sent_along(part) or sub in _FILE_TEXTS:
        return True
    return bool(name) and not is_first


def _is_sent_along(part: Part) -> bool:
    return part.disposition == "attachment"


def _field(part: Part, name: str) -> str:
    return one_line(part.fields.first(name.lower()))
