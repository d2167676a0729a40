// Fetches an element again, by its id: at most once per pace, never under someone's typing, with focus put back.
import { isChanged } from "./unsaved.js";

const PACE_MS = 150;
const SOONEST_MS = 30;
const timers = new Map();
const last = new Map();
const postponed = new Set();
const underWay = new Set();
const again = new Set();

// Parts of the page that somebody asked for, by a filter say, and that are on their way: news do not take the place away
// that they are to be put into.
const awaited = new Map();
const news = new WeakSet();

export function awaitAnswer({ detail: { xhr, target, requestConfig } }) {
  if (requestConfig.verb !== "get" || news.has(xhr)) return;
  awaited.set(xhr, target);
  xhr.addEventListener("loadend", () => {
    awaited.delete(xhr);
    refreshPostponed();
  });
}

// What is pressed stays until it is let go of: a click is one only where both are the same element.
let pressed = null;

export const press = ({ target }) => (pressed = target);

export const letGo = () => setTimeout(() => { // after the click
  pressed = null;
  refreshPostponed();
});

export function refreshSoon(element) {
  const { id, dataset } = element;
  if (timers.has(id) || element.closest("[data-still]")) return; // a sample stands for nothing that changes
  const pace = Number(dataset.livePace ?? PACE_MS);
  const wait = Math.max(SOONEST_MS, pace - (Date.now() - (last.get(id) ?? 0)));
  timers.set(id, setTimeout(() => {
    timers.delete(id);
    last.set(id, Date.now());
    refresh(id);
  }, wait));
}

const whenSeen = new IntersectionObserver((entries) => {
  for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
    whenSeen.unobserve(target);
    refreshSoon(target);
  }
});

export const refreshWhenSeen = (element) => whenSeen.observe(element);

export function refreshPostponed() {
  for (const id of postponed) {
    const element = document.getElementById(id);
    if (element && isInUse(element)) continue;
    postponed.delete(id);
    if (element) refreshSoon(element);
  }
}

// What changes while it is being fetched is fetched once more: that answer may have been written before the change.
async function refresh(id) {
  const target = document.getElementById(id);
  if (!target) return;
  if (isInUse(target)) return void postponed.add(id);
  if (underWay.has(id)) return void again.add(id);
  underWay.add(id);
  await fetchInto(target, id);
  underWay.delete(id);
  const fetched = document.getElementById(id);
  if (again.delete(id) && fetched) refreshSoon(fetched);
}

async function fetchInto(target, id) {
  let path = null;
  const before = (event) => { // someone may have opened it, or come to its fields, while its news were fetched
    if (event.target !== target) return;
    event.detail.shouldSwap &&= !isInUse(target);
    if (!event.detail.shouldSwap) postponed.add(id);
    else if (target.contains(document.activeElement)) path = pathTo(document.activeElement, target);
  };
  const own = (event) => event.target === target && news.add(event.detail.xhr);
  target.addEventListener("htmx:beforeSend", own);
  target.addEventListener("htmx:beforeSwap", before);
  const how = { target, source: target, swap: "outerHTML", select: target.dataset.select };
  await htmx.ajax("GET", target.dataset.src, how).catch(() => {}); // the server is away; all is fetched when it is back
  target.removeEventListener("htmx:beforeSend", own);
  target.removeEventListener("htmx:beforeSwap", before);
  if (path && document.activeElement === document.body) {
    document.getElementById(id)?.querySelector(path)?.focus({ preventScroll: true });
  }
}

const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=hidden], [type=range])";
// Of a form within that waits to be sent; what chooses an element itself is kept by its page.
const SET = ":scope form :is([type=checkbox], select)";
const sendsItself = ({ form }) => form?.getAttribute("hx-trigger")?.includes("change");

// Whoever has come to a field is about to type into it: from there to the first key there is no telling.
function isInUse(element) {
  if (element.querySelector("details.menu[open], dialog[open], [aria-busy=true], [type=range]:active, [data-editing]")) return true;
  if (pressed && element.contains(pressed)) return true;
  if ([...awaited.values()].some((target) => element.contains(target))) return true;
  if ([...element.querySelectorAll(SET)].some((field) => isChanged(field) && !sendsItself(field))) return true;
  return [...element.querySelectorAll(TYPED)].some((field) => isChanged(field) || field === document.activeElement);
}

function pathTo(element, root) {
  const steps = [];
  for (let at = element; at !== root; at = at.parentElement) {
    if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
    steps.unshift(`:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
  }
  return [":scope", ...steps].join(" > ");
}
