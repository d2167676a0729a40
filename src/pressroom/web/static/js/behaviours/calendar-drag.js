// Pins dragged to another day, where they keep their time, to a free time, or back among those without one.
import { ENTRY, move, refreshPlanner, send } from "../planner.js";

const TARGET = ".calendar-slot, .calendar-day, .tray";

export function calendarDrag(planner) {
  let dragged = null;
  let over = null;

  const mark = (target) => {
    over?.removeAttribute("data-over");
    over = target;
    over?.setAttribute("data-over", "");
  };
  const end = () => {
    mark(null);
    dragged?.removeAttribute("data-editing");
    dragged = null;
  };

  planner.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(ENTRY);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name);
    dragged.dataset.editing = ""; // nothing is fetched again under a hand
  });
  planner.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const target = event.target.closest(TARGET);
    if (target) event.preventDefault();
    if (target !== over) mark(target);
  });
  planner.addEventListener("drop", (event) => {
    const entry = dragged;
    const target = event.target.closest(TARGET);
    if (!entry || !target) return;
    event.preventDefault();
    end();
    drop(entry, target);
  });
  planner.addEventListener("dragend", () => {
    if (!dragged) return;
    end();
    refreshPlanner(); // what changed meanwhile
  });
}

function drop(entry, target) {
  if (target === entry.closest(TARGET)) return refreshPlanner();
  if (target.matches(".tray")) return entry.dataset.moment ? send(`/pins/${entry.dataset.pin}/schedule/removal`) : null;
  if (target.matches(".calendar-slot")) {
    target.replaceChildren(entry); // at once; the server's answer puts it right
    return move(entry, { at: target.dataset.at });
  }
  if (target.dataset.when !== "past") target.querySelector(".calendar-entries").append(entry); // the server says why not
  return move(entry, { day: target.dataset.day });
}
