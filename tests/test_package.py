"""What is shipped: the stylesheet, the data, the migrations and the Dutch texts are in the wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stagedesk import assets

ROOT = Path(__file__).parent.parent


def tracked(*paths: str) -> list[str]:
    done = subprocess.run(["git", "ls-files", *paths], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_checkout_finds_its_own_data() -> None:
    assert assets.root() == ROOT
    assert assets.stylesheet().is_file()


@pytest.mark.slow
def test_the_wheel_carries_everything(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    (clone / "data" / "local.db").write_text("a desk that must not be shipped")
    wheel = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(clone)]
    subprocess.run(wheel, check=True)

    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())

    assert {f"stagedesk/_assets/{name}" for name in tracked("data", "stagedesk.tcss")} <= names
    assert set(tracked("stagedesk")) <= names
    assert not [name for name in names if name.endswith(".db")]
