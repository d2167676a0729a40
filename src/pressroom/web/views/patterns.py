"""What `/-/patterns` is given: samples of what the components show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pressroom.web.views.documents import DocumentRow
from pressroom.web.views.metadata import Difference
from pressroom.web.views.runs import RunRow, TimelineBar
from pressroom.web.views.shell import Choice, Shell, State, View


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternsPage(View):
    """`GET /-/patterns`."""

    template: ClassVar[str] = "patterns.html"
    shell: Shell
    states: Sequence[State]
    choices: Sequence[Choice]
    documents: Sequence[DocumentRow]
    runs: Sequence[RunRow]
    timeline: Sequence[TimelineBar]
    differences: Sequence[Difference]
