// Arrow keys walk the grid, Shift takes those between along, Space chooses, Ctrl-A all that are loaded, Escape lets go.
import { choose, letGo } from "../choice.js";
import { TILE, acrossRow, between, boxOf, linkOf, tilesOf, wakeAll } from "../tiles.js";

const MOVES = {
  ArrowRight: (tiles, at) => tiles[at + 1],
  ArrowLeft: (tiles, at) => tiles[at - 1],
  ArrowDown: (tiles, at) => acrossRow(tiles, at, 1),
  ArrowUp: (tiles, at) => acrossRow(tiles, at, -1),
  Home: (tiles) => tiles[0],
  End: (tiles) => tiles.at(-1),
};

export function gridKeys(grid) {
  let start = null;

  function walk(event, tile) {
    const tiles = tilesOf(grid);
    const next = MOVES[event.key](tiles, tiles.indexOf(tile));
    if (!next) return;
    linkOf(next).focus();
    next.scrollIntoView({ block: "nearest" });
    if (!event.shiftKey || !boxOf(next)) return void (start = null);
    start ??= tile;
    choose(between(tiles, tile, next).map(boxOf), false);
    choose(between(tiles, start, next).map(boxOf), true);
  }

  grid.addEventListener("keydown", (event) => {
    const tile = event.target.closest(TILE);
    if (!tile || event.altKey || event.target.closest("form")) return;
    const isAll = event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey);
    const isSpace = event.key === " " && event.target === linkOf(tile);
    if (!isAll && !isSpace && !(event.key in MOVES) && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key in MOVES) return walk(event, tile);
    if (event.key === "Escape") return letGo();
    if (isAll) wakeAll(grid);
    const boxes = (isAll ? tilesOf(grid) : [tile]).map(boxOf).filter(Boolean);
    if (!boxes.length) return; // a grid in which nothing is chosen
    choose(boxes, isAll || !boxes[0].checked);
    tile.dispatchEvent(new CustomEvent("choose-from", { bubbles: true }));
  });
}
