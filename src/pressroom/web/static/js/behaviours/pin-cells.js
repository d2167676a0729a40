// A cell of the table of pins turned into a field: a click or Enter opens it, leaving it or Enter saves, Escape gives up.
import { refreshSoon } from "../refresh.js";

const SHOWN_MS = 2500;

export function pinCells(table) {
  const said = document.getElementById("pin-said");
  const saved = new Map(); // the cells that tell so a while, though their row is fetched again

  function open(text) {
    const cell = text.parentElement;
    if (cell.querySelector("form[data-editing]")) return;
    const field = cell.dataset.cell;
    const template = document.querySelector(`template[data-editor="${field}"]`);
    const form = template.content.firstElementChild.cloneNode(true);
    const input = form.elements.value;
    if (field === "scheduled") input.dataset.at = text.dataset.value;
    else input.value = text.dataset.value;
    cell.append(form);
    htmx.trigger(form, "htmx:load", { elt: form });
    const before = input.value;
    let isOver = false;

    const close = (isFocused) => {
      isOver = true;
      form.remove();
      if (isFocused) text.focus();
    };
    const save = async (isFocused) => {
      if (isOver) return;
      if (input.value === before) return close(isFocused);
      isOver = true;
      const reason = await send(cell, field, input.value);
      isOver = false;
      if (reason === null) return close(isFocused), tell(cell, field);
      form.querySelector("[data-part=error]").textContent = reason;
      input.setAttribute("aria-invalid", "true");
      input.focus();
    };
    form.addEventListener("submit", (event) => (event.preventDefault(), save(true)));
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") return event.preventDefault(), close(true);
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      save(true);
    });
    form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || save(false));
    input.focus();
    input.select?.();
  }

  async function send(cell, field, value) {
    const row = cell.closest("[data-pin]");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    cell.dataset.saving = "";
    try {
      const answer = await fetch(`/pins/${row.dataset.pin}/cell`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ field, value, zone }),
      });
      return answer.ok ? null : (await answer.json()).detail;
    } catch {
      return "The server does not answer. Nothing was lost; try again.";
    } finally {
      delete cell.dataset.saving;
    }
  }

  function tell(cell, field) {
    const row = cell.closest("[data-pin]");
    saved.set(row.id, field);
    setTimeout(() => saved.delete(row.id) && mark(document.getElementById(row.id), field, false), SHOWN_MS);
    mark(row, field, true);
    said.textContent = "Saved.";
    refreshSoon(row);
  }

  const mark = (row, field, on) => row?.querySelector(`[data-cell=${field}]`)?.toggleAttribute("data-saved", on);

  table.addEventListener("htmx:load", ({ target }) => saved.has(target.id) && mark(target, saved.get(target.id), true));
  table.addEventListener("click", (event) => {
    if (event.target.closest("form[data-editing]")) return event.stopImmediatePropagation();
    const text = event.target.closest("[data-part=edit], [data-part=text]");
    if (!text || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // elsewhere in a row a click may choose it
    if (text.dataset.part === "edit") open(text);
  });
}
