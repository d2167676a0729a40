// A grid of batches: placeholders leave when their pictures are there, and rows stay full where batches meet.
import { TILE } from "../tiles.js";

const batchesOf = (grid) => [...grid.querySelectorAll(".grid-batch")];
const basis = (tile) => parseFloat(getComputedStyle(tile).flexBasis);

export function grid(root) {
  root.addEventListener("load", ({ target }) => target.matches(".picture, .media-picture") && placeholderOf(target)?.remove(), true);
  for (const picture of root.querySelectorAll(".picture, .media-picture")) {
    if (picture.complete && picture.naturalWidth) placeholderOf(picture)?.remove();
  }
  root.addEventListener("htmx:load", ({ target }) => {
    const batches = batchesOf(root);
    const at = batches.indexOf(target);
    if (at < 1) return;
    batches[at - 1].querySelector(".grid-more")?.remove();
    fillLastRow(batches[at - 1], target);
  });
  root.addEventListener("click", ({ target, defaultPrevented }) => {
    const tile = target.closest(".tile-frame, [data-part=open]")?.closest(TILE);
    const page = tile?.closest(".grid-batch")?.dataset.page;
    if (page && !defaultPrevented) rememberTile(page, tile.id);
  });
  if (history.scrollRestoration === "manual") returnToTile();
  root.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => {
    const next = target.nextElementSibling;
    if (!skipped && next?.matches(".grid-batch")) fillLastRow(target, next);
  }, true);
}

// The way back leads to the batch this tile is in, and to the tile itself.
function rememberTile(page, id) {
  history.scrollRestoration = "manual";
  history.replaceState(history.state, "", `${page}#${id}`);
}

function returnToTile() {
  const tile = document.getElementById(location.hash.slice(1));
  tile?.scrollIntoView({ block: "center" });
  tile?.querySelector("[data-part=open]").focus({ preventScroll: true });
}

const placeholderOf = (picture) => picture.parentElement.querySelector(".picture-blur");

// A last row that has room for the next batch's first tile moves down to it, for the browser ends a row with a batch.
function fillLastRow(batch, next) {
  const [tiles, below] = [batch, next].map((one) => one.querySelector("[data-part=tiles]"));
  const last = rowOfLast([...tiles.children]);
  if (!last.length || last.length === tiles.children.length || !below.firstElementChild) return;
  const gap = parseFloat(getComputedStyle(tiles).columnGap);
  const wide = [...last, below.firstElementChild].reduce((sum, tile) => sum + basis(tile) + gap, -gap);
  if (wide <= tiles.clientWidth) below.prepend(...last);
}

function rowOfLast(tiles) {
  const top = tiles.at(-1)?.offsetTop;
  return tiles.slice(tiles.findLastIndex((tile) => tile.offsetTop !== top) + 1);
}
