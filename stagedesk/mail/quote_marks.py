"""How mail programs introduce the mail that is answered, in Dutch, French, English, German and more."""

import re
from collections.abc import Sequence
from typing import Final

_LONGEST_LINE: Final = 300
_MOST_LINES: Final = 4
_VERB: Final = re.compile(
    r"\b(?:schreef|geschreven|wrote|writes|a écrit|écrivait|schrieb|geschrieben|escribió|ha scritto|escreveu"
    r"|skrev|napisał|kirjoitti|написал|пишет)\b",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(
    r"(?:-{2,}\s*)?(?:Op|On|Le|Am|El|Il|Em|Den|Dnia|W dniu|På)\b.*\d"
    r"|\d{1,4}[./-]\d|\w+, \d|\w{2,4}\.? \d{1,2}\.?\s",
    re.IGNORECASE,
)
_TIME: Final = re.compile(r"\b\d{1,2}\s?[:hu]\s?\d{2}\b|(?:,|\bat|\bom|\bkl\.?|\bum|\bà)\s\d{1,2}\.\d{2}\b")
_EMAIL: Final = re.compile(r"[^\s<>@]{1,64}@[\w-]")
_ENDS: Final = re.compile(r":\s*$|(?:wrote|schreef)\s*-*\s*$", re.IGNORECASE)
_LAST_LETTERS: Final = frozenset(":-ef")
_BROKEN_ADDRESS: Final = re.compile(r"\s*>\s*(?:wrote|schreef|a écrit|schrieb)?\s?:\s*$")
_SEPARATOR: Final = re.compile(
    r"\s{0,8}-{2,}\s*(?:oorspronkelijk bericht|originele? bericht|original message|message d'origine"
    r"|message original|ursprüngliche nachricht|original-nachricht|mensaje original|messaggio originale"
    r"|oprindelig (?:meddelelse|besked)|originalmeddelande)\s*-{2,}\s*$",
    re.IGNORECASE,
)
_FORWARD: Final = re.compile(
    r"[\s>*_-]*(?:(?:begin )?doorgestuurd(?: bericht)?|doorgezonden bericht|forwarded (?:message|mail)"
    r"|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten (?:e-mail|nachricht)"
    r"|(?:début du )?message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée]))\s*:?[\s>*_-]*$",
    re.IGNORECASE,
)
_LABELS: Final = {
    "from": "van|from|de|von|da|fra|från|od|от|afzender|expéditeur|absender|lähettäjä",
    "date": "verzonden|verzonden op|datum|sent|date|envoyé|envoyé le|gesendet|inviato|data|enviado|enviado el"
    "|enviada em|fecha|sendt|dato|skickat|wysłano|отправлено|lähetetty",
    "to": "aan|to|à|a|an|para|til|till|do|кому|vastaanottaja",
    "cc": "cc|kopie|copie|kopia",
    "subject": "onderwerp|subject|objet|betreff|oggetto|asunto|assunto|emne|ämne|temat|тема|aihe",
}
_CATEGORY: Final = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}
_LABEL: Final = re.compile(r"\s{0,8}[*_]{0,3}([^\W\d_][^\W\d_ ]{0,15}(?: \w{2,3})?)\s?:(.*)$")
_ENOUGH: Final = 3
_MOST_CONTINUED: Final = 3
_LONGEST_BLOCK: Final = 20
_HOUR: Final = re.compile(r"(?<![\d.])\d{1,2}\s?[:.hu]\s?\d{2}(?![\d.])")


def is_marked_line(line: str) -> bool:
    """Quoted with a sign, and not the end of an address that was broken over two lines."""
    return line.lstrip()[:1] == ">" and not _BROKEN_ADDRESS.match(line)


def is_separator(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and "--" in line and bool(_SEPARATOR.match(line))


def is_forward_mark(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and bool(_FORWARD.match(line))


def attribution_start(lines: Sequence[str], end: int) -> int:
    """Where "On … wrote:" begins if it ends on this line, or -1; the nearest start that makes it whole."""
    if not _may_end(lines[end]) or not _speaks(lines, end):
        return -1
    is_marked = next_is_marked(lines, end + 1)
    found = -1
    for start in range(end, max(end - _MOST_LINES, -1), -1):
        line = lines[start]
        if not line.strip() or (start < end and is_marked_line(line)) or len(line) > _LONGEST_LINE:
            break
        text = " ".join(lines[start : end + 1])
        if _introduces(text, is_marked=is_marked):
            if _STARTS.match(line.lstrip()):
                return start
            found = start if found < 0 else found
    return found


def _may_end(line: str) -> bool:
    return line.rstrip()[-1:] in _LAST_LETTERS and len(line) <= _LONGEST_LINE and bool(_ENDS.search(line))


def _speaks(lines: Sequence[str], end: int) -> bool:
    near = lines[max(end - 1, 0)][:_LONGEST_LINE] + " " + lines[end]
    return "@" in near or bool(_VERB.search(near))


def next_is_marked(lines: Sequence[str], at: int) -> bool:
    """Whether the first line with anything in it is quoted with a sign."""
    return is_marked_line(next((line for line in lines[at : at + 8] if line.strip()), ""))


def _introduces(text: str, *, is_marked: bool) -> bool:
    """People write "… wrote:" too: without marks after it there must be a time or an address in it."""
    has_verb, has_time, has_email = _VERB.search(text), _TIME.search(text), _EMAIL.search(text)
    if has_verb:
        return bool(has_time or has_email or is_marked)
    return bool(has_time and has_email)


def header_block_end(lines: Sequence[str], start: int) -> int:
    """The line after a block such as Van/Verzonden/Aan/Onderwerp that starts here, or -1."""
    first = _category(lines[start])
    if first not in ("from", "date", "subject"):
        return -1
    found, current, end = {first: lines[start]}, first, start + 1
    for at in range(start + 1, min(start + _LONGEST_BLOCK, len(lines))):
        category = _category(lines[at])
        if category in found or at - end >= _MOST_CONTINUED:
            break
        if category:
            found[category], current, end = lines[at], category, at + 1
        elif lines[at].strip():
            found[current] += lines[at]
        elif at + 1 == len(lines) or not _category(lines[at + 1]):
            break
    return end if _is_mail_head(found) else -1


def _is_mail_head(found: dict[str, str]) -> bool:
    """A form can have such labels too, but hardly a sender's address or the hour it was sent."""
    if len(found) < _ENOUGH or "from" not in found:
        return False
    return "@" in found["from"] or bool(_HOUR.search(found.get("date", "").partition(":")[2]))


def _category(line: str) -> str:
    if ":" not in line[:40]:
        return ""
    label = _LABEL.match(line[:_LONGEST_LINE])
    return _CATEGORY.get(label[1].lower(), "") if label else ""
