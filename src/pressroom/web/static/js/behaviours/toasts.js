// Short messages at the edge of the page; the server sends them as `HX-Trigger: {"toast": {message, tone, undo, link}}`.
const STAYS_MS = { ok: 6000, info: 6000, bad: 12000 };
const UNDO_STAYS_MS = 15000;
const MOST = 2; // more would lie over what they tell of

export function say(message, tone = "ok", undo = null, link = null) {
  document.body.dispatchEvent(new CustomEvent("toast", { detail: { message, tone, undo, link } }));
}

export function toasts(region) {
  const blank = region.querySelector("[data-part=toast]").content.firstElementChild;
  document.body.addEventListener("toast", ({ detail: { message, tone = "ok", undo = null, link = null } }) => {
    const toast = blank.cloneNode(true);
    toast.dataset.tone = tone;
    toast.querySelector("p").textContent = message;
    const button = toast.querySelector("[data-undo]");
    if (undo) button.dataset.undo = undo;
    else button.remove();
    const way = toast.querySelector("[data-part=link]");
    if (link) Object.assign(way, { href: link.url, textContent: link.label });
    else way.remove();
    region.append(toast);
    for (const old of [...region.querySelectorAll(".toast")].slice(0, -MOST)) old.remove();
    leaveWhenRead(toast, undo || link ? UNDO_STAYS_MS : STAYS_MS[tone] ?? STAYS_MS.info);
  });
  region.addEventListener("click", ({ target }) => {
    const undo = target.closest("[data-undo]");
    if (undo) htmx.ajax("POST", undo.dataset.undo, { swap: "none", source: region });
    if (undo || target.closest("[data-part=close]")) target.closest(".toast").remove();
  });
  document.body.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => tellThoughGone(elt, xhr));
  document.body.addEventListener("htmx:sendError", () => say("The server does not answer. Nothing was lost; try again.", "bad"));
}

// A live update may be quicker than the answer and take the element away that asked; what the answer says is told all
// the same. htmx itself would tell the element alone.
function tellThoughGone(element, request) {
  request.addEventListener("readystatechange", () => {
    if (request.readyState !== XMLHttpRequest.DONE || element.isConnected) return;
    const { toast } = JSON.parse(request.getResponseHeader("HX-Trigger") ?? "{}");
    if (toast) say(toast.message, toast.tone, toast.undo, toast.link);
  });
}

function leaveWhenRead(toast, stays) {
  let timer = setTimeout(() => toast.remove(), stays);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => (timer = setTimeout(() => toast.remove(), stays)));
}

export function sampleToast(button) {
  button.addEventListener("click", () => say("Deleted “Rental agreement”.", "ok", "#"));
}
