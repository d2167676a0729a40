// The tiles of a grid, in order, and which of them lies where; batches that are out of sight are not measured.
export const tilesOf = (grid) => [...grid.querySelectorAll("[data-part=tiles] > .tile")];
export const boxOf = (tile) => tile.querySelector(".tile-check");
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
