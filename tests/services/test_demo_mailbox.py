"""The demo's mailbox: every mail is a real one on any day, and the story keeps the desk's rules."""

import csv
import email
import email.policy
import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from stagedesk import assets
from stagedesk.domain.codes import Outcome
from stagedesk.domain.deadlines import BRUSSELS
from stagedesk.services.demos import demo_mailbox
from stagedesk.services.demos.demo_mailbox import DemoMail, DemoStep
from stagedesk.services.reference import reasons_for, table

TUESDAY = date(2026, 3, 3)
DAYS = [
    pytest.param(TUESDAY, id="a Tuesday"),
    pytest.param(date(2028, 2, 29), id="leap day"),
    pytest.param(date(2027, 1, 2), id="the second of January"),
    pytest.param(date(2026, 5, 17), id="a Sunday after Ascension"),
    pytest.param(date(2026, 12, 25), id="Christmas"),
    pytest.param(date(2026, 7, 21), id="the national holiday"),
]


def codes_of(name: str) -> set[str]:
    with assets.data(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def read(mail: DemoMail, today: date, ids: dict[str, str] | None = None) -> EmailMessage:
    raw = demo_mailbox.render(mail, today, ids or {})
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    parts = [part for part in message.walk() if part.get_content_type() in ("text/plain", "text/html")]
    return "\n".join(str(part.get_content()) for part in parts)


def the(slug: str, today: date = TUESDAY) -> DemoMail:
    (mail,) = (mail for mail in demo_mailbox.mails(today) if mail.slug == slug)
    return mail


def language_of(mail: DemoMail) -> str:
    found = re.search(r"^X-Demo-Language: (\w+)$", mail.template, re.MULTILINE)
    return found[1] if found else "nl"


@pytest.mark.parametrize("today", DAYS)
def test_every_mail_is_a_readable_mail_on_any_day(today: date) -> None:
    for mail in demo_mailbox.mails(today):
        message = read(mail, today)

        assert message["From"].addresses[0].addr_spec.endswith(".example"), mail.slug
        assert message["To"], mail.slug
        assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", str(message["Message-ID"])), mail.slug
        assert parsedate_to_datetime(message["Date"]) == mail.moment, mail.slug
        assert not [name for name in message if name.startswith("X-Demo-")], mail.slug


@pytest.mark.parametrize("today", DAYS)
def test_no_placeholder_is_left_over(today: date) -> None:
    for mail in demo_mailbox.mails(today):
        message = read(mail, today)
        headers = "\n".join(f"{name}: {value}" for name, value in message.items())

        assert not re.search(r"\{[^{}]*\}", headers + text_of(message)), mail.slug
        assert "--- part:" not in text_of(message), mail.slug


@pytest.mark.parametrize("today", DAYS)
def test_everything_happened_before_eight_this_morning_and_in_order(today: date) -> None:
    limit = datetime.combine(today, time(8), BRUSSELS)
    sent = {mail.slug: mail.moment for mail in demo_mailbox.mails(today)}

    assert all(moment < limit and moment.tzinfo is UTC for moment in sent.values())
    for step in demo_mailbox.steps(today):
        assert step.moment < limit
        for slug in filter(None, (step.mail, step.to, step.reply)):
            assert sent[slug] < step.moment, f"{step.do} for {step.mail} before {slug} came"


def test_the_order_holds_at_any_time_of_any_year() -> None:
    for number in range(0, 4 * 365, 17):
        today = date(2025, 1, 1) + timedelta(number)
        sent = {mail.slug: mail.moment for mail in demo_mailbox.mails(today)}
        decided = {step.letter: step.moment for step in reversed(demo_mailbox.steps(today))}
        for mail in demo_mailbox.mails(today):
            for letter in re.findall(r"\{(reply-to [^{}]+)\}", mail.template):
                assert decided[letter] < mail.moment, (today, mail.slug)
        for step in demo_mailbox.steps(today):
            assert sent[step.mail] < step.moment, (today, step.mail)


def test_the_desk_works_on_working_days_only() -> None:
    steps = demo_mailbox.steps(date(2027, 1, 4))
    worked = {step.moment.astimezone(BRUSSELS).date() for step in steps}

    assert all(day.weekday() < 5 for day in worked)
    assert not worked & {date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1)}
    assert all(time(8) < step.moment.astimezone(BRUSSELS).time() < time(18) for step in steps)


