"""One applicant and what is sought for them, as far as a mail says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from stagedesk.mail.extract.facts_reader import Period
from stagedesk.mail.extract.facts_ways import valid_email
from stagedesk.mail.extract.facts_wishes import Wish
from stagedesk.mail.words import Found, listed

_FIELDS: Final = listed(
    "applicant_name applicant_email applicant_phone school level study internship_kind period_start"
    " period_end hours_total hours_per_week weekdays departments deadline school_contact minor"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One applicant and the internship sought; what the mail does not say is empty, None or ()."""

    applicant_name: str = ""
    applicant_email: str = ""
    applicant_phone: str = ""
    school: str = ""
    school_code: str = ""
    level: str = ""
    study: str = ""
    internship_kind: str = ""
    period_start: date | None = None
    period_end: date | None = None
    periods: tuple[Period, ...] = ()
    """The blocks between period_start and period_end."""
    hours_total: float | None = None
    hours_per_week: float | None = None
    weekdays: tuple[str, ...] = ()
    departments: tuple[Wish, ...] = ()
    deadline: date | None = None
    school_contact: str = ""
    minor: bool | None = None
    missing: tuple[str, ...] = ()
    """Of name, email, school, study, period, period_end and hours: what the desk must ask for."""
    because: Mapping[str, str] = field(default_factory=dict)
    assumed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By field: what the words did not say, such as "year 2027"."""

    def as_dict(self) -> dict[str, Any]:  # plain values for JSON: strings, numbers, lists
        """As one element of requests[] in `read --json`; unknown is null."""
        plain = {name: _plain(getattr(self, name)) for name in _FIELDS}
        because = dict(self.because) | {
            f"{name} (assumed)": ", ".join(what) for name, what in self.assumed.items() if what
        }
        return plain | {"missing": list(self.missing), "because": because}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [
            {"name": each.name, "because": each.because, "score": each.score}
            if isinstance(each, Wish)
            else each
            for each in value
        ]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


_NO_SCHOOL_NEEDED: Final = frozenset({"bis", "ibo", "wes", "other"})


def missing(found: Asked) -> Iterator[str]:
    if not found.applicant_name:
        yield "name"
    if not found.applicant_email and not found.school_contact:
        yield "email"
    if not found.school and found.internship_kind not in _NO_SCHOOL_NEEDED:
        yield "school"
    if not found.study and not found.level and found.internship_kind not in _NO_SCHOOL_NEEDED:
        yield "study"
    if not found.period_start:
        yield "period"
    elif not found.period_end and found.hours_total is None:
        yield "period_end"
    if (
        found.hours_total is None
        and found.hours_per_week is None
        and not found.weekdays
        and not found.period_end
    ):
        yield "hours"


def with_value(base: Asked, name: str, found: Found[Any] | None, assumed: tuple[str, ...] = ()) -> Asked:
    """With one more value; nothing found leaves what is there. Any: the fields have seven types."""
    if found is None:
        return base
    changed = replace(base, because={**base.because, name: found.because}, **{name: found.value})
    return replace(changed, assumed={**base.assumed, name: assumed}) if assumed else changed


def with_ways(base: Asked, email: str, because: str, phone: tuple[str, str] | None) -> Asked:
    if email and (checked := valid_email(email)):
        base = with_value(base, "applicant_email", Found(checked, because))
    return with_value(base, "applicant_phone", Found(*phone)) if phone else base


def with_periods(base: Asked, periods: tuple[Period, ...], words: str) -> Asked:
    base = replace(base, periods=periods)
    because = words or "; ".join(period.because for period in periods)
    first, last = periods[0], periods[-1]
    if first.start:
        base = with_value(base, "period_start", Found(first.start, because), first.assumed)
    return with_value(base, "period_end", Found(last.end, because), last.assumed) if last.end else base
