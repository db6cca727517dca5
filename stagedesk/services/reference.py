"""The code lists of data/: names for people in their language, and which codes go together."""

from functools import cache
from typing import Any

from stagedesk import assets
from stagedesk.i18n import language as screen_language


@cache
def table(list_name: str) -> dict[str, dict[str, Any]]:
    """A code list by code, in the order of its file, which holds one array of tables with a code each."""
    import tomllib  # the first list shows no codes

    text = assets.data(f"{list_name}.toml").read_text(encoding="utf-8")
    (entries,) = tomllib.loads(text).values()
    return {entry["code"]: entry for entry in entries}


def in_use(list_name: str) -> list[str]:
    """The codes that can still be given; one that was retired stays in the list for what has it."""
    return [code for code, entry in table(list_name).items() if "retired" not in entry]


def name(list_name: str, code: str | None, language: str = "") -> str:
    """What people call a code in this language; the code itself where the list does not have it."""
    if not code:
        return ""
    entry = table(list_name).get(code, {})
    return str(entry.get(language or screen_language()) or entry.get("en") or code)


def reasons_for(outcome: str) -> list[str]:
    """The reasons that fit an outcome."""
    return [code for code, entry in table("reasons").items() if outcome in entry.get("outcomes", ())]