def test_the_story_is_as_long_ago_in_working_days_on_any_day() -> None:
    days = (TUESDAY, date(2026, 11, 16), date(2026, 12, 31))
    stories = [
        [(step.mail, step.do, step.by, step.text) for step in demo_mailbox.steps(today)] for today in days
    ]

    assert stories[0] == stories[1] == stories[2]


def test_the_same_day_gives_the_same_bytes() -> None:
    first = [demo_mailbox.render(mail, TUESDAY, {}) for mail in demo_mailbox.mails(TUESDAY)]
    again = [demo_mailbox.render(mail, TUESDAY, {}) for mail in demo_mailbox.mails(TUESDAY)]

    assert first == again
    assert len(set(first)) == len(first)


def test_dates_in_the_mails_move_with_today() -> None:
    mail = the("moeder-jef")

    assert "van 8 tot en met 10 april" in text_of(read(mail, TUESDAY))
    assert "van 5 tot en met 7 augustus" in text_of(read(mail, date(2026, 6, 29)))


@pytest.mark.parametrize(
    ("placeholder", "today", "expected"),
    [
        ("date +45 nl", TUESDAY, "17 april 2026"),
        ("date 0 fr", date(2026, 4, 1), "1er avril 2026"),
        ("date 0 en", TUESDAY, "3 March 2026"),
        ("date 0 de", TUESDAY, "3. März 2026"),
        ("day wd-1 nl", date(2026, 4, 7), "3 april"),
        ("short mon+0", TUESDAY, "02/03/2026"),
        ("weekday wd+2 nl", TUESDAY, "donderdag"),
        ("month mon+5 nl", TUESDAY, "april"),
        ("year -90", TUESDAY, "2025"),
        ("schoolyear 0", TUESDAY, "2025-2026"),
        ("schoolyear 0", date(2026, 9, 1), "2026-2027"),
        ("date sat<0 nl", date(2026, 3, 7), "28 februari 2026"),
        ("date mon>0 nl", date(2026, 3, 2), "9 maart 2026"),
        ("date mon+1 nl", date(2026, 12, 16), "4 januari 2027"),
        ("range mon+1 fri+2 nl", TUESDAY, "9 tot en met 20 maart"),
        ("range mon+1 fri+2 fr", date(2026, 3, 17), "23 mars au 3 avril"),
        ("period mon+1 fri+2 nl", TUESDAY, "9 tot en met 20 maart 2026"),
        ("period mon+0 fri+4 en", date(2026, 12, 7), "7 December 2026 to 22 January 2027"),
        ("moment wd-1 09:14", TUESDAY, "Mon, 02 Mar 2026 09:14:00 +0100"),
        ("moment wd-1 09:14", date(2026, 7, 6), "Fri, 03 Jul 2026 09:14:00 +0200"),
    ],
)
def test_placeholders_say_days_as_people_do(placeholder: str, today: date, expected: str) -> None:
    mail = DemoMail("a", datetime(2026, 3, 2, tzinfo=UTC), f"From: a@b.example\n\n{{{placeholder}}}")

    assert text_of(read(mail, today)).strip() == expected


def test_what_the_story_learns_goes_into_later_mails() -> None:
    ids = {"reference nora-archief": "2026-0007", "reply-to nora-archief musea": "sent.1@rivierstad.example"}
    message = read(the("nora-musea-ja"), TUESDAY, ids)

    assert message["In-Reply-To"] == "<sent.1@rivierstad.example>"
    assert message["Subject"] == "RE: Stageaanvraag 2026-0007: Nora Willems"
    assert re.search(r"2026-\d{4}", str(read(the("nora-musea-ja"), TUESDAY)["Subject"]))


