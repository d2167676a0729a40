"""A picture's files: thumbnails, the original, and other kinds."""

import pytest

from pressroom.kernel.app import App
from pressroom.kernel.errors import Invalid, ProviderRefused
from pressroom.providers.pictures import FakePictureReader
from tests.caller import Caller, admin_of, problem_of
from tests.doors import fake_doors
from tests.library import completed, picture
from tests.pictures import TINY_HEIC
from tests.serving import served


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_thumbnail_may_be_kept_for_good_where_its_address_names_its_content(
    admin: Caller, app: App, size: str
) -> None:
    item_id = completed(app, admin)
    address = admin.picture(item_id)["thumbnail"]
    answer = admin.http.get(address, params={"size": size})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    kept = admin.http.get(f"{address}&size={size}")
    assert kept.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert admin.http.head(address).headers["content-length"] == str(len(answer.content))


def test_a_thumbnail_asked_for_without_its_content_s_name_is_asked_for_again(admin: Caller, app: App) -> None:
    item_id = completed(app, admin)
    for version in ({}, {"v": "of another file"}):
        answer = admin.http.get(f"/api/media/{item_id}/thumbnail", params=version)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache")


def test_a_size_there_is_none_of_is_refused(admin: Caller, app: App) -> None:
    answer = admin.http.get(f"/api/media/{completed(app, admin)}/thumbnail", params={"size": "huge"})
    problem_of(answer, 422, "validation")


def test_the_original_comes_back_byte_for_byte_under_its_name(admin: Caller) -> None:
    item_id = admin.add_picture(picture("bytes"), "Grüße & Küsse.png")
    path = f"/api/media/{item_id}/original"
    shown, kept = admin.http.get(path), admin.http.get(path, params={"download": "true"})
    assert shown.content == kept.content == picture("bytes")
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert shown.headers["content-disposition"].startswith("inline;")
    assert kept.headers["content-disposition"] == "attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%26%20K%C3%BCsse.png"
    assert admin.http.head(path).headers["content-length"] == str(len(picture("bytes")))
    part = admin.http.get(path, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"PNG")


def test_a_kind_browsers_do_not_show_is_for_keeping_only(admin: Caller) -> None:
    item_id = admin.add_picture(TINY_HEIC, "phone.heic")
    answer = admin.http.get(f"/api/media/{item_id}/original")
    assert answer.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(("to", "ending"), [("jpeg", "jpg"), ("png", "png"), ("webp", "webp")])
def test_a_picture_is_given_as_another_kind(admin: Caller, to: str, ending: str) -> None:
    item_id = admin.add_picture(TINY_HEIC, "phone.of.ada.heic")
    answer = admin.http.get(f"/api/media/{item_id}/file", params={"to": to, "long_side": 100})
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"image/{to}")
    assert answer.headers["content-disposition"].endswith(f"phone.of.ada.{ending}")


@pytest.mark.parametrize(
    "params", [{}, {"to": "tiff"}, {"to": "png", "long_side": "0"}, {"to": "png", "long_side": "20001"}]
)
def test_a_conversion_that_makes_no_sense_is_refused(admin: Caller, params: dict[str, str]) -> None:
    item_id = admin.add_picture(picture())
    problem_of(admin.http.get(f"/api/media/{item_id}/file", params=params), 422, "validation")


def test_a_picture_that_cannot_be_converted_says_why(app: App) -> None:
    broken = FakePictureReader(busy=1)
    with served(app, fake_doors(pictures=broken)) as server, admin_of(app, server.url) as caller:
        path = f"/api/media/{caller.add_picture(picture())}/file"
        problem_of(caller.http.get(path, params={"to": "webp"}), 503, "busy")
        broken.error = Invalid("This picture ends early.", code="truncated")
        problem_of(caller.http.get(path, params={"to": "webp"}), 422, "truncated")
        broken.error = ProviderRefused("The picture killed its reader.")
        problem_of(caller.http.get(path, params={"to": "webp"}), 502, "refused_outside")
