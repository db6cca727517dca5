"""Which departments a request probably belongs to, from its words alone, and the words that say so.

Complement naive Bayes over whole mails: a word speaks for a department when fewer mails with that word
went elsewhere than the department's share of all mails would make one expect. The routing words count
as mails that went to their department, so that the first mail already finds its way and a desk's own
decisions win from a rule that does not fit.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import exp, inf, log
from statistics import fmean
from typing import Final, Literal

from stagedesk.domain import words as text

# Measured by tests/benchmarks/bench_suggestion.py.
RULE_MAILS: Final = 15  # a routing word weighs as much as this many earlier mails
PART_MAILS: Final = 8  # the same, for a longer word that only begins or ends with it
SHORTEST_PART: Final = 6  # shorter words stand in too many others: sport in transport, recht in rechtstreeks
SMOOTHING: Final = 1.0
MOST_SHARE: Final = 0.75  # when all of the first mails went to one department, its words still tell something
FLAT: Final = 0.5  # so much above the average of the others is every department now and then
NAMED_WORDS: Final = 3
PART: Final = "…"
REMEMBERED_WORDS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Rule:
    """Routing words of a department.

    Of a phrase, all telling words must be in the mail; a phrase of which too little is left, such as
    `it-support`, is no rule at all.
    """

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
        self._votes: dict[str, dict[str, int]] = {}  # word -> department -> mails, those of the rules too
        self._ruled: dict[str, dict[str, int]] = {}  # of these, the mails that only stand for a rule
        self._mails: Counter[str] = Counter()
        self._phrases: dict[str, list[tuple[frozenset[str], str]]] = {}
        self._shown: dict[str, str] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        for rule in rules:
            self._mails[rule.department] += 0
            for phrase in rule.words:
                self._obey(rule.department, phrase)

    @property
    def examples(self) -> int:
        return self._mails.total()

    def learn(self, department: str, words: Iterable[str]) -> None:
        self._mails[department] += 1
        for word in self._telling(words):
            _vote(self._votes, word, department, 1)

    def unlearn(self, department: str, words: Iterable[str]) -> None:
        """Take back what was learnt with exactly these words, as when a decision is undone."""
        if not self._mails[department]:
            return
        self._mails[department] -= 1
        for word in self._telling(words):
            votes = self._votes.get(word, {})
            if votes.get(department, 0) > self._ruled.get(word, {}).get(department, 0):
                _vote(self._votes, word, department, -1)

    def suggest(
        self, words: Iterable[str], top: int = 3, *, among: Collection[str] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return the most likely departments, best first; nothing when the words say nothing.

        `among` limits the answer to the departments that can be chosen now.
        """
        known = [word for word in self._telling(words) if word in self._votes]
        shares = self._shares(self._mails if among is None else among)
        scores = self._scores(known, shares)
        if not known or not scores:
            return ()
        enough = fmean(scores.values()) + FLAT * (1 - 1 / len(scores))
        best, second, *_ = [*sorted(scores.values(), reverse=True), -inf]
        found = []
        for name in sorted(scores, key=lambda name: (-scores[name], name))[:top]:
            lead = scores[name] - (second if scores[name] == best else best)
            if scores[name] >= enough and (because := self._because(known, name, shares[name])):
                found.append(Suggestion(name, _chance(lead), because))
        return tuple(found)

    def _shares(self, names: Iterable[str]) -> dict[str, float]:
        """Return which part of all mails is expected to go to each department."""
        mails = self.examples
        even = 1 / max(2, len(self._mails))
        return {name: min(MOST_SHARE, self._mails[name] / mails) if mails else even for name in names}

    def _scores(self, known: list[str], shares: dict[str, float]) -> dict[str, float]:
        scores = dict.fromkeys(shares, 0.0)
        times: Counter[int] = Counter()  # many words were seen in as many mails: one logarithm for all
        for word in known:
            votes = self._votes[word]
            total = sum(votes.values())
            times[total] += 1
            usual = log(SMOOTHING + total)
            for name, count in votes.items():
                if name in scores:
                    scores[name] += usual - log(SMOOTHING + total - count)
        for name, share in shares.items():
            for total, n in times.items():
                scores[name] += n * (log(SMOOTHING + total * (1 - share)) - log(SMOOTHING + total))
        return scores

    def _because(self, known: list[str], name: str, share: float) -> tuple[Evidence, ...]:
        """Return the words that raised this score most; a word that did not raise it is never named."""
        raised = []
        for word in known:
            votes = self._votes[word]
            total, count = sum(votes.values()), votes.get(name, 0)
            gain = log(SMOOTHING + total * (1 - share)) - log(SMOOTHING + total - count)
            if gain > 0:
                raised.append((gain, word))
        raised.sort(key=lambda pair: -pair[0])
        return tuple(self._evidence(word, name) for _, word in raised[:NAMED_WORDS])

    def _evidence(self, word: str, name: str) -> Evidence:
        votes, ruled = self._votes[word], self._ruled.get(word, {})
        here = votes.get(name, 0) - ruled.get(name, 0)
        seen = sum(votes.values()) - sum(ruled.values())
        return Evidence(self._shown.get(word, word), "rule" if name in ruled else "earlier", here, seen)

    def _obey(self, department: str, phrase: str) -> None:
        telling = text.words(phrase)
        if not telling or (len(telling) == 1 and text.leaves_out(phrase)):
            return
        word = telling[0]
        if len(telling) > 1:
            word = " ".join(telling)
            self._phrases.setdefault(telling[0], []).append((frozenset(telling), word))
        elif len(word) >= SHORTEST_PART:
            self._rule(word + PART, department, PART_MAILS)
        if len(telling) > 1 or " " not in phrase:
            self._shown.setdefault(word, phrase)
        self._rule(word, department, RULE_MAILS)

    def _rule(self, word: str, department: str, mails: int) -> None:
        if department not in self._ruled.get(word, {}):
            _vote(self._ruled, word, department, mails)
            _vote(self._votes, word, department, mails)

    def _telling(self, words: Iterable[str]) -> dict[str, None]:
        """Return the words, the phrases that they make, and the routing words that they are made of."""
        telling = dict.fromkeys(words)
        own = telling.keys()
        phrases = [phrase for word in own for parts, phrase in self._phrases.get(word, ()) if parts <= own]
        parts = [part for word in own for part in self._made_of(word)]
        telling.update(dict.fromkeys(phrases + parts))
        return telling

    def _made_of(self, word: str) -> tuple[str, ...]:
        if (known := self._parts.get(word)) is not None:
            return known
        if len(self._parts) >= REMEMBERED_WORDS:
            self._parts.clear()
        parts: tuple[str, ...] = ()
        if len(word) > SHORTEST_PART and word.isalpha() and word not in self._ruled:
            ends = {word[:n] for n in range(SHORTEST_PART, len(word))}
            ends |= {word[-n:] for n in range(SHORTEST_PART, len(word))}
            parts = tuple(sorted(end + PART for end in ends if end + PART in self._ruled))
        self._parts[word] = parts
        return parts


def _vote(votes: dict[str, dict[str, int]], word: str, department: str, mails: int) -> None:
    """Count mails; what drops to nothing is forgotten, so that an undone decision leaves no trace."""
    row = votes.setdefault(word, {})
    row[department] = row.get(department, 0) + mails
    if not row[department]:
        del row[department]
    if not row:
        del votes[word]


def _chance(margin: float) -> float:
    """Turn the lead over the next department into the chance to be right, as fitted by the benchmark."""
    return 1 / (1 + exp(min(50.0, 0.85 - 1.3 * margin)))
