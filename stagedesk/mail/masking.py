"""A mail without the national numbers in it: one way for mails that are stored and for those only read."""

from collections.abc import Iterator
from dataclasses import replace

from stagedesk.domain.text import mask_national_numbers, may_hold_one
from stagedesk.mail.message import Address, Because, IncomingMail


def without_national_numbers(mail: IncomingMail) -> tuple[IncomingMail, tuple[str, ...]]:
    """The mail as it may be kept and shown, and which kinds of numbers were masked; most mails have none."""
    if not may_hold_one("\n".join(_texts(mail))):
        return mail, ()
    kinds = dict.fromkeys(kind for text in _texts(mail) for kind in mask_national_numbers(text)[1])
    return (_masked(mail), tuple(kinds)) if kinds else (mail, ())


def _texts(mail: IncomingMail) -> Iterator[str]:
    """Everything that a stranger could have written a number into."""
    yield mail.subject
    yield mail.body
    for each in _addresses(mail):
        yield each.name
    for file in mail.attachments:
        yield file.name
    if mail.automatic:
        yield mail.automatic.words
    for _name, value in mail.headers:
        yield value
    yield from mail.warnings


def _addresses(mail: IncomingMail) -> tuple[Address, ...]:
    return (*((mail.sender,) if mail.sender else ()), *mail.reply_to, *mail.to, *mail.cc)


def _masked(mail: IncomingMail) -> IncomingMail:
    return replace(
        mail,
        subject=_hidden(mail.subject),
        body=_hidden(mail.body),
        sender=_named(mail.sender) if mail.sender else None,
        reply_to=tuple(map(_named, mail.reply_to)),
        to=tuple(map(_named, mail.to)),
        cc=tuple(map(_named, mail.cc)),
        attachments=tuple(replace(each, name=_hidden(each.name)) for each in mail.attachments),
        automatic=Because(mail.automatic.value, _hidden(mail.automatic.words)) if mail.automatic else None,
        headers=tuple((name, _hidden(value)) for name, value in mail.headers),
        warnings=tuple(map(_hidden, mail.warnings)),
    )


def _named(each: Address) -> Address:
    return replace(each, name=_hidden(each.name))


def _hidden(text: str) -> str:
    return mask_national_numbers(text)[0]
