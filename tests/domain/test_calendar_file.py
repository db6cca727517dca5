"""An appointment that every calendar reads: in UTC, with marked signs and folded lines."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.calendar_file import WIDTH, event

START, END = datetime(2026, 3, 12, 8, 30, tzinfo=UTC), datetime(2026, 3, 12, 11, tzinfo=UTC)


def made(summary: str = "Introductiedag", location: str = "Stadhuis, zaal 1; links") -> str:
    return event(
        uid="1@stad.example", starts=START, ends=END, summary=summary, location=location,
        organizer="stage@stad.example", made=START,
    )  # fmt: skip


def test_it_says_when_and_where() -> None:
    lines = made().split("\r\n")

    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert {"DTSTART:20260312T083000Z", "DTEND:20260312T110000Z", "SUMMARY:Introductiedag"} <= set(lines)
    assert "LOCATION:Stadhuis\\, zaal 1\\; links" in lines


@given(st.text(max_size=200))
def test_no_text_breaks_out_of_its_line(words: str) -> None:
    text = made(summary=words)

    assert all(len(line.encode()) <= WIDTH for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    names = [line.partition(":")[0] for line in unfolded.split("\r\n")]
    assert names.count("BEGIN") == names.count("END") == 2
    assert names.count("SUMMARY") == 1
