"""Names, addresses, ids, dates and character sets as programs and people really write them."""

from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.addresses import addresses
from stagedesk.mail.charsets import decode
from stagedesk.mail.dates import moment_of
from stagedesk.mail.headers import message_ids, one_line
from stagedesk.mail.html import plainly, to_text
from stagedesk.mail.message import Address
from stagedesk.mail.names import safe_name
from stagedesk.mail.parse import parse

B_AT_Y = ("", "b@y.example")


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("jan@x.example", [("", "jan@x.example")]),
        ("jan@x.example (Jan Peeters)", [("Jan Peeters", "jan@x.example")]),
        (
            '"Peeters, Jan" <jan@x.example>, b@y.example',
            [("Peeters, Jan", "jan@x.example"), ("", "b@y.example")],
        ),
        ("=?utf-8?q?Peeters=2C_Jan?= <jan@x.example>", [("Peeters, Jan", "jan@x.example")]),
        ("=?utf-8?q?Zo=C3?=\n =?utf-8?q?=AB?= <z@x.example>", [("Zoë", "z@x.example")]),
        ('"=?utf-8?b?Wm/Dqw==?=" <z@x.example>', [("Zoë", "z@x.example")]),
        ("=?utf-8?q?jan=40x.example?=", [("", "jan@x.example")]),
        ("'Jan' <mailto:jan@x.example>", [("Jan", "jan@x.example")]),
        ("Jan jan@x.example", [("Jan", "jan@x.example")]),
        ("a@x.example b@y.example", [("", "a@x.example"), ("", "b@y.example")]),
        ("Jan <jan@x.example", [("Jan", "jan@x.example")]),
        ("Jan < jan @ x.example >", [("Jan", "jan@x.example")]),
        ('"jan@x.example" <jan@x.example>', [("", "jan@x.example")]),
        ('"jan p"@x.example', [("", '"jan p"@x.example')]),
        ("Jan (thuis) <jan(werk)@x.example>", [("Jan", "jan@x.example")]),
        ("<@route.example:jan@x.example>", [("", "jan@x.example")]),
        ("Groep: Jan <jan@x.example>, b@y.example;", [("Jan", "jan@x.example"), B_AT_Y]),
        ("Jan <jan@x.example>; Els <els@x.example>", [("Jan", "jan@x.example"), ("Els", "els@x.example")]),
        ("jan@x.example, JAN@x.example", [("", "jan@x.example")]),
        ("Zo\udcc3\udcab <z@x.example>", [("Zoë", "z@x.example")]),
        ("Jörg <jörg@mächtig.example>", [("Jörg", "jörg@mächtig.example")]),
        ("undisclosed-recipients:;", []),
        ("Jan Peeters", []),
        ("<>", []),
        ("", []),
    ],
)
def test_everybody_with_an_address_is_found(value, people):
    assert addresses([value]) == tuple(Address(name, email) for name, email in people)


@given(st.text('aé @<>"(),;:\\=?.\n\x1b\udcff', max_size=60))
@settings(max_examples=200)
def test_any_field_gives_addresses_that_can_be_written_in_one_line(value):
    for address in addresses([value]):
        assert "@" in address.email
        assert one_line(address.email) == address.email
        assert one_line(address.name) == address.name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?caf=C3=A9?= in =?iso-8859-1?q?J=F8rn?=", "café in Jørn"),
        ("=?utf-8?b?w6k=?= =?utf-8?b?w6k=?=", "éé"),
        ("=?utf-8?b?ww==?=\n =?utf-8?b?qQ==?=", "é"),
        ("=?utf-8*nl?Q?Caf=C3=A9_?=", "Café"),
        ("=?iso-2022-jp?B?GyRCJCIbKEI=?=", "あ"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?bestaat-niet?Q?caf=E9?=", "café"),
        ("=?utf-8?q?a?b?=", "a?b"),
        ("vast=?utf-8?q?geplakt?=aan", "vastgeplaktaan"),
        ("=?utf-8?q?niet af", "=?utf-8?q?niet af"),
        ("Ren\udce9 \udc96 ja", "René – ja"),
        ('\x1b$B$"\x1b(B', "あ"),
    ],
)
def test_encoded_words_and_raw_text_are_decoded(value, text):
    assert one_line(value) == text


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        (["<a@b> <c@d>"], ("a@b", "c@d")),
        (["<a@b>\r\n\t<c\r\n @d>", "<a@b>"], ("a@b", "c@d")),
        (["Uw bericht van maandag <a@b>"], ("a@b",)),
        (["a@b, c@d"], ("a@b", "c@d")),
        (["geen"], ()),
        ([], ()),
    ],
)
def test_message_ids_are_found_once_and_in_order(values, ids):
    assert message_ids(values) == ids


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Tue, 3 Feb 2026 10:12:33 +0100", datetime(2026, 2, 3, 9, 12, 33, tzinfo=UTC)),
        ("3 Feb 2026 10:12:33 GMT", datetime(2026, 2, 3, 10, 12, 33, tzinfo=UTC)),
        ("Tue, 3 Feb 26 10:12 -0000", datetime(2026, 2, 3, 10, 12, tzinfo=UTC)),
        ("2026-02-03T10:12:33+01:00", datetime(2026, 2, 3, 9, 12, 33, tzinfo=UTC)),
        ("di, 3 mrt 2026 10:12:33 +0100", datetime(2026, 3, 3, 9, 12, 33, tzinfo=UTC)),
        ("mardi 3 févr. 2026 10:12:00 +0100", datetime(2026, 2, 3, 9, 12, tzinfo=UTC)),
        ("Di, 3 Mär 2026 10:12:00 +0100", datetime(2026, 3, 3, 9, 12, tzinfo=UTC)),
        ("Thu, 1 Jan 1970 00:00:00 +0000", None),
        ("Mon, 30 Jun 3609 15:33:50 +0600", None),
        ("Tue, 31 Feb 2026 10:00:00 +0100", None),
        ("gisteren", None),
        ("", None),
    ],
)
def test_dates_are_read_in_several_languages_or_not_at_all(value, moment):
    assert moment_of(value) == moment


