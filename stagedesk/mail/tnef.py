"""Outlook's own wrapping (winmail.dat), opened where the tnefparse library happens to be installed."""

import importlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unwrapped:
    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]


def unwrap(data: bytes) -> Unwrapped | None:
    """What is inside, or None when the library is missing or cannot read it."""
    try:
        opened = importlib.import_module("tnefparse").TNEF(data, do_checksum=False)
        files = tuple(
            (str(each.long_filename() or each.name or ""), bytes(each.data)) for each in opened.attachments
        )
        return Unwrapped(_text(opened.body), _text(opened.htmlbody), files)
    except Exception:  # another library's trouble with one file; the wrapped file itself stays listed
        return None


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""
