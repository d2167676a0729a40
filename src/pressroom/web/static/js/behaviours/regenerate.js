// Describes something anew and tells each step as it is done; the panel around it then changes by itself. What is typed
// into the form beside it (`data-saves`) and not saved is saved first.
import { events } from "../streams.js";
import { saved } from "../unsaved.js";
import { say } from "./toasts.js";

export function regenerate(form) {
  const button = form.querySelector("button");
  const steps = form.querySelector("[data-part=steps]");
  const tell = (text) => steps.append(Object.assign(document.createElement("li"), { textContent: text }));
  const beside = () => document.getElementById(form.dataset.saves ?? "");

  async function follow() {
    if (!(await saved(beside()))) return say("What you typed could not be saved, so nothing was written.", "bad");
    const before = textsOf(beside());
    tell("Started.");
    const feedback = form.elements.feedback.value.trim() || null;
    for await (const { name, data } of events(form.dataset.stream, { feedback })) {
      if (name === "step") tell(data.error ? `${data.step}: ${data.error}` : data.step.replaceAll("_", " "));
      if (name === "error") say(data.detail, "bad");
      if (name === "paused") say(data.detail);
      if (name === "complete") sayWhatCame(form.dataset.done ?? "Described again.", data, before);
    }
    form.reset();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    button.ariaBusy = "true";
    steps.replaceChildren();
    await follow().catch((error) => say(error.message, "bad"));
    button.disabled = false;
    button.ariaBusy = "false";
    form.dispatchEvent(new CustomEvent("settled", { bubbles: true }));
  });
}

const textsOf = (form) => new Map([...(form?.querySelectorAll("textarea") ?? [])].map(({ name, value }) => [name, value.trim()]));

// A wish that could not be met looks like any other answer; what is the same as before, and what the model notes, is said.
function sayWhatCame(done, { values, notes }, before) {
  const isSame = ([name, text]) => text === [values[name]].flat().join(", ").trim();
  const same = before.size > 0 && [...before].every(isSame);
  say([same ? "Nothing changed." : done, ...notes].join(" "), same || notes.length ? "info" : "ok");
}
