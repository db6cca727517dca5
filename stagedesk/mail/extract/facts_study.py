"""Which level and study somebody names, and which kind of internship that makes."""

import re
from collections.abc import Sequence
from typing import Final

from stagedesk.mail.directory import Directory, Hit
from stagedesk.mail.extract.facts_dates import MONTHS
from stagedesk.mail.words import Found, fold, listed, snippet, unwrapped

_YEAR: Final = re.compile(
    r"\b(?:([1-7]) ?(?:ste|de|e|eme)|(?<=het )([1-7])|([1-7])(?= (?:middelbaar|secundair))|(eerste|tweede"
    r"|derde|vierde|vijfde|zesde|zevende))[ -]?(?:jaars?(?:leerling\w*)?|middelbaar|leerjaar|secundair"
    r"|jaar secundair"
    r"|(?:annee )?secondaire|professionnelle|technique)\b"
)
_CLASS: Final = re.compile(
    r"(?:\b(?:van|uit|in|zit in|klas|[Kk]las:|\w{0,7}[Rr]ichting:|leerlinge?n?|leerlingen van|naam|,)\s"
    r"|[(|]\s?|\s{2,}|,\s)(?:het )?([3-7])(?:de|e)?\s?(?:[A-Z][^\W\d_]{1,25}|[A-Z]{1,5}[a-z]?)\b"
    r"(?!\s?(?:uur|weken|dagen|maanden))"
)
_SITS_IN: Final = re.compile(r"\bzit (?:ik )?(?:nu )?in (?:het |de )?([3-7])(?:de|e)?\s[a-z]{4,}")
_MBO: Final = re.compile(r"\bmbo[ -]?(?:niveau[ -]?)?([1-4])\b|\bniveau ([1-4])\b")
_BAC: Final = re.compile(
    r"\b(?:bac|ba|bachelor|bachelier) ?[123]\b|\b(?:derde|tweede|eerste|3de|2de|3e|2e|1ste) ?ba\b"
)
_DEGREE: Final = re.compile(
    r"\b(?:(bsc|b\.sc|bba|llb|b\.?a\.?(?= in\b))|(?:msc|m\.sc|mba|llm|m\.?a\.?(?= in\b)))(?!\w)"
)
_COMPOUND: Final = re.compile(
    r"\b(bachelor|master|graduaats)(?:jaar|opleiding|student\w*|stage|proef|niveau)\b"
)
_HELD: Final = re.compile(
    r"\b(?:diploma|behaalde|behaald|afgestudeerd(?: als)?|heb een|houder|na mijn|diplome|graduated|holder"
    r"|obtained|titulaire)\b[^.\n]{0,25}$"
)
_HIGHER: Final = ("doctor", "hbo", "ad", "graduaat", "bachelor", "master", "wo")
_SECONDARY: Final = ("okan", "buso", "duaal", "dbso", "vmbo", "havo", "vwo")
_PUPIL: Final = re.compile(
    r"\b(?:leerling\w*|klas\w*|middelbaar|secundair|eleves?|pupils?|zoon|dochter|kleinzoon|kleindochter"
    r"|jaar|zesde|zevende|vijfde|zit(?: ik)? in|atheneum|lyceum|technicum|blokstage|[abkt]so)\b"
)
_STUDENT_YEARS: Final = 3
_AT_SCHOOL: Final = re.compile(
    r"\b(?:leerling\w*|middelbaar|secundair|atheneum|lyceum|technicum|college|instituut|graad|klas|[abkt]so)\b"
)
_COLLEGE: Final = re.compile(r"\b(?:\w{0,14}hogeschool|universiteit|university|universite|haute ecole)\b")
_ORDINALS: Final = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7}


