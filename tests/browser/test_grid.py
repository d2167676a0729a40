"""A person's hands on a grid of pictures: on the page of patterns, which has every kind of tile."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def tiles(page: Page) -> Locator:
    """The tiles of the sample grid."""
    page.goto("/-/patterns")
    return page.locator("#sample-grid .tile")


def chosen(page: Page) -> list[int]:
    """Return which tiles are chosen, by their place."""
    boxes = page.locator("#sample-grid .tile-check").all()
    return [place for place, box in enumerate(boxes) if box.is_checked()]


def in_focus(page: Page) -> str:
    """Return the id of the tile that has the focus."""
    return str(page.evaluate("document.activeElement.closest('.tile').id"))


def test_arrow_keys_walk_the_grid_in_both_directions(page: Page, tiles: Locator) -> None:
    tiles.first.locator(".tile-frame").focus()
    page.keyboard.press("ArrowRight")
    assert in_focus(page) == tiles.nth(1).get_attribute("id")
    page.keyboard.press("ArrowDown")
    below = page.locator(f"#{in_focus(page)}").bounding_box()
    above = tiles.nth(1).bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] > above["y"]
    page.keyboard.press("ArrowUp")
    assert in_focus(page) == tiles.nth(1).get_attribute("id")
    page.keyboard.press("End")
    assert in_focus(page) == tiles.last.get_attribute("id")


def test_keys_choose_one_several_all_and_none(page: Page, tiles: Locator) -> None:
    tiles.first.locator(".tile-frame").focus()
    page.keyboard.press("Space")
    assert chosen(page) == [0]
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert chosen(page) == [0, 1, 2]
    page.keyboard.press("Shift+ArrowLeft")
    assert chosen(page) == [0, 1]
    page.keyboard.press("Control+a")
    assert len(chosen(page)) == tiles.count()
    expect(page.locator("#bulk")).to_contain_text(f"{tiles.count()} chosen")
    page.keyboard.press("Escape")
    assert chosen(page) == []
    expect(page.locator("#bulk")).to_be_hidden()


def test_a_click_with_shift_chooses_all_between(page: Page, tiles: Locator) -> None:
    tiles.nth(1).hover()
    tiles.nth(1).locator(".tile-check").click()
    tiles.nth(4).locator(".tile-check").click(modifiers=["Shift"])
    assert chosen(page) == [1, 2, 3, 4]
    tiles.nth(6).locator(".tile-frame").click(modifiers=["Shift"])
    assert chosen(page) == [1, 2, 3, 4, 5, 6]


def test_once_one_is_chosen_a_click_chooses_and_enter_still_opens(page: Page, tiles: Locator) -> None:
    tiles.first.hover()
    tiles.first.locator(".tile-check").click()
    tiles.nth(2).locator(".tile-frame").click()
    assert chosen(page) == [0, 2]
    page.evaluate("document.body.dataset.untouched = 'yes'")
    tiles.nth(1).locator(".tile-frame").press("Enter")
    expect(page.locator("body")).not_to_have_attribute("data-untouched", "yes")
    expect(page).to_have_url(re.compile("/-/patterns"))


def test_a_placeholder_leaves_when_its_picture_is_there(tiles: Locator) -> None:
    tiles.first.scroll_into_view_if_needed()
    expect(tiles.first.locator(".picture")).to_be_visible()
    expect(tiles.first.locator(".picture-blur")).to_have_count(0)


def test_the_grid_is_one_stop_of_the_tab_key(page: Page, tiles: Locator) -> None:
    stops = page.locator("#sample-grid .tile-frame:not([tabindex='-1'])")
    expect(stops).to_have_count(1)
    tiles.first.locator(".tile-frame").focus()
    page.keyboard.press("ArrowRight")
    expect(stops).to_have_count(1)
    expect(tiles.nth(1).locator(".tile-frame")).to_have_attribute("tabindex", "0")


FAR_APART = """(grid) => {
  const first = grid.querySelector(".grid-batch");
  const batches = [first, ...[1, 2, 3].map(() => first.cloneNode(true))];
  batches.forEach((batch, number) => {
    batch.style.marginBottom = "20000px";
    if (!number) return;
    for (const tile of batch.querySelectorAll(".tile")) {
      tile.id += `-${number}`;
      tile.querySelector(".tile-check").value += `-${number}`;
    }
    grid.append(batch);
    htmx.trigger(batch, "htmx:load", { elt: batch });
  });
  return batches.map((batch) => batch.querySelectorAll(".tile").length);
}"""
"""Makes four batches of one, further apart than a batch may be to stay on the page; returns how many tiles each has."""


@pytest.fixture
def batches(page: Page, tiles: Locator) -> tuple[Locator, list[int]]:
    """Four batches, of which no two are in sight at once, and how many tiles each has."""
    tiles.first.wait_for()
    page.set_viewport_size({"width": 900, "height": 200})
    counts: list[int] = page.locator("#sample-grid").evaluate(FAR_APART)
    return page.locator("#sample-grid .grid-batch"), counts


def test_batches_out_of_sight_leave_the_page_and_come_back_as_they_were(
    page: Page, batches: tuple[Locator, list[int]]
) -> None:
    several, counts = batches
    several.nth(0).scroll_into_view_if_needed()
    expect(several.nth(0).locator(".tile")).to_have_count(counts[0])
    expect(several.nth(0).locator(".tile-frame").first).to_be_in_viewport()  # until then its height is a guess
    height = several.nth(0).evaluate("batch => batch.offsetHeight")
    several.nth(1).scroll_into_view_if_needed()
    several.nth(1).locator(".tile-frame").first.focus()
    page.keyboard.press("Space")
    several.nth(3).locator(".tile-frame").first.focus()
    expect(several.nth(0).locator(".tile")).to_have_count(0)
    expect(several.nth(2).locator(".tile")).to_have_count(0)
    expect(several.nth(1).locator(".tile")).to_have_count(counts[1])  # one of them is chosen
    assert several.nth(0).evaluate("batch => batch.offsetHeight") == height
    several.nth(0).scroll_into_view_if_needed()
    expect(several.nth(0).locator(".tile")).to_have_count(counts[0])
    expect(several.nth(0).locator(".tile-check:checked")).to_have_count(0)


def test_all_that_are_loaded_are_chosen_though_some_are_out_of_sight(
    page: Page, batches: tuple[Locator, list[int]]
) -> None:
    several, counts = batches
    several.nth(3).locator(".tile-frame").first.focus()
    expect(several.nth(0).locator(".tile")).to_have_count(0)
    page.keyboard.press("Control+a")
    expect(page.locator("#bulk")).to_contain_text(f"{sum(counts)} chosen")
