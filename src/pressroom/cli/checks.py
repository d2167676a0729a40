"""What `pressroom doctor` looks at, one function a look: what was found, and how to mend it where it is wrong."""

import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import text
from sqlalchemy.engine import make_url

from pressroom.catalogue import CATALOGUE
from pressroom.cli.address import is_free, pressroom_at
from pressroom.core.floor.queues import QUEUES
from pressroom.core.floor.settling import limits_held
from pressroom.core.runs.workers import living_stories, living_workers
from pressroom.kernel.app import App
from pressroom.kernel.errors import PressroomError
from pressroom.kernel.migrate import revisions
from pressroom.kernel.settings import Settings
from pressroom.kernel.storage import free_bytes
from pressroom.providers.describe import describer_for
from pressroom.providers.oauth import google_oauth
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.pages.sniff import PNG
from pressroom.providers.paint import painter_for

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 15
OLDEST_PGVECTOR = (0, 8)
SCARCE_BYTES, LITTLE_BYTES = 500_000_000, 5_000_000_000
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SAMPLE = "Pressroom reads"


class State(StrEnum):
    """How a look turned out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """What was found at one look; `mend` says what to do where something is wrong and `detail` does not say it."""

    name: str
    state: State
    detail: str
    mend: str | None = None


def python_version(_: Settings) -> Check:
    """Look at the Python that runs this."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST_PYTHON:
        return Check("Python", State.FAILED, f"This is Python {found}.", "Install Python 3.11 or newer.")
    return Check("Python", State.OK, found)


def data_folder(settings: Settings) -> Check:
    """Look whether the data folder can be written to."""
    folder = settings.data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = f"{folder} cannot be written to: {error.strerror}."
        return Check("Data folder", State.FAILED, why, "Change its owner, or set PRESSROOM_DATA_DIR to another folder.")
    return Check("Data folder", State.OK, str(folder))


def disk(settings: Settings) -> Check:
    """Look at the room left for data."""
    free = free_bytes(_existing(settings.data_dir.absolute()))
    detail = f"{free / 1e9:,.1f} GB free"
    if free < SCARCE_BYTES:
        return Check("Disk", State.FAILED, detail, "Free some space: uploads and the database will soon fail.")
    if free < LITTLE_BYTES:
        return Check("Disk", State.WARNING, detail, "It will be full soon; free some space in time.")
    return Check("Disk", State.OK, detail)


def secret_key(settings: Settings) -> Check:
    """Look whether the key of stored secrets is there and for us alone."""
    name = "Secret key"
    if settings.secret_keys:
        return Check(name, State.OK, f"{len(settings.secret_keys)} given by PRESSROOM_SECRET_KEYS")
    path = settings.data_dir / "secret.key"
    if not path.exists():
        return Check(name, State.OK, f"{path} will be made at the first start")
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        return Check(name, State.FAILED, f"{path} can be read by others.", f"Run `chmod 600 {path}`.")
    return Check(name, State.OK, f"{path}, for its owner alone")


def ocr(settings: Settings) -> Check:
    """Look whether the OCR engine reads a small picture, with the languages that are set."""
    reader = LocalPageReader(
        languages=settings.ocr_languages, tessdata_dir=settings.tessdata_dir, engine=settings.ocr_engine
    )
    try:
        with TemporaryDirectory() as folder:
            read = next(reader.read(_picture_of(SAMPLE, Path(folder)), PNG, [1]))
    except PressroomError as error:
        return Check("OCR", State.FAILED, str(error))
    if read.text.split() != SAMPLE.split():
        wrong = f"{settings.ocr_engine} read “{read.text.strip()}” where “{SAMPLE}” was written."
        return Check("OCR", State.WARNING, wrong, "Look at PRESSROOM_OCR_LANGUAGES and PRESSROOM_TESSDATA_DIR.")
    return Check("OCR", State.OK, f"{settings.ocr_engine} reads {settings.ocr_languages}")


def describing_model(settings: Settings) -> Check:
    """Look whether the describing model is known and can be reached; it is not asked anything, for that may cost."""
    return _describing("Describing model", settings.describe_model, "PRESSROOM_DESCRIBE_MODEL", settings)


def vision_model(settings: Settings) -> Check:
    """Look whether the model that describes pictures is known and can be reached."""
    return _describing("Vision model", settings.vision_model, "PRESSROOM_VISION_MODEL", settings)


def painting_model(settings: Settings) -> Check:
    """Look whether the model that makes pictures is known and can be reached; it is not asked for one."""

    def look() -> None:
        painter_for(settings.paint_model, timeout_seconds=settings.paint_timeout_seconds).check()

    return _model("Painting model", settings.paint_model, "PRESSROOM_PAINT_MODEL", look)


def google(settings: Settings) -> Check:
    """Look whether Google Drive can be connected, where somebody began to set it up."""
    name, secret = "Google Drive", settings.google_client_secret.get_secret_value()
    if not settings.google_client_id and not secret:
        return Check(name, State.OK, "not set up; that is needed only to take pictures from a Drive")
    door = google_oauth(
        client_id=settings.google_client_id,
        client_secret=secret,
        auth_url=settings.google_auth_url,
        token_url=settings.google_token_url,
        api_url=settings.google_api_url,
    )
    try:
        door.check()
    except PressroomError as error:
        return Check(name, State.FAILED, str(error))
    return Check(name, State.OK, f"redirect address: {settings.public_url}/oauth/{door.name}/callback")


