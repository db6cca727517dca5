"""Where a signature is under a text: after two dashes, a telephone's line or a closing formula."""

import re
from collections.abc import Sequence
from typing import Final

_FARTHEST: Final = 100
_MOST_LINES: Final = 20
_LONGEST_LINE: Final = 80
_MOST_WORDS: Final = 7
_DASHES: Final = re.compile(r"--\s?$|—\s?$")
_TELEPHONE: Final = re.compile(
    r"(?:(?:verstuurd|verzonden|gestuurd) (?:vanaf|van|via|met|vanop|uit)\b|sent (?:from|via|with|using)\b"
    r"|envoyé (?:de|depuis|à partir de|via|avec)\b|von mein\w+ .* gesendet|gesendet (?:von|mit|über)\b"
    r"|(?:download|get|télécharge[rz]|obtene[rz]|holen sie sich) outlook (?:for|voor|pour|für)\b"
    r"|outlook (?:voor|for|pour|für) (?:ios|android|mac|windows)\b)[^,.?!;<(\[]{0,60}(?:[<(\[]https?://[^\s<>]{1,200}>?)?$",
    re.IGNORECASE,
)
_THANKS: Final = r"(?:(?:alvast |hartelijk )?(?:bedankt|dank)[,!.]?(?: en)?\s+)?"
_NAME: Final = r"(?:\s+(?:(?-i:[A-ZÀ-Þ])[\w'’.-]*|van|de[nr]?|el))"
_CLOSING: Final = re.compile(
    rf"{_THANKS}(?:(?:met|avec|mit|with)\s+)?(?:(?:mijn|onze|mes|nos|mes plus|de|heel|zeer|bien|my)\s+)?(?:"
    r"(?:(?:vriendelijke|hartelijke|oprechte|beste|warme|lieve|collegiale|sportieve|zonnige|vele|veel"
    r"|voorname)\s+(?:en \w+\s+)?)?groe(?:t|ten|tjes)"
    r"|mvg|m\.v\.g\.?|vr\.?\s?gr\.?|hoogachtend|(?:de )?(?:meeste )?hoogachting"
    r"|cordialement|salutations(?: distinguées| les meilleures| cordiales)?"
    r"|(?:sincères|meilleures|cordiales) salutations|bien à vous|à vous|amicalement|respectueusement"
    r"|(?:veuillez|recevez|agréez|je vous prie)\b.{0,70}\bsalutations(?: distinguées| les meilleures)?"
    r"|(?:(?:kind|kindest|best|warm|many)\s+)?regards|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?"
    r"|best wishes|cheers"
    r"|(?:freundlichen?|viele|beste|liebe|herzliche) gr(?:ü|ue)(?:ß|ss)en?|mfg|hochachtungsvoll"
    r"|с уважением"
    rf")\s*(?:[,.!…]*|[,.!]?\s+(?:van\s+)?[^\W\d_][\w'’-]*|[,.!]?{_NAME}{{1,5}})$",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"@|www\.|https?:|\btel|\bt[.:+ ]|\bm[.:+ ]|\bgsm|\bmob|\bfax|\+\d\d|\b\d{4}\s+[A-Z]|straat|laan\b"
    r"|plein\b|steenweg|\bbus\s\d|\bbtw\b|linkedin|facebook|instagram",
    re.IGNORECASE,
)
_SPEECH: Final = re.compile(
    r"\b(?:ik|wij|we|je|jij|jullie|mijn|mij|kan|kunnen|heb|hebben|graag|bijlage|gelieve|alvast|i|i'm|my|you|please|would"
    r"|je|j'ai|nous|vous|mon|ma|pouvez|merci|ich|wir|sie|ihr|bitte)\b",
    re.IGNORECASE,
)
_AFTERTHOUGHT: Final = re.compile(r"(?:p\.?\s?s\.?|n\.?\s?b\.?)\b|nog iets|o ja|vergeten", re.IGNORECASE)
_DISCLAIMER: Final = re.compile(
    r"disclaimer|vertrouwelijk|confidential|geadresseerde|intended recipient|destinataire|milieu|environment"
    r"|privacyverklaring|vertraulich",
    re.IGNORECASE,
)


def signature_lines(lines: Sequence[str]) -> set[int]:
    """Which of the writer's own lines are signature; in doubt a line is not."""
    found: set[int] = set()
    for at in range(max(0, len(lines) - _FARTHEST), len(lines)):
        line = lines[at]
        if at in found or not line or len(line) > _LONGEST_LINE:
            continue
        bare = line.strip()
        if _DASHES.match(line):
            found.update(_after_dashes(lines, at))
        elif _TELEPHONE.match(bare):
            found.add(at)
        elif _CLOSING.match(bare):
            found.update(_after_closing(lines, at))
    return found


def _after_dashes(lines: Sequence[str], at: int) -> range:
    """To the end, or to an afterthought; long text under dashes is text."""
    end = next((n for n in range(at + 1, len(lines)) if _AFTERTHOUGHT.match(lines[n].strip())), len(lines))
    filled = sum(1 for line in lines[at + 1 : end] if line.strip())
    return range(at, end) if 0 < filled <= _MOST_LINES else range(0)


def _after_closing(lines: Sequence[str], at: int) -> range:
    end = at + 1
    while end < len(lines) and end - at <= _MOST_LINES and _is_of_signature(lines[end].strip()):
        end += 1
    if end < len(lines) and _DISCLAIMER.search(lines[end]):
        end = next((n for n in range(end, len(lines)) if not lines[n].strip()), len(lines))
    return range(at, end)


def _is_of_signature(line: str) -> bool:
    if not line:
        return True
    if len(line) > _LONGEST_LINE or line.endswith(("?", ":")) or _AFTERTHOUGHT.match(line):
        return False
    if _CONTACT.search(line) or _TELEPHONE.match(line):
        return True
    words = len(line.split())
    return words <= _MOST_WORDS and not _SPEECH.search(line) and not (words > 3 and line.endswith((".", "!")))
