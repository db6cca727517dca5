"""A letter as HTML: simple, and nothing of a stranger in it but text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.letter_html import as_html

OWN = "stage@stad.example"
ALLOWED = {"html", "head", "meta", "body", "p", "br", "ul", "li", "blockquote", "a"}


class Looked(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        else:
            assert not attrs or tag == "meta"

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Dag\nNora", "<p>Dag<br>\nNora</p>", id="lines of a paragraph"),
        pytest.param("Dag\n\nNora", "<p>Dag</p>\n<p>Nora</p>", id="paragraphs"),
        pytest.param("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>", id="a list"),
        pytest.param("> een\n>\n> twee", "<blockquote>een<br>\n<br>\ntwee</blockquote>", id="a quote"),
        pytest.param("a < b & c", "<p>a &lt; b &amp; c</p>", id="signs"),
        pytest.param(
            "- Ja: <mailto:stage@stad.example?subject=Ja%20x&body=y>",
            '<ul>\n<li><a href="mailto:stage@stad.example?subject=Ja%20x&amp;body=y">Ja</a></li>\n</ul>',
            id="a link of the desk",
        ),
        pytest.param(
            "- Ja: <mailto:boef@elders.example?subject=Ja>",
            "<ul>\n<li>Ja: &lt;mailto:boef@elders.example?subject=Ja&gt;</li>\n</ul>",
            id="to somebody else",
        ),
        pytest.param(
            "> Ja: <mailto:stage@stad.example>",
            "<blockquote>Ja: &lt;mailto:stage@stad.example&gt;</blockquote>",
            id="in what a stranger wrote",
        ),
        pytest.param(
            "- x: <https://stad.example/>", "<ul>\n<li>x: &lt;https://stad.example/&gt;</li>\n</ul>", id="web"
        ),
    ],
)
def test_a_letter_in_html(text: str, expected: str) -> None:
    page = as_html(text, (OWN, ""))

    assert page.split("<body>\n")[1].removesuffix("\n</body></html>\n") == expected


@given(st.text(max_size=200) | st.from_regex(r"(?s)[-> <a-z:@?&%\"'\n/]{0,120}", fullmatch=True))
def test_whatever_is_written_only_simple_tags_and_own_links_come_out(text: str) -> None:
    looked = Looked(as_html(text, (OWN,)))

    assert set(looked.tags) <= ALLOWED
    assert all(link.startswith(f"mailto:{OWN}") for link in looked.links)
