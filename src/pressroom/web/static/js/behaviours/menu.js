// A `<details>` that closes by Escape, by a click elsewhere and when an item is taken.
export function menu(details) {
  const close = () => (details.open = false);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    close();
    details.querySelector("summary").focus();
  });
  details.addEventListener("submit", close);
  const elsewhere = (event) => {
    if (!details.isConnected) document.removeEventListener("pointerdown", elsewhere);
    else if (!details.contains(event.target)) close();
  };
  document.addEventListener("pointerdown", elsewhere);
}
