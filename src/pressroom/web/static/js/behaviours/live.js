// Fetches again what a change concerns: elements with `data-live="kind:id"`, and lists with `data-live-list="kind"`
// that do not have it yet, or have it in a part it moves out of (`data-live-moves="status"`).
import { onChange, onConnection, start } from "../changes.js";
import { awaitAnswer, letGo, press, refreshPostponed, refreshSoon, refreshWhenSeen } from "../refresh.js";

const OFFLINE_AFTER_MS = 2000;

function concerned({ kind, id, status }) {
  const own = [...document.querySelectorAll(`[data-live~="${CSS.escape(`${kind}:${id}`)}"]`)];
  const moves = (element) => status === "deleted" || element.closest(`[data-live-moves~="${status}"]`);
  const lists = [...document.querySelectorAll(`[data-live-list~="${kind}"]`)].filter((list) => {
    const known = own.filter((element) => list.contains(element));
    return !known.length || known.some(moves);
  });
  return [...lists, ...own.filter((element) => !lists.some((list) => list.contains(element)))];
}

export function live(body) {
  const offline = document.getElementById("offline");
  const everything = () => document.querySelectorAll("[data-live], [data-live-list]");
  let timer;
  onChange((change) => {
    if (change) concerned(change).forEach(refreshSoon);
    else everything().forEach(refreshWhenSeen); // there may be thousands: those in sight first
  });
  onConnection((isUp) => {
    if (!isUp) return void (timer ??= setTimeout(() => (offline.hidden = false), OFFLINE_AFTER_MS));
    clearTimeout(timer);
    timer = undefined;
    offline.hidden = true;
  });
  body.addEventListener("htmx:beforeSend", awaitAnswer);
  body.addEventListener("pointerdown", press, true);
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, letGo, true);
  body.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const element = target.closest?.("[data-live]");
    if (!element || detail.requestConfig.verb === "get" || detail.failed) return;
    if (target.matches("form")) target.reset();
    if (target.contains(document.activeElement)) document.activeElement.blur(); // what was typed is sent: show the news
    refreshSoon(element);
  });
  body.addEventListener("settled", ({ target }) => refreshSoon(target.closest("[data-live]")));
  body.addEventListener("focusout", refreshPostponed);
  start();
}
