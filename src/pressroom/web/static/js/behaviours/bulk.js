// What can be done with all chosen rows or tiles at once.
import { choose, chosenIds, letGo, onChoice, restore } from "../choice.js";
import { wakeAll } from "../tiles.js";

export function chosen(box) {
  restore([box]);
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    choose([box], box.checked);
  });
}

export function bulk(form) {
  const count = form.querySelector("[data-part=count]");
  onChoice(() => {
    const { length } = chosenIds();
    form.hidden = length === 0;
    count.textContent = `${length.toLocaleString("en")} chosen`;
  });
  form.querySelector("[data-part=all]")?.addEventListener("click", () => {
    wakeAll(document);
    choose(document.querySelectorAll("#main input[form=bulk][name=ids]"), true);
  });
  form.addEventListener("reset", letGo);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault(); // the form's first button is not the one beside this field
    event.target.closest("details").querySelector("button").click();
  });
  form.addEventListener("htmx:configRequest", (event) => {
    const { formData } = event.detail;
    if (!chosenIds().length) return event.preventDefault(); // a second click, when the first has done it
    formData.delete("ids");
    for (const id of chosenIds()) formData.append("ids", id);
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) return;
    for (const menu of form.querySelectorAll("details[open]")) menu.open = false;
    form.reset();
  });
}
