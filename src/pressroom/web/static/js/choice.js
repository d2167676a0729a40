// Which rows or tiles are chosen, by id: they stay so while their elements come, go and are fetched again.
const ids = new Set();
const changed = new EventTarget();
const tell = () => changed.dispatchEvent(new Event("change"));

export const chosenIds = () => [...ids];
export const onChoice = (listener) => changed.addEventListener("change", listener);

export function choose(boxes, on) {
  for (const box of boxes) {
    box.checked = on;
    if (on) ids.add(box.value);
    else ids.delete(box.value);
  }
  tell();
}

export function restore(boxes) {
  for (const box of boxes) box.checked = ids.has(box.value);
}

export function letGo() {
  ids.clear();
  for (const box of document.querySelectorAll("input[form=bulk]:checked")) box.checked = false;
  tell();
}
