// Choosing rows of a list: Shift takes those between along, Ctrl-A all that are shown once one is chosen or has the focus.
import { choose, chosenIds } from "../choice.js";

const lastOf = new Map(); // the value of the box, by its list's id: row and list may be fetched again
const typing = (element) => element.closest("textarea, select, [contenteditable], input:not([type=checkbox])");

export function listChoice(list) {
  const boxes = () => [...list.querySelectorAll("input[name=ids]")];

  list.addEventListener("click", (event) => {
    if (!event.target.matches("input[name=ids]")) return;
    const all = boxes();
    const [from, to] = [all.findIndex(({ value }) => value === lastOf.get(list.id)), all.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) choose(all.slice(from, to + 1), event.target.checked);
    lastOf.set(list.id, event.target.value);
  });

  function all(event) {
    if (!list.isConnected) return document.removeEventListener("keydown", all);
    const isAll = event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!isAll || typing(event.target) || !(chosenIds().length || list.contains(event.target))) return;
    event.preventDefault();
    choose(boxes(), true);
  }
  document.addEventListener("keydown", all);
}
