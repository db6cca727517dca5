"""Names, addresses and telephone numbers of the people in a mail."""

import re
from collections.abc import Iterator
from typing import Final

from stagedesk.mail.extract.facts_dates import MONTHS, WEEKDAYS
from stagedesk.mail.words import Found, fold, listed, snippet

_PART: Final = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*"
PARTICLE: Final = (
    r"(?:van|de|der|den|het|ter|ten|te|el|al|ben|bin|du|la|le|les|von|zu|da|dos|di|del|della|y|['’]t|d['’])"
)
NAME: Final = rf"\b{_PART}(?: {{1,2}}(?:{PARTICLE} ){{0,3}}{_PART}){{1,4}}"
FIRST_OR_FULL: Final = rf"\b{_PART}(?: {{1,2}}(?:{PARTICLE} ){{0,3}}{_PART}){{0,4}}"
_TITLE: Final = (
    r"(?:(?:[Dd]e heer|[Mm]evrouw|Madame|Monsieur|Mademoiselle|[Mm]evr\.?|[Mm]w\.?|[Dd]hr\.?|[Mm]eneer"
    r"|[Mm]ijnheer|[Mm]ej\.?|Mme|Mlle|M\.|Mrs?\.?|Ms\.?)\s)?"
)
_NOT_NAMES: Final = frozenset(
    listed(
        "ik ben de het een wij we u je jullie beste geachte dag hallo hoi groeten groetjes met vriendelijke"
        " mvg stage stagebureau stagedienst student studente leerling dienst school hogeschool universiteit"
        " college instituut atheneum lyceum stad gemeente info secretariaat administratie team directie"
        " bachelor master graduaat opleiding richting bijlage telefoon gsm tel mail e-mail email website"
        " onderwerp aanvraag vraag graag alvast bedankt dank hierbij kan zou mijn onze voor van op in bij"
        " en of als dit dat er is bonjour madame monsieur cordialement merci je nous notre mon ma dear sir"
        " kind regards best thank thanks my our the yours sincerely verstuurd verzonden sent from"
        " outlook iphone android naam voornaam achternaam adres straat campus klas jaar zesde vijfde vierde"
        " derde laatstejaars coordinator stagecoordinator stagebegeleider leerkracht leraar docent lector"
        " jobcoach consulent instructeur praktijkleraar service office contact noreply website formulier"
        " onthaal balie kabinet redactie personeel communicatie directeur zorgcoordinator humane"
        " wetenschappen ok prima super hey hi ja nee lycee ecole institut institute vti kta viso tiso buso"
        " cvo roc gemeenteraad cel guten tag sehr geehrte damen herren mit freundlichen liebe familie"
        " hochschule secretary dienstverlening"
    )
)
_SHORT_FORM: Final = 5


def looks_like_name(text: str) -> bool:
    """Two to five capitalised words, none of them a word that letters are made of."""
    return bool(re.fullmatch(NAME, text)) and not any(_is_common(word) for word in text.split())


def _is_common(word: str) -> bool:
    plain = fold(word).strip(".,'")
    if re.fullmatch(PARTICLE, plain):
        return False
    return plain in _NOT_NAMES or (len(plain) > _SHORT_FORM and (plain in MONTHS or plain in WEEKDAYS))


def clean_name(text: str) -> str:
    """A display name as a person would write it; empty where it names no person."""
    name = " ".join(text.strip(" \"'.,;").split())
    if name.count(",") == 1:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    name = re.sub(r"\s*\([^)]*\)$", "", name)
    if name.islower() or name.isupper():
        name = " ".join(_capital(word) for word in name.lower().split())
    return "" if not name or any(_is_common(word) or not _is_word(word) for word in name.split()) else name


