// J, K and the arrow keys turn pages; a page opened by a search starts at its first hit.
const KEYS = { ArrowRight: "next", j: "next", ArrowLeft: "previous", k: "previous" };

export function viewer(article) {
  const turn = (event) => {
    if (!article.isConnected) return document.removeEventListener("keydown", turn);
    const part = KEYS[event.key];
    const busy = event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, details");
    if (part && !busy) article.querySelector(`[data-part=${part}]`)?.click();
  };
  document.addEventListener("keydown", turn);
  article.querySelector("mark")?.scrollIntoView({ block: "center" });
}
