"""The departments somebody asks for by name."""

import re
from dataclasses import dataclass
from typing import Final

from stagedesk.mail.directory import Directory, Hit
from stagedesk.mail.words import fold, listed, snippet


@dataclass(frozen=True, slots=True)
class Wish:
    code: str
    name: str
    because: str
    score: float


_SURE: Final = 0.9
_LIKELY: Final = 0.7
# Everyday words and names of studies: they need "dienst", "bij" or the like right before them.
_ORDINARY: Final = frozenset(
    listed(
        "sport groen jeugd communicatie onderwijs ruimte veiligheid financien financiën personeel ict it"
        " informatica toerisme archief erfgoed mobiliteit integratie preventie onthaal helpdesk bevolking"
        " welzijn hr marketing finances finance communication population omgeving diversiteit boekhouding"
        " digitalisering urbanisme human ressources werkplaats thuiszorg onthaal creche basisschool"
        " kinderopvang stedenbouw gas td bko marcom noodplanning omgevingsloket maatschappelijk sociaal"
        " library musea museum"
    )
)
# A place one can go to, though it is a word of every day.
_HOUSES: Final = frozenset(listed("museum museums musea archief library creche"))
_PLACE: Final = re.compile(
    r"\b(?:bij|op|aan|in|naar|binnen|voor|onder|jullie|uw|of|en|een|de|het|onze|bij de|dienst|diensten"
    r"|afdeling|team|departement|service|services|au|aux|a la|a l'|dans|chez|vos|votre|le|la|les|des|un|une"
    r"|l'|at|within|your|the|for|or|and|ou|et|stad|stadsdienst|voorkeur|an|bei|beim|im|eine|zum|stedelijke?"
    r"|gemeentelijke?|openbare|plaatselijke|afdelingen|rond|int|'t)(?:[\s:,'(\"-]{1,3}(?:\w+'s?\s)?)$"
)
_STRONG_PLACE: Final = re.compile(
    r"\b(?:bij|bij de|bij het|dienst|diensten|afdeling|team|departement|service|department|voorkeur"
    r"|voorkeuren|op de|op het|naar|jullie|uw|votre|vos|your|the|chez|binnen|binnen de|binnen het|in de"
    r"|in het|abteilung|(?:balie|loket|team|receptie|werking) van|aan de|aan het|in jullie|at the|at your"
    r"|au service|du service|le service|la direction"
    r"|service souhaite|gewenste (?:stage)?(?:plaats|plek)|gewenste afdeling|eerste keuze|gewenste dienst"
    r"|voorkeur dienst"
    r"|voorkeursdienst|stadsdienst|stedelijke?|gemeentelijke?|int|in 't"
    r"|bij 't|op 't)[\s:,'(\"-]{1,4}(?:van |des |du |de |het |la |l'|the |of |dienst "
    r"|afdeling |team |stedelijke |openbare )?$"
)
_AFTER_DEPARTMENT: Final = re.compile(r"\)?\s?-?(?:dienst|afdeling|department|team|office|service)\b")
_IN_LIST: Final = re.compile(r"(?:\b\d{1,2}[.)]|[-*•·])\s(?:(?:de|het) )?$")
_PREFERRED: Final = re.compile(
    r"\b(?:voorkeur\w*|keuzes?|preferences?|choix|choices?|diensten|services"
    r"|departments)\b"
)
_IN_ROW: Final = re.compile(r"(?:[|;,(:>]|\s-)\s?$|\s{2,}$|^$")
_NO_WISH: Final = re.compile(r"\b(?:niet|geen|behalve|liever niet|not|pas)\s(?:\w+\s){0,2}$")
_STUDYING: Final = re.compile(
    r"\b(?:bachelor\w*|master\w*|graduaat\w*|opleiding(?:en)?|richting|studie\w*|studeer|studente?|studenten"
    r"|hbo\w*|mbo\w*|bachelier|jaars|volg|volgt|jaar|etudiante?|studying|degree|licence|section"
    r"|diploma)\s(?:\w+\s){0,2}(?:in\s|in de\s|in het\s|en\s|of\s)?$"
)
_THE: Final = ("in de ", "in het ", "bij de ", "bij het ", "in jullie ", "in uw ")
_FORMERLY: Final = re.compile(
    r"\b(?:vorige?|(?<!graag )(?<!liefst )deed ik|(?<!graag )werkte|was ik|destijds|l'annee passee"
    r"|last (?:year|summer))\b(?!.*\bstage)"
)
# What somebody did there before, up to the word with which he turns to what he asks for.
_BACK_THEN: Final = re.compile(
    r"(?<!graag )\b(?:liep|deed|werkte|volgde) (?:ik|zij|ze|hij)\b(?!.*\b(?:nu|zou|zoek|wil|graag|kom"
    r"|moet)\b)[^.!?]*$"
)
_WORKS_THERE: Final = re.compile(
    r"\b(?:mama|papa|moeder|vader|ouders|zus|broer|tante|nonkel|oom|partner|man|vrouw|buurvrouw|buurman"
    r"|kennis"
    r"|vriendin?|mother|father|mere|pere)\b[^.!?]{0,40}\b(?:werkt|werken|werkte|works"
    r"|travaille)\b[^.!?]{0,40}$"
)
_SENTENCE: Final = 140
_COLLEAGUE: Final = re.compile(
    r"\b(?:collega'?s? van|doorgestuurd|gestuurd naar|mail aan|via)\s(?:de |het |dienst )*$"
)


