"""`/docs`: the API described and tried out, from files of our own."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter(include_in_schema=False)

PAGE = Path(__file__).parents[1] / "static" / "docs.html"
# Swagger UI sets styles from its script; nothing else on this page could.
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'"


@router.get("/docs")
def api_docs() -> FileResponse:
    """Show the API's description."""
    return FileResponse(PAGE, headers={"Content-Security-Policy": POLICY})
