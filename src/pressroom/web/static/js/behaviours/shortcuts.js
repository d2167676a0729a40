// `/`, Ctrl-K and ⌘K go to the search box of the page.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

export function shortcuts(body) {
  body.ownerDocument.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target);
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !k) return;
    event.preventDefault();
    const box = document.getElementById("query") ?? document.getElementById("search");
    box.focus();
    box.select();
  });
}

export function searchKey(key) {
  key.textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K";
}
