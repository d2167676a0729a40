// What is typed into a form and not saved: saved before something else is done with what the form is about.
const fields = (form) => [...form.elements].filter(({ name, type }) => name && type !== "hidden");
const chosenAtFirst = (select) => Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));

export function isChanged(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.type === "select-one") return field.selectedIndex !== chosenAtFirst(field);
  return field.value !== field.defaultValue;
}

// True where nothing is left to save; else the form shows what was refused.
export async function saved(form) {
  if (!form || !fields(form).some(isChanged)) return true;
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "HX-Request": "true" },
    body: new URLSearchParams(new FormData(form)),
  });
  if (answer.status === 204) {
    settle(form);
    return true;
  }
  if (!answer.ok) throw new Error((await answer.json()).detail);
  htmx.swap(form, await answer.text(), { swapStyle: "outerHTML" });
  return false;
}

// What the form holds is what stands now, so that it is fetched again as one that nobody types into.
function settle(form) {
  const sent = new FormData(form);
  for (const field of fields(form)) {
    if (field.type === "checkbox") field.defaultChecked = field.checked;
    else if (field.type === "select-one") for (const option of field.options) option.defaultSelected = option.selected;
    else field.defaultValue = field.value;
  }
  for (const was of form.querySelectorAll("[name^=was_]")) was.value = `=${sent.getAll(was.name.slice(4)).join(" ")}`;
}
