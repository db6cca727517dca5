"""Letters leave by a mail server, over one connection for several of them.

When a letter certainly left, when certainly not, and when nobody knows: a server has taken a letter when
it answers 2xx to the dot that ends it. Whatever breaks before that dot was handed to the network leaves the
letter here (`Later`, or `Refused` when the server said 5xx). What breaks between the dot and the answer
leaves it open (`Unknown`): the server may have taken it or not, and asking again could send it twice.
"""

import smtplib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.mail.mailbox.imap_secret import Tell
from stagedesk.mail.smtp_connect import connect, words_of
from stagedesk.settings_smtp import Smtp

TOO_BIG = 552
"""What a server says of one letter already when it hears who sends it."""
CLOSING = 421


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter's bytes and the addresses that they go to, all ASCII."""

    name: str
    """What a file of it is called."""
    sender: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)
    patient: bool = True
    """Whether an address that is refused "for now" holds the letter back; else the others get it."""


class NotSent(Exception):
    """The letter did not leave; the text is the server's, safe to show."""


class Refused(NotSent):
    """For good."""


class Later(NotSent):
    """For now."""


class Unknown(NotSent):
    """The server may have taken it."""


class Server:
    """The mail server of the settings: connects when the first letter comes, and again when it hung up."""

    repeatable = False
    """Whether giving it the same letter twice is the same as once."""

    def __init__(
        self, settings: Smtp, *, tell: Tell | None = None, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self._settings, self._tell, self._stopped = settings, tell, stopped
        self._line: smtplib.SMTP | None = None

    @property
    def name(self) -> str:
        return self._settings.host

    def send(self, parcel: Parcel) -> dict[str, str]:
        """Hand over one letter; returns the addresses that were refused while others were taken, with why.

        Errors: Refused, Later, Unknown; SmtpError where no letter at all can leave now.
        """
        if self._line is not None:
            try:
                return self._hand_over(self._line, parcel)
            except _Gone:
                self.close()  # it hung up between two letters, as servers do
        line = self._line = connect(self._settings, self._tell, self._stopped)
        try:
            return self._hand_over(line, parcel)
        except _Gone as error:
            self.close()
            raise Later(str(error)) from None

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def _hand_over(self, line: smtplib.SMTP, parcel: Parcel) -> dict[str, str]:
        try:
            self._from(line, parcel)
            refused = self._to(line, parcel)
            self._announce(line)
            _write(line, b"\r\n".join(_lines(parcel.raw)) + b"\r\n")
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise _Gone(words_of(error)) from None
        self._end(line)
        return refused

    def _from(self, line: smtplib.SMTP, parcel: Parcel) -> None:
        size = [f"SIZE={len(parcel.raw)}"] if line.has_extn("size") else []
        code, words = _understood(*line.mail(parcel.sender, size))
        if code < 400:
            return
        self._reset(line)
        if code < 500 or code == TOO_BIG:
            raise (Later if code < 500 else Refused)(words)
        # It would say so of every letter of the desk.
        detail = _("it takes no mail from {sender}: {why}").format(sender=parcel.sender, why=words)
        raise errors.SmtpError(host=self._settings.host, detail=detail)

    def _to(self, line: smtplib.SMTP, parcel: Parcel) -> dict[str, str]:
        refused: dict[str, str] = {}
        for_now = False
        for address in parcel.recipients:
            code, words = _understood(*line.rcpt(address))
            if code >= 400:
                refused[address] = words
                for_now = for_now or code < 500
        nobody = len(refused) == len(parcel.recipients)
        if nobody or (for_now and parcel.patient):
            self._reset(line)
            raise (Later if for_now else Refused)(told(refused))
        return refused

    def _announce(self, line: smtplib.SMTP) -> None:
        code, words = _understood(*line.docmd("DATA"), wanted=300)
        if code >= 400:
            self._reset(line)
            raise (Later if code < 500 else Refused)(words)

    def _end(self, line: smtplib.SMTP) -> None:
        """The dot, and what the server answers to it: here and nowhere else it is decided."""
        try:
            _write(line, b".\r\n")
        except OSError as error:
            self.close()
            raise Later(words_of(error)) from None
        try:
            code, said = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unknown(words_of(error)) from None
        if 200 <= code < 300:
            return
        if not 400 <= code < 600:
            self.close()
            raise Unknown(_words(code, said))
        if code == CLOSING:
            self.close()
        raise (Later if code < 500 else Refused)(_words(code, said))

    def _reset(self, line: smtplib.SMTP) -> None:
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


class _Gone(Exception):
    """The connection ended, and no letter was under way."""


def told(refused: dict[str, str]) -> str:
    """Who was refused and why, in one line."""
    return "; ".join(f"{address}: {why}" for address, why in refused.items())


def _lines(raw: bytes) -> Sequence[bytes]:
    """The lines of a mail; one that begins with a dot gets another one."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return [b"." + line if line.startswith(b".") else line for line in lines]


def _write(line: smtplib.SMTP, content: bytes) -> None:
    if line.sock is None:
        raise smtplib.SMTPServerDisconnected("closed")
    line.sock.sendall(content)


def _understood(code: int, said: bytes, wanted: int = 200) -> tuple[int, str]:
    """The answer, when it is the one that is wanted or a refusal; anything else ends the conversation."""
    if code == CLOSING or not (wanted <= code < wanted + 100 or 400 <= code < 600):
        raise _Gone(_words(code, said))
    return code, _words(code, said)


def _words(code: int, said: bytes) -> str:
    if code < 0:
        return _("an answer that is none")
    return clean(f"{code} {said.decode('utf-8', 'replace')}", limit=300)
