// Keys of the calendar: arrows walk the pins, one stop of the Tab key; with Shift they move the pin; M asks for a time.
import { ENTRY, move } from "../planner.js";

const WEEK = 7;
const HALF_HOUR = 30;
const BY = {
  month: { ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: -WEEK }, ArrowDown: { days: WEEK } },
  week: { ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { minutes: -HALF_HOUR }, ArrowDown: { minutes: HALF_HOUR } },
};
const STEP = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
const linkOf = (entry) => entry.querySelector("a");

export function calendarKeys(planner) {
  let stop = null; // the id of the pin that Tab comes to

  const entries = () => [...planner.querySelectorAll(`#calendar ${ENTRY}`)];
  const arrange = () => {
    const all = entries();
    const first = all.find(({ id }) => id === stop) ?? all[0];
    for (const one of all) linkOf(one).tabIndex = one === first ? 0 : -1;
  };

  planner.addEventListener("focusin", ({ target }) => {
    const entry = target.closest(`#calendar ${ENTRY}`);
    if (!entry || entry.id === stop) return;
    stop = entry.id;
    arrange();
  });
  planner.addEventListener("keydown", (event) => {
    const entry = event.target.closest("#calendar a")?.closest(ENTRY);
    if (!entry || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = BY[planner.querySelector("#calendar").dataset.span][event.key];
    if (event.shiftKey ? by && entry.draggable : by) {
      event.preventDefault();
      if (event.shiftKey) return void move(entry, by);
      const all = entries();
      linkOf(all[all.indexOf(entry) + STEP[event.key]] ?? entry).focus();
    } else if (event.key === "m") entry.querySelector("[data-part=move]")?.click();
  });
  planner.addEventListener("htmx:load", arrange);
  arrange();
}
