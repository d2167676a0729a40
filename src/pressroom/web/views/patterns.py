"""What `/-/patterns` is given: samples of what the components show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pressroom.web.views.articles import ArticleRow
from pressroom.web.views.artworks import ArtworkTile
from pressroom.web.views.calendar import Calendar, Tray
from pressroom.web.views.connections import ConnectionRow
from pressroom.web.views.credits import CreditsPart, Spending
from pressroom.web.views.documents import DocumentRow
from pressroom.web.views.folders import FolderChoice, FolderDetail, FolderRow
from pressroom.web.views.generations import GenerationTile, Studio, StyleChoice
from pressroom.web.views.media import MediaTile, Swatch
from pressroom.web.views.metadata import Difference
from pressroom.web.views.pin import (
    PictureOffer,
    PinDetail,
)
from pressroom.web.views.pins import (
    PinRow,
    Writing,
)
from pressroom.web.views.projects import BoardsPart, ProjectDetail, ProjectForm, ProjectRow
from pressroom.web.views.prompts import PromptHistory, PromptsPart, TrialPart
from pressroom.web.views.publishing import Forecast, PinPublishing
from pressroom.web.views.runs import RunRow, TimelineBar
from pressroom.web.views.shell import Choice, Shell, State, View
from pressroom.web.views.spending import SpendingPart


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
    tiles: Sequence[MediaTile]
    artworks: Sequence[ArtworkTile]
    colours: Sequence[Choice]
    palette: Sequence[Swatch]
    folders: Sequence[FolderRow]
    folder: FolderDetail
    choice: FolderChoice
    connections: Sequence[ConnectionRow]
    credits: CreditsPart
    costs: SpendingPart
    prompts: PromptsPart
    history: PromptHistory
    trial: TrialPart
    spending: Sequence[Spending]
    generations: Sequence[GenerationTile]
    studio: Studio
    styles: Sequence[StyleChoice]
    projects: Sequence[ProjectRow]
    project: ProjectDetail
    project_form: ProjectForm
    boards: BoardsPart
    articles: Sequence[ArticleRow]
    pins: Sequence[PinRow]
    pin_details: Sequence[PinDetail]
    writing: Sequence[Writing]
    published: tuple[Sequence[PinPublishing], Sequence[Forecast]]
    planned: tuple[Calendar, Tray]
    offers: Sequence[PictureOffer]
    max_upload_bytes: int
