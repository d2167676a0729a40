// Choosing tiles by hand: a click on the box, with Shift a range; once one is chosen, a click on any tile chooses it too.
import { choose, chosenIds, onChoice, restore } from "../choice.js";
import { TILE, between, boxOf, tilesOf, wakeAll } from "../tiles.js";

export function gridChoice(grid) {
  let anchor = null;
  const boxes = (root) => root.querySelectorAll("[name=ids]");
  const choosing = () => grid.toggleAttribute("data-choosing", chosenIds().length > 0);
  const reach = (tile, on) => {
    wakeAll(grid);
    choose(between(tilesOf(grid), anchor?.isConnected ? anchor : tile, tile).map(boxOf), on);
    anchor = tile;
  };

  grid.addEventListener("click", (event) => {
    const tile = event.target.closest(TILE);
    if (!tile || event.target.closest("form")) return;
    const box = boxOf(tile);
    const isBox = event.target === box;
    const byPointer = event.detail > 0;
    if (!isBox && !(byPointer && (event.shiftKey || "choosing" in grid.dataset))) return;
    if (!isBox) event.preventDefault();
    const on = isBox ? box.checked : !box.checked;
    if (event.shiftKey) reach(tile, true);
    else {
      choose([box], on);
      anchor = tile;
    }
  });
  grid.addEventListener("choose-from", ({ target }) => (anchor = target));
  grid.addEventListener("change", (event) => event.stopPropagation());
  grid.addEventListener("htmx:load", ({ target }) => restore(boxes(target)));
  onChoice(choosing);
  restore(boxes(grid));
  choosing();
}
