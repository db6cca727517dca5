"""Periods as a clerk types them: 7/9 - 18/12; 5 jan tot 30 jan; 7/9 +12w."""

import re
from datetime import date, timedelta

from stagedesk.domain.measures import Block
from stagedesk.i18n import language
from stagedesk.ui.dialogs.typed_date import typed_date

_BETWEEN_BLOCKS = re.compile(r"\s*;\s*|\s*,\s*|\s+(?:en(?!\s+met\b)|and|&)\s+")
_BETWEEN_DAYS = re.compile(
    r"\s+(?:-|tot en met|t\.?/?e?\.?m\.?|tot|until|till|to|through)\s+|\s*(?:–|—|\.\.)\s*", re.IGNORECASE
)
_LENGTH = re.compile(r"(.+?)\s*(\+\s*\d.*)")


def typed_period(text: str, today: date) -> tuple[Block, ...] | None:
    """The blocks that were meant, in order; None when they cannot be told."""
    words = text.strip()
    found = [_block(part, today) for part in _BETWEEN_BLOCKS.split(words)] if words else []
    blocks = [block for block in found if block is not None]
    return tuple(sorted(blocks)) if len(blocks) == len(found) else None


def _block(text: str, today: date) -> Block | None:
    first, last = _ends(text)
    begins = typed_date(first, today)
    if begins is None:
        return None
    if last.startswith("+"):
        ends = typed_date(last, begins)
        return Block(begins, ends - timedelta(days=1)) if ends and ends > begins else None
    ends = typed_date(last, begins) if last else begins
    return Block(begins, ends) if ends and ends >= begins else None


def _ends(text: str) -> tuple[str, str]:
    """The words of the first day and of the last; nothing for the last where there is but one."""
    if match := _LENGTH.fullmatch(text):
        return match[1], match[2]
    parts = _BETWEEN_DAYS.split(text)
    if len(parts) == 2:
        return parts[0], parts[1]
    if "/" in text and text.count("-") == 1:
        first, _dash, last = text.partition("-")
        return first, last
    return text, ""


def period_text(blocks: tuple[Block, ...]) -> str:
    """Blocks as somebody would type them, and as they are read again."""
    pattern = "%d/%m/%Y" if language() == "nl" else "%Y-%m-%d"
    days = ((block.first.strftime(pattern), block.last.strftime(pattern)) for block in blocks)
    return "; ".join(f"{first} - {last}" if first != last else first for first, last in days)
