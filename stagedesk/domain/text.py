"""Text from strangers made safe to keep and to show: cleaning, and masking of national numbers."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import Final

# C0, DEL and C1 without line ends and tab; soft hyphen; Arabic, Mongolian and zero-width marks; bidi and
# deprecated format controls; word joiner; surrogates; BOM; interlinear notes; non-characters; invisible tags.
_UNWANTED: Final = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINE_END: Final = "[\r\x0b\x0c\x85\u2028\u2029]"
_ODD_SPACE: Final = "[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
# Marks piled on one letter: normalising a long pile takes quadratic time, and shown it covers other lines.
_PILE: Final = r"[^\w\s\x00-\x7f]{9,}"
_HIGHEST_PILE: Final = 8
# The UTF-8 bytes of Latin letters and punctuation; the only marks among them begin with E2 83.
_WESTERN: Final = bytes([*range(0xCC), 0xE2])
_TAB: Final = "    "
_ELLIPSIS: Final = "…"


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first needs it: most are plain, and what opens the desk waits for no other."""
    return re.compile(pattern)


def clean(text: str, *, lines: bool = False, limit: int | None = None) -> str:
    """The one cleaning: no control, bidi or invisible character, NFC, one line unless lines, bounded."""
    if not text.isascii() or not text.isprintable():
        text = _cleaned(text.replace("\r\n", "\n"))
    text = _lines(text) if lines else " ".join(text.split())
    return text if limit is None or len(text) <= limit else _cut(text, limit)


def _lines(text: str) -> str:
    return "\n".join(map(str.rstrip, text.replace("\t", _TAB).strip().split("\n")))


def _cleaned(text: str) -> str:
    if not _is_plain(text):
        text = _regex(_LINE_END).sub("\n", _regex(_UNWANTED).sub("", text))
        text = _regex(_PILE).sub(_lower_pile, _regex(_ODD_SPACE).sub(" ", text))
        text = unicodedata.normalize("NFC", text)
    return text


def _is_plain(text: str) -> bool:
    """Nothing to strip and nothing to normalise: a cheap test that most text passes."""
    if not text.replace("\n", "").replace("\t", "").isprintable():
        return False
    return text.isascii() or (not _may_be_piled(text) and unicodedata.is_normalized("NFC", text))


def _may_be_piled(text: str) -> bool:
    encoded = text.encode()
    return bool(encoded.translate(None, _WESTERN)) or b"\xe2\x83" in encoded


def _lower_pile(match: re.Match[str]) -> str:
    kept: list[str] = []
    height = 0
    for character in match.group():
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _HIGHEST_PILE:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    return text[: max(limit - 1, 0)].rstrip() + _ELLIPSIS[:limit]


_MASK: Final = "•"
# All of them have at least nine digits; most texts have no such row of digits at all.
_MAY_BE_ONE: Final = r"[0-9](?:[ .\-/–]{0,3}[0-9]){8}"
_DIGIT: Final = "[0-9]"
_BELGIAN: Final = (
    r"(?<![\w+])(?<![0-9][ ./-])"
    r"[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{2}[ .\-/–]{0,3}[0-9]{3}[ .\-/]{0,3}[0-9]{2}"
    r"(?!\w)(?![./-][0-9])"
)
_CUSTOMARY: Final = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2} ?[-–] ?[0-9]{3}[.-][0-9]{2}"
_LOOSE_BELGIAN: Final = r"(?<![\w+])(?<![0-9][ ./-])[0-9](?:[ .\-/–]{0,3}[0-9]){10}(?!\w)(?![ ./-][0-9])"
_DUTCH: Final = r"(?<![\w+])(?<![0-9][ ./-])[0-9](?:[ .\-]?[0-9]){8}(?!\w)(?![ ./-][0-9])"
_LABEL: Final = (
    r"(?i)"
    r"(?P<belgian>rijksreg|\bRRN|\bRR[ -]?n|\bINSZ|\bNISS|\bSSIN|\bbis-?n|nationaal\s+nummer|nationalregister"
    r"|national\s+(?:register\s+)?number|registre\s+national|(?:num[ée]ro|n[°ºr])\.?\s+national)"
    r"|(?P<dutch>\bBSN|burger\s*service|\bso-?fi)"
    r"|(?P<other>\bt[ée]l\b|t[ée]l[ée](?:f|ph)|\bgsm|mobiel|\bphone|\bfax|\biban|\brekening|\bcompte|order|bestel"
    r"|factu|invoice|\bref\b|referen|dossier|klant|ondernemingsn|\bkbo\b|\bkvk\b|\bbtw\b|\btva\b|\bvat\b)"
)
_NEAR: Final = 60
_BESIDE: Final = 20


