// Chosen rows and what can be done with all of them at once; a row fetched again stays chosen.
const ids = new Set();
const changed = new EventTarget();
const told = () => changed.dispatchEvent(new Event("change"));

export function chosen(box) {
  box.checked = ids.has(box.value);
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    if (box.checked) ids.add(box.value);
    else ids.delete(box.value);
    told();
  });
}

export function bulk(form) {
  const count = form.querySelector("[data-part=count]");
  changed.addEventListener("change", () => {
    form.hidden = ids.size === 0;
    count.textContent = `${ids.size} chosen`;
  });
  form.addEventListener("reset", () => {
    ids.clear();
    for (const box of document.querySelectorAll("input[form=bulk]:checked")) box.checked = false;
    told();
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && form.reset());
}
