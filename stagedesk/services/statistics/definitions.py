"""What the figures mean: named sentences with a version, printed wherever the figures are."""

from dataclasses import dataclass

from stagedesk.i18n import N_


@dataclass(frozen=True, slots=True)
class Definition:
    """`text` is marked for translation; a change of meaning is a new version."""

    id: str
    version: int
    text: str


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "request",
        1,
        N_("A request is one applicant who seeks one internship; a supplement or reminder is not a new one."),
    ),
    Definition(
        "received",
        1,
        N_(
            "Received: requests whose first mail reached the city in the period, also when it was taken in"
            " later. Requests that ended as a duplicate or as no internship request by the end of the period"
            " are left out and shown apart."
        ),
    ),
    Definition(
        "open",
        1,
        N_(
            "Open: received by the end of that day and not closed by then. At the start and at the end of a"
            " period; open at the start + received + left out + taken up again = closed + open at the end."
        ),
    ),
    Definition(
        "closed",
        1,
        N_(
            "Closed: requests that were closed in the period and still were at its end, by outcome and reason"
            " as they stood then."
        ),
    ),
    Definition(
        "reopened",
        1,
        N_(
            "Taken up again: requests that were closed when the period began and were reopened in it. Until"
            " the day of reopening they count as closed, so that the figures of earlier months stay the same."
        ),
    ),
    Definition(
        "undone",
        1,
        N_("A step that was undone counts as never taken; this can still change the figures of past months."),
    ),
    Definition(
        "asked",
        1,
        N_(
            "Asked: a department got a request with a date to answer by. Asked, answered and taken back count"
            " on the day on which it happened; still open are all that wait for an answer at the end,"
            " whenever they were asked. A yes with a condition is a yes; a question is not an answer."
        ),
    ),
    Definition(
        "turnaround",
        1,
        N_(
            "Turnaround in working days: weekends and the city's closing days do not count, nor does the"
            " first day. From receiving to asking the first department, to the first yes or no, and to the"
            " end, each counted in the period in which that happened; ends that do not count are left out."
            " The 90th percentile is the number of days within which nine out of ten were done."
        ),
    ),
    Definition(
        "last-year",
        1,
        N_(
            "Last year: the same days of the year before. While a month is not over, last year's ends on the"
            " same day of the month."
        ),
    ),
)
