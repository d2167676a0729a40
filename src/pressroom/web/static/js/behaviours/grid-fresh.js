// Fetched again, a grid's first batch keeps the tiles it has: only new ones come and lost ones go, so no picture flickers.
import { refreshSoon } from "../refresh.js";
import { TILE, tilesOf } from "../tiles.js";

export function gridFresh(grid) {
  grid.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    const isRefresh = target.matches(".grid-batch") && detail.requestConfig.elt === target;
    if (!isRefresh || !detail.shouldSwap) return;
    const news = new DOMParser().parseFromString(detail.serverResponse, "text/html").getElementById(target.id);
    if (!news?.querySelector(TILE) || !target.querySelector(TILE)) return; // an empty grid says why: that comes whole
    detail.shouldSwap = false;
    if (target.nextElementSibling?.matches(".grid-batch")) mergeAcross(grid, news);
    else merge(target, news);
  });
}

// Where more batches follow, rows were moved between them: lost tiles go from wherever they are, and a new one goes
// before the tile that comes after it.
function mergeAcross(grid, news) {
  const fresh = tilesOf(news.parentElement);
  const ids = new Set(fresh.map(({ id }) => id));
  const shown = tilesOf(grid);
  for (const tile of shown.slice(0, shown.findLastIndex(({ id }) => ids.has(id)))) if (!ids.has(tile.id)) tile.remove();
  let after = null;
  for (const tile of fresh.reverse()) {
    const known = shownFor(tile);
    if (!known && after) {
      after.before(document.adoptNode(tile));
      announce(tile);
    }
    after = known ?? (after && tile);
  }
}

function merge(batch, news) {
  const [tiles, fresh] = [batch, news].map((one) => one.querySelector("[data-part=tiles]"));
  const wanted = [...fresh.children].map((tile) => shownFor(tile) ?? document.adoptNode(tile));
  for (const tile of [...tiles.children]) if (!wanted.includes(tile)) tile.remove();
  wanted.forEach((tile, at) => {
    if (tiles.children[at] === tile) return;
    const isNew = !tile.isConnected;
    tiles.insertBefore(tile, tiles.children[at] ?? null);
    if (isNew) announce(tile);
  });
  const [more, next] = [batch, news].map((one) => one.querySelector(".grid-more"));
  more?.remove();
  if (next) {
    batch.append(document.adoptNode(next));
    announce(next);
  }
}

// What changed before a tile was here has gone past it, so one that stands otherwise than it should is fetched again.
function shownFor(tile) {
  const shown = document.getElementById(tile.id);
  if (shown && shown.dataset.tone !== tile.dataset.tone) refreshSoon(shown);
  return shown;
}

function announce(element) {
  htmx.process(element);
  htmx.trigger(element, "htmx:load", { elt: element });
}
