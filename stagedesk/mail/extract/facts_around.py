"""Who stands behind an applicant: the contact at school, and whether the applicant is a minor."""

import re
from datetime import date
from typing import Final

from stagedesk.mail.extract.facts_dates import MONTHS
from stagedesk.mail.extract.facts_people import FIRST_OR_FULL, checked
from stagedesk.mail.extract.facts_periods import Dates
from stagedesk.mail.extract.facts_ways import emails
from stagedesk.mail.words import Found, snippet

_ROLE: Final = (
    r"(?:[Ss]tagebegeleid(?:er|ster)|[Ss]choolbegeleid(?:er|ster)|[Bb]egeleid(?:er|ster)(?: van (?:de "
    r"|mijn )?school)?|[Bb]egeleidende? (?:docente?|leerkracht|leraar|lector)|[Ss]tagecoördinator"
    r"|[Ss]tageco[oö]rdinat(?:or|rice)|[Cc]o[oö]rdinator|[Cc]ontactpersoon(?: (?:op|van|bij) (?:de "
    r"|mijn )?(?:school|hogeschool))?|[Ss]tagedocente?|[Dd]ocente?|[Ll]eerkracht|[Ll]ector|[Pp]romotor"
    r"|[Tt]rajectbegeleid(?:er|ster)|[Kk]lastitularis|[Ss]tageverantwoordelijke|[Mm]aître de stage"
    r"|[Pp]ersonne de contact|[Ss]uperviseure?|[Pp]rofesseure? référente?|[Ss]upervisor|[Aa]cademic tutor"
    r"|[Tt]utor|[Pp]romotrice|[Ii]nternship coordinator|[Cc]oordinator)"
)
_TITLE: Final = (
    r"(?:(?:de heer|mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|mijnheer|juf|meester|Mme|M\.|Mrs?\.?|Ms\.?"
    r"|[Pp]rof\.?|[Dd]r\.?)\s){0,2}"
)
_CONTACT: Final = re.compile(
    rf"\b{_ROLE}\s{{0,2}}(?:\([^)\n]{{0,30}}\)\s?)?(is|heet|:|=|,|est|zal"
    rf"|wordt)?\s{{0,2}}(?:zijn )?({_TITLE})({FIRST_OR_FULL})?"
)
_MONTH: Final = "|".join(MONTHS)
_AGE: Final = re.compile(
    r"\b(\d\d)[- ]years?[- ]old\b|\b(?:i'm|i am) (?:only |just |almost )?(\d\d)(?=[.,!;\n]| and\b)"
    r"|\b(?:ben|is|word|wordt|was|leeftijd:?|j'ai|a|age de|agee? de|sohn \w+"
    r"|i am|i'm|am|aged|zoon"
    r"|dochter)\s(?:nu |pas |net |bijna |al )?(\d\d)\s?(?:jaar\b(?! (?:werk|ervaring|lang|actief"
    r"|in dienst))|jahre|jarig|ans\b|years? old|j\b)|\b(\d\d)-jarige?\b|\((\d\d)(?: ?(?:j\.?|jaar|jahre|ans"
    r"|y/?o))?[),]|\b(?:meisje|jongen|jongere|leerling\w*|scholier|zoon|dochter|girl|boy|garcon"
    rf"|fille) (?:[a-z'-]{{2,20}} )?(?:van|of|de) (\d\d)\b(?!\s?(?:uur|uren|weken|dagen|nationaliteiten|tot"
    rf"|t/m|t\.?e\.?m\b|en \d|-|[/.]\d|(?:{_MONTH})\b))"
    r"|\bik (?:ben|word|ben net|ben pas) (\d\d)(?=[.,!;\n]| en\b| jaar\b|$)|, (\d\d)(?=, (?:a|an|and|en|et"
    r"|uit"
    r"|van|leerling|student)\b)|, (\d\d) ?(?:jaar|ans|years old)\b(?! (?:werk|ervaring))"
)
_SAYS_MINOR: Final = re.compile(r"\b(?:minderjarig\w*|mineure?|underage|jonger dan 18|onder de 18|-18)\b")
_SAYS_ADULT: Final = re.compile(r"\b(?:meerderjarig\w*|majeure?|ouder dan 18)\b")
_ADULT: Final = 18
_YOUNGEST: Final = 10
_OLDEST: Final = 75


def school_contact(text: str) -> Found[str] | None:
    """Name and address of the teacher or tutor that the text names as such."""
    for match in _CONTACT.finditer(text):
        joint, title, name = match[1], match[2], checked(match[3] or "")
        if name and " " not in name:
            name = f"{title}{name}" if title or joint else ""
        line_end = text.find("\n", match.end())
        near = text[match.start() : min(line_end if line_end >= 0 else len(text), match.end() + 90)]
        address = next((email for _, email in emails(near)), "")
        if name or address:
            shown = f"{name} <{address}>" if name and address else name or address
            return Found(shown, snippet(text, match.start(), match.start() + len(near)))
    return None


def is_minor(text: str, plain: str, dates: Dates, sent_on: date | None) -> Found[bool] | None:
    """From a birth date or an age that is said; never guessed from a school year."""
    if dates.born and sent_on:
        age = _age(dates.born.on, sent_on)
        if _YOUNGEST <= age <= _OLDEST:
            return Found(age < _ADULT, dates.born.because)
    for match in _AGE.finditer(plain):
        age = int(next(filter(None, match.groups())))
        if _YOUNGEST <= age <= _OLDEST:
            return Found(age < _ADULT, snippet(text, *match.span()))
    for pattern, value in ((_SAYS_MINOR, True), (_SAYS_ADULT, False)):
        if said := pattern.search(plain):
            return Found(value, snippet(text, *said.span()))
    return None


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
