// What the ways to move a pin of the calendar share: sending the move, and fetching calendar and tray again.
import { refreshSoon } from "./refresh.js";

const PARTS = ["calendar", "tray"];
export const ENTRY = "[data-pin][data-name]";
export const zoneShown = () => document.getElementById("calendar").dataset.zone;

export function refreshPlanner() {
  for (const id of PARTS) refreshSoon(document.getElementById(id));
}

export async function send(path, values) {
  const planner = document.getElementById("planner");
  await htmx.ajax("POST", path, { source: planner, swap: "none", values: { zone: zoneShown(), ...values } }).catch(() => {});
  refreshPlanner();
}

export const move = (entry, values) => send(`/pins/${entry.dataset.pin}/moves`, values);
