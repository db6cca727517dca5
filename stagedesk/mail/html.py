"""HTML mail as readable text: nothing is fetched, nothing is run, and no text is lost to a strange page."""

import html
import re
from collections.abc import Iterable
from typing import Any, Final

_LARGEST_LAID_OUT: Final = 400_000
_DEEPEST: Final = 100
_MOST_INDENTED: Final = 1_000_000
_MOST_CELLS: Final = 10_000
_MOST_PADDING: Final = 30_000_000
_DEEPEST_QUOTE: Final = 5
_MOST_LINKS: Final = 20
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")  # a NUL would end the text for lxml
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_SHOWN: Final = re.compile(r"<(script|style|title)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"<(?:/?(?:p|div|tr|table|ul|ol|li|h[1-6]|blockquote|pre|section|article|header|footer|hr)|br)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL: Final = re.compile(r"</t[dh]\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[!/?a-zA-Z][^<>\n]*>?")
_SPACES: Final = re.compile(r"[ \t]+")
_BLANK_LINES: Final = re.compile(r"\n\s*\n\s*\n+")
_LINK: Final = re.compile(r"""\bhref\s*=\s*["']?((?:https?|mailto):[^"'\s<>]{1,2000})""", re.IGNORECASE)
_IMAGE_TEXT: Final = re.compile(r"""<img\b[^<>]*?\balt\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)')""", re.IGNORECASE)
_RULE: Final = "_" * 32
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_QUOTE_CLASS: Final = re.compile(r"(?:gmail|protonmail)_quote")


def to_text(source: str) -> str:
    """Laid out as a person sees it; link targets and picture texts only where there is nothing else."""
    source = _CONTROL.sub("", source)
    text = _laid_out(source) if len(source) <= _LARGEST_LAID_OUT else ""
    text = text if text.strip() else plainly(source)
    return text if text.strip() else _without_words(source)


def plainly(source: str) -> str:
    """The text without any layout, in time that only its length decides."""
    source = _NOT_SHOWN.sub(" ", _COMMENT.sub(" ", source))
    source = _BLOCK.sub("\n", " ".join(source.split()))
    source = html.unescape(_TAG.sub("", _CELL.sub("  ", source)))
    return _tidied(line.strip() for line in source.splitlines())


def _laid_out(source: str) -> str:
    """With tables and lists; empty where the page is too strange to be laid out in reasonable time."""
    from lxml import etree  # type: ignore[import-untyped]  # has no type information
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    try:
        # A declared encoding would make lxml refuse text that is decoded already.
        page = re.sub(r"\A\s*<\?xml[^<>]*>", "", source)
        tree = document_fromstring(page, parser=HTMLParser(huge_tree=True))
        if _is_strange(tree):
            return ""
        _simplify(tree)
        _mark_quotes(tree)
        return _tidied(line.rstrip() for line in _rendered(tree).splitlines())
    except (etree.LxmlError, ValueError, RecursionError, AttributeError, AssertionError, LookupError):
        return ""


def _is_strange(tree: Any) -> bool:  # Any: lxml has no type information
    """Depth costs stack and indentation; rows beside long cells cost as many spaces as both multiplied."""
    from lxml import etree

    deepest = depth = elements = rows = cells = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        elements += event == "start"
        rows += event == "start" and element.tag == "tr"
        cells += event == "start" and element.tag in ("td", "th")
    if deepest > _DEEPEST or deepest * elements > _MOST_INDENTED or cells > _MOST_CELLS:
        return True
    return rows > 1 and rows * len(tree.text_content()) > _MOST_PADDING


def _simplify(tree: Any) -> None:
    """Of the styles only what hides text is kept: lengths in them can ask for gigabytes of spaces.

    A rule becomes a line of signs: it often stands above a quoted mail.
    """
    for element in tree.iter():
        style = element.attrib.pop("style", None)
        if style and _HIDDEN.search(style):
            element.set("style", "display:none")
        if element.tag == "hr":
            element.tag, element.text = "div", _RULE


def _mark_quotes(tree: Any) -> None:
    """Quoted mail gets the signs it has in plain text, so that answers between the quotes can be seen."""
    from lxml import etree

    for quote in reversed(list(tree.iter("blockquote"))):
        if not _is_quote(quote) or sum(map(_is_quote, quote.iterancestors("blockquote"))) > _DEEPEST_QUOTE:
            continue
        lines = _tidied(line.rstrip() for line in _rendered(quote).splitlines()).strip().splitlines()
        quote.clear(keep_tail=True)
        inner = etree.SubElement(quote, "pre")
        inner.text = "\n".join(">" + line if line.startswith(">") else f"> {line}" for line in lines)


def _is_quote(element: Any) -> bool:
    return element.get("type") == "cite" or bool(_QUOTE_CLASS.search(element.get("class") or ""))


def _rendered(element: Any) -> str:
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.html_engine import Inscriptis
    from inscriptis.model.config import ParserConfig

    tail, element.tail = element.tail, None
    try:
        return str(Inscriptis(element, ParserConfig(css=CSS_PROFILES["strict"].copy())).get_text())
    finally:
        element.tail = tail


def _tidied(lines: Iterable[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _without_words(source: str) -> str:
    texts = [html.unescape(a or b).strip() for a, b in _IMAGE_TEXT.findall(source)]
    links = [html.unescape(link) for link in _LINK.findall(source)]
    return "\n".join(dict.fromkeys([*filter(None, texts), *links][:_MOST_LINKS]))
