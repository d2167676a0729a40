// Fetches an element again, by its id: at most once per pace, never under someone's typing, with focus put back.
const PACE_MS = 150;
const SOONEST_MS = 30;
const timers = new Map();
const last = new Map();
const postponed = new Set();
const underWay = new Set();
const again = new Set();

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
  const focus = focusIn(target);
  target.addEventListener("htmx:beforeSwap", (event) => { // it may have been opened while its news were fetched
    if (!isInUse(target)) return;
    event.detail.shouldSwap = false;
    postponed.add(id);
  }, { once: true });
  const how = { target, source: target, swap: "outerHTML", select: target.dataset.select };
  const isFresh = await htmx.ajax("GET", target.dataset.src, how).then(() => true, () => false);
  if (!isFresh) return; // the server is away; when the stream is back, everything is fetched again
  if (focus) putBack(focus, document.getElementById(id));
}

// Where in an element the focus is, and what is selected there: the first key pressed next belongs there too.
function focusIn(target) {
  const focused = document.activeElement;
  if (!target.contains(focused)) return null;
  return { path: pathTo(focused, target), start: focused.selectionStart, end: focused.selectionEnd };
}

function putBack({ path, start, end }, root) {
  const element = root?.querySelector(path);
  if (!element || ![document.body, element].includes(document.activeElement)) return;
  element.focus({ preventScroll: true });
  if (typeof start === "number") element.setSelectionRange(start, end);
}

function isInUse(element) {
  if (element.querySelector("details.menu[open], dialog[open], [aria-busy=true], [type=range]:active")) return true;
  const typed = element.querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden], [type=range]), textarea");
  return [...typed].some((field) => field.value !== field.defaultValue);
}

function pathTo(element, root) {
  const steps = [];
  for (let at = element; at !== root; at = at.parentElement) {
    if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
    steps.unshift(`:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
  }
  return [":scope", ...steps].join(" > ");
}