def level_of(text: str, plain: str, directory: Directory, *, school: str = "") -> Found[str] | None:
    """The level somebody follows; the diploma somebody has already does not count."""
    hits: dict[str, Hit] = {}
    for hit in directory.level_words.find(plain, text):
        if not _HELD.search(plain[max(0, hit.start - 45) : hit.start]):
            hits.setdefault(hit.code, hit)
    if (mbo := _MBO.search(plain)) and (mbo[1] or re.search(r"\b(?:mbo|bol|bbl|bpv|roc)\b", plain)):
        return Found(f"mbo{mbo[1] or mbo[2]}", snippet(text, *mbo.span()))
    if (bac := _BAC.search(plain)) and "hbo" not in hits:
        return Found("bachelor", snippet(text, *bac.span()))
    for codes in (_SECONDARY, _HIGHER):
        if named := [code for code in codes if code in hits]:
            return _one_of(named, hits, text)
    if compound := _COMPOUND.search(plain):
        return Found(
            "graduaat" if compound[1] == "graduaats" else compound[1], snippet(text, *compound.span())
        )
    if degree := _DEGREE.search(plain):
        return Found("bachelor" if degree[1] else "master", snippet(text, *degree.span()))
    # The third year of a college is another one than that of a school.
    college = _COLLEGE.search(plain) or _COLLEGE.search(fold(school))
    if not college and (by_year := _by_year(text, plain)):
        return by_year
    rest = [code for code in hits if code not in ("unknown",)]
    return _one_of(rest, hits, text) if rest else None


def _one_of(named: Sequence[str], hits: dict[str, Hit], text: str) -> Found[str] | None:
    """A hbo student also says bachelor; a bachelor who says master too leaves a doubt."""
    if set(named) == {"bachelor", "master"}:
        return None
    hit = hits[named[0]]
    return Found(named[0], snippet(text, hit.start, hit.end))


def _by_year(text: str, plain: str) -> Found[str] | None:
    match = _YEAR.search(plain)
    if match:
        year = _ORDINALS[match[4]] if match[4] else int(match[1] or match[2] or match[3])
        # "2de jaars" is said of students; who writes of pupils that young says so.
        if year <= _STUDENT_YEARS and "jaars" in match.group() and not _AT_SCHOOL.search(plain):
            return None
    elif _PUPIL.search(plain) and (match := _CLASS.search(text) or _SITS_IN.search(plain)):
        year = int(match[1])
    else:
        return None
    return Found(
        "so_1" if year <= 2 else "so_2" if year <= 4 else "so_3", snippet(text, *match.span()).strip(" (|,")
    )


# studies

