// A button that copies the text of the element it names.
import { say } from "./toasts.js";

export function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
    say("Copied.");
  });
}
