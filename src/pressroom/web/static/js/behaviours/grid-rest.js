// Batches far out of sight rest: their tiles leave the page and come back with the batch, so that a hundred thousand
// pictures weigh no more than the thousand around those in sight.
import { onChange } from "../changes.js";
import { refreshSoon, refreshWhenSeen } from "../refresh.js";
import { canRest, rest, wake } from "../tiles.js";

const FAR = "3000% 0px"; // of the window: a thousand pictures or two each way, which come back without being fetched again

export function gridRest(grid) {
  let missed = false;
  const changed = new Set();
  const batches = (root) => root.querySelectorAll(".grid-batch");
  const refreshChanged = (tile) => {
    if (missed) refreshWhenSeen(tile);
    else if (changed.has(tile.dataset.live)) refreshSoon(tile);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting && canRest(target)) rest(target);
      if (isIntersecting) wake(target).forEach(refreshChanged);
    }
  }, { rootMargin: FAR });
  onChange((change) => {
    if (change) changed.add(`${change.kind}:${change.id}`);
    else missed = true;
  });
  grid.addEventListener("htmx:load", ({ target }) => target.matches(".grid-batch") && watch.observe(target));
  batches(grid).forEach((batch) => watch.observe(batch));
}