def test_every_answer_to_a_letter_names_a_letter_that_a_step_sent() -> None:
    sent = {step.letter for step in demo_mailbox.steps(TUESDAY) if step.do in ("route", "ask", "answer")}
    slugs = {mail.slug for mail in demo_mailbox.mails(TUESDAY)}
    for mail in demo_mailbox.mails(TUESDAY):
        assert set(re.findall(r"\{(reply-to [^{}]+)\}", mail.template)) <= sent, mail.slug
        assert set(re.findall(r"\{reference ([^{}]+)\}", mail.template)) <= slugs, mail.slug
        threads = re.findall(r"^(?:In-Reply-To|References): \{id (\S+)\}$", mail.template, re.MULTILINE)
        assert set(threads) <= slugs, mail.slug


def test_the_mailbox_is_mostly_dutch_with_some_french_and_english() -> None:
    count = Counter(language_of(mail) for mail in demo_mailbox.mails(TUESDAY))

    assert count.total() >= 75
    assert count["nl"] > 2 / 3 * count.total()
    assert count["fr"] >= 10
    assert count["en"] >= 8
    assert count["de"] >= 1


def test_the_mails_are_made_in_many_ways() -> None:
    messages = {mail.slug: read(mail, TUESDAY) for mail in demo_mailbox.mails(TUESDAY)}
    types = {part.get_content_type() for message in messages.values() for part in message.walk()}
    charsets = {part.get_content_charset() for message in messages.values() for part in message.walk()}
    encodings = {str(part["Content-Transfer-Encoding"]) for m in messages.values() for part in m.walk()}

    assert {"text/html", "message/rfc822", "message/delivery-status", "application/pdf"} <= types
    assert {"utf-8", "windows-1252", "iso-8859-1"} <= charsets
    assert {"quoted-printable", "base64", "8bit"} <= encodings
    assert messages["wout-html"].get_content_type() == "text/html"
    assert messages["atheneum-vier"].get_content_type() == "multipart/alternative"
    assert "l’assurance" in text_of(messages["francois-technique"])


def test_an_attachment_has_its_name_and_about_its_size() -> None:
    first, second = read(the("zoe-grafisch"), TUESDAY).iter_attachments()
    content = first.get_content()

    assert [first.get_filename(), second.get_filename()] == ["Zoë Claes - cv.pdf", "portfolio 2 blz.pdf"]
    assert content.startswith(b"%PDF-1.4")
    assert content.rstrip().endswith(b"%%EOF")
    assert 90_000 < len(content) < 100_000


def test_a_list_is_attached_as_a_file_of_its_own() -> None:
    mail = next(mail for mail in demo_mailbox.mails(TUESDAY) if mail.slug == "stagiairs-musea")

    (listed,) = read(mail, TUESDAY).iter_attachments()

    assert listed.get_filename() == "stagiairs-musea.csv"
    assert listed.get_content().startswith("naam;e-mail;")


def test_a_mail_attached_to_a_forward_is_a_whole_mail() -> None:
    message = read(the("doorgestuurd-bijlage"), TUESDAY)
    (inner,) = (part.get_content() for part in message.walk() if part.get_content_type() == "message/rfc822")

    assert inner["From"].addresses[0].display_name == "Bilal Idrissi"
    assert inner["Subject"] == "Stage schrijnwerkerij"
    assert parsedate_to_datetime(inner["Date"]) < the("doorgestuurd-bijlage").moment


def test_one_mail_is_as_hostile_as_they_come() -> None:
    raw = demo_mailbox.render(the("vreemd-onderwerp"), TUESDAY, {})
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    subject = str(email.header.make_header(email.header.decode_header(message["Subject"])))

    assert subject.startswith("[EXTERN] =cmd|")
    assert "\x1b[31m" in subject
    assert "\u202e" in subject


def test_the_story_uses_only_codes_that_exist() -> None:
    departments, staff = codes_of("departments"), codes_of("staff")
    for step in demo_mailbox.steps(TUESDAY):
        assert step.by in staff, step
        assert step.department in departments | {""}, step
        assert step.outcome in {*Outcome, ""}, step
        assert step.answer in {"yes", "yes_if", "no", "question", ""}, step
        assert bool(step.reason) == (step.answer == "no" or step.outcome in ("rejected", "withdrawn")), step
        if step.reason:
            assert step.reason in reasons_for(step.outcome or "rejected"), step
        if step.outcome and table("outcomes")[step.outcome]["supervisor_only"]:
            assert step.by == "mieke", step


