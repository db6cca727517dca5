"""Which departments a request probably belongs to, from its words alone, and the words that say so.

Complement naive Bayes over whole mails: a word speaks for a department when fewer mails with that word
went elsewhere than the department's share of all mails would make one expect. The routing words count
as mails that went to their department, so that the first mail already finds its way and a desk's own
decisions win from a rule that does not fit.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import exp, log
from statistics import fmean
from typing import Final, Literal

from stagedesk.domain import words as text

# Measured by tests/benchmarks/bench_suggestion.py.
RULE_MAILS: Final = 10  # a routing word weighs as much as this many earlier mails
PART_MAILS: Final = 3  # the same, for a longer word that only begins or ends with it
SHORTEST_PART: Final = 6  # shorter words stand in too many others: sport in transport, recht in rechtstreeks
SMOOTHING: Final = 1.0
FLAT: Final = 0.5  # below this the words say nothing that chance would not say
REMEMBERED_WORDS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Rule:
    """Routing words of a department. Of a phrase, all telling words must be in the mail."""

    department: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word that raised the score: of `seen` earlier requests with it, `here` went to the department.

    A word that ends in … stands for all longer words that begin or end with it.
    """

    word: str
    where: Literal["rule", "earlier"]
    here: int
    seen: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    department: str
    score: float  # the chance that it is right, as the benchmark found it
    because: tuple[Evidence, ...]

    @property
    def strength(self) -> int:
        """One to three dots: a hunch, likely, nearly certain."""
        return 1 + (self.score >= 0.75) + (self.score >= 0.95)


class Model:
    """What the desk learnt: rules at first, then its own decisions. Not safe to share between threads."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._rules: dict[str, Counter[str]] = {}
        self._phrases: dict[str, list[tuple[frozenset[str], str]]] = {}
        self._shown: dict[str, str] = {}
        self._seen: dict[str, Counter[str]] = {}
        self._mails: Counter[str] = Counter()
        self._parts_of: dict[str, tuple[str, ...]] = {}
        for rule in rules:
            self._mails[rule.department] += 0
            for phrase in rule.words:
                self._add(rule.department, phrase)

    @property
    def examples(self) -> int:
        return self._mails.total()

    def learn(self, department: str, words: Iterable[str]) -> None:
        self._mails[department] += 1
        for word in self._telling(words):
            self._seen.setdefault(word, Counter())[department] += 1

    def unlearn(self, department: str, words: Iterable[str]) -> None:
        """Take back what was learnt with exactly these words, as when a decision is undone."""
        if not self._mails[department]:
            return
        self._mails[department] -= 1
        for word in self._telling(words):
            if (went := self._seen.get(word)) and went[department]:
                went[department] -= 1
                if not went.total():
                    del self._seen[word]

    def suggest(
        self, words: Iterable[str], top: int = 3, *, among: Collection[str] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return the most likely departments, best first; nothing when the words say nothing.

        `among` limits the answer to the departments that can be chosen now.
        """
        known = [word for word in self._telling(words) if word in self._seen or word in self._rules]
        scores = self._scores(known, sorted(self._mails if among is None else among))
        ranked = sorted(scores, key=lambda name: -scores[name])[: top + 1]
        if not ranked or scores[ranked[0]] - fmean(scores.values()) < FLAT:
            return ()
        found = []
        for name in ranked[:top]:
            rival = max((scores[other] for other in ranked if other != name), default=scores[name] - 9)
            if because := self._because(known, name):
                found.append(Suggestion(name, _chance(scores[name] - rival), because))
        return tuple(found)

    def _scores(self, known: list[str], names: list[str]) -> dict[str, float]:
        scores = dict.fromkeys(names, 0.0)
        totals: Counter[int] = Counter()
        for word in known:
            counts = self._counts(word)
            total = sum(counts.values())
            totals[total] += 1
            for name, count in counts.items():
                if name in scores:
                    scores[name] -= log(SMOOTHING + total - count) - log(SMOOTHING + total)
        for name in names:
            elsewhere = 1 - self._share(name)
            for total, times in totals.items():
                scores[name] += times * (log(SMOOTHING + total * elsewhere) - log(SMOOTHING + total))
        return scores

    def _because(self, known: list[str], name: str, most: int = 3) -> tuple[Evidence, ...]:
        """Return the words that raised this score most; a word that did not raise it is never named."""
        share = self._share(name)
        raised = []
        for word in known:
            counts = self._counts(word)
            total, count = sum(counts.values()), counts[name]
            gain = log(SMOOTHING + total * (1 - share)) - log(SMOOTHING + total - count)
            if gain > 0:
                raised.append((gain, word))
        raised.sort(key=lambda pair: -pair[0])
        return tuple(self._evidence(word, name) for _, word in raised[:most])

    def _evidence(self, word: str, name: str) -> Evidence:
        went = self._seen.get(word, Counter[str]())
        where: Literal["rule", "earlier"] = "rule" if name in self._rules.get(word, ()) else "earlier"
        return Evidence(self._shown.get(word, word), where, went[name], went.total())

    def _counts(self, word: str) -> Counter[str]:
        seen, rules = self._seen.get(word), self._rules.get(word)
        if seen is None or rules is None:
            return seen or rules or Counter()
        return seen + rules

    def _share(self, name: str) -> float:
        if not self.examples:
            return 1 / max(2, len(self._mails))
        return self._mails[name] / self.examples
