"""Which school somebody names, in words or by a mail address."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from stagedesk.mail.directory import Directory
from stagedesk.mail.words import Found, fold, listed, snippet, unwrapped

_SCHOOL_WORD: Final = (
    r"(?:[Hh]ogeschool|[Uu]niversiteit|[Uu]niversity|[Uu]niversit[ée]|[Cc]ollege|\w*[Cc]ollege|[Aa]theneum"
    r"|\w*[Ii]nstituut|[Ii]nstitut|[Ll]yceum|[Ll]yc[ée]e|[Aa]th[ée]n[ée]e|[Hh]aute [ÉEée]cole|[Aa]cademie"
    r"|[Cc]ampus|\w*[Ss]chool|CVO|ROC|VTI|KTA|VISO|TISO|BuSO|BUSO|GO!|CLW|KA|[Uu]niversidad|[Hh]ochschule"
    r"|[Tt]echnicum|[Ee]conomische [Hh]ogeschool)"
)
_CAPITAL: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w&'’.-]*[\w!]|[A-Z]{1,6})"
_PHRASE: Final = (
    rf"(?:{_CAPITAL}|{_SCHOOL_WORD})(?: (?:(?:de|van|der|des|du|den|het|voor|the|of|la|el|di|della|in|en"
    rf"|&) ){{0,2}}(?:{_CAPITAL}|{_SCHOOL_WORD})){{0,5}}"
)
_LABELLED: Final = re.compile(
    r"^[ \t*•|>-]{0,6}(?:school|onderwijsinstelling|naam school|hogeschool|universiteit|instelling"
    r"|opleidingsinstelling|opleidingscentrum|[ée]cole|[ée]tablissement|institution"
    r"|university)\s{0,3}:\s{0,3}([^\n|]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_STUDIES_AT: Final = re.compile(
    r"\b(?:student\w*|studeer|studeert|studeren|bachelor\w*|master\w*|graduaat\w*|volg|volgt|opleiding"
    r"|leerlinge?n?|jaar|hbo|mbo|richting|cursiste?|school loop|[ée]tudiante?|[ée]tudie|[ée]l[èe]ve"
    r"|bachelier|studying|study|pupil"
    rf"|[Ss]tudent of|inscrite?)\b[^.\n!?;]{{0,90}}?\b(?:aan|à|at|chez|an)\s+(?:de |het |den |la |l['’]"
    rf"|the |der )?({_PHRASE})"
)
_OF_SCHOOL: Final = re.compile(
    rf"\b(?:aan|van|op|bij|in|naar|à|au|du|de|at|from|an)\s+(?:de |het |den |la |l['’]|the "
    rf"|der )?((?:{_CAPITAL} (?:(?:de|van|der|du|den|het) )?){{0,4}}{_SCHOOL_WORD}(?: (?:(?:de|van|der|des"
    rf"|du|den|het|la|of|the) ){{0,2}}{_CAPITAL}){{0,4}})"
)
_GENERIC: Final = frozenset(
    listed(
        "school hogeschool universiteit college campus academie instituut atheneum lyceum university"
        " universite ecole onze mijn de basisschool middelbare"
    )
)
_IN_TOWN: Final = re.compile(r"\s(?:in|te|à|van de stad)\s.*$")


def school_of(
    text: str, plain: str, emails: list[str], directory: Directory
) -> tuple[str, Found[str]] | None:
    """Code (empty for one the directory does not know) and name, from the text or else from a mail domain."""
    text = unwrapped(text)
    hits = directory.school_names.find(plain, text)
    codes = {hit.code: hit for hit in reversed(hits) if hit.code in directory.teaching}
    by_domain = list(_by_domain(emails, directory, codes))
    if by_domain and (len(codes) != 1 or by_domain[0][0] in codes):
        code, email = by_domain[0]
        hit = codes.get(code)
        return _known(directory, code, snippet(text, hit.start, hit.end) if hit else email)
    if len(codes) == 1:
        hit = next(iter(codes.values()))
        return _known(directory, hit.code, snippet(text, hit.start, hit.end))
    for pattern in (_LABELLED, _STUDIES_AT, _OF_SCHOOL):
        for match in pattern.finditer(text):
            if name := _school_name(match[1]):
                return "", Found(name, snippet(text, *match.span(1)))
    return None


def _by_domain(emails: list[str], directory: Directory, named: Collection[str]) -> Iterator[tuple[str, str]]:
    """The school of each address; of schools that share a domain the one that the text names."""
    for email in emails:
        codes = [code for code in directory.schools_of(email) if code in directory.teaching]
        if len(codes) > 1:
            codes = [code for code in codes if code in named]
        if len(codes) == 1:
            yield codes[0], email


def _known(directory: Directory, code: str, words: str) -> tuple[str, Found[str]] | None:
    school = directory.school(code)
    return (code, Found(school.name, words)) if school else None


def _school_name(text: str) -> str:
    name = _IN_TOWN.sub("", " ".join(text.split())).strip(" .,;:()")
    words = [fold(word) for word in name.split()]
    if (
        not words
        or all(word in _GENERIC for word in words)
        or words[0] in ("stad", "gemeente", "dienst", "stadsdienst")
    ):
        return ""
    return name
