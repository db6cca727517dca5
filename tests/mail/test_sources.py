"""Mail from files, folders, Maildir and mbox: each message once, and none hides another."""

import hashlib
import os
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.errors import FileError
from stagedesk.mail.sources import SourceFailure, SourceMail, anything, eml, maildir, mbox, of_bytes

SEPARATOR = b"From jan@x.example Mon Mar  2 10:12:33 2026\n"


def keys(found):
    return [each.key for each in found]


def raws(found):
    return [each.raw for each in found]


def test_one_file_is_one_mail(tmp_path):
    file = tmp_path / "een.eml"
    file.write_bytes(b"Subject: een\n\n")

    assert list(eml(file)) == [SourceMail(str(tmp_path), "een.eml", b"Subject: een\n\n")]


def test_a_folder_gives_all_that_is_not_hidden_sorted_with_its_folders(tmp_path):
    for name in ("b.eml", "a", "map/c.txt", ".verborgen", ".git/x", "map/.weg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())

    assert keys(eml(tmp_path)) == ["a", "b.eml", "map/c.txt"]


def test_links_that_go_round_pipes_and_broken_links_stop_nothing(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"A")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "rond").symlink_to(tmp_path)
    (tmp_path / "stuk.eml").symlink_to(tmp_path / "weg")
    (tmp_path / "zichzelf").symlink_to(tmp_path / "zichzelf")
    os.mkfifo(tmp_path / "buis.eml")
    (tmp_path / "buis-link").symlink_to(tmp_path / "buis.eml")

    found = list(eml(tmp_path))

    assert raws(each for each in found if isinstance(each, SourceMail)) == [b"A"]
    assert keys(each for each in found if isinstance(each, SourceFailure)) == ["stuk.eml", "zichzelf"]


def test_what_cannot_be_read_is_counted_and_the_rest_goes_on(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode())
    reading = type(tmp_path).read_bytes

    def refuse(path):
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return reading(path)

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)

    assert list(eml(tmp_path)) == [
        SourceFailure(str(tmp_path), "a", "Permission denied"),
        SourceMail(str(tmp_path), "b", b"b"),
    ]


def test_a_name_that_is_no_text_becomes_a_key_that_is(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"st\xffge\x1b.eml")).write_bytes(b"A")
    except OSError:
        pytest.skip("this file system takes only text as names")

    assert keys(eml(tmp_path)) == ["st\\xffge.eml"]


@pytest.mark.parametrize("reader", [eml, maildir, mbox])
def test_a_path_that_is_not_there_is_said_at_once(reader, tmp_path):
    with pytest.raises(FileError, match="weg"):
        reader(tmp_path / "weg")


def test_what_is_no_maildir_or_mbox_is_said_at_once(tmp_path):
    os.mkfifo(tmp_path / "buis")

    with pytest.raises(FileError):
        maildir(tmp_path)
    with pytest.raises(FileError):
        mbox(tmp_path)
    with pytest.raises(FileError):
        eml(tmp_path / "buis")


def test_a_maildir_message_keeps_its_key_when_its_flags_change(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "2.M2.host").write_bytes(b"twee")
    (tmp_path / "cur" / "1.M1.host:2,S").write_bytes(b"een")
    (tmp_path / "tmp" / "3.M3.host").write_bytes(b"half")
    before = {each.key: each.raw for each in maildir(tmp_path)}

    (tmp_path / "cur" / "1.M1.host:2,S").rename(tmp_path / "cur" / "1.M1.host:2,RS")
    (tmp_path / "new" / "2.M2.host").rename(tmp_path / "cur" / "2.M2.host:2,")

    assert before == {"1.M1.host": b"een", "2.M2.host": b"twee"}
    assert {each.key: each.raw for each in maildir(tmp_path)} == before


def an_mbox(tmp_path, content):
    path = tmp_path / "post"
    path.write_bytes(content)
    return path


ONE, TWO = b"A: 1\n\neen\n", b"B: 2\n\ntwee\n"
CRLF_ONE = ONE.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(SEPARATOR + ONE, [ONE], id="one"),
        pytest.param(
            SEPARATOR + ONE + b"\n" + SEPARATOR + TWO[:-1], [ONE, TWO[:-1]], id="no line end at the end"
        ),
        pytest.param(SEPARATOR + ONE + SEPARATOR + TWO, [ONE, TWO], id="no empty line between"),
        pytest.param((SEPARATOR + ONE + b"\n").replace(b"\n", b"\r\n") * 2, [CRLF_ONE] * 2, id="CRLF"),
        pytest.param(SEPARATOR + ONE + b"\nFrom Jan\n", [ONE + b"\nFrom Jan\n"], id="From without a time"),
        pytest.param(
            SEPARATOR + b"\n>From A\n>>From B\n> From\n", [b"\nFrom A\n>From B\n> From\n"], id=">From"
        ),
        pytest.param(b"From - Mon Mar 02 10:12:33 2026\n" + ONE, [ONE], id="Thunderbird"),
        pytest.param(b"From 12@xxx Mon Mar 02 10:12:33 +0000 2026\n" + ONE, [ONE], id="Takeout"),
    ],
)
def test_an_mbox_is_split_where_its_messages_begin(tmp_path, content, expected):
    found = list(mbox(an_mbox(tmp_path, content)))

    assert raws(found) == expected
    assert keys(found) == [hashlib.sha256(raw).hexdigest() for raw in expected]