@pytest.mark.parametrize("said", [None, "us-ascii", "x-onbekend", "utf-8"])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("één stage bij de financiële dienst – €", "utf-8"),
        ("één stage bij de financiële dienst – €", "cp1252"),
        ("d'été à l'école, déjà créée", "cp1252"),
        ("Привет, я ищу стажировку", "koi8-r"),
        ("Привет, я ищу стажировку", "cp1251"),
        ("你好，我想申请实习", "gb18030"),
        ("こんにちは、インターンシップの件です", "cp932"),
    ],
)
def test_text_is_read_although_its_character_set_is_missing_or_wrong(said, text, codec):
    found, warning = decode(text.encode(codec), said)

    assert found == text
    assert bool(warning) == ((said, codec) != ("utf-8", "utf-8"))


@pytest.mark.parametrize("charset", ["rot13", "idna", "punycode", "unicode_escape", "mbcs", "\x00", "é"])
def test_what_is_no_character_set_is_not_used_as_one(charset):
    assert decode("dag é".encode(), charset)[0] == "dag é"


@given(
    st.binary(max_size=200),
    st.sampled_from(["utf-7", "utf-16", "hz", "gb2312", "iso-2022-jp", "big5", "x", ""]),
)
@settings(max_examples=200)
def test_any_bytes_in_any_character_set_are_text_that_can_be_stored(data, charset):
    decode(data, charset)[0].encode()


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("../../etc/passwd", "", "passwd"),
        ("C:\\Users\\jan\\cv.pdf", "", "cv.pdf"),
        ("con.txt", "", "_con.txt"),
        ("NUL", "", "_NUL"),
        ("nulmeting.pdf", "", "nulmeting.pdf"),
        ("-rf.pdf", "", "rf.pdf"),
        (".bashrc", "", "bashrc"),
        ('Stage: "2026"?.pdf', "", "Stage_ _2026__.pdf"),
        ("a\x00b\x1b[2J.pdf", "", "ab[2J.pdf"),
        ("", "application/pdf", "attachment-7.pdf"),
        ("///", "image/png", "attachment-7.png"),
        ("???", "x/y", "attachment-7.bin"),
    ],
)
def test_a_name_can_be_saved_without_harm(name, kind, safe):
    assert safe_name(name, kind, 7) == safe


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_name_fits_a_folder(name):
    safe = safe_name(name, "application/pdf", 1)

    assert 0 < len(safe.encode()) <= 255
    assert not set(safe) & set('/\\<>:"|?*\n\x00')
    assert safe.strip(". ") == safe


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>een<br>twee</p><p>drie", "een\ntwee\n\ndrie"),
        ("<ul><li>a<li>b</ul>", "  * a\n  * b"),
        (
            "<div>Ja<blockquote type=cite>oud<blockquote type=cite>ouder</blockquote></blockquote>Nee</div>",
            "Ja\n> oud\n>> ouder\nNee",
        ),
        ("boven<hr>onder", "boven\n" + "_" * 32 + "\nonder"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body>dag</body></html>", "dag"),
        (
            "<img alt='Open dag'><a href='https://x.example/?a=1&amp;b'></a>",
            "Open dag\nhttps://x.example/?a=1&b",
        ),
        ("5 < 6 &amp; 7 &gt; 6", "5 < 6 & 7 > 6"),
        ("<div>" * 3_000 + "diep", "diep"),
        ("", ""),
    ],
)
def test_html_is_laid_out_as_text(source, text):
    assert to_text(source) == text


@given(st.lists(st.text("<>/!-&;abé", min_size=1, max_size=12), max_size=12))
@settings(max_examples=100)
def test_no_word_of_a_page_is_lost_by_either_way(words):
    source = f"<table><tr><td>{'</td><td>'.join(map(escape, words))}</td></tr></table>"

    assert to_text(source).split() == plainly(source).split() == words


@given(st.text('<>/!-&;ab =p"\n', max_size=120))
@settings(max_examples=200)
def test_any_html_is_text(source):
    assert isinstance(to_text(source), str)
    assert isinstance(plainly(source), str)


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40), st.booleans(), st.binary()
)
@settings(max_examples=100)
def test_what_the_standard_library_writes_is_read_back(words, has_html, content):
    message = EmailMessage()
    message["Subject"], message["From"] = words, "jan@x.example"
    message.set_content(words)
    if has_html:
        message.add_alternative("<p>anders</p>", subtype="html")
    message.add_attachment(content, maintype="application", subtype="pdf", filename="stage één.pdf")
    mail = parse(bytes(message))

    assert mail.subject == one_line(words)
    assert mail.body == one_line(words)
    assert [(each.name, each.size) for each in mail.attachments] == [("stage één.pdf", len(content))]
