"""What came back, to whom it went, and why: from delivery reports and from what older servers write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.bounces import read_report
from stagedesk.mail.parse import parse

HEAD = "From: MAILER-DAEMON@mx.example\nSubject: {subject}\nMessage-ID: <own@mx.example>\n"


def a_report(body: str, *, subject: str = "Undelivered Mail Returned to Sender", head: str = "") -> bytes:
    return f"{HEAD.format(subject=subject)}{head}\n{body}".encode()


DSN = """\
--dsn
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: RFC822; Weg@School.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1
    unknown user
--dsn
Content-Type: {kind}

From: stage@stad.example
Message-ID:
 <uit.7@stad.example>

--dsn--
"""
MULTIPART = 'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="dsn"\n'


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_delivery_report_tells_all(kind: str) -> None:
    raw = a_report(DSN.format(action="failed", status="5.1.1", kind=kind), head=MULTIPART)

    report = read_report(raw, parse(raw))

    assert report.letters == ("uit.7@stad.example",)
    assert (report.failed, report.recipient) == (True, "weg@school.example")
    assert report.reason == "smtp; 550 5.1.1 unknown user"


@pytest.mark.parametrize(
    ("action", "failed"),
    [("failed", True), ("delayed", False), ("delivered", False), ("relayed", False), ("expanded", False)],
)
def test_only_a_failure_is_one(action: str, failed: bool) -> None:
    raw = a_report(DSN.format(action=action, status="5.0.0", kind="text/rfc822-headers"), head=MULTIPART)

    assert read_report(raw, parse(raw)).failed == failed


def test_of_several_recipients_the_one_that_failed_counts() -> None:
    body = "Action: delivered\nFinal-Recipient: rfc822; a@x.example\n\nAction: failed\n"

    raw = a_report(body)

    assert read_report(raw, parse(raw)).failed


@pytest.mark.parametrize(
    ("subject", "body", "failed", "reason"),
    [
        pytest.param(
            "failure notice",
            "This is qmail.\n<weg@x.example>:\n550 no such user\n\n---\nMessage-ID: <uit.7@stad.example>",
            True,
            "550 no such user",
            id="qmail",
        ),
        pytest.param(
            "Onbestelbaar: Stage",
            "Uw bericht is niet bezorgd bij Jan.\n> Message-Id: <uit.7@stad.example>",
            True,
            "Uw bericht is niet bezorgd bij Jan.",
            id="Dutch",
        ),
        pytest.param(
            "Warning: message delayed 4 hours",
            "It will be tried again.\nMessage-ID: <uit.7@stad.example>",
            False,
            "Warning: message delayed 4 hours",
            id="only a warning",
        ),
    ],
)
def test_what_older_servers_write(subject: str, body: str, failed: bool, reason: str) -> None:
    raw = a_report(body, subject=subject)

    report = read_report(raw, parse(raw))

    assert (report.letters, report.failed) == (("uit.7@stad.example",), failed)
    assert report.reason == reason


def test_references_name_the_letter_too() -> None:
    raw = a_report("Not delivered.", head="In-Reply-To: <uit.9@stad.example>\n")

    assert read_report(raw, parse(raw)).letters == ("uit.9@stad.example",)


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_some_report(content: bytes) -> None:
    raw = a_report("").replace(b"\n\n", b"\n\n" + content, 1)

    report = read_report(raw, parse(raw))

    assert "\n" not in report.reason + report.recipient
