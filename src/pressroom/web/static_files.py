"""Our own style sheets, scripts and pictures, under an address that changes with their content."""

from functools import cache
from hashlib import sha256
from os import stat_result
from pathlib import Path

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
MARK = "v-"


@cache
def version() -> str:
    """Return a short digest of every static file, so that modules that import each other change together."""
    digest = sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def static_url(path: str) -> str:
    """Return the address of a static file as it is now."""
    return f"/static/{MARK}{version()}/{path}"


class VersionedFiles(StaticFiles):
    """Serves `/static/v-…/path` to be kept forever, and `/static/path` to be asked for again each time."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def lookup_path(self, path: str) -> tuple[str, stat_result | None]:
        """Find a file, leaving out the version; a page from before an upgrade gets today's files."""
        first, _, rest = path.partition("/")
        return super().lookup_path(rest if first.startswith(MARK) else path)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file with how long it may be kept."""
        response = await super().get_response(path, scope)
        is_current = path.startswith(f"{MARK}{version()}/")
        response.headers["Cache-Control"] = FOREVER if is_current else ALWAYS_ASK
        return response