def test_every_department_and_nearly_every_outcome_has_its_part() -> None:
    steps = demo_mailbox.steps(TUESDAY)
    outcomes = Counter(step.outcome for step in steps if step.outcome)

    assert {step.department for step in steps if step.do == "route"} == codes_of("departments")
    assert set(outcomes) == {*Outcome} - {Outcome.DUPLICATE}  # a duplicate is linked, not closed
    assert outcomes["placed"] > 15
    assert len({step.reason for step in steps if step.outcome == "rejected"}) >= 5


class Told:
    """What the story made of one request, by the desk's own rules."""

    def __init__(self) -> None:
        self.pending: set[str] = set()
        self.offered = self.asked = self.closed = False

    def tell(self, step: DemoStep) -> None:
        assert not self.closed, f"{step.mail} is closed already"
        getattr(self, f"_{step.do}")(step)

    def _route(self, step: DemoStep) -> None:
        assert not self.pending, f"{step.mail} is still with {self.pending}"
        assert not self.offered
        self.pending = {step.department}

    def _answer(self, step: DemoStep) -> None:
        assert step.department in self.pending, f"{step.department} was not asked about {step.mail}"
        if step.answer != "question":
            self.pending, self.offered = set(), step.answer in ("yes", "yes_if")

    def _ask(self, step: DemoStep) -> None:
        assert step.text
        self.asked = True

    def _close(self, step: DemoStep) -> None:
        assert step.outcome != "placed" or self.offered, f"{step.mail} is placed without a yes"
        assert step.outcome != "applicant_no_answer" or self.asked
        assert step.outcome != "department_no_answer" or self.pending
        assert step.outcome != "rejected" or not self.pending
        self.closed = True

    def _note(self, step: DemoStep) -> None:
        assert step.text

    def _link(self, step: DemoStep) -> None:
        assert step.to != step.mail
        self.closed = True

    def _snooze(self, step: DemoStep) -> None:
        assert step.until
        assert step.until > TUESDAY


def test_the_story_keeps_the_rules_of_the_desk() -> None:
    told: dict[str, Told] = {}
    for step in demo_mailbox.steps(TUESDAY):
        told.setdefault(step.mail, Told()).tell(step)

    still_open = [each for each in told.values() if not each.closed]
    assert len(still_open) >= 20
    assert sum(bool(each.pending) for each in still_open) >= 15


def test_referrals_that_still_wait_are_overdue_due_today_and_due_soon() -> None:
    asked = {}
    for step in demo_mailbox.steps(TUESDAY):
        if step.do == "route":
            asked[step.mail] = step.moment.astimezone(BRUSSELS).date()
        elif step.do in ("close", "answer"):
            asked.pop(step.mail, None)
    days = Counter(len(weekdays(day)) for day in asked.values())

    assert sum(count for ago, count in days.items() if 10 < ago < 15) == 3
    assert days[10] == 3
    assert sum(count for ago, count in days.items() if 5 <= ago < 10) >= 5
    assert sum(count for ago, count in days.items() if ago > 15) == 1


def weekdays(since: date) -> list[date]:
    """The weekdays after a day up to today, in weeks without a holiday."""
    days = [since + timedelta(number) for number in range(1, (TUESDAY - since).days + 1)]
    return [day for day in days if day.weekday() < 5]


def test_a_good_twenty_mails_wait_in_the_inbox() -> None:
    steps = demo_mailbox.steps(TUESDAY)
    touched = {slug for step in steps for slug in (step.mail, step.reply)}
    waiting = [mail for mail in demo_mailbox.mails(TUESDAY) if mail.slug not in touched]
    first = [mail for mail in waiting if "In-Reply-To:" not in mail.template]

    assert len(first) >= 20
    assert all(mail.moment.date() > TUESDAY - timedelta(8) for mail in first)
