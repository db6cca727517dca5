import pytest
from builders import Clock
from random_life import Life
from stagedesk.services import check
@pytest.mark.parametrize("seed", [117,131,*range(160,200)])
def test_many(sqlite_desk, now, seed):
    Life(sqlite_desk, now, seed).live(300)
    assert [f"{each.rule}: {each.where}: {each.detail}" for each in check.check(sqlite_desk)] == []
