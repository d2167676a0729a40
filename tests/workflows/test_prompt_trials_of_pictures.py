"""Prompts about pins, pictures and photos tried on one's own: both are asked with what the profile shows a model."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from pressroom.kernel.app import App
from pressroom.providers.articles import FakeArticleReader
from pressroom.providers.describe import PICTURE, PIN, SITTER, Profile
from pressroom.providers.pictures import FakePictureReader
from tests.caller import Caller
from tests.doors import fake_doors
from tests.generations import studio_of
from tests.media import Library, dot
from tests.pins import bind_pins, of_article, picture_url, pinboard_of
from tests.spending import PricedDescriber, until
from tests.workflows.conftest import StartWorker

MINE = "You describe for a harbour master. Name the ship first, whatever else there is to be seen."


@pytest.fixture
def model() -> PricedDescriber:
    """What is asked about all of them."""
    return PricedDescriber()


@pytest.fixture
def belongings(app: App, library: Library, model: PricedDescriber, start_worker: StartWorker) -> Mapping[str, UUID]:
    """A described pin, a described picture and a generation, by profile."""
    articles, pictures = FakeArticleReader(), FakePictureReader()
    articles.pictures[picture_url("soup")] = dot("soup")
    start_worker(doors=fake_doors(articles=articles, pictures=pictures), seer=model)
    bind_pins(app, articles, pictures, model)
    board, studio = pinboard_of(app), studio_of(app)
    project_id = board.blogs.project()
    pin_id = board.make(project_id, board.article(project_id, "soup"), picture=of_article("soup"), describe=True)
    item_id, generation_id = library.add(dot("boat"), "boat.png"), studio.submit("cat", "cat.png")
    board.done(pin_id)
    library.done(item_id)
    studio.done(generation_id)
    model.calls.clear()
    model.prompts.clear()
    return {PIN.name: pin_id, PICTURE.name: item_id, SITTER.name: generation_id}


def tried(caller: Caller, profile: str, **more: object) -> dict[str, Any]:
    """Try a prompt, and return the trial once it is over."""
    begun = caller.http.post(f"/api/prompts/{profile}/trials", json={"text": MINE, **more})
    assert begun.status_code == 202, begun.text
    address = begun.headers["location"]
    until(lambda: caller.json(address)["status"] != "running")
    return caller.json(address)


@pytest.mark.parametrize(
    "about",
    [(PIN, "Soup", "Soup"), (PICTURE, "boat.png", "A picture of boat."), (SITTER, "cat.png", "It shows cat.")],
    ids=["pin", "picture", "sitter"],
)
def test_both_prompts_are_asked_about_ones_own_with_the_picture(
    admin: Caller,
    model: PricedDescriber,
    belongings: Mapping[str, UUID],
    about: tuple[Profile[Any], str, str],
) -> None:
    profile, name, seen = about
    found = tried(admin, profile.name)
    assert found["status"] == "completed"
    (item,) = found["items"]
    assert (item["id"], item["name"]) == (str(belongings[profile.name]), name)
    assert item["current"]["values"] == item["candidate"]["values"]
    assert seen in item["candidate"]["values"].values()
    assert item["candidate"]["cost_usd"] == 0.5
    assert model.prompts == [profile.system_prompt, f"{MINE}\n\n{profile.rules}"]
    assert [(called, len(evidence.images)) for called, evidence, _ in model.calls] == [(profile.name, 1)] * 2
    assert admin.json(f"/api/runs/{found['run_id']}")["cost"]["cost_usd"] == 1.0


def test_a_pin_is_shown_with_its_article_and_a_picture_with_what_its_owner_asks_for(
    admin: Caller, model: PricedDescriber, belongings: Mapping[str, UUID]
) -> None:
    assert belongings
    tried(admin, PIN.name)
    assert {evidence.pages for _, evidence, _ in model.calls} == {("How soup is made.",)}
    model.prompts.clear()
    wished = admin.json("/api/media/wishes") | {"prompt": "Say which flag it flies."}
    assert admin.http.put("/api/media/wishes", json=wished).status_code == 200
    tried(admin, PICTURE.name)
    assert all("Say which flag it flies." in one for one in model.prompts)