def wishes(
    text: str, plain: str, directory: Directory, *, skip: tuple[tuple[int, int], ...] = ()
) -> tuple[Wish, ...]:
    """In the order of the text, each department once; `skip` are the places of school and study."""
    found: dict[str, Wish] = {}
    for hit in directory.department_names.find(plain, text):
        if hit.code in found or any(hit.start < end and start < hit.end for start, end in skip):
            continue
        if (score := _score(plain, hit)) and (department := directory.department(hit.code)):
            found[hit.code] = Wish(hit.code, department.name, _words(text, hit), score)
    return tuple(found.values())


def _score(plain: str, hit: Hit) -> float:
    before = " ".join(plain[max(0, hit.start - 48) : hit.start].split()) + " "
    if (
        "@" in plain[max(0, hit.start - 1) : hit.end + 2]
        or plain[hit.end : hit.end + 1] == "@"
        or _inside_address(plain, hit)
    ):
        return 0
    if _FORMERLY.search(before) or _NO_WISH.search(before) or _COLLEAGUE.search(before):
        return 0
    sentence = " ".join(plain[max(0, hit.start - _SENTENCE) : hit.start].split())
    if _BACK_THEN.search(sentence) or _WORKS_THERE.search(sentence):
        return 0
    if _IN_LIST.search(before) and _PREFERRED.search(sentence):
        return _SURE
    words = plain[hit.start : hit.end].split()
    aside = before.endswith("( ") and plain[hit.end : hit.end + 1] == ")"
    if aside and not _ORDINARY.intersection(words):
        return _LIKELY
    if _STUDYING.search(before) and (_ORDINARY.intersection(words) or not before.endswith(_THE)):
        return 0
    after = plain[hit.end : hit.end + 14]
    if (
        len(words) == 1
        and words[0] not in _HOUSES
        and (words[0] in _ORDINARY or words[0].removesuffix("s") in _ORDINARY)
    ):
        strong = _STRONG_PLACE.search(before) or _AFTER_DEPARTMENT.match(after)
        return _SURE if strong else 0
    return _SURE if _STRONG_PLACE.search(before) else _LIKELY if _PLACE.search(before) else 0


def _inside_address(plain: str, hit: Hit) -> bool:
    start = max(plain.rfind(sign, 0, hit.start) for sign in " \n<(") + 1
    space = re.compile(r"[\s>)]").search(plain, hit.end)
    return "@" in plain[start : space.start() if space else len(plain)]


def in_row(text: str, directory: Directory) -> tuple[Wish, ...]:
    """A row of a table needs no words around its department."""
    plain = fold(text)
    hits = directory.department_names.find(plain, text)
    found = {
        h.code: h
        for h in reversed(hits)
        if _IN_ROW.search(plain[max(0, h.start - 3) : h.start]) or _score(plain, h)
    }
    return tuple(
        Wish(code, department.name, _words(text, hit), _SURE)
        for code, hit in sorted(found.items(), key=lambda item: item[1].start)
        if (department := directory.department(code))
    )


def in_subject(subject: str, directory: Directory) -> tuple[Wish, ...]:
    """A subject such as "Stage jeugddienst" asks for it; words of every day need more than that."""
    plain = fold(subject)
    found: dict[str, Wish] = {}
    for hit in directory.department_names.find(plain, subject):
        clear = not set(plain[hit.start : hit.end].split()) <= _ORDINARY or _score(plain, hit)
        if clear and hit.code not in found and (department := directory.department(hit.code)):
            found[hit.code] = Wish(hit.code, department.name, subject, _LIKELY)
    return tuple(found.values())


def _words(text: str, hit: Hit) -> str:
    start = max(text.rfind("\n", 0, hit.start) + 1, hit.start - 24)
    while start and start < hit.start and not text[start - 1].isspace():
        start += 1
    return snippet(text, start, hit.end)
