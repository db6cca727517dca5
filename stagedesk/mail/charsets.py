"""Bytes to text whatever the mail says they are: aliases, lies, mixtures and nothing said at all."""

import codecs
import re
from functools import lru_cache
from typing import Final

_MIXED: Final = "stagedesk-mixed"
# Labels that mean a larger set in practice, and names that Python does not know.
_ALIASES: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "ansi": "cp1252",
}
_SAYS_NOTHING: Final = frozenset({"", "us-ascii", "ascii", "ansi_x3.4-1968", "iso-ir-6", "646"})
# Codecs of Python that are no character sets, or whose decoding is not linear.
_NO_CHARSET: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_JAPANESE_ESCAPE: Final = re.compile(rb"\x1b\$[@B]")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # UTF-7 can spell half of a character
_SAMPLE: Final = 20_000


def decode(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text and a warning, empty when all was as it said. Any bytes give a text."""
    said = _tidy(charset or "")
    codec = _codec(said)
    if codec is None and _JAPANESE_ESCAPE.search(data):
        codec = "iso2022_jp"
    if data.isascii() and (codec is None or codec in _ASCII_BASED):
        return data.decode("ascii"), "" if codec or said in _SAYS_NOTHING else f"charset: unknown '{said}'"
    if codec is None:
        return _undeclared(data, said)
    if codec == "utf-8":
        return _utf8(data)
    return _declared(data, said, codec)


def _tidy(charset: str) -> str:
    return charset.strip(" \t\r\n\"'<>;,=").lower()[:60]


@lru_cache(maxsize=256)
def _codec(said: str) -> str | None:
    """Python's codec for what the mail says; None when it says nothing usable."""
    if said in _SAYS_NOTHING:
        return None
    try:
        name = codecs.lookup(_ALIASES.get(said, said)).name
        b"a".decode(name, "replace")  # says no to codecs that are no text, such as rot13
    except (LookupError, ValueError):
        return None
    return None if name in _NO_CHARSET else name


def _utf8(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text, found = _guess(data)
        return text, f"charset: says utf-8, read as {found}"


def _declared(data: bytes, said: str, codec: str) -> tuple[str, str]:
    """Western labels are often put on UTF-8, which hardly any real text in them happens to be."""
    if codec in _ONE_BYTE:
        try:
            return data.decode("utf-8"), f"charset: says {said}, read as utf-8"
        except UnicodeDecodeError:
            return data.decode(codec, "replace"), ""
    try:
        return _SURROGATE.sub("�", data.decode(codec)), ""
    except (UnicodeError, ValueError):
        return _nearest(data, said, codec)


def _nearest(data: bytes, said: str, codec: str) -> tuple[str, str]:
    for other in _INSTEAD.get(codec, ()):
        try:
            return data.decode(other), f"charset: says {said}, read as {other}"
        except UnicodeError:
            continue
    text = data.decode(codec, "replace")
    if text.count("�") * 5 <= len(text):
        return text, f"charset: not all of it is {said}"
    text, found = _guess(data)
    return text, f"charset: says {said}, read as {found}"


def _undeclared(data: bytes, said: str) -> tuple[str, str]:
    try:
        text, found = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, found = _guess(data)
    if said in _SAYS_NOTHING:
        return text, f"charset: none given, read as {found}"
    return text, f"charset: unknown '{said}', read as {found}"


def _guess(data: bytes) -> tuple[str, str]:
    """Text of which only the bytes speak: mostly UTF-8, Cyrillic, East Asian, or else Western."""
    if not _is_mostly_mojibake(data):
        return data.decode("utf-8", _MIXED), "cp1252"
    if _has_foreign_words(data[:_SAMPLE]):
        for codec, looks_right in _BY_LOOK:
            candidate = data.decode(codec, "replace")
            if looks_right(candidate[:_SAMPLE]):
                return candidate, codec
    return data.decode("cp1252", "replace"), "cp1252"


def _has_foreign_words(data: bytes) -> bool:
    """In Western languages letters with accents seldom stand three in a row."""
    runs = [len(run) for run in _HIGH_RUN.findall(data)]
    return sum(length for length in runs if length >= 3) * 3 >= sum(runs)


def _is_mostly_mojibake(data: bytes) -> bool:
    """Whether the bytes that are no ASCII are mostly no UTF-8 either."""
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE])
    bad = data[:_SAMPLE].decode("utf-8", "replace").count("�")
    return bad * 2 >= high


def _share(text: str, wanted: str) -> float:
    others = [character for character in text if character > "\x7f"]
    return len(re.findall(wanted, "".join(others))) / max(len(others), 1)


def _looks_japanese(text: str) -> bool:
    return (
        _share(text, "[\u3040-\u30ff]") > 0.25
        and _share(text, "[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]") > 0.9
    )


def _looks_chinese(text: str) -> bool:
    """Chinese in daily use lies in the first plane of GB 2312, which Western text misread as it leaves."""
    return _share(text, "[\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e“”‘’—…·]") > 0.95


def _looks_russian(text: str) -> bool:
    """In the wrong one of the two sets capitals and small letters change places."""
    return _share(text, "[а-яё]") > 0.8


_BY_LOOK: Final = (
    ("koi8-r", _looks_russian),
    ("cp1251", _looks_russian),
    ("cp932", _looks_japanese),
    ("gb18030", _looks_chinese),
)
_INSTEAD: Final = {
    "iso2022_jp": ("iso2022_jp_ext", "iso2022_jp_3", "cp932", "utf-8"),
    "cp932": ("shift_jis_2004", "utf-8"),
    "euc_jp": ("euc_jis_2004", "cp932", "utf-8"),
    "big5hkscs": ("utf-8",),
    "gb18030": ("utf-8",),
    "cp949": ("utf-8",),
}
_ASCII_BASED: Final = frozenset(
    {"utf-8", "cp1252", "cp1250", "cp1251", "cp1254", "iso8859-15", "iso8859-2", "gb18030", "cp932", "cp949"}
)
_ONE_BYTE: Final = frozenset(
    {"cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254", "mac-roman", "cp850", "cp437", "iso8859-14"}
)


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 in text that mostly is: read that byte as Western."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _mixed)
