// Says when a generation that is on the page is done or failed: told by its change, or seen when it is fetched again.
import { onChange } from "../changes.js";
import { say } from "./toasts.js";

const ENDS = { completed: "ok", failed: "bad" };

export function news(root) {
  const tones = new Map();
  const note = ({ news: id, name }, tone) => {
    const before = tones.get(id);
    tones.set(id, tone);
    if (before !== "run" || tone === "run") return;
    if (tone === "ok") say(`“${name}” is done.`);
    else say(`“${name}” could not be made.`, "bad");
  };
  const noteAll = (element) => {
    for (const one of element.querySelectorAll("[data-news]")) note(one.dataset, one.dataset.tone);
    if (element.matches("[data-news]")) note(element.dataset, element.dataset.tone);
  };
  onChange((change) => {
    if (change?.kind !== "generation") return;
    if (change.status === "processing") return void tones.set(change.id, "run"); // it may be over before it is shown
    const tone = ENDS[change.status];
    const shown = tone && root.querySelector(`[data-news="${CSS.escape(change.id)}"]`);
    if (shown) note(shown.dataset, tone);
  });
  root.addEventListener("htmx:load", ({ target }) => noteAll(target));
  noteAll(root);
}
