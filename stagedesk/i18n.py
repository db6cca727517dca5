"""One catalogue for the desk's own texts: English in the code, Dutch from the .po file."""

import locale
import os
import re
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES = ("nl", "en")
LOCALES = Path(__file__).resolve().parent / "locale"

# Module state on purpose: Textual's message pumps and worker threads keep copies of context variables.
_texts: dict[str, str] = {}
_language = "en"


def N_(text: str) -> str:
    """Mark a text that is translated later, where it is shown."""
    return text


def _(text: str) -> str:
    return _texts.get(text, text)


def ngettext(one: str, many: str, n: int) -> str:
    return _forms(LOCALES / _language).get(one, (one, many))[n != 1]


def language() -> str:
    return _language


def decimal(number: float) -> str:
    """With one digit after the comma, or the point in English."""
    return f"{number:.1f}".replace(".", "," if _language == "nl" else ".")


def use_language(name: str) -> None:
    """Show everything from now on in this language ("nl" or "en")."""
    global _texts, _language
    _language = name
    _texts = _read(LOCALES / name)


def preferred_language() -> str:
    """Dutch where the person's locale is Dutch, English elsewhere."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "nl" if value.lower().startswith("nl") else "en"
    return "nl" if (locale.getlocale()[0] or "").lower().startswith("nl") else "en"


_ONE: Final = r'\nmsgid "(.+)"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? "(.+)"'
_FORMS: Final = r'\nmsgid "(.+)"\nmsgid_plural ".*"\nmsgstr\[0\] "(.+)"\nmsgstr\[1\] "(.+)"'
_FUZZY: Final = r"\n#,.*\bfuzzy\b.*\n.*"
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}


@cache
def _read(folder: Path) -> dict[str, str]:
    """The texts of a language by their English.

    Only the .po file is kept: there is no build step, and nothing goes stale. Babel, which wrote it, takes
    twenty times longer to read it, and every command waits for that.
    """
    found: list[tuple[str, str]] = re.findall(_ONE, _source(folder))
    escaped = [each for each in found if "\\" in each[0] or "\\" in each[1]]
    return dict(found) | {_unescaped(text): _unescaped(translation) for text, translation in escaped}


@cache
def _forms(folder: Path) -> dict[str, tuple[str, str]]:
    """The texts with a number in them, for one and for many."""
    found = re.findall(_FORMS, _source(folder))
    return {_unescaped(text): (_unescaped(one), _unescaped(many)) for text, one, many in found}


def _source(folder: Path) -> str:
    """The catalogue, each text on one line; nothing for a language without one."""
    file = folder / "LC_MESSAGES" / "stagedesk.po"
    if not file.exists():
        return ""
    source = "\n" + file.read_text(encoding="utf-8").replace('"\n"', "")
    return re.sub(_FUZZY, "", source) if "fuzzy" in source else source


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), text)