def _is_word(word: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['’.-])*", word)) or word in ("'t", "’t")


def _capital(word: str) -> str:
    return (
        word
        if re.fullmatch(PARTICLE, word)
        else "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    )


_IN_SURNAMES: Final = re.compile(r"(?:Op|In|Uit|Aan|Ter|Bij) (?:de[nr]?|het|['’]t) [A-Z]")


def checked(name: str) -> str:
    """The name up to its first word that no name has: "Tom Maes Beste" is Tom Maes."""
    words: list[str] = []
    parts = name.split()
    for place, word in enumerate(parts):
        if _is_common(word) and not (words and _IN_SURNAMES.match(" ".join(parts[place:]))):
            break
        words.append(word)
    while words and re.fullmatch(PARTICLE, words[-1].lower()):
        words.pop()
    return " ".join(words)


_INTRO: Final = re.compile(
    rf"\b(?:[Mm]ijn (?:volledige )?naam is|[Ii]k ben|[Ii]k heet|[Ii]k ,|[Jj]e m['’]appelle|[Jj]e suis"
    rf"|[Mm]on nom est|[Mm]y name is|I am|I['’]m|[Mm]ein Name ist|[Ii]ch hei(?:ß|ss)e)\s+({FIRST_OR_FULL})"
)
_LOWER_INTRO: Final = re.compile(
    r"\b(?:mijn naam is|ik ben|ik heet) ([a-z]{2,15}(?: (?:van |de |der |den "
    r"|el ){0,2}[a-z]{2,20}){1,2})(?=,? (?:en |ik |\d\d )|,|\.|\n)"
)
_LABELS: Final = re.compile(
    rf"^[ \t*•|>-]{{0,6}}(?:naam(?: \+ voornaam| en voornaam)?(?: (?:leerling|student|stagiair|kandidaat"
    rf"|cursist|van de (?:leerling|student)))?|voornaam en naam|student(?:e)?|leerling|stagiair(?:e)?"
    rf"|cursist(?:e)?|kandidaat|name|full name|nom complet|nom et pr[ée]nom|[ée]tudiante?|[ée]l[èe]ve"
    rf"|pupil)\s{{0,3}}:\s{{0,3}}({FIRST_OR_FULL})",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST_LAST: Final = re.compile(
    r"^[ \t*•|>-]{0,6}(voornaam|familienaam|achternaam|naam|pr[ée]nom|nom(?: de famille)?|first name"
    r"|last name|surname)\s{0,3}:\s{0,3}([^\n]{2,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSED: Final = re.compile(
    r"\b(?:groet(?:en|jes)?|mvg|grtz?|groetje|dank (?:u|je)(?: wel)?|bedankt|hoogachtend|hartelijks"
    r"|cordialement|salutations|bien à (?:vous|toi)|regards|sincerely|Grüßen"
    r"|merci(?: d['’]avance)?)[,.!\s]{1,6}"
    rf"({FIRST_OR_FULL})(?=\s*(?:\n|$|[,.(]))",
    re.IGNORECASE,
)


_GREETS: Final = ("groet", "mvg", "gr")


def own_name(text: str, display: str) -> Found[str] | None:
    """How the writer names himself: in words, in a form, under his letter, or in his address."""
    shown = clean_name(display)
    candidates = [*_said(text), *_signed(text)]
    if shown:
        candidates.append(Found(shown, f"From: {display}"))
    full = [found for found in candidates if " " in found.value]
    if not candidates:
        return None
    first = candidates[0]
    if " " in first.value:
        return first
    longer = [found for found in full if fold(first.value) in fold(found.value).split()]
    return longer[0] if longer else first


def _said(text: str) -> Iterator[Found[str]]:
    if form := _from_form(text):
        yield form
    for match in _LABELS.finditer(text):
        if name := checked(match[1]):
            yield Found(name, snippet(text, *match.span()))
    if pair := _WE_TWO.search(text):
        yield Found(checked(pair[1]), snippet(text, *pair.span()))
    for match in _INTRO.finditer(text):
        if name := checked(match[1]):
            yield Found(name, snippet(text, *match.span()))
    lower = _LOWER_INTRO.search(text)
    if lower and not any(_is_common(word) for word in lower[1].split()):
        yield Found(clean_name(lower[1]), snippet(text, *lower.span()))


def _from_form(text: str) -> Found[str] | None:
    fields: dict[str, re.Match[str]] = {}
    for match in _FIRST_LAST.finditer(text):
        label = fold(match[1])
        fields.setdefault("first" if label in ("voornaam", "prenom", "first name") else "last", match)
    if len(fields) < 2:
        return None
    name = clean_name(f"{fields['first'][2].strip()} {fields['last'][2].strip()}")
    return Found(name, " ".join(fields["first"].group().split())) if name else None


def _signed(text: str) -> Iterator[Found[str]]:
    """Names that stand alone in a line near the end, or after the closing words."""
    for match in _CLOSED.finditer(text):
        name = checked(match[1])
        # "bedankt om te helpen," is no signature; "groetjes jan maes" is one.
        if name and (name[0].isupper() or (name == match[1] and fold(match[0]).startswith(_GREETS))):
            shown = name if name[0].isupper() else clean_name(name)
            yield Found(shown or name, snippet(text, match.start(1), match.end(1)))
    lines = [line.strip(" \t,.-–*_") for line in text.splitlines()]
    for line in reversed([line for line in lines if line][-8:]):
        head = re.split(r"\s[-–|]\s|,|\s{3,}", line, maxsplit=1)[0].strip()
        if looks_like_name(head):
            yield Found(head, line[:120])


_OTHERS: Final = (
    r"(?:[Ll]eerling(?:e)?|[Ss]tudente?|[Cc]ursiste?|[Kk]andidaat|[Kk]andidate|[Ss]tagiaire?|[Dd]ochter"
    r"|[Zz]oon|[Kk]leinzoon|[Kk]leindochter|[Nn]eef(?:je)?|[Nn]icht(?:je)?|[Bb]roer|[Zz]us|[Pp]artner"
    r"|[Kk]lant|[Cc]li[ëe]nte?|[Dd]eelnemer|[Dd]eelneemster|[ÉEée]l[èe]ve|[ÉEée]tudiante?|[Ff]ils|[Ff]ille"
    r"|[Pp]upil|[Ss]on|[Dd]aughter|[Tt]rainee|[Vv]riendin?|[Ww]erkzoekende|Sohn|Tochter|Schüler(?:in)?)"
)
_MANY: Final = (
    r"(?:[Ll]eerlingen|[Ss]tudenten|[Ss]tudentes|[Cc]ursisten|[Kk]andidaten|[Ss]tagiairs|[Zz]onen"
    r"|[Dd]ochters|[ÉEée]l[èe]ves|[ÉEée]tudiante?s|[Ss]tudents|[Pp]upils|[Kk]inderen)"
)
_ONE_NAMED: Final = re.compile(
    rf"\b(?:[Uu]nser(?:e|en)?|[Oo]nze|[Mm]ijn|[Dd]eze|[Dd]e|[Ee]en|[Vv]oor|[Nn]otre|[Mm]on|[Mm]a|[Oo]ur"
    rf"|[Mm]y)\s+(?:\w+\s)?{_OTHERS},?\s+(?:genaamd\s|named\s|heet\s)?{_TITLE}({FIRST_OR_FULL})"
)
_ONE_OF_OURS: Final = re.compile(
    rf"(?:\b(?:Mag|Kan|Kunnen|Zou|Wil|Is|Heeft|Moet|Graag|Voor) )?({NAME}),? (?:\([^)\n]{{0,60}}\),? )?"
    rf"(?:een |[eé][eé]n van (?:onze|mijn|de) |onze |une |notre |un de nos |one of our )?(?:{_OTHERS}"
    rf"|{_MANY})\b"
    r"(?: [a-zé-]{3,20}){0,3}?(?: van| uit| bij| in| of| de|,|\.)"
)
_FOR_SOMEBODY: Final = re.compile(
    rf"\b(?:[Vv]oor|[Pp]our|[Ff]or|[Bb]etreft:?|[Nn]amens|[Ii]k begeleid|[Ww]ij begeleiden"
    rf"|[Jj]'accompagne)\s+{_TITLE}({NAME})"
)
# What studies and organisations are called, with capitals, where names could stand.
_THINGS: Final = frozenset(
    listed(
        "werk zorg onderwijs toerisme sport management recht rechten wetenschappen techniek technieken"
        " informatica"
        " communicatie veiligheid welzijn cultuur jeugd beheer studies studie dienst handel kantoor"
        " verzorging"
        " opvoeding begeleiding marketing design media economie talen provincie gemeente sociale sociaal"
        " maatschappelijk maatschappelijke personen logistiek elektriciteit mechanica office administratie"
        " work"
        " science sciences studies health education stadt ville"
    )
)
_ASIDE: Final = r"(?: \([^)\n]{0,60}\))?"
_SEVERAL: Final = rf"{NAME}{_ASIDE}(?:, {{1,2}}{NAME}{_ASIDE}){{0,12}} (?:en|et|and|&) {NAME}{_ASIDE}"
_MANY_FOR: Final = re.compile(
    rf"\b(?:[Ii]n naam van|[Nn]amens|[Vv]oor|[Aa]u nom de|[Pp]our|[Oo]n behalf of|[Ff]or)\s(?:onze |nos "
    rf"|our )?"
    rf"({_SEVERAL})|({_SEVERAL}),? (?:\([^)\n]{{0,60}}\),? )?(?:allen |allebei |beiden? |alle \w+ |uit "
    rf"|{_MANY}\b)"
)
_DOES: Final = re.compile(
    rf"(?<!ollega )(?<!egeleider )({NAME}) (?:\([^)\n]{{1,40}}\) )?(?:start|zoekt|wil|volgt|zit|vraagt"
    rf"|wenst|moet"
    rf"|studeert|is op zoek|is (?:een )?(?:leerling|student|cursist)\w*|loopt|souhaite|cherche|recherche|doit"
    rf"|is looking|needs|wants|would like)\b"
)
_AND_THEN: Final = re.compile(rf"(?:,| en| et| and|,? alsook| &)\s+({NAME})")
_MANY_NAMED: Final = re.compile(rf"\b{_MANY}\s*:?,?\s+({NAME})((?:(?:,| en| et| and| &)\s+{NAME}){{0,12}})")
_COMPANION: Final = re.compile(
    rf"\b(?:[Ss]amen met|[Ii]k en|en|avec|together with|with)\s+(?:mijn|een|mon|ma"
    rf"|my)\s+(?:\w+\s)?(?:medestudente?|klasgenoo?t(?:e|je)?|studiegeno(?:ot|te)|vriendin?|collega-student"
    rf"|camarade|ami|amie|classmate|friend)\s+({FIRST_OR_FULL})"
)


_WE_TWO: Final = re.compile(
    rf"\b(?:[Ww]ij|[Ww]e|ik|[Nn]ous|moi)\s?(?:[,(]|zijn|heten|sommes|are)\s?({NAME})\s(?:en|et|and)\s({NAME})"
    r"(?=\s?[),.;\n]|\s(?:en|et|and|van|uit|from|de|,)\s)"
)


def others_named(text: str) -> list[Found[str]]:
    """The pupils, students, children or clients that somebody writes about, in their order, each once."""
    found: dict[str, tuple[int, str]] = {}
    for match in _MANY_NAMED.finditer(text):
        found.setdefault(match[1], (match.start(1), snippet(text, *match.span())))
        for other in _AND_THEN.finditer(match[2]):
            found.setdefault(other[1], (match.start(2) + other.start(1), snippet(text, *match.span())))
    if not found:
        found = _several(text)
    if not found:
        for pattern in (_LABELS, _ONE_NAMED, _FOR_SOMEBODY, _ONE_OF_OURS, *(() if found else (_DOES,))):
            for match in pattern.finditer(text):
                name = checked(match[1])
                if (
                    name
                    and _may_be_person(name)
                    and not any(name in known or known in name for known in found)
                ):
                    found[name] = (match.start(1), snippet(text, *match.span()))
    kept = [(place, Found(checked(name), words)) for name, (place, words) in found.items() if checked(name)]
    return [each for _, each in sorted(kept, key=lambda pair: pair[0])]


def _several(text: str) -> dict[str, tuple[int, str]]:
    """Names in a row, of which the last stands behind "en"."""
    for match in _MANY_FOR.finditer(text):
        place = match.start(1) if match[1] else match.start(2)
        listed_names = re.sub(r"\([^)]*\)", lambda aside: ";" * len(aside[0]), match[1] or match[2])
        names = [each for each in re.finditer(NAME, listed_names) if _may_be_person(each.group())]
        if len(names) > 1:
            words = snippet(text, *match.span())
            return {each.group(): (place + each.start(), words) for each in names}
    return {}


def _may_be_person(name: str) -> bool:
    return checked(name) == name and not _THINGS.intersection(fold(name).split())


def companions(text: str) -> list[Found[str]]:
    """Those who ask together with the writer."""
    if pair := _WE_TWO.search(text):
        return [Found(checked(pair[2]), snippet(text, *pair.span()))]
    return [
        Found(name, snippet(text, *match.span()))
        for match in _COMPANION.finditer(text)
        if (name := checked(match[1]))
    ]
