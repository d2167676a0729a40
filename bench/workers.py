"""Two hundred queued documents, carried by one worker and by two."""

from sqlalchemy import text

from bench.installation import Installation, installation
from bench.row import Row
from bench.timings import wait_until

DOCUMENTS = 200
IN_ONE_REQUEST = 50
LONGEST_SECONDS = 180.0

FIGURES = text("""
    SELECT count(*) AS done, extract(epoch FROM max(completed_at) - min(completed_at)) AS seconds
    FROM documents WHERE status = 'completed' AND filename LIKE :batch
""")


def run() -> list[Row]:
    """Queue the documents while no worker runs, then let workers at them."""
    one, two = (documents_a_second(workers) for workers in (1, 2))
    return [
        Row(what=f"{DOCUMENTS} queued small documents, one worker", measured=f"{one:.1f} documents/s"),
        Row(
            what=f"{DOCUMENTS} queued small documents, two workers",
            measured=f"{two:.1f} documents/s",
            against="one worker",
            ratio=two / one,
        ),
    ]


def documents_a_second(workers: int) -> float:
    """Return the speed between the first and the last completion."""
    with installation(workers=0) as press:
        for first in range(0, DOCUMENTS, IN_ONE_REQUEST):
            press.add(*(note(first + index) for index in range(IN_ONE_REQUEST)))
        for _ in range(workers):
            press.run("worker")
        return (DOCUMENTS - 1) / seconds_between_completions(press)


def seconds_between_completions(press: Installation) -> float:
    """Wait for all documents; return the seconds from the first to the last to be completed."""
    with press.database() as database:

        def figures() -> tuple[int, float]:
            with database.transaction() as session:
                row = session.execute(FIGURES, {"batch": "note-%"}).one()
                return row.done, float(row.seconds or 0)

        wait_until(lambda: figures()[0] == DOCUMENTS, within=LONGEST_SECONDS, what="all completed", every=0.25)
        return figures()[1]


def note(number: int) -> tuple[str, bytes]:
    """Return a small text file that no other is like."""
    words = (
        f"Minutes of meeting {number}\n\nThe committee met on {1 + number % 28} March 2026 and approved invoice "
        f"{1000 + number} of the Bramble & Stitch Co-operative over £{40 + number}.00. The next meeting is in April."
    )
    return f"note-{number}.txt", words.encode()
