"""The vacancy of a place for the world: as text, as a page, and as data that search engines read."""

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out.letter_templates import LANGUAGES
from stagedesk.services.mail_out.letters import day_in_words
from stagedesk.services.mail_out.outbox_mail import write_file
from stagedesk.services.register import place_rows
from stagedesk.services.register.place_rows import PlaceRow

FORMATS = ("text", "html", "json")
_NAME = re.compile(r"\{(\w+)\}")


def export(desk: Desk, place: int, as_: str = "text", language: str = "") -> str:
    """The vacancy of a place: text, html (with the data inside) or json (schema.org JobPosting)."""
    if as_ not in FORMATS:
        known = ", ".join(FORMATS)
        raise errors.UsageError(detail=_("{code} is none of: {known}").format(code=as_, known=known))
    row = place_rows.row(desk, place)
    if row.withdrawn_on:
        raise errors.Refused(detail=_("Place {place} was taken back.").format(place=place))
    spoken = language if language in LANGUAGES else desk.settings.letter_language
    if as_ == "json":
        return json.dumps(posting(desk, row, spoken), ensure_ascii=False, indent=2) + "\n"
    return _page(desk, row, spoken) if as_ == "html" else text(desk, row, spoken)


def text(desk: Desk, row: PlaceRow, language: str) -> str:
    """The words of the vacancy: somebody's own, else the template; lines that say nothing are left out."""
    if row.vacancy_text:
        return row.vacancy_text.rstrip() + "\n"
    facts = _facts(desk, row, language)
    lines = []
    for line in _template(language).splitlines():
        names = _NAME.findall(line)
        if all(facts[name] for name in names):
            lines.append(_NAME.sub(lambda found: facts[found[1]], line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


@cache
def _template(language: str) -> str:
    return assets.data("vacancies", f"{language}.txt").read_text(encoding="utf-8")


def _facts(desk: Desk, row: PlaceRow, language: str) -> dict[str, str]:
    words = {
        "paid": row.paid == "yes",
        "structural": row.structural,
        "accessible": row.accessible,
        "priority": row.priority_for_target_groups,
    }
    days = (day_in_words(day, language) for day in (row.period_start, row.period_end) if day)
    return {
        "title": row.title,
        "city": desk.settings.city,
        "department": row.department_name,
        "tasks": row.tasks,
        "study": row.study,
        "level": reference.name("levels", row.level, language),
        "kind": reference.name("kinds", row.kind, language),
        "period": " – ".join(days),
        "slots": str(row.slots),
        "email": desk.settings.desk_email,
        "number": str(row.id),
        "opened": day_in_words(row.opened_on, language),
        **{code: _said(code, is_so, language) for code, is_so in words.items()},
    }


def _said(code: str, is_so: bool, language: str) -> str:
    return reference.name("vacancy_words", code, language) if is_so else ""


def posting(desk: Desk, row: PlaceRow, language: str) -> dict[str, Any]:
    """The place as a schema.org JobPosting; what is not known is left out."""
    known: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": row.title,
        "description": _paragraphs(text(desk, row, language)),
        "identifier": {"@type": "PropertyValue", "name": desk.settings.city, "value": str(row.id)},
        "datePosted": row.opened_on.isoformat(),
        "validThrough": row.period_start.isoformat() if row.period_start else None,
        "jobStartDate": row.period_start.isoformat() if row.period_start else None,
        "employmentType": "INTERN",
        "totalJobOpenings": row.slots,
        "educationRequirements": reference.name("levels", row.level, language) or None,
        "hiringOrganization": {
            "@type": "Organization",
            "name": desk.settings.city,
            "department": {"@type": "Organization", "name": row.department_name},
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": desk.settings.city,
                "addressCountry": desk.settings.country,
            },
        },
        "applicationContact": {"@type": "ContactPoint", "email": desk.settings.desk_email},
        "directApply": False,
        "inLanguage": language,
    }
    return {name: value for name, value in known.items() if value is not None}


def _page(desk: Desk, row: PlaceRow, language: str) -> str:
    # A text that ends the script early would otherwise become part of the page.
    data = json.dumps(posting(desk, row, language), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(row.title)}</title>\n"
        f'<script type="application/ld+json">{data}</script>\n</head>\n<body>\n<main>\n'
        f"{_paragraphs(text(desk, row, language))}\n</main>\n</body>\n</html>\n"
    )


def _paragraphs(words: str) -> str:
    """The words as HTML: the first line a heading, empty lines part paragraphs."""
    first, *rest = re.split(r"\n\s*\n", words.strip())
    paragraphs = ("<br>\n".join(html.escape(line) for line in each.split("\n")) for each in rest)
    return "\n".join([f"<h1>{html.escape(first)}</h1>", *(f"<p>{each}</p>" for each in paragraphs)])


def save(desk: Desk, place: int, file: Path, language: str = "") -> Path:
    """Write the vacancy to a file, in the format of its name: .txt, .html or .json."""
    formats = {".txt": "text", ".html": "html", ".htm": "html", ".json": "json", ".jsonld": "json"}
    as_ = formats.get(file.suffix.lower())
    if as_ is None:
        raise errors.UsageError(detail=_("Name the file .txt, .html or .json."))
    content = export(desk, place, as_, language)
    write_file(file.parent, file.name, content.encode())
    return file
