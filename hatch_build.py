"""Copies third-party assets out of wheels (build requirements only) beside our own static files."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "swagger-ui.js": ("fastapi_offline", "static/swagger-ui-bundle.js"),
    "swagger-ui.css": ("fastapi_offline", "static/swagger-ui.css"),
}


class CopyAssets(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's builder config is not ours to name
    """Puts `web/static/vendor/` in place before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Copy every asset."""
        vendor = Path(self.root, "src/pressroom/web/static/vendor")
        vendor.mkdir(parents=True, exist_ok=True)
        for name, (package, path) in ASSETS.items():
            (vendor / name).write_bytes((files(package) / path).read_bytes())
