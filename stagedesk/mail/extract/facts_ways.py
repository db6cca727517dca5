"""Addresses and telephone numbers: found, told apart by whose they are, and brought into one form."""

import re
from typing import Final

from stagedesk.mail.extract.facts_people import PARTICLE
from stagedesk.mail.forward_blocks import EMAIL
from stagedesk.mail.words import Found, fold

_PHONE: Final = re.compile(
    r"(?<![\w./-])(?:(?:\+|00)[1-9]\d{0,2}|0)(?:[\s./()-]{0,3}\d){6,13}(?![\d/]|[.-]\d)"
)
_ACCOUNT: Final = re.compile(
    r"\b(?:iban|rekening\w*|compte|btw|kbo|nr\. dossier|dossier|ref|fax)\b[^\n]{0,12}$"
)
_LONGEST_NUMBER: Final = 15


def emails(text: str) -> list[tuple[int, str]]:
    """Place and address, in lower case; whether the standard allows it is asked of the one that is used."""
    return [(match.start(), match.group().rstrip(".").lower()) for match in EMAIL.finditer(text)]


def valid_email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return ""


def belongs_to(email: str, name: str) -> bool:
    """An address made of a person's name: jan.peeters, jpeeters, peeters.j."""
    local = re.sub(r"[^a-z]", "", fold(email.partition("@")[0]))
    parts = [part for part in re.findall(r"[a-z]+", fold(name)) if not re.fullmatch(PARTICLE, part)]
    joined = re.sub(r"[^a-z]", "", fold(name.partition(" ")[2]))
    if len(parts) < 2:
        return bool(parts) and len(parts[0]) > 2 and parts[0] in local
    last = parts[-1] in local or (joined and joined in local)
    return bool(last and (parts[0] in local or local.startswith(parts[0][0]) or local.endswith(parts[0][0])))


def phones(text: str, language: str = "") -> list[tuple[int, str, str]]:
    """Place, number in international form and the words, in the order of the text."""
    found = []
    for match in _PHONE.finditer(text):
        before = fold(text[max(0, match.start() - 24) : match.start()])
        if not _ACCOUNT.search(before) and (number := international(match.group(), language)):
            found.append((match.start(), number, " ".join(match.group().split())))
    return found


def international(written: str, language: str = "") -> str:
    """With the country's number where the form tells the country; else the digits as written; or empty."""
    text = written.replace("(0)", "")
    digits = re.sub(r"\D", "", text)
    if text.startswith("00"):
        text, digits = "+", digits[2:]
    if text.startswith("+") and digits.startswith("0"):
        return ""
    if text.startswith("+"):
        if digits.startswith(("320", "310", "330")):
            digits = digits[:2] + digits[3:]
        length = {"32": (8, 9), "31": (9, 9), "33": (9, 9)}.get(digits[:2], (6, 12))
        return (
            f"+{digits}"
            if length[0] <= len(digits) - 2 <= length[1] and len(digits) <= _LONGEST_NUMBER
            else ""
        )
    if len(digits) == 9 and digits[1] != "0":
        return f"+32{digits[1:]}"
    if len(digits) != 10 or digits[1] == "0":
        return ""
    in_pairs = bool(re.fullmatch(r"\d\d(?:[ .]\d\d){4}", written.strip()))
    if language == "fr" and in_pairs:
        return f"+33{digits[1:]}"
    if digits.startswith("04"):
        return f"+32{digits[1:]}"
    return f"+31{digits[1:]}" if language in ("nl", "en", "") else digits


# Not "ben", which is a first name too.
_FIRST_OF_SURNAMES: Final = frozenset(
    ("de", "den", "van", "vande", "vanden", "vander", "el", "le", "la", "du")
)


def first_name_first(name: Found[str] | None, email: str) -> Found[str] | None:
    """ "De Clercq Amélie" with amelie.declercq@… is Amélie De Clercq."""
    words = name.value.split() if name else []
    start = re.split(r"[^a-z]", email.partition("@")[0].lower(), maxsplit=1)[0]
    if name and len(words) > 2 and start == fold(words[-1]) and fold(words[0]) in _FIRST_OF_SURNAMES:
        return Found(" ".join([words[-1], *words[:-1]]), name.because)
    return name
