"""What each template is given: one frozen view a page or partial, with nothing a template does not use.

A view names its template and holds plain values, so a page can be drawn, tested and looked at without a database.
"""

from pressroom.web.views.accounts import FirstRunPage, SettingsPage, SignInPage
from pressroom.web.views.alerts import AlertsPage
from pressroom.web.views.articles import (
    ArticlePage,
    ArticlePanelPartial,
    ArticleRowPartial,
    ArticlesPage,
    ProjectPage,
)
from pressroom.web.views.artworks import ArtworkBatchPartial, ArtworkPage, ArtworksPage, ArtworkTilePartial
from pressroom.web.views.calendar import CalendarPage, CalendarPartial, TrayPartial
from pressroom.web.views.connections import ConnectionRowPartial, ConnectionsPage
from pressroom.web.views.credits import CreditsPartial
from pressroom.web.views.documents import (
    DocumentPage,
    DocumentRowPartial,
    DocumentsPage,
    HomePage,
    MetadataPartial,
)
from pressroom.web.views.events import EventPage, EventsPage
from pressroom.web.views.folders import (
    FolderChoicePartial,
    FolderPage,
    FolderProgressPartial,
    FolderRowPartial,
    FoldersPage,
)
from pressroom.web.views.generations import (
    GenerationBatchPartial,
    GenerationPage,
    GenerationPanelPartial,
    GenerationRowPartial,
    GenerationsPage,
    GenerationTilePartial,
    ShelfPartial,
    StudioPartial,
)
from pressroom.web.views.media import (
    MediaBatchPartial,
    MediaCountsPartial,
    MediaItemPage,
    MediaMadePartial,
    MediaPage,
    MediaPanelPartial,
    MediaTilePartial,
)
from pressroom.web.views.patterns import PatternsPage
from pressroom.web.views.pin import (
    PinFormPartial,
    PinNewPage,
    PinPage,
    PinPanelPartial,
    PinStagePartial,
)
from pressroom.web.views.pins import (
    PinBatchPartial,
    PinCardPartial,
    PinColumnPartial,
    PinEstimatePartial,
    PinRowPartial,
    PinsBoardPage,
    PinsPage,
    PinWritingPartial,
)
from pressroom.web.views.projects import LinkExamplePartial, ProjectRowPartial, ProjectsPage, ScrapePartial
from pressroom.web.views.prompts import PromptHistoryPartial, PromptPage, PromptsPartial, TrialPartial
from pressroom.web.views.runs import ManyRuns, RunPage, RunRowPartial, RunsPage
from pressroom.web.views.shell import Choice, ErrorPage, NavPartial, Progress, Shell, State, Tone, Usage, View
from pressroom.web.views.spending import SpendingPartial
from pressroom.web.views.webhooks import WebhookPage, WebhooksPage

__all__ = [
    "AlertsPage",
    "ArticlePage",
    "ArticlePanelPartial",
    "ArticleRowPartial",
    "ArticlesPage",
    "ArtworkBatchPartial",
    "ArtworkPage",
    "ArtworkTilePartial",
    "ArtworksPage",
    "CalendarPage",
    "CalendarPartial",
    "Choice",
    "ConnectionRowPartial",
    "ConnectionsPage",
    "CreditsPartial",
    "DocumentPage",
    "DocumentRowPartial",
    "DocumentsPage",
    "ErrorPage",
    "EventPage",
    "EventsPage",
    "FirstRunPage",
    "FolderChoicePartial",
    "FolderPage",
    "FolderProgressPartial",
    "FolderRowPartial",
    "FoldersPage",
    "GenerationBatchPartial",
    "GenerationPage",
    "GenerationPanelPartial",
    "GenerationRowPartial",
    "GenerationTilePartial",
    "GenerationsPage",
    "HomePage",
    "LinkExamplePartial",
    "ManyRuns",
    "MediaBatchPartial",
    "MediaCountsPartial",
    "MediaItemPage",
    "MediaMadePartial",
    "MediaPage",
    "MediaPanelPartial",
    "MediaTilePartial",
    "MetadataPartial",
    "NavPartial",
    "PatternsPage",
    "PinBatchPartial",
    "PinCardPartial",
    "PinColumnPartial",
    "PinEstimatePartial",
    "PinFormPartial",
    "PinNewPage",
    "PinPage",
    "PinPanelPartial",
    "PinRowPartial",
    "PinStagePartial",
    "PinWritingPartial",
    "PinsBoardPage",
    "PinsPage",
    "Progress",
    "ProjectPage",
    "ProjectRowPartial",
    "ProjectsPage",
    "PromptHistoryPartial",
    "PromptPage",
    "PromptsPartial",
    "RunPage",
    "RunRowPartial",
    "RunsPage",
    "ScrapePartial",
    "SettingsPage",
    "ShelfPartial",
    "Shell",
    "SignInPage",
    "SpendingPartial",
    "State",
    "StudioPartial",
    "Tone",
    "TrayPartial",
    "TrialPartial",
    "Usage",
    "View",
    "WebhookPage",
    "WebhooksPage",
]
