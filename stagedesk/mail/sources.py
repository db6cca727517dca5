"""PLACEHOLDER by the lead, to be overwritten by helper "reading"."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SourceMail:
    source: str
    key: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class SourceFailure:
    source: str
    key: str
    error: str


def eml(path: Path) -> Iterator[SourceMail | SourceFailure]:
    for file in sorted(path.rglob("*")):
        if file.is_file():
            yield SourceMail(f"eml:{path}", str(file.relative_to(path)), file.read_bytes())
