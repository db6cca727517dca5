"""Every text is there in Dutch and English, with the same values in it."""

import io
import string
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PO = ROOT / "stagedesk" / "locale" / "nl" / "LC_MESSAGES" / "stagedesk.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    return read_po(io.BytesIO(PO.read_bytes()), locale="nl")


@pytest.fixture(scope="module")
def marked() -> set[str]:
    found = extract_from_dir(ROOT / "stagedesk", [("**.py", "python")], keywords=KEYWORDS)
    return {text[0] if isinstance(text, tuple) else text for _file, _line, text, *_rest in found}


def test_every_marked_text_is_in_dutch(dutch: Catalog, marked: set[str]) -> None:
    missing = [text for text in sorted(marked) if not (message := dutch.get(text)) or not message.string]

    assert missing == []


def test_the_catalogue_holds_nothing_that_is_gone(dutch: Catalog, marked: set[str]) -> None:
    ids = [message.id for message in dutch if message.id]
    known = {each[0] if isinstance(each, tuple) else each for each in ids}

    assert known - marked == set()


def test_the_values_are_the_same_in_both_languages(dutch: Catalog) -> None:
    different = [
        message.id
        for message in dutch
        if message.id and not message.fuzzy
        for one, two in _pairs(message)
        if _values(one) != _values(two)
    ]

    assert different == []


def test_nothing_is_fuzzy(dutch: Catalog) -> None:
    assert [message.id for message in dutch if message.id and message.fuzzy] == []


def _pairs(message: object) -> list[tuple[str, str]]:
    ids, strings = message.id, message.string  # type: ignore[attr-defined]
    if isinstance(ids, tuple):
        return [(ids[min(number, 1)], text) for number, text in enumerate(strings)]
    return [(ids, strings)]


def _values(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
