"""What `pressroom doctor` looks at, one function a look: what was found, and how to mend it where it is wrong."""

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

from pressroom.cli.address import is_free, pressroom_at
from pressroom.core.runs.workers import living_workers
from pressroom.kernel.app import App
from pressroom.kernel.errors import PressroomError
from pressroom.kernel.migrate import revisions
from pressroom.kernel.settings import Settings
from pressroom.kernel.storage import free_bytes
from pressroom.providers.describe import describer_for
from pressroom.providers.pages.local import LocalPageReader
from pressroom.providers.pages.sniff import PNG

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 15
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
    name, model = "Describing model", settings.describe_model
    try:
        describer_for(model, timeout_seconds=settings.describe_timeout_seconds).check()
    except PressroomError as error:
        return Check(name, State.FAILED, str(error), "Set PRESSROOM_DESCRIBE_MODEL to a model you can use, or `local`.")
    how = "works offline" if model == "local" else "can be reached; it was not asked anything"
    return Check(name, State.OK, f"{model}, {how}")


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


WITHOUT_DATABASE: tuple[Callable[[Settings], Check], ...] = (
    python_version,
    data_folder,
    disk,
    secret_key,
    port,
    describing_model,
    ocr,
)
WITH_DATABASE: tuple[Callable[[App, Settings], Check], ...] = (database, migrations, storage, workers)


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def _picture_of(words: str, folder: Path) -> Path:
    picture = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(picture).text((60, 50), words, fill=0, font=ImageFont.load_default(60))
    path = folder / "sample.png"
    picture.save(path)
    return path
