"""National numbers leave a mail by one way, whatever part of it they stand in."""

from dataclasses import replace

import pytest

from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import look_at
from stagedesk.mail.masking import without_national_numbers
from stagedesk.mail.message import Address, Attachment, Because, IncomingMail

NUMBER = "85.07.30-033.28"
PLAIN = IncomingMail(raw_hash="x", message_id="x", subject="Stage", sender=Address("Nora", "nora@x.example"))
SOMEBODY = (Address(f"Nora {NUMBER}", "nora@x.example"),)


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(replace(PLAIN, subject=NUMBER), id="subject"),
        pytest.param(replace(PLAIN, body=f"Mijn nummer: {NUMBER}."), id="body"),
        pytest.param(replace(PLAIN, sender=SOMEBODY[0]), id="sender"),
        pytest.param(replace(PLAIN, reply_to=SOMEBODY), id="reply-to"),
        pytest.param(replace(PLAIN, to=SOMEBODY), id="to"),
        pytest.param(replace(PLAIN, cc=SOMEBODY), id="cc"),
        pytest.param(replace(PLAIN, attachments=(Attachment(f"{NUMBER}.pdf", "x/y", 1, "x"),)), id="file"),
        pytest.param(replace(PLAIN, automatic=Because("auto-reply", NUMBER)), id="automatic"),
        pytest.param(replace(PLAIN, headers=(("Reply-To", f"Nora {NUMBER} <n@x.example>"),)), id="header"),
        pytest.param(replace(PLAIN, warnings=(f"name: {NUMBER}",)), id="warning"),
    ],
)
def test_a_national_number_is_masked_wherever_it_stands(mail: IncomingMail) -> None:
    shown, kinds = without_national_numbers(mail)

    assert kinds == ("rijksregisternummer",)
    assert (NUMBER in repr(mail) + repr(mail.headers), NUMBER in repr(shown) + repr(shown.headers)) == (
        True,
        False,
    )
    assert without_national_numbers(shown) == (shown, ())


def test_a_mail_without_one_stays_as_it_is() -> None:
    assert without_national_numbers(PLAIN) == (PLAIN, ())
    assert without_national_numbers(PLAIN)[0] is PLAIN


def test_who_asks_by_a_reply_to_is_stored_without_the_number() -> None:
    form = replace(
        PLAIN,
        sender=Address("Formulier", "formulier@stad.example"),
        reply_to=SOMEBODY,
        headers=(("Reply-To", f"Nora {NUMBER} <nora@x.example>"),),
    )

    seen = look_at(form, b"", Directory(city_domains=("stad.example",)))

    assert NUMBER not in seen.asker.name
    assert "masked: rijksregisternummer" in seen.mail.warnings
