"""The desk's own quick reader of its catalogue."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from stagedesk import i18n

PO = i18n.LOCALES / "nl" / "LC_MESSAGES" / "stagedesk.po"
CATALOGUE = r"""
msgid ""
msgstr "Language: nl\n"

msgid "open"
msgstr ""

#, fuzzy
msgid "closed"
msgstr "geopend"

msgid ""
"two \"lines\",\n"
"a \\ and a tab\t"
msgstr ""
"twee \"regels\",\n"
"een \\ en\t"

#~ msgid "gone"
#~ msgstr "weg"

#, python-brace-format
msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "{count} dag"
msgstr[1] "{count} dagen"
"""


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = i18n.language()
    i18n._read.cache_clear()
    i18n._forms.cache_clear()
    yield
    i18n.use_language(before)


def test_it_reads_what_babel_reads() -> None:
    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="nl")
    texts = [message for message in catalogue if message.id and message.string and not message.fuzzy]

    i18n.use_language("nl")

    assert catalogue.plural_forms == "nplurals=2; plural=(n != 1);"
    assert len(texts) > 2_000
    for message in texts:
        if isinstance(message.id, tuple):
            assert i18n._(message.id[0]) == message.string[0]
            assert (i18n.ngettext(*message.id, 1), i18n.ngettext(*message.id, 2)) == tuple(message.string)
        else:
            assert i18n._(message.id) == message.string


def test_what_is_not_translated_stays_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "stagedesk.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)

    i18n.use_language("nl")

    assert [i18n._(text) for text in ("", "open", "closed", "gone")] == ["", "open", "closed", "gone"]
    assert i18n._('two "lines",\na \\ and a tab\t') == 'twee "regels",\neen \\ en\t'
    assert [i18n.ngettext("{count} day", "{count} days", count) for count in (0, 1, 2)] == [
        "{count} dagen",
        "{count} dag",
        "{count} dagen",
    ]
    assert i18n.ngettext("one", "many", 2) == "many"
