// What writing the chosen pins will cost, asked for when the menu that starts it is opened.
import { chosenIds } from "../choice.js";

export function estimate(details) {
  const place = details.querySelector("[data-part=estimate]");
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    htmx.ajax("GET", `/pins/estimate?number=${chosenIds().length}`, { target: place, source: document.body, swap: "innerHTML" });
  });
}