def may_hold_one(text: str) -> bool:
    """Whether there are digits enough in a row for a national number; no row goes over the end of a line."""
    return _regex(_MAY_BE_ONE).search(text) is not None


def mask_national_numbers(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with Belgian and Dutch national numbers dotted out, and what each was (never the number)."""
    found: list[str] = []
    if not may_hold_one(text):
        return text, ()
    for pattern, name, is_one in _RULES:
        text = _regex(pattern).sub(partial(_masked, found, name, is_one), text)
    return text, tuple(found)


def _masked(found: list[str], name: str, is_one: "_Test", match: re.Match[str]) -> str:
    if not is_one(match):
        return match.group()
    found.append(name)
    return _regex(_DIGIT).sub(_MASK, match.group())


def _digits(match: re.Match[str]) -> str:
    return "".join(_regex(_DIGIT).findall(match.group()))


def _label_before(match: re.Match[str], width: int) -> str | None:
    """The kind of the last label before the number, unless it belongs to another number in between."""
    before = match.string[max(0, match.start() - width) : match.start()]
    labels = list(_regex(_LABEL).finditer(re.split(r"[0-9•]{3}", before)[-1]))
    return labels[-1].lastgroup if labels else None


def _label_after(match: re.Match[str], width: int) -> str | None:
    after = match.string[match.end() : match.end() + width]
    label = _regex(_LABEL).search(re.split(r"[0-9•]{3}|\n", after)[0])
    return label.lastgroup if label else None


def _belgian_by_check(match: re.Match[str]) -> bool:
    digits = _digits(match)
    if not _is_birth_date(digits):
        return False
    if not _regex(_CUSTOMARY).fullmatch(match.group()) and _label_before(match, _NEAR) == "other":
        return False
    check = int(digits[9:])
    return any(97 - int(century + digits[:9]) % 97 == check for century in ("", "2"))


def _is_birth_date(digits: str) -> bool:
    """Unknown days are 00, and people outside the register have their month raised by 20 or 40."""
    month, day = int(digits[2:4]), int(digits[4:6])
    return day <= 31 and any(month - raised in range(13) for raised in (0, 20, 40))


def _belgian_by_word(match: re.Match[str]) -> bool:
    before = _label_before(match, _NEAR)
    return before == "belgian" or (before is None and _label_after(match, _NEAR // 2) == "belgian")


def _dutch(match: re.Match[str]) -> bool:
    """Right beside its name a number needs no test: a typing error does not make it anybody's business."""
    if _label_before(match, _BESIDE) == "dutch":
        return True
    before = _label_before(match, _NEAR)
    near = before == "dutch" or (before is None and _label_after(match, _BESIDE) == "dutch")
    return near and _passes_eleven_test(_digits(match))


def _passes_eleven_test(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


_Test = Callable[[re.Match[str]], bool]
_RULES: Final[tuple[tuple[str, str, _Test], ...]] = (
    (_BELGIAN, "rijksregisternummer", _belgian_by_check),
    (_LOOSE_BELGIAN, "rijksregisternummer", _belgian_by_word),
    (_DUTCH, "BSN", _dutch),
)
