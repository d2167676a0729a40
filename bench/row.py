"""What a benchmark says: one row a figure, and the table of them all."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("what", "measured", "target or comparison", "ratio", "ok?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside what it is held against."""

    what: str
    measured: str
    against: str = ""
    ratio: float | None = None
    """Measured over compared; below 1 is less than the other."""
    met: bool | None = None
    """Whether a hard target is met; None where there is none."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        verdict = {True: "yes", False: "NO", None: ""}[self.met]
        return (self.what, self.measured, self.against, f"{self.ratio:.2f}" if self.ratio else "", verdict)


def table(rows: Sequence[Row]) -> str:
    """Return rows as a table of aligned columns."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    set_lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    set_lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in set_lines)


def markdown(rows: Sequence[Row]) -> str:
    """Return rows as a table for a page of documentation."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def missed(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose hard target is missed."""
    return [row for row in rows if row.met is False]
