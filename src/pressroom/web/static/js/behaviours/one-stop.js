// A grid is one stop of the Tab key, at the tile that last had the focus; arrow keys do the rest.
import { TILE, boxOf, linkOf, tilesOf } from "../tiles.js";

export function oneStop(grid) {
  let stop = null;
  const setStop = (tile, index) => [linkOf(tile), boxOf(tile)].forEach((part) => part && (part.tabIndex = index));
  const moveTo = (tile) => {
    if (!tile || tile === stop) return;
    if (stop) setStop(stop, -1);
    setStop((stop = tile), 0);
  };
  const arrange = () => {
    for (const tile of tilesOf(grid)) if (tile !== stop) setStop(tile, -1);
    if (!stop?.isConnected) moveTo(tilesOf(grid)[0]);
  };
  grid.addEventListener("focusin", ({ target }) => moveTo(target.closest(TILE)));
  grid.addEventListener("htmx:load", arrange);
  arrange();
}