def media_roots(settings: Settings) -> Check:
    """Look whether the folders that may be watched are there."""
    name = "Media folders"
    if not settings.media_roots:
        return Check(name, State.OK, "none may be added in the browser; PRESSROOM_MEDIA_ROOTS names those that may")
    wrong = [str(root) for root in settings.media_roots if not os.access(root, os.R_OK | os.X_OK) or not root.is_dir()]
    if wrong:
        why = f"{', '.join(wrong)}: no folder that can be read."
        return Check(name, State.FAILED, why, "Make it, let Pressroom read it, or change PRESSROOM_MEDIA_ROOTS.")
    return Check(name, State.OK, ", ".join(str(root) for root in settings.media_roots))


def port(settings: Settings) -> Check:
    """Look who has the port."""
    where = f"{settings.host}:{settings.port}"
    if is_free(settings):
        return Check("Port", State.OK, f"{where} is free")
    if version := pressroom_at(settings):
        return Check("Port", State.OK, f"Pressroom {version} answers at {where}")
    return Check(
        "Port",
        State.FAILED,
        f"{where} is taken by something else, or cannot be listened on.",
        "Stop what is there, or set PRESSROOM_PORT and PRESSROOM_HOST.",
    )


def database(app: App, settings: Settings) -> Check:
    """Look which PostgreSQL answers."""
    with app.database.transaction() as session:
        version = str(session.scalar(text("SHOW server_version")))
    shown = make_url(app.database_url).render_as_string() if settings.database_url else "embedded"
    detail = f"PostgreSQL {version}, {shown}"
    if int(version.split(".", maxsplit=1)[0]) < OLDEST_POSTGRES:
        return Check("Database", State.WARNING, detail, f"Move to PostgreSQL {OLDEST_POSTGRES} or newer.")
    return Check("Database", State.OK, detail)


def vectors(app: App, _: Settings) -> Check:
    """Look whether PostgreSQL can search by meaning."""
    name = "Search by meaning"
    with app.database.transaction() as session:
        version = session.scalar(text("SELECT extversion FROM pg_extension WHERE extname = 'vector'"))
    if version is None:
        return Check(name, State.FAILED, "PostgreSQL lacks pgvector.", "Install pgvector, then start Pressroom again.")
    if tuple(int(part) for part in str(version).split(".")[:2]) < OLDEST_PGVECTOR:
        why = f"pgvector {version} finds too little where several workspaces share a database."
        return Check(
            name, State.FAILED, why, "Install pgvector 0.8 or newer, then run `ALTER EXTENSION vector UPDATE`."
        )
    return Check(name, State.OK, f"pgvector {version}")


def migrations(app: App, _: Settings) -> Check:
    """Look whether the tables are as this version wants them."""
    at, newest = revisions(app.database.engine)
    if at != newest:
        why = f"The tables are at {at}; this version wants {newest}."
        return Check("Tables", State.FAILED, why, "Install the version of Pressroom that made them, or a newer one.")
    return Check("Tables", State.OK, f"up to date ({at})")


def storage(app: App, settings: Settings) -> Check:
    """Look whether files can be written, read and removed."""
    where = settings.storage_url or str(settings.data_dir / "files")
    try:
        app.storage.check()
    except PressroomError as error:
        return Check("Storage", State.FAILED, f"{where}: {error}", "Look at PRESSROOM_STORAGE_URL and its credentials.")
    return Check("Storage", State.OK, where)


def workers(app: App, _: Settings) -> Check:
    """Look whether anything carries runs."""
    with app.database.transaction() as session:
        living = living_workers(session)
    if not living:
        return Check("Workers", State.WARNING, "None is running.", "Run `pressroom serve`, or `pressroom worker`.")
    return Check("Workers", State.OK, ", ".join(f"{one.host}, process {one.pid}" for one in living))


def plugins(app: App, settings: Settings) -> Check:
    """Look whether each file of the plug-ins folder can be used, and whether workers have any that are not there."""
    name = "Plug-ins"
    if CATALOGUE.troubles:
        why = " ".join(f"{one.file}: {one.reason}" for one in CATALOGUE.troubles)
        return Check(name, State.FAILED, why, f"Mend or remove it in {settings.plugins_folder}, then start again.")
    with app.database.transaction() as session:
        elsewhere = living_stories(session, set(limits_held(session)) - set(QUEUES))
    if elsewhere:
        why = f"A worker has workflows that are not here: {', '.join(sorted(elsewhere))}."
        return Check(
            name, State.WARNING, why, f"Give every machine the same files; here they are in {settings.plugins_folder}."
        )
    own = ", ".join(f"{one.name} ({one.source})" for one in CATALOGUE.own)
    return Check(name, State.OK, own or f"none in {settings.plugins_folder}")


WITHOUT_DATABASE: tuple[Callable[[Settings], Check], ...] = (
    python_version,
    data_folder,
    disk,
    secret_key,
    port,
    describing_model,
    vision_model,
    painting_model,
    ocr,
    google,
    media_roots,
)
WITH_DATABASE: tuple[Callable[[App, Settings], Check], ...] = (database, vectors, migrations, storage, workers, plugins)


def _describing(name: str, model: str, setting: str, settings: Settings) -> Check:
    return _model(
        name, model, setting, lambda: describer_for(model, timeout_seconds=settings.describe_timeout_seconds).check()
    )


def _model(name: str, model: str, setting: str, look: Callable[[], None]) -> Check:
    try:
        look()
    except PressroomError as error:
        return Check(name, State.FAILED, str(error), f"Set {setting} to a model you can use, or `local`.")
    how = "works offline" if model == "local" else "can be reached; it was not asked anything"
    return Check(name, State.OK, f"{model}, {how}")


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def _picture_of(words: str, folder: Path) -> Path:
    picture = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(picture).text((60, 50), words, fill=0, font=ImageFont.load_default(60))
    path = folder / "sample.png"
    picture.save(path)
    return path