_STUDY_WORD: Final = r"[^\W\d_][^\W\d_'’&/+-]*(?:['’&/+-][^\W\d_]+)*-?"
_STUDY: Final = rf"({_STUDY_WORD}(?:[ ](?:&|-?{_STUDY_WORD}|-)){{0,6}})"
_IN_A: Final = (
    r"(?:in de |in het |in |tot |van de |van het |van |de |het |en |du |de la |des |d['’]|of |as an? "
    r"|als )?"
)
_LEVEL_WORD: Final = (
    r"(?:[Bb]achelor(?:opleiding|student\w*|s['’]?|['’]s)?|[Mm]aster(?:opleiding|student\w*|s['’]?|['’]s)?"
    r"|[Gg]raduaat(?:sopleiding|student\w*)?|[Hh][Bb][Oo](?:-student\w*|-opleiding|-bachelor)?"
    r"|[Mm][Bb][Oo](?:-student\w*|-opleiding)?|[Bb]achelier|[Bb]acheli[èe]re|[Ll]icence"
    r"|[Aa]ssociate [Dd]egree|[Bb][Ss]c|[Mm][Ss]c|[BM]A(?= in ))"
)
_STUDIES: Final = (
    re.compile(
        r"^[ \t*•|>-]{0,6}(?:(?:studie)?richting|opleiding|studie|studiegebied|formation|[ée]tudes|section"
        r"|option|study|programme|program|degree|course)\s{0,3}:\s{0,3}(?:[Bb]achelor(?: in de| in het"
        r"| in)? |[Mm]aster(?: in de| in)? |[Gg]raduaat(?: in de| in het| in)? "
        r"|[Bb]achelier(?: en)? )?(?:[1-7](?:de|e)? )?"
        r"([^\n|,(]{3,60}(?:, [^\W\d_]{3,25} (?:en|et|and|&) [^\W\d_]{3,25})?)",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        rf"\b{_LEVEL_WORD}(?: \d| degree| program(?:me)?| of (?:[Ss]cience|[Aa]rts|[Ll]aws?|[Ee]ngineering))?"
        rf" {_IN_A}{_STUDY}"
    ),
    re.compile(
        rf"\b(?:[Bb][BbOo][Ll]|[Mm][Bb][Oo])(?:-opleiding)?[ -](?:[Nn]iveau )?(?:[1-4] )?(?=[A-Z]){_STUDY}"
    ),
    re.compile(
        rf"\b(?:[Rr]ichting|[Ss]tudierichting|[Oo]pleiding(?: tot)?|[Aa]fstudeerrichting|bol-opleiding"
        rf"|bbl-opleiding|[Ss]ection|[Oo]ption|[Ff]ormation) {_IN_A}{_STUDY}"
    ),
    re.compile(
        rf"\b(?:[Ss]tudeer|[Ss]tudeert|[Ss]tudeer ik|[Ss]tudying|[Ii]ch studiere"
        rf"|[Jj]'étudie) {_IN_A}{_STUDY}"
    ),
    re.compile(
        rf"\b(?:[Ss]tudente?|[Ss]tudenten|\w{{0,12}}jaars(?:student(?:e|en)?)?|[ÉEée]tudiante?"
        rf"|[Ss]tudent) (?:en |in |of "
        rf"|aan de opleiding |(?:\w+ )?bachelor |(?:\w+ )?bachelier en |master )?{_IN_A}{_STUDY}"
    ),
    re.compile(
        rf"\b(?:[3-7](?:de|e) ?jaar|(?<=het )[3-7] jaar|(?:derde|vierde|vijfde|zesde|zevende) (?:jaar"
        rf"|middelbaar|leerjaar)"
        rf"|jaars) {_IN_A}{_STUDY}"
    ),
    re.compile(rf"(?:\b(?:van|uit|in|klas|,)\s|[(]\s?)(?:het )?[3-7](?:de|e)?\s(?=[A-Z][a-z]{{3}}){_STUDY}"),
    re.compile(rf"\bzit (?:ik )?(?:nu )?in (?:het |de )?[3-7](?:de|e)?\s{_STUDY}"),
    re.compile(
        rf"\b(?:[3-7] ?(?:[èe]me|e)|[Cc]inqui[èe]me|[Ss]ixi[èe]me|[Ss]epti[èe]me) (?:technique"
        rf"|professionnelle"
        rf"|qualification) {_STUDY}"
    ),
    re.compile(rf"\b(?:[Ll]eer|[Ss]tudeer|[Ll]eert) voor {_IN_A}{_STUDY}"),
    re.compile(rf"\b(?:[Vv]olg|[Vv]olgt|[Vv]olgen|[Ss]uis|[Ff]ollow) {_IN_A}{_STUDY}"),
)
_ENDS: Final = frozenset(
    listed(
        "aan bij op te in voor om naar uit zoek zoekt zoeken ik mijn we wij die dat met als moet zou wil"
        " zit heb ben loop doe volg kan is binnen via waar tijdens vanaf tot zodat en, maar want omdat dit"
        " deze hier nu ook graag hoort loopt gaat zoals of a au aux chez dans et je qui que pour sur avec"
        " depuis at from and who with for to i am an my your by based currently at, aan, bij, this next"
        " last vorig volgend zoon dochter wordt werd student studente leerling leerlingen cursist een het"
        " hbo mbo jaar middelbaar secundair stage stages ons onze jullie uw hun haar zijn hem zou, kunnen"
        " willen moeten heeft krijgt zocht looking seeking souhaite cherche dois vindt vind vinden wilde"
        " moest kon vroeg hoopt kom komt woon woont ging start begin maakt inscrite inscrit effectue bin"
        " und suche bei der ihr semester vragen vraagt vraag hebben had hadden begint beginnen lopen doen"
        " nemen"
        " groetjes groeten groet grtz alvast neemt krijgen mogen mag moest dient dienen wensen wenst sturen"
        " worden zullen zal aanvragen zochten would could should will"
    )
)
_NO_STUDY: Final = frozenset(
    listed(
        "student studente opleiding school jaar stage niveau bachelor master graduaat hbo mbo leerling"
        " secundair middelbaar hogeschool universiteit les lessen avondschool avondonderwijs onderwijs"
        " duaal leren professionele academische voltijds deeltijds dag week eerste tweede derde laatste"
        " degree stagiair stagiaire cursist cursus vak lessenpakket eleve etudiant etudiante inscrit"
        " inscrite actuellement currently the year studies etudes de van nieuwe andere eigen onze mijn"
        " stageplaats proef premiere deuxieme troisieme quatrieme cinquieme sixieme septieme secondaire annee"
        " webinar webinars nieuws"
        " specialisatiejaar vierde vijfde zesde zevende technique professionnelle qualification"
    )
)
_JOINS: Final = frozenset(listed("en & et and"))
_NOT_LAST: Final = _NO_STUDY | _JOINS | frozenset(listed("- van de het der des du aan of the la le"))

