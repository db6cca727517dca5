"""What an S/MIME envelope holds: found where it is only signed, and never a crash or a long wait."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.cms import signed_content
from stagedesk.mail.parts import Part

SAMPLES = Path(__file__).parent / "samples"
ENVELOPES = [
    Part.of_mail((SAMPLES / f"{name}.eml").read_bytes()).content()[0]
    for name in ("smime_opaque", "smime_opaque_streamed")
]
ENCRYPTED = Part.of_mail((SAMPLES / "smime_encrypted.eml").read_bytes()).content()[0]


@pytest.mark.parametrize("envelope", ENVELOPES, ids=["lengths given", "streamed"])
def test_what_was_signed_is_found(envelope: bytes) -> None:
    found = signed_content(envelope)

    assert found is not None
    assert found.startswith(b"Content-Type: text/plain; charset=utf-8")


@pytest.mark.parametrize("data", [b"", b"Beste,", ENCRYPTED, ENVELOPES[0][:200]])
def test_anything_else_holds_nothing(data: bytes) -> None:
    assert signed_content(data) is None


@pytest.mark.parametrize(
    "data",
    [b"\x30\x80" * 1_000_000, b"\x24\x80" + b"\x04\x00" * 2_000_000, b"\x30\x84\x7f\xff\xff\xff" * 100_000],
    ids=["deep", "many", "far too long"],
)
def test_a_hostile_one_takes_no_time(data: bytes) -> None:
    started = time.perf_counter()

    assert signed_content(data) is None
    assert time.perf_counter() - started < 1


@given(st.sampled_from(ENVELOPES), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=5))
@settings(max_examples=200, deadline=None)
def test_no_damage_makes_it_crash(envelope: bytes, damage: list[tuple[int, int]]) -> None:
    data = bytearray(envelope)
    for place, value in damage:
        data[place % len(data)] = value

    found = signed_content(bytes(data))

    assert found is None or found in bytes(data) or len(found) < len(data)
