"""The mail server in the settings file: what may stand there, and what is said about what may not."""

from dataclasses import fields
from pathlib import Path

import pytest

from stagedesk import errors, settings
from stagedesk.settings_smtp import Smtp

LEAST = 'host = "mail.stad.example"'


def load(tmp_path: Path, table: str) -> Smtp | None:
    file = tmp_path / "stagedesk.toml"
    file.write_text(f'city = "Mechelen"\n[smtp]\n{table}\n', encoding="utf-8")
    return settings.load({}, file).smtp


def test_without_a_table_letters_become_files(tmp_path: Path) -> None:
    file = tmp_path / "stagedesk.toml"
    file.write_text('city = "Mechelen"\n')

    assert settings.load({}, file).smtp is None


def test_the_least_that_a_server_needs(tmp_path: Path) -> None:
    found = load(tmp_path, LEAST)

    assert found == Smtp("mail.stad.example")
    assert found
    assert (found.port, found.tls, found.user) == (587, "starttls", "")


@pytest.mark.parametrize(
    ("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)], ids=["starttls", "tls", "none"]
)
def test_the_port_follows_from_how_the_line_is_protected(tmp_path: Path, tls: str, port: int) -> None:
    found = load(tmp_path, f'{LEAST}\ntls = "{tls}"')

    assert found
    assert found.port == port


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('user = "x"', "smtp: host is missing"),
        ('host = ""', "smtp: host is empty"),
        (f'{LEAST}\ntls = "ssl"', "smtp: tls is 'ssl'; expected one of"),
        (f"{LEAST}\nport = 0", "smtp: port is 0; expected a number from 1 to 65535"),
        (f'{LEAST}\nuser = "stage"', "smtp: login is missing; expected exactly one of password_env"),
        (
            f'{LEAST}\nuser = "stage"\npassword_env = "A"\ntoken_command = "b"',
            "smtp: login is password_env + token_command",
        ),
        (f'{LEAST}\npassword_env = "A"', "smtp: user is missing; expected who logs in with password_env"),
        (f'{LEAST}\npassword = "geheim"', "smtp: password is not a setting"),
        (f'{LEAST}\nhello = "een naam"', "smtp: hello is 'een naam'"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(errors.SettingsError) as told:
        load(tmp_path, table)

    assert said in str(told.value)
    assert "geheim" not in str(told.value)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "stagedesk.toml"
    file.write_text('smtp = "mail.stad.example"\n')

    with pytest.raises(errors.SettingsError, match=r"expected a heading \[smtp\]"):
        settings.load({}, file)


def test_every_key_has_its_sentence() -> None:
    assert set(settings.described(Smtp)) == {each.name for each in fields(Smtp)}


def test_secrets_do_not_show() -> None:
    shown = repr(Smtp("mail.stad.example", user="stage", password_command="echo geheim"))

    assert "geheim" not in shown
