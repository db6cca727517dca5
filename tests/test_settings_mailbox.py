"""Mailboxes in the settings file: what may stand there, and what is said about what may not."""

from dataclasses import fields
from pathlib import Path

import pytest

from stagedesk import errors, settings
from stagedesk.settings_mailbox import Mailbox

LOGIN = 'password_env = "STAGE_PASSWORD"'
LEAST = f'name = "stage"\nhost = "imap.stad.example"\nuser = "stage@stad.example"\n{LOGIN}\n'


def load(tmp_path: Path, *tables: str) -> tuple[Mailbox, ...]:
    file = tmp_path / "stagedesk.toml"
    text = 'city = "Mechelen"\n' + "".join(f"[[mailbox]]\n{table}\n" for table in tables)
    file.write_text(text, encoding="utf-8")
    return settings.load({}, file).mailboxes


def said(tmp_path: Path, *tables: str) -> str:
    with pytest.raises(errors.SettingsError) as told:
        load(tmp_path, *tables)
    return str(told.value).removeprefix(f"{tmp_path / 'stagedesk.toml'}: ")


def test_the_least_that_a_mailbox_needs(tmp_path: Path) -> None:
    assert load(tmp_path, LEAST) == (
        Mailbox("stage", "imap.stad.example", user="stage@stad.example", password_env="STAGE_PASSWORD"),
    )


def test_a_mailbox_is_read_over_tls_and_left_as_it_is() -> None:
    box = Mailbox("stage", "imap.stad.example")

    assert (box.tls, box.port, box.mark, box.folders) == ("tls", 993, "", ("INBOX",))


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    more = 'port = 1143\ntls = "starttls"\nca_file = "ca.pem"\nfolders = ["A", "B", "A"]\nmark = "move:C"\n'

    (box,) = load(tmp_path, LEAST + more + "timeout = 5")

    assert (box.port, box.tls, box.ca_file, box.timeout) == (1143, "starttls", "ca.pem", 5)
    assert (box.folders, box.mark, box.move_to) == (("A", "B"), "move:C", "C")


@pytest.mark.parametrize(("tls", "port"), [("tls", 993), ("starttls", 143), ("none", 143)])
def test_the_port_follows_from_the_kind_of_line(tmp_path: Path, tls: str, port: int) -> None:
    assert load(tmp_path, f'{LEAST}tls = "{tls}"')[0].port == port


@pytest.mark.parametrize(
    "login",
    [
        'password_command = "pass show stage"',
        'password_keyring = "stagedesk"',
        'token_command = "oauth2 token"',
        'microsoft_tenant = "t"\nmicrosoft_client_id = "c"',
        'microsoft_tenant = "t"\nmicrosoft_client_id = "c"\nmicrosoft_secret_env = "S"',
    ],
)
def test_the_ways_to_log_in(tmp_path: Path, login: str) -> None:
    assert len(load(tmp_path, LEAST.replace(LOGIN, login))) == 1


def test_several_mailboxes(tmp_path: Path) -> None:
    boxes = load(tmp_path, LEAST, LEAST.replace('"stage"', '"jobs"'))

    assert [box.name for box in boxes] == ["stage", "jobs"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('host = "h"', "mailbox 1: name is missing; expected a text in quotes."),
        ('name = "stage"', "mailbox stage: host is missing; expected a text in quotes."),
        (LEAST + 'pasword = "geheim"', "mailbox stage: pasword is not a setting; expected one of name, host"),
        (LEAST + "port = 0", "mailbox stage: port is 0; expected a number from 1 to 65535."),
        (LEAST + "port = true", "mailbox stage: port is True; expected a number from 1 to 65535."),
        (LEAST + 'tls = "ssl"', "mailbox stage: tls is 'ssl'; expected one of"),
        (LEAST + "folders = []", "mailbox stage: folders is []; expected a list of names"),
        (LEAST + 'folders = "INBOX"', "mailbox stage: folders is 'INBOX'; expected a list of names"),
        (LEAST + "folders = [1]", "mailbox stage: folders is [1]; expected a list of names"),
        (LEAST + 'mark = "read"', "mailbox stage: mark is 'read'; expected one of"),
        (LEAST + 'mark = "move:"', "mailbox stage: mark is 'move:'; expected one of"),
        (LEAST + 'mark = "move:INBOX"', "mailbox stage: mark is 'move:INBOX'; expected a folder that is not"),
        (LEAST + 'token_command = "geheim"', "mailbox stage: login is password_env + token_command;"),
        (LEAST.replace(LOGIN, ""), "mailbox stage: login is missing; expected exactly one of password_env"),
        (LEAST.replace(LOGIN, 'microsoft_tenant = "t"'), "mailbox stage: microsoft_client_id is missing"),
        (LEAST.replace(LOGIN, "password_command = 5"), "mailbox stage: password_command is no text;"),
        (LEAST.replace('"stage"', '"a/b"'), "mailbox a/b: name is 'a/b'; expected letters"),
        (LEAST.replace('"imap.stad.example"', '""'), "mailbox stage: host is empty"),
        (LEAST + 'ca_file = "a\\nb"', "mailbox stage: ca_file is not one line of text"),
        (LEAST.replace("user =", "# user ="), "mailbox stage: user is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_mailbox_and_the_key(
    tmp_path: Path, table: str, sentence: str
) -> None:
    found = said(tmp_path, table)

    assert found.startswith(sentence)
    assert "geheim" not in found


def test_two_mailboxes_of_one_name_are_refused(tmp_path: Path) -> None:
    assert said(tmp_path, LEAST, LEAST).startswith("mailbox: name is 'stage' twice")


@pytest.mark.parametrize("line", ['mailbox = "x"', "mailbox = [1]", '[mailbox]\nname = "stage"'])
def test_what_is_no_table_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "stagedesk.toml"
    file.write_text(line, encoding="utf-8")

    with pytest.raises(errors.SettingsError, match=r"\[\[mailbox\]\]"):
        settings.load({}, file)


def test_what_could_hold_a_password_does_not_show_itself() -> None:
    box = Mailbox("stage", "h", user="geheim", password_command="echo geheim", token_command="echo geheim")

    assert "geheim" not in repr(box)


def test_every_key_has_its_sentence() -> None:
    assert set(settings.described(Mailbox)) == {each.name for each in fields(Mailbox)}
    assert "mailboxes" in settings.described()
