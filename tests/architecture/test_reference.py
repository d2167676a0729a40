"""The reference is written out of the code, and says all there is."""

from docs.generate import REFERENCE, reference
from fastapi.routing import iter_route_contexts

from pressroom.kernel.settings import Settings
from pressroom.web.app import ROUTERS


def test_the_reference_is_up_to_date() -> None:
    stale = [
        name
        for name, content in reference().items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != content
    ]
    assert stale == [], "run `python -m docs.generate`"


def test_every_setting_is_documented_and_described() -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`PRESSROOM_{name.upper()}`" in page
        assert field.description, name


def test_every_route_of_the_api_is_documented() -> None:
    page = (REFERENCE / "api.md").read_text(encoding="utf-8")
    routes = [
        f"{method} {route.path}"
        for router in ROUTERS
        for route in iter_route_contexts(router.routes)
        for method in (route.methods or set()) - {"HEAD"}  # as GET, without the body
        if (route.path or "").startswith(("/api/", "/healthz", "/readyz", "/metrics"))
    ]
    assert len(routes) > 15
    assert [route for route in routes if f"## `{route}`" not in page] == []
