// What writing the chosen pins will cost, asked for when the menu that starts it is opened or its number changes.
import { chosenIds } from "../choice.js";

export function estimate(details) {
  const place = details.querySelector("[data-part=estimate]");
  const fresh = () => {
    if (!details.open) return;
    const number = details.querySelector("[name=per_article]");
    const values = { ids: chosenIds(), ...(number && { per_article: number.value }) };
    htmx.ajax("POST", details.dataset.estimate, { target: place, source: document.body, swap: "innerHTML", values });
  };
  details.addEventListener("toggle", fresh);
  details.addEventListener("change", fresh);
}
