// Binds each element's `data-behaviour` names to their functions, now and after every swap.
import { bulk, chosen } from "./behaviours/bulk.js";
import { calendar } from "./behaviours/calendar.js";
import { calendarDrag } from "./behaviours/calendar-drag.js";
import { calendarKeys } from "./behaviours/calendar-keys.js";
import { calendarMove } from "./behaviours/calendar-move.js";
import { compare } from "./behaviours/compare.js";
import { copy } from "./behaviours/copy.js";
import { counter } from "./behaviours/counter.js";
import { opensDialog } from "./behaviours/dialog.js";
import { dropZone } from "./behaviours/drop-zone.js";
import { estimate } from "./behaviours/estimate.js";
import { grid } from "./behaviours/grid.js";
import { gridChoice } from "./behaviours/grid-choice.js";
import { gridFresh } from "./behaviours/grid-fresh.js";
import { gridKeys } from "./behaviours/grid-keys.js";
import { gridMore } from "./behaviours/grid-more.js";
import { gridRest } from "./behaviours/grid-rest.js";
import { keepOpen } from "./behaviours/keep-open.js";
import { listChoice } from "./behaviours/list-choice.js";
import { live } from "./behaviours/live.js";
import { menu } from "./behaviours/menu.js";
import { moment, zone, zoneName } from "./behaviours/moments.js";
import { news } from "./behaviours/news.js";
import { oneStop } from "./behaviours/one-stop.js";
import { ownAddress } from "./behaviours/own-address.js";
import { ownZone } from "./behaviours/own-zone.js";
import { pinCells } from "./behaviours/pin-cells.js";
import { pinKeys } from "./behaviours/pin-keys.js";
import { pinMaking } from "./behaviours/pin-making.js";
import { pinPreview } from "./behaviours/pin-preview.js";
import { regenerate } from "./behaviours/regenerate.js";
import { savesFirst } from "./behaviours/saves-first.js";
import { shortcuts, searchKey } from "./behaviours/shortcuts.js";
import { studio } from "./behaviours/studio.js";
import { theme } from "./behaviours/theme.js";
import { elapsed, localTime, relativeTime } from "./behaviours/times.js";
import { timeline } from "./behaviours/timeline.js";
import { sampleToast, toasts } from "./behaviours/toasts.js";
import { viewer } from "./behaviours/viewer.js";

const BEHAVIOURS = {
  bulk, calendar, chosen, compare, copy, counter, elapsed, estimate, grid, live, menu, moment, news, regenerate, shortcuts, studio,
  theme, timeline, toasts, viewer, zone,
  "calendar-drag": calendarDrag,
  "calendar-keys": calendarKeys,
  "calendar-move": calendarMove,
  "drop-zone": dropZone,
  "zone-name": zoneName,
  "grid-choice": gridChoice,
  "grid-fresh": gridFresh,
  "grid-keys": gridKeys,
  "grid-more": gridMore,
  "grid-rest": gridRest,
  "keep-open": keepOpen,
  "list-choice": listChoice,
  "local-time": localTime,
  "one-stop": oneStop,
  "opens-dialog": opensDialog,
  "own-address": ownAddress,
  "own-zone": ownZone,
  "pin-cells": pinCells,
  "pin-keys": pinKeys,
  "pin-making": pinMaking,
  "pin-preview": pinPreview,
  "relative-time": relativeTime,
  "sample-toast": sampleToast,
  "saves-first": savesFirst,
  "search-key": searchKey,
};
const bound = new WeakSet();

function bind(root) {
  const found = root.querySelectorAll("[data-behaviour]");
  for (const element of root.matches?.("[data-behaviour]") ? [root, ...found] : found) {
    if (bound.has(element)) continue;
    bound.add(element);
    for (const name of element.dataset.behaviour.split(" ")) BEHAVIOURS[name]?.(element);
  }
}

document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
bind(document);
