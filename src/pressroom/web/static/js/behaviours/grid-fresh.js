// Fetched again, a grid's first batch keeps the tiles it has: only new ones come and lost ones go, so no picture flickers.
export function gridFresh(grid) {
  grid.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    const isRefresh = target.matches(".grid-batch") && detail.requestConfig.elt === target;
    if (!isRefresh || !detail.shouldSwap) return;
    const news = new DOMParser().parseFromString(detail.serverResponse, "text/html").getElementById(target.id);
    if (!news?.querySelector(".tile") || !target.querySelector(".tile")) return; // an empty grid says why: that comes whole
    detail.shouldSwap = false;
    if ("liveList" in target.dataset) merge(target, news); // else a second batch came meanwhile, and rows were moved
  });
}

function merge(batch, news) {
  const [tiles, fresh] = [batch, news].map((one) => one.querySelector("[data-part=tiles]"));
  const wanted = [...fresh.children].map((tile) => document.getElementById(tile.id) ?? document.adoptNode(tile));
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

function announce(element) {
  htmx.process(element);
  htmx.trigger(element, "htmx:load", { elt: element });
}