def test_a_sentence_that_looks_like_a_separator_splits_no_mail(tmp_path):
    raw = ONE + b"\nFrom now on, 10:30 in 2026, it is fine\ntwee\n"

    assert raws(mbox(an_mbox(tmp_path, SEPARATOR + raw))) == [raw]


def test_text_before_the_first_message_is_counted_as_unread(tmp_path):
    found = list(mbox(an_mbox(tmp_path, b"Subject: geen mbox\n\nDag\n\n" + SEPARATOR + b"A: 1\n\n")))

    assert isinstance(found[0], SourceFailure)
    assert raws(found[1:]) == [b"A: 1\n"]


LINES = st.lists(
    st.sampled_from([b"Dag", b"", b"From Jan", b">From x", b"> >", b"\xff", b"From: x"]), max_size=6
)


@given(st.lists(LINES, min_size=1, max_size=5))
@settings(max_examples=100)
def test_what_a_program_writes_to_an_mbox_comes_back(tmp_path_factory, bodies):
    mails = [b"Subject: x\n\n" + b"".join(line + b"\n" for line in lines) for lines in bodies]
    written = [re.sub(rb"(?m)^(>*From )", rb">\1", mail) for mail in mails]
    path = an_mbox(tmp_path_factory.mktemp("mbox"), b"".join(SEPARATOR + mail + b"\n" for mail in written))

    assert raws(mbox(path)) == mails


def test_a_large_mbox_is_never_whole_in_memory(tmp_path):
    path = an_mbox(tmp_path, (SEPARATOR + b"Subject: x\n\n" + b"y" * 100_000 + b"\n\n") * 200)

    tracemalloc.start()
    count = sum(1 for _ in mbox(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 200
    assert peak < 2_000_000


def places(found):
    return [(each.source, each.key) for each in found]


def test_anything_tells_a_mail_from_an_mbox_by_its_content(tmp_path):
    one, many = tmp_path / "een.mbox", tmp_path / "twee.eml"
    one.write_bytes(b"Subject: een\n\n")
    many.write_bytes(SEPARATOR + b"Subject: twee\n\nA\n\n" + SEPARATOR + b"Subject: drie\n\nB\n")

    assert list(anything(one)) == [SourceMail(str(one), "", b"Subject: een\n\n")]
    assert raws(anything(many)) == raws(mbox(many)) == [b"Subject: twee\n\nA\n", b"Subject: drie\n\nB\n"]
    assert {each.source for each in anything(many)} == {str(many)}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"From now on\n\nthis is a letter\n", id="a text"),
        pytest.param(b"From jan@x.example\nSubject: een\n\n", id="a line without a date"),
        pytest.param(b"From jan Mon Mar  2 10:12:33 2026\nbeste\n", id="no mail after it"),
        pytest.param(b"From " * 1000, id="one long line"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_file_that_only_begins_like_an_mbox_is_one_mail(tmp_path, content):
    file = tmp_path / "mail"
    file.write_bytes(content)

    assert list(anything(file)) == [SourceMail(str(file), "", content)]
    assert list(of_bytes(content, "-")) == [SourceMail("-", "", content)]


def test_anything_in_a_folder_takes_of_a_maildir_its_mails_only(tmp_path):
    for name in (
        "a",
        "post/new/1",
        "post/cur/2:2,S",
        "post/tmp/3",
        "post/index",
        "post/.Sent/cur/4",
        "new/b",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"Subject: " + name.encode())

    assert [name.removeprefix(f"{tmp_path}/") for name, _key in places(anything(tmp_path))] == [
        "a", "new/b", "post/new/1", "post/cur/2:2,S"
    ]  # fmt: skip


def test_anything_names_what_it_cannot_open_and_goes_on(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "weg")
    (tmp_path / "b").write_bytes(b"B")

    broken, mail = anything(tmp_path)

    assert broken == SourceFailure(f"{tmp_path}/a", "", "No such file or directory")
    assert mail == SourceMail(f"{tmp_path}/b", "", b"B")
    with pytest.raises(FileError):
        anything(tmp_path / "weg")


@given(st.lists(st.sampled_from([b"From ", SEPARATOR, b"a: b\n", b"\n", b"x\n", b">From x\n", b"\xff"])))
@settings(deadline=None)
def test_bytes_are_split_as_a_file_is(parts):
    content = b"".join(parts)

    found = list(of_bytes(content, "-"))

    assert len(found) >= 1
    assert all(isinstance(each, SourceMail) for each in found)
