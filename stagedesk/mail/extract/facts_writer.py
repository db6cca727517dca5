"""Whether somebody asks for himself, or a teacher, parent or coach asks for others."""

import re
from typing import Final

from stagedesk.mail.directory import Directory

_FOR_OTHERS: Final = re.compile(
    r"\bonze (?:\w{4,8}jaars|klas(?:sen)?)\b"
    r"|\b(?:onze|een van (?:onze|mijn)|een|deze|volgende|de|mijn) (?:\w+ )?(?:leerling(?:e|en)?|cursist(?:e"
    r"|en)?|klant|client|kandida(?:at|te|ten)|deelnemer|deelneemster)\b|\b(?:onze|mijn|een van onze"
    r"|voor (?:\w+ )?) ?(?:student(?:e|en)?|stagiairs?)\b|\bin naam van\b"
    r"|\b(?:mevrouw|de heer|mevr\.|dhr\.) (?:[\w'-]+ ){1,4}(?:vraagt|zoekt|wenst|is op zoek|solliciteert)\b"
    r"|\bvoor (?:\w+ ){0,3}?(?:leerling"
    r"|leerlingen|studenten|cursist|cursiste|cursisten|klant)\b|\bik begeleid\b|\bwij begeleiden\b"
    r"|\bunser(?:e|en)? schuler\w*\b|\b(?:notre|nos) (?:eleves?|etudiante?s?|stagiaires?)\b|\bmon eleve\b"
    r"|\bau nom d[eu]\b|\bour (?:students?|pupils?|trainees?)\b|\bon behalf of\b|\bmy (?:client|pupil)\b"
    r"|\bnamens\b"
)
_RELATIVE: Final = re.compile(
    r"\b(?:mijn|onze|ons) (?:\w+ )?(?:dochter|zoon|kleinzoon|kleindochter|neef\w*|nicht\w*|broer|zus"
    r"|partner|man"
    r"|vrouw|kind)\b|\b(?:mon|notre) fils\b|\b(?:ma|notre) fille\b|\b(?:my|our) (?:son|daughter)\b"
    r"|\bunser(?:e|en)? (?:sohn|tochter)\b"
)
# Who tells of his own studies may speak of his brother without asking for him.
_STUDIES: Final = re.compile(
    r"\bik (?:studeer|zit (?:nu )?in (?:het|de|mijn)|zit nu|volg (?:een|de|het|momenteel|nu|mijn|bachelor"
    r"|graduaat))\b"
    r"|\bmijn (?:opleiding|studies?|bachelor\w*|graduaat\w*|master\w*|stagebegeleid\w*|afstudeer\w*)\b"
    r"|\bje suis (?:etudiante?|eleve|en formation)\b|\bi (?:study|am studying)\b|\bmy (?:studies|degree)\b"
)
_MAYBE_FOR_OTHERS: Final = re.compile(
    r"\bzoek(?:en)? (?:ik |wij |we )?(?:\w+ ){0,3}?(?:voor|plaatsen voor|een plaats voor)\b(?! (?:mijn"
    r"|een stage|de periode|school|werkplekleren|praktijk|\d))"
)
_SELF: Final = re.compile(
    r"\b(?:ik ben (?:een |momenteel |nu |op dit moment )?(?:\w+ )?(?:\w*student\w*|\w*jaars\w*|leerling"
    r"|scholier|werkzoekend\w*|cursist\w*)|ik ben [^.!?\n]{0,40}\b(?:\w*student|studente|leerling"
    r"|\w*jaars\w*)\b|ben ik op zoek|ik (?:studeer|volg|zit|doe)|mijn (?:opleiding|\w{0,10}stage|school"
    r"|studie|bachelor|master|graduaat|hbo|mbo|cursus|klas|laatste jaar|stagebegeleid\w*)"
    r"|ik zoek een stage\w*|je suis (?:etudiant|eleve"
    r"|actuellement)|mes etudes|i am (?:a |an |currently )?(?:\w+[ -]){0,4}student|my (?:studies|degree"
    r"|internship)|ik moet (?:\w+ ){0,4}stage|zou ik|ich studiere)\b"
)
_I_DO_IT: Final = re.compile(
    r"\b(?:ik (?:moet|wil|zou|mag|ga|kan)|(?:moet|wil|zou|mag|ga|kan) ik) (?:(?!dat|onze|mijn"
    r"|voor)[\w'-]+ ){0,6}?"
    r"\w*stage (?:te )?(?:doen|lopen|volgen)\b|\bje dois (?:faire|effectuer|trouver) (?:un |mon )stage\b"
    r"|\bi (?:have|need) to do (?:an? |my )(?:\w+ )?(?:internship|placement|traineeship)\b"
)
_I_AM_ONE: Final = re.compile(
    r"\b(?:ik ben|ik,|als|je suis|i am|i'm|ich bin) (?:een |momenteel |nu |une? |an? "
    r"|currently )?(?:\w+ ){0,2}?(?:leerlinge?|\w*student|studente|\w+jaarsstudente?|cursiste?|scholier"
    r"|eleve|etudiante?|pupil|schuler\w*)\b"
)
_STUDENT_DOMAIN: Final = re.compile(
    r"@(?:student|students|stud|leerling|leerlingen|etu|alumnos|cursist|edu|ll)\w*\."
)


_BY_PROFESSION: Final = re.compile(
    r"\b(?:onze|een van onze|deze|volgende|mijn) (?:\w+ )?(?:leerling(?:e|en)?|student(?:e|en)?|cursist(?:e"
    r"|en)?"
    r"|klant(?:en)?|client(?:e|en)?|kandida(?:at|te|ten)|deelnemer|deelneemster)\b|\b(?:ik"
    r"|wij) begeleid(?:en)?\b"
    r"|\b(?:notre|nos) (?:eleves?|etudiante?s?)\b|\bj'accompagne\b|\bour (?:students?|pupils?|trainees?)\b"
    r"|\b(?:traject|vervolgschool|leerling|stage|studie)(?:begeleid(?:er|ster)|coach|coordinator"
    r"|verantwoordelijke)\b"
    r"|\b(?:jobcoach|leerkracht|instructeur|instructrice|consulente?|zorgcoordinator|clb)\b"
)


def by_profession(plain: str) -> bool:
    """Whoever writes for somebody else is a teacher or coach, not one of the family."""
    return bool(_BY_PROFESSION.search(plain)) and not _RELATIVE.search(plain)


def writes_for_others(plain: str, email: str, directory: Directory, *, lists_people: bool) -> bool:
    """From the folded text, the writer's address, and whether the text has a list of people."""
    if not lists_people and (_I_AM_ONE.search(plain) or _I_DO_IT.search(plain)):
        return False
    is_student = bool(_STUDENT_DOMAIN.search(email.lower()))
    says_i = bool(_SELF.search(plain))
    if _FOR_OTHERS.search(plain):
        return lists_people or not (is_student and says_i)
    if _RELATIVE.search(plain):
        return lists_people or not (says_i and (is_student or _STUDIES.search(plain)))
    if is_student or says_i:
        return False
    return bool(directory.is_city(email) or _MAYBE_FOR_OTHERS.search(plain) or directory.schools_of(email))
