// The pin as Pinterest will show it follows what is typed; a text that is changed by hand is locked unless one says no.
export function pinPreview(page) {
  page.addEventListener("input", ({ target }) => {
    const shown = page.querySelector(`[data-shown="${target.name}"]`);
    if (shown) shown.textContent = target.value.trim().split("\n")[0] || shown.dataset.empty;
    if (target.matches("textarea") && target.form.id === "pin-form") lock(target);
  });
  page.addEventListener("change", ({ target }) => {
    if (target.name === "fit") page.querySelector("[data-part=frame]").dataset.fit = target.value;
    if (target.name === "locked") target.dataset.decided = "";
  });
}

function lock({ form, name, value, defaultValue }) {
  const box = form.querySelector(`[name=locked][value="${name}"]`);
  if (!("decided" in box.dataset)) box.checked = box.defaultChecked || value !== defaultValue;
}
