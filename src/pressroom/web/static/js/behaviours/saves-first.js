// Acts on what another form holds (`data-saves`): what is typed there and not saved is saved first.
import { saved } from "../unsaved.js";
import { say } from "./toasts.js";

export function savesFirst(form) {
  let isSaving = false;
  form.addEventListener("htmx:confirm", async (event) => {
    event.preventDefault();
    if (isSaving) return;
    isSaving = true;
    const isSaved = await saved(document.getElementById(form.dataset.saves)).catch((error) => void say(error.message, "bad"));
    isSaving = false;
    if (isSaved) event.detail.issueRequest(true);
    else if (isSaved === false) say("What you typed could not be saved, so it stays here.", "bad");
  });
}
