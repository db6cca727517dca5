"""People in From, To and Cc as they are really written: quoted, commented, grouped or bare."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from stagedesk.domain.text import clean
from stagedesk.mail.headers import LONGEST_FIELD, raw_text, words
from stagedesk.mail.message import Address

_MOST: Final = 200
_LONGEST_NAME: Final = 200
_LONGEST_EMAIL: Final = 320
_LONGEST_PLAIN: Final = 200
_PLAIN: Final = re.compile(
    r"""\s*(?:"?(?P<name>[^"<>@,;:()\\=?]*)"?\s*<(?P<email>[\w.+\-'/&#~]{1,64}@[\w.-]+\w)>"""
    r"""|(?P<bare>[\w.+\-'/&#~]{1,64}@[\w.-]+\w))\s*""",
    re.ASCII,
)
_TOKEN: Final = re.compile(
    r"""(?P<full>"[^"\\]{1,64}"@[^\s,;:<>"()]+)
    |(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}\?=)
    |"(?P<quoted>(?:[^"\\]|\\.){0,500})"
    |\((?P<comment>(?:[^()\\]|\\.|\([^()]{0,500}\)){0,500})\)
    |<(?P<angle>[^<>]{0,2000})>
    |(?P<stop>[,;:])
    |(?P<space>\s+)
    |(?P<atom>[^\s,;:<>"()]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_EMAIL: Final = re.compile(r'(?:[^\s@<>"(),;:\\]{1,100}|"[^"]{1,100}")@[^\s@<>"(),;:\\]{1,255}')
_COMMENT: Final = re.compile(r"\([^()]{0,500}\)")
_Token = re.Match[str]


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """Everybody with an address, each once, in their order."""
    found: dict[str, Address] = {}
    for value in values:
        for address in _everybody(value[:LONGEST_FIELD]):
            if address.email:
                found.setdefault(address.email.lower(), address)
    return tuple(found.values())[:_MOST]


def somebody(values: Iterable[str]) -> Address | None:
    """A name without an address, for a From that has nothing better."""
    everybody = (address for value in values for address in _everybody(value[:LONGEST_FIELD]))
    return next((address for address in everybody if address.name), None)


@lru_cache(maxsize=512)
def _everybody(value: str) -> tuple[Address, ...]:
    if len(value) <= _LONGEST_PLAIN and value.isascii() and (plain := _PLAIN.fullmatch(value)):
        return (_address(plain["name"] or "", plain["email"] or plain["bare"]),)
    return tuple(person for mailbox in _mailboxes(raw_text(value)) for person in _people(mailbox))


def _mailboxes(value: str) -> Iterator[list[_Token]]:
    """The tokens of each mailbox; the name of a group, before its colon, goes."""
    mailbox: list[_Token] = []
    for token in _TOKEN.finditer(value):
        if token.lastgroup != "stop":
            mailbox.append(token)
        elif token["stop"] != ":":
            yield mailbox
            mailbox = []
        elif not any("@" in each.group() for each in mailbox):
            mailbox = []
    yield mailbox


def _people(mailbox: list[_Token]) -> Iterator[Address]:
    name = clean(words("".join(map(_phrase, mailbox))))
    comment = " ".join(words(token["comment"]) for token in mailbox if token["comment"])
    angles = [token["angle"] for token in mailbox if token.lastgroup == "angle"]
    if emails := [found for angle in angles if (found := _in_brackets(angle))]:
        yield from (_address(name or comment, email) for email in emails)
    elif bare := _EMAIL.findall(name):
        rest = comment or _EMAIL.sub(" ", name).strip(" <>")
        yield from (_address(rest, email) for email in bare)
    elif rest := name or comment or " ".join(angles):
        yield _address(rest, "")


def _phrase(token: _Token) -> str:
    if token.lastgroup == "quoted":
        return re.sub(r"\\(.)", r"\1", token["quoted"])
    return "" if token.lastgroup in ("angle", "comment") else token.group()


def _in_brackets(angle: str) -> str:
    """The address, without a route before it, line breaks in it or what a link left there."""
    found = _EMAIL.search("".join(_COMMENT.sub("", angle).split()).rpartition(":")[2])
    return found.group() if found else ""


def _address(name: str, email: str) -> Address:
    name, email = clean(name, limit=_LONGEST_NAME), clean(email).rstrip(".")[:_LONGEST_EMAIL]
    if len(name) > 2 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return Address("" if name.lower() == email.lower() else name, email)
