"""What the reading of mail knows of the city: departments, schools, and the words for kinds and levels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from stagedesk.mail.words import fold

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST_ABBREVIATION: Final = 5
_SHORTEST_STEM: Final = 2
# Without a vowel it is an abbreviation in small letters too: no word can be meant.
_NO_WORD: Final = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,}")


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolEntry:
    code: str
    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    type: str = "school"
    """school, training_centre, job_coach or vdab"""


@dataclass(frozen=True, slots=True)
class Term:
    """A code and the words people use for it."""

    code: str
    words: tuple[str, ...]


class Hit(NamedTuple):
    start: int
    end: int
    code: str


class PhraseIndex:
    """Finds thousands of names in one pass over a text's words; the longest name at a place wins."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._capitals: dict[tuple[str, ...], str] = {}
        for phrase, code in phrases:
            if words := tuple(_WORD.findall(fold(phrase))):
                self._by_first.setdefault(words[0], []).append((words, code))
                if (
                    phrase.isupper()
                    and len(phrase) <= _LONGEST_ABBREVIATION
                    and not _NO_WORD.fullmatch(phrase)
                ):
                    self._capitals[words] = phrase
        for names in self._by_first.values():
            names.sort(key=lambda name: -len(name[0]))

    def find(self, folded: str, written: str = "") -> list[Hit]:
        """Abbreviations such as IT count only where they are `written` in capitals, if that is given."""
        words = list(_WORD.finditer(folded))
        found: list[Hit] = []
        free_from = 0
        for place, word in enumerate(words):
            if place < free_from or word.group() not in self._by_first:
                continue
            if hit := self._longest(words, place, written):
                found.append(Hit(word.start(), words[place + hit[0] - 1].end(), hit[1]))
                free_from = place + hit[0]
        return found

    def _longest(self, words: list[re.Match[str]], place: int, written: str) -> tuple[int, str] | None:
        for name, code in self._by_first.get(words[place].group(), ()):
            there = words[place : place + len(name)]
            if len(there) < len(name) or any(a.group() != b for a, b in zip(there, name, strict=True)):
                continue
            if (
                written
                and name in self._capitals
                and not written[there[0].start() : there[-1].end()].isupper()
            ):
                continue
            return len(name), code
        return None


@dataclass(frozen=True)
class Directory:
    """Plain reference data, read elsewhere; the indexes are made once, when first asked for."""

    departments: tuple[DepartmentEntry, ...] = ()
    schools: tuple[SchoolEntry, ...] = ()
    kinds: tuple[Term, ...] = ()
    levels: tuple[Term, ...] = ()
    desk: tuple[str, ...] = ()
    """The desk's own addresses."""
    city_domains: tuple[str, ...] = ()
    """Mail domains of colleagues, subdomains included."""

    @cached_property
    def department_names(self) -> PhraseIndex:
        return PhraseIndex(
            (form, d.code) for d in self.departments for name in (d.name, *d.aliases) for form in _forms(name)
        )

    @cached_property
    def school_names(self) -> PhraseIndex:
        return PhraseIndex((name, s.code) for s in self.schools for name in (s.name, *s.aliases))

    @cached_property
    def kind_words(self) -> PhraseIndex:
        return PhraseIndex((word, kind.code) for kind in self.kinds for word in kind.words)

    @cached_property
    def level_words(self) -> PhraseIndex:
        return PhraseIndex((word, level.code) for level in self.levels for word in level.words)

    @cached_property
    def _department_by_code(self) -> dict[str, DepartmentEntry]:
        return {department.code: department for department in self.departments}

    @cached_property
    def _school_by_code(self) -> dict[str, SchoolEntry]:
        return {school.code: school for school in self.schools}

    @cached_property
    def _department_by_address(self) -> dict[str, str]:
        by_domain = {domain.lower(): d.code for d in self.departments for domain in d.domains}
        return by_domain | {email.lower(): d.code for d in self.departments for email in d.emails}

    @cached_property
    def _schools_by_domain(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for school in self.schools:
            for domain in dict.fromkeys(map(str.lower, school.domains)):
                found[domain] = (*found.get(domain, ()), school.code)
        return found

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(address.lower() for address in self.desk)

    @cached_property
    def _city(self) -> frozenset[str]:
        return frozenset(domain.lower() for domain in self.city_domains)

    @cached_property
    def teaching(self) -> frozenset[str]:
        """Schools and training centres; coaches and employment services send people, but teach nobody."""
        return frozenset(s.code for s in self.schools if s.type in ("school", "training_centre"))

    def department(self, code: str) -> DepartmentEntry | None:
        return self._department_by_code.get(code)

    def school(self, code: str) -> SchoolEntry | None:
        return self._school_by_code.get(code)

    def is_desk(self, email: str) -> bool:
        return email.lower() in self._own

    def is_city(self, email: str) -> bool:
        """The desk itself, a department, or anybody else who writes from the city's own domain."""
        address = email.lower()
        return (
            address in self._own
            or self.department_of(address) != ""
            or any(domain in self._city for domain in _domains(address))
        )

    def department_of(self, email: str) -> str:
        """The code of the department that writes from this address; empty where none is known to."""
        address = email.lower()
        places = (address, *_domains(address))
        return next((code for p in places if (code := self._department_by_address.get(p))), "")

    def schools_of(self, email: str) -> tuple[str, ...]:
        """The schools whose people write from this domain; several where they share it."""
        places = _domains(email.lower())
        return next((codes for p in places if (codes := self._schools_by_domain.get(p))), ())

    def school_of(self, email: str) -> str:
        """The one school of this domain; a domain that schools share tells nothing by itself."""
        codes = self.schools_of(email)
        return codes[0] if len(codes) == 1 else ""


def _forms(name: str) -> tuple[str, ...]:
    """A single word also names the service of it: communicatie, communicatiedienst, ICT-dienst.

    Its plural with s is French or English: museums, bibliothèques; woonzorgcentra is Dutch.
    """
    if not name.isalpha() or len(name) <= _SHORTEST_STEM or name.lower().endswith("dienst"):
        return (name,)
    word = name.lower()
    several = () if name.isupper() else (f"{word}s", *((f"{word[:-2]}a",) if word.endswith("um") else ()))
    return (name, f"{word}dienst", f"{word}sdienst", f"{word} dienst", *several)


def _domains(address: str) -> list[str]:
    """student.kdg.be, then kdg.be: the longest first, never a bare country."""
    labels = address.rpartition("@")[2].split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)]
