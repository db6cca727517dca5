"""One catalogue for the desk's own texts: English in the code, Dutch from the .po file."""

import gettext
import io
import locale
import os
from pathlib import Path

LANGUAGES = ("nl", "en")
LOCALES = Path(__file__).resolve().parent / "locale"

# Module state on purpose: Textual's message pumps and worker threads keep copies of context variables.
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(text: str) -> str:
    """Mark a text that is translated later, where it is shown."""
    return text


def _(text: str) -> str:
    return _catalogue.gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    return _catalogue.ngettext(one, many, n)


def language() -> str:
    return _language


def decimal(number: float) -> str:
    """With one digit after the comma, or the point in English."""
    return f"{number:.1f}".replace(".", "," if _language == "nl" else ".")


def use_language(name: str) -> None:
    """Show everything from now on in this language ("nl" or "en")."""
    global _catalogue, _language
    _language = name
    _catalogue = gettext.NullTranslations() if name == "en" else _compiled(name)


def preferred_language() -> str:
    """Dutch where the person's locale is Dutch, English elsewhere."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "nl" if value.lower().startswith("nl") else "en"
    return "nl" if (locale.getlocale()[0] or "").lower().startswith("nl") else "en"


def _compiled(name: str) -> gettext.NullTranslations:
    # Only the .po file is kept; compiling it here needs no build step and never goes stale.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (LOCALES / name / "LC_MESSAGES" / "stagedesk.po").open("rb") as source:
        catalogue = read_po(source, locale=name)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
