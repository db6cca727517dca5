"""The garbage collector looks seldom, and never again at what was there when the desk was opened."""

import gc
from collections.abc import Iterator

import pytest

from stagedesk.ui import garbage


@pytest.fixture
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.enable()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("as_before")
def test_nothing_is_looked_at_while_the_desk_is_being_opened() -> None:
    garbage.do_not_look_yet()
    assert not gc.isenabled()

    garbage.keep_what_is_there()
    assert gc.isenabled()


@pytest.mark.usefixtures("as_before")
def test_a_full_look_comes_after_a_million_new_objects_and_not_at_what_is_there() -> None:
    garbage.look_seldom()
    garbage.keep_what_is_there()

    new, young, old = gc.get_threshold()
    assert new * young * old >= 1_000_000
    assert gc.get_freeze_count() > 0
