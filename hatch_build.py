"""Copies htmx out of the `django-htmx` wheel (a build requirement) beside our own static files."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDORED = {"htmx-2.min.js": "htmx.min.js"}


class CopyHtmx(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's builder config is not ours to name
    """Puts `web/static/vendor/htmx.min.js` in place before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        vendor = Path(self.root, "src/pressroom/web/static/vendor")
        vendor.mkdir(parents=True, exist_ok=True)
        source = files("django_htmx") / "static" / "django_htmx"
        for theirs, ours in VENDORED.items():
            (vendor / ours).write_bytes((source / theirs).read_bytes())
