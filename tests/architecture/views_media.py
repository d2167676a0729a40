"""Samples of the views of pictures, folders, connections and artworks."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages import pattern_folders, pattern_pictures
from pressroom.web.views.artworks import ArtworkBatch, ArtworkDetail
from pressroom.web.views.connections import ProviderCard
from pressroom.web.views.folders import SyncFile, SyncFiles
from pressroom.web.views.media import Made, MadeThing, MediaBatch, MediaCounts, MediaDetail, MediaFilters, Origin
from pressroom.web.views.metadata import Difference
from pressroom.web.views.shell import Crumb, Trouble
from tests.architecture.frame import AT, DONE, PROVENANCE, REVISIONS, RUNS, SHELL

TILES = pattern_pictures.tiles()
CHOICES = (
    views.Choice(value="failed", label="Failed", is_chosen=False, count=3),
    views.Choice(value="upload", label="Upload", is_chosen=True),
)
BATCH = MediaBatch(id="first", tiles=TILES, more_url="/media?cursor=c", load_url="/media/batch?cursor=c", here="/media")
COUNTS = MediaCounts(total=9180, statuses=CHOICES)
FILTERS = MediaFilters(
    query="",
    statuses=CHOICES,
    sources=CHOICES,
    folders=CHOICES,
    tags=CHOICES,
    colours=pattern_pictures.colours(),
    since="2026-01-01",
    until="",
    is_narrowed=True,
)
DETAIL = MediaDetail(
    id="m1",
    name="IMG_2201.jpg",
    picture=pattern_pictures.picture(1, 1600, 1067, "A lake between pine hills"),
    state=DONE,
    failure=None,
    remedy=None,
    is_deleted=False,
    is_busy=False,
    has_metadata=True,
    description="A lake between pine hills on a clear morning, its far shore in mist.",
    tags=("lake", "morning"),
    content="landscape",
    style="photograph",
    subjects=("lake", "hills"),
    mood="calm",
    colours=pattern_pictures.PALETTE,
    provenance=PROVENANCE,
    revisions=REVISIONS,
    differences=(Difference("Tags", (("lake", "same"), (", morning", "added"))),),
    runs=RUNS,
    kind_label="JPEG picture",
    size=4_120_000,
    created_at=AT,
    taken_at=AT,
    camera="Fujifilm X-T5",
    location="47.5581, 13.6493",
    origin=Origin(
        label="Google Drive",
        folder=Crumb("/media/folders/f1", "Garden 2026"),
        path="2026/June/IMG_2201.jpg",
        external_url="https://drive.google.com/file/d/1",
    ),
    duplicates=TILES[:4] + TILES[7:8],
    artwork=Crumb("/artworks/a1", "Morning at the lake"),
    styles=CHOICES,
    made=Made(media_id="m1", things=(MadeThing(url="/generations/g1", style="Plushie", state=DONE, at=AT),)),
)
ITEM = views.MediaItemPage(
    shell=SHELL, media=DETAIL, back_url="/media?q=lake", previous_url="/media/m0?q=lake", next_url="/media/m2?q=lake"
)
FOLDERS = views.FoldersPage(
    shell=SHELL,
    folders=pattern_folders.folders(),
    connections=CHOICES,
    choice=pattern_folders.CHOICE,
    roots=CHOICES,
    options=pattern_folders.OPTIONS,
    path="2026",
    errors={"google_drive": "Choose a folder.", "folder": "There is no such folder."},
)
FOLDER = pattern_folders.folder()
FILES = SyncFiles(
    files=(
        SyncFile(
            id="x1",
            name="IMG_1.jpg",
            path="2026/IMG_1.jpg",
            reason="What arrived is not what Google Drive sent: it is tried anew with the next sync.",
            failed_at="storing",
            at=AT,
            media_url=None,
        ),
        SyncFile(
            id="x2",
            name="IMG_2.jpg",
            path=None,
            reason="The model did not answer in 60 seconds.",
            failed_at="describing",
            at=AT,
            media_url="/media/m2",
        ),
    ),
    total=120,
    more_url="/media/folders/sample?failed=c",
)
SKIPPED = SyncFiles(
    files=tuple(replace(one, failed_at="skipped", reason="A video, not a picture.") for one in FILES.files),
    total=1,
    more_url=None,
)
NONE = SyncFiles(files=(), total=0, more_url=None)
CARD = ProviderCard(
    name="google_drive",
    label="Google Drive",
    purpose="Reads the folders you choose, and never changes or deletes anything there.",
    missing=(),
    callback_url="http://127.0.0.1:8288/oauth/google_drive/callback",
    is_pasted=False,
    connections=pattern_folders.connections(),
)
ARTWORK = views.ArtworkPage(
    shell=SHELL,
    artwork=ArtworkDetail(
        id="a1",
        title="Morning at the lake",
        description="Printed on cotton paper.",
        tags=("lake",),
        price="1200.00",
        currencies=CHOICES,
        picture=DETAIL.picture,
        media=Crumb("/media/m1", "IMG_2201.jpg"),
        created_at=AT,
        is_deleted=False,
    ),
    errors={"title": "It needs a title.", "price": "This is no price."},
)


def every_view_of_pictures() -> Iterator[views.View]:
    """Yield views that together use every template and every field of these pages."""
    yield from _library()
    yield from _items()
    yield from _folders()
    yield views.ConnectionsPage(
        shell=replace(SHELL, broken_connections=2), providers=(CARD,), error="Access was denied."
    )
    unset = replace(CARD, missing=("PRESSROOM_GOOGLE_CLIENT_ID",), connections=())
    yield views.ConnectionsPage(shell=SHELL, providers=(unset,), error=None)
    yield views.ConnectionsPage(shell=SHELL, providers=(replace(CARD, connections=()),), error=None)
    pasted = replace(CARD, is_pasted=True)
    yield views.ConnectionsPage(shell=SHELL, providers=(pasted,), error=None, token_error="Not taken.")
    yield from (views.ConnectionRowPartial(one) for one in CARD.connections)
    yield from _artworks()


def _library() -> Iterator[views.View]:
    page = views.MediaPage(shell=SHELL, filters=FILTERS, batch=BATCH, counts=COUNTS, max_upload_bytes=200_000_000)
    all_of_them = replace(FILTERS, is_narrowed=False, since="", query="")
    nothing = replace(BATCH, tiles=(), more_url=None, load_url=None)
    yield page
    lost = replace(
        SHELL, broken_connections=1, trouble=Trouble("ada needs you to sign in again.", "It was taken back.")
    )
    yield replace(page, filters=replace(FILTERS, query="lake"), shell=lost)
    yield replace(page, filters=all_of_them)
    yield replace(page, batch=nothing)
    yield replace(page, batch=nothing, filters=all_of_them)
    yield views.MediaCountsPartial(COUNTS)
    yield views.MediaBatchPartial(replace(BATCH, id="c"))
    yield from (views.MediaTilePartial(one) for one in TILES)
    yield views.MediaTilePartial(replace(TILES[0], url="/media/sample-1?q=lake"))


def _items() -> Iterator[views.View]:
    yield ITEM
    blank = replace(DETAIL.picture, thumbnails=(), width=None, height=None, placeholder="")
    bare = replace(
        DETAIL,
        picture=blank,
        state=views.State("bad", "Not read"),
        failure="The picture ends early.",
        remedy="retry",
        has_metadata=False,
        description=None,
        tags=(),
        content=None,
        style=None,
        subjects=(),
        mood=None,
        colours=(),
        provenance=None,
        revisions=(),
        differences=None,
        runs=(),
        taken_at=None,
        camera=None,
        location=None,
        origin=Origin(label="Upload", folder=None, path=None, external_url=None),
        duplicates=(),
        artwork=None,
        made=Made(media_id="m1", things=()),
    )
    yield replace(ITEM, media=bare, previous_url=None, next_url=None)
    yield views.MediaPanelPartial(replace(bare, remedy="describe"))
    yield views.MediaPanelPartial(replace(bare, remedy=None, is_busy=True))
    yield views.MediaPanelPartial(replace(DETAIL, is_deleted=True))
    yield views.MediaMadePartial(DETAIL.made)


def _folders() -> Iterator[views.View]:
    yield FOLDERS
    yield replace(FOLDERS, folders=(), connections=(), roots=(), choice=None, errors={})
    yield replace(FOLDERS, choice=None)
    yield from (views.FolderRowPartial(one) for one in FOLDERS.folders)
    choice = pattern_folders.CHOICE
    yield views.FolderChoicePartial(replace(choice, folders=()))
    yield views.FolderChoicePartial(replace(choice, folders=(), query="garden"))
    yield views.FolderChoicePartial(replace(choice, trouble="Google Drive did not answer."))
    here = "/media/folders/sample"
    yield views.FolderPage(shell=SHELL, folder=FOLDER, failed=FILES, skipped=SKIPPED, here=here)
    idle = replace(FOLDER, is_running=False, next_sync_at=AT, external_url=None, kind="folder")
    yield views.FolderPage(shell=SHELL, folder=replace(idle, sync=None), failed=NONE, skipped=NONE, here=here)
    assert FOLDER.sync
    over = replace(FOLDER.sync, held_until=None, ended_at=AT, started_at=AT, run=None, failure="The folder is gone.")
    yield views.FolderProgressPartial(replace(idle, sync=over, connection_trouble="Google ended this sign-in."))
    unknown = replace(FOLDER.sync, files=views.Progress(20, None), bytes=views.Progress(9, None), held_reason=None)
    yield views.FolderProgressPartial(replace(FOLDER, sync=unknown))


def _artworks() -> Iterator[views.View]:
    batch = ArtworkBatch(
        id="first",
        tiles=pattern_pictures.artworks(),
        more_url="/artworks?cursor=c",
        load_url="/artworks/batch?cursor=c",
        here="/artworks",
    )
    page = views.ArtworksPage(shell=SHELL, query="lake", batch=batch, total=3, is_narrowed=True)
    nothing = replace(batch, tiles=(), more_url=None, load_url=None)
    yield page
    yield replace(page, batch=nothing)
    yield replace(page, batch=nothing, is_narrowed=False)
    yield views.ArtworkBatchPartial(replace(batch, id="c", more_url=None))
    yield from (views.ArtworkTilePartial(one) for one in batch.tiles)
    yield views.ArtworkTilePartial(replace(batch.tiles[0], picture=replace(DETAIL.picture, thumbnails=())))
    yield ARTWORK
    bare = replace(ARTWORK.artwork, is_deleted=True, picture=replace(DETAIL.picture, thumbnails=()))
    yield replace(ARTWORK, artwork=bare, errors={})
