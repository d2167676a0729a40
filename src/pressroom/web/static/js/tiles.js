// The tiles of a grid, in order, and which of them lies where; batches that are out of sight are not measured.
export const TILE = "[data-part=tiles] > *";
export const tilesOf = (grid) => [...grid.querySelectorAll(TILE)];
export const boxOf = (tile) => tile.querySelector("[name=ids]");
export const linkOf = (tile) => tile.querySelector("[data-part=open]");
export const between = (tiles, one, other) => {
  const [from, to] = [tiles.indexOf(one), tiles.indexOf(other)].sort((a, b) => a - b);
  return from < 0 ? [other] : tiles.slice(from, to + 1);
};

const middle = (tile) => {
  const { left, right } = tile.getBoundingClientRect();
  return (left + right) / 2;
};

// The tile of the next row (by 1) or the one before (by -1) that lies nearest to where this one is.
export function acrossRow(tiles, at, by) {
  const top = (index) => Math.round(tiles[index].getBoundingClientRect().top);
  let first = at + by;
  while (tiles[first] && top(first) === top(at)) first += by;
  if (!tiles[first]) return null;
  let nearest = first;
  for (let one = first; tiles[one] && top(one) === top(first); one += by) {
    if (Math.abs(middle(tiles[one]) - middle(tiles[at])) < Math.abs(middle(tiles[nearest]) - middle(tiles[at]))) nearest = one;
  }
  return tiles[nearest];
}

// The tiles of a batch as text, while they are out of the page; the first batch and the last are needed as they are, and
// so is what is chosen or has the focus.
const resting = new WeakMap();
const tilesPart = (batch) => batch.querySelector("[data-part=tiles]");

export function canRest(batch) {
  const isNeeded = batch.matches("[data-live-list], :last-child, :focus-within") || batch.querySelector("[name=ids]:checked");
  return !isNeeded && !resting.has(batch) && batch.offsetHeight > 0;
}

export function rest(batch) {
  const tiles = tilesPart(batch);
  batch.style.height = `${batch.offsetHeight}px`;
  resting.set(batch, tiles.innerHTML);
  tiles.replaceChildren();
}

export function wake(batch) {
  if (!resting.has(batch)) return [];
  const tiles = tilesPart(batch);
  tiles.innerHTML = resting.get(batch);
  resting.delete(batch);
  batch.style.height = "";
  htmx.process(tiles);
  htmx.trigger(tiles, "htmx:load", { elt: tiles });
  return [...tiles.children];
}

export function wakeAll(grid) {
  grid.querySelectorAll(".grid-batch").forEach(wake);
}