# "Begeleider in de kinderopvang" is what the study is called.
_HELPERS: Final = ("begeleider", "begeleidster", "verzorgende")
_LANGUAGE_LESSONS: Final = re.compile(
    r"(?:nederlands|engels|frans|dutch|french|neerlandais)e?(?: (?:les|lessen|taalles|taallessen|cursus))?"
)


def study_of(text: str, directory: Directory) -> Found[str] | None:
    """As written, from the first place that names one."""
    text = unwrapped(text)
    for pattern in _STUDIES:
        for match in pattern.finditer(text):
            study = _trimmed(match[1])
            if hits := directory.school_names.find(fold(study), study):
                study = _trimmed(study[: hits[0].start])
            if study:
                end = match.start(1) + match[1].find(study.split()[-1]) + len(study.split()[-1])
                return Found(study, snippet(text, match.start(), end))
    return None


def _trimmed(phrase: str) -> str:
    """Up to the first word that cannot be part of a study's name."""
    if _LANGUAGE_LESSONS.fullmatch(fold(phrase.strip())):
        return ""
    words = phrase.split()
    if fold(" ".join(words[:2])) in ("secundair onderwijs", "lager onderwijs"):
        return " ".join(words[:2])
    while words and fold(words[0]) in _NO_STUDY:
        words.pop(0)
    kept: list[str] = []
    for place, word in enumerate(words):
        plain = fold(word)
        following = fold(words[place + 1]) if place + 1 < len(words) else ""
        if _goes_on(plain, kept, following):
            kept.append(word)
        elif plain in _ENDS or plain in _JOINS or plain in MONTHS:
            break
        else:
            kept.append(word)
    while kept and fold(kept[-1]) in _NOT_LAST and not (len(kept) > 1 and kept[-1] == "Studies"):
        kept.pop()
    study = " ".join(kept).rstrip("-")
    return study if sum(sign.isalpha() for sign in study) >= 3 else ""


def _goes_on(word: str, kept: list[str], following: str) -> bool:
    if word in ("in", "de"):
        return fold(" ".join(kept)).removesuffix(" in").endswith(_HELPERS)
    joins = word in _JOINS and bool(kept and following)
    return joins and following not in _ENDS and following not in _NO_STUDY


# kinds

_MOST_SPECIFIC: Final = listed(
    "bis ibo wes dual_sao dual_oao part_time_legacy bpv_bbl bpv_bol erasmus graduation observation taster"
    " community vdab_training adult_education work_along pupil student other"
)
_BY_LEVEL: Final = {
    **dict.fromkeys(("so_1", "so_2", "so_3", "buso", "okan"), "pupil"),
    **dict.fromkeys(("graduaat", "bachelor", "master", "doctor", "hbo", "wo", "ad"), "student"),
    **dict.fromkeys(("mbo1", "mbo2", "mbo3", "mbo4"), "bpv_bol"),
    "duaal": "dual_oao",
    "dbso": "part_time_legacy",
    "volwassenen": "adult_education",
    "beroepsopleiding": "vdab_training",
}


def kind_of_internship(text: str, plain: str, level: str, directory: Directory) -> Found[str] | None:
    """Named by its words, the most specific one; else what the level makes it."""
    hits = {hit.code: hit for hit in reversed(directory.kind_words.find(plain, text))}
    for code in _MOST_SPECIFIC:
        if hit := hits.get(code):
            return Found(code, snippet(text, hit.start, hit.end))
    return Found(_BY_LEVEL[level], level) if level in _BY_LEVEL else None
