// Keys of the table of pins: arrows or J and K walk the rows, X chooses, E edits, Enter opens or edits, Escape lets go.
// The table is one stop of the Tab key: from the row that last had the focus, Tab goes on through its cells.
import { choose, letGo } from "../choice.js";
import { TILE, between, boxOf, tilesOf, wakeAll } from "../tiles.js";

const DOWN = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const ACROSS = { ArrowRight: 1, ArrowLeft: -1 };
const STOPS = "[data-part=open], [data-part=edit], [data-part=text]";
const controls = (row) => row.querySelectorAll("a, button, input");
const stops = (row) => [...row.querySelectorAll(STOPS)];

export function pinKeys(table) {
  let current = null;
  let start = null;

  const setStop = (row, index) => controls(row).forEach((one) => (one.tabIndex = index));
  function moveTo(row) {
    if (!row || row === current) return;
    if (current) setStop(current, -1);
    setStop((current = row), 0);
  }
  function arrange() {
    const rows = tilesOf(table);
    for (const row of rows) if (row !== current) setStop(row, -1);
    if (!current?.isConnected) moveTo(rows.find(({ id }) => id === current?.id) ?? rows[0]);
  }

  function walk(row, by, isReaching, from) {
    const rows = tilesOf(table);
    const next = rows[rows.indexOf(row) + by];
    if (!next) return;
    const at = Math.max(0, stops(row).indexOf(from));
    const stop = stops(next)[at] ?? stops(next)[0];
    stop.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    if (!isReaching) return void (start = null);
    start ??= row;
    choose(between(rows, row, next).map(boxOf), false);
    choose(between(rows, start, next).map(boxOf), true);
  }

  const toggle = (row) => {
    choose([boxOf(row)], !boxOf(row).checked);
    row.dispatchEvent(new CustomEvent("choose-from", { bubbles: true }));
  };

  table.addEventListener("keydown", (event) => {
    const row = event.target.closest(TILE);
    if (!row || event.altKey || event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = actionOf(event, key, row);
    if (!act) return;
    event.preventDefault();
    act();
  });

  function actionOf(event, key, row) {
    if (event.ctrlKey || event.metaKey) return key === "a" ? () => chooseAll() : null;
    if (key in DOWN) return () => walk(row, DOWN[key], event.shiftKey, event.target.closest(STOPS));
    if (key in ACROSS) return () => stops(row)[stops(row).indexOf(event.target) + ACROSS[key]]?.focus();
    if (key === "x") return () => toggle(row);
    if (key === "e") return () => (event.target.closest("[data-part=edit]") ?? row.querySelector("[data-part=edit]"))?.click();
    return key === "Escape" ? letGo : null;
  }

  function chooseAll() {
    wakeAll(table);
    choose(tilesOf(table).map(boxOf), true);
  }

  table.addEventListener("focusin", ({ target }) => moveTo(target.closest(TILE)));
  table.addEventListener("htmx:load", arrange);
  arrange();
}
