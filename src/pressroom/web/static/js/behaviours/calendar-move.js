// The dialog that asks when a pin goes out: for fingers, and for whoever does not drag.
import { ENTRY, move, send, zoneShown } from "../planner.js";

export function calendarMove(planner) {
  const dialog = planner.querySelector("dialog");
  const [form] = dialog.getElementsByTagName("form");
  let entry = null;

  const show = () => planner.querySelectorAll("[data-part=move]").forEach((button) => (button.hidden = false));
  planner.addEventListener("htmx:load", show);
  show();

  planner.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-part=move]");
    if (!button) return;
    entry = button.closest(ENTRY);
    dialog.querySelector("h2").textContent = entry.dataset.name;
    dialog.querySelector("[data-part=zone]").textContent = zoneShown().replaceAll("_", " ");
    dialog.querySelector("[data-part=off]").hidden = !entry.dataset.moment;
    form.elements.at.value = form.elements.at.defaultValue = entry.dataset.moment;
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    const { pin } = entry.dataset;
    if (dialog.returnValue === "at") move(entry, { at: form.elements.at.value });
    if (dialog.returnValue === "next") send("/pins/planning", { ids: pin });
    if (dialog.returnValue === "off") send(`/pins/${pin}/schedule/removal`);
  });
}
