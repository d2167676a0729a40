// Describes a document or picture anew and tells each step as it is done; the panel around it then changes by itself.
import { events } from "../streams.js";
import { say } from "./toasts.js";

export function regenerate(form) {
  const button = form.querySelector("button");
  const steps = form.querySelector("[data-part=steps]");
  const tell = (text) => steps.append(Object.assign(document.createElement("li"), { textContent: text }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const feedback = form.elements.feedback.value.trim() || null;
    button.disabled = true;
    button.ariaBusy = "true";
    steps.replaceChildren();
    tell("Started.");
    try {
      for await (const { name, data } of events(form.dataset.stream, { feedback })) {
        if (name === "step") tell(data.error ? `${data.step}: ${data.error}` : data.step.replaceAll("_", " "));
        if (name === "error") say(data.detail, "bad");
        if (name === "complete") say("Described again.");
      }
      form.reset();
    } catch (error) {
      say(error.message, "bad");
    }
    button.disabled = false;
    button.ariaBusy = "false";
    form.dispatchEvent(new CustomEvent("settled", { bubbles: true }));
  });
}
