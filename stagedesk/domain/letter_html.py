"""A letter's text as simple HTML: paragraphs, lists, quotes, and links to the desk itself."""

import re
from collections.abc import Collection, Iterator
from html import escape
from itertools import groupby
from urllib.parse import unquote

_OWN_LINK = re.compile(r"(?P<label>.*\S): <(?P<href>mailto:[\w.!~*'()/?:@&=+$,;%-]+)>", re.ASCII)
_KINDS = (("quote", ">"), ("item", "- "))


def as_html(text: str, own_addresses: Collection[str]) -> str:
    """The text of a letter as a whole HTML document.

    A line `LABEL: <mailto:…>` that goes to one of the desk's own addresses becomes a link; all else is text.
    """
    own = frozenset(address.lower() for address in own_addresses if address)
    blocks = "\n".join(_blocks(text.strip("\n").split("\n"), own))
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<body>\n{blocks}\n</body></html>\n'


def _blocks(lines: list[str], own: frozenset[str]) -> Iterator[str]:
    for kind, group in groupby(lines, _kind):
        block = list(group)
        if kind == "quote":
            inside = "<br>\n".join(escape(line.removeprefix(">").removeprefix(" ")) for line in block)
            yield f"<blockquote>{inside}</blockquote>"
        elif kind == "item":
            items = "\n".join(f"<li>{_line(line.removeprefix('- '), own)}</li>" for line in block)
            yield f"<ul>\n{items}\n</ul>"
        elif kind == "text":
            yield "<p>" + "<br>\n".join(_line(line, own) for line in block) + "</p>"


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    return next((kind for kind, mark in _KINDS if line.startswith(mark)), "text")


def _line(line: str, own: frozenset[str]) -> str:
    link = _OWN_LINK.fullmatch(line.strip())
    if link is None or _address(link["href"]) not in own:
        return escape(line.strip())
    return f'<a href="{escape(link["href"])}">{escape(link["label"])}</a>'


def _address(href: str) -> str:
    return unquote(href.removeprefix("mailto:").partition("?")[0]).lower()
