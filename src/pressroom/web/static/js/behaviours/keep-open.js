// A `<details>` that stays open when the part of the page around it is fetched again.
const open = new Set();

export function keepOpen(details) {
  if (open.has(details.id)) details.open = true;
  details.addEventListener("toggle", () => {
    if (details.open) open.add(details.id);
    else if (details.isConnected) open.delete(details.id);
  });
}
