// A timeline is zoomed for all its bars at once, and walked through by arrow keys; what is shown stays when it is fetched again.
const MOST = 64;
let zoom = 1;
let left = 0; // the share of the whole that is out of sight on the left

export function timeline(frame) {
  const rows = () => [...frame.querySelectorAll("summary.timeline-row, .timeline-child > a")];

  function show() {
    left = Math.max(0, Math.min(left, 1 - 1 / zoom));
    frame.style.setProperty("--zoom", zoom);
    frame.style.setProperty("--shift", `${-left * 100}%`);
  }
  function zoomTo(wanted, middle = left + 0.5 / zoom) {
    zoom = Math.max(1, Math.min(MOST, wanted));
    left = middle - 0.5 / zoom;
    show();
  }
  function middleOf(row) {
    const bar = row?.closest(".timeline-row").querySelector(".timeline-bar");
    return bar ? (parseFloat(bar.getAttribute("x")) + parseFloat(bar.getAttribute("width")) / 2) / 100 : undefined;
  }
  const KEYS = { "+": (at) => zoomTo(zoom * 2, at), "=": (at) => zoomTo(zoom * 2, at), "-": (at) => zoomTo(zoom / 2, at), 0: () => zoomTo(1) };

  frame.querySelector("[data-part=tools]").hidden = false;
  frame.addEventListener("click", ({ target }) => {
    const how = target.closest("[data-zoom]")?.dataset.zoom;
    if (how) zoomTo({ in: zoom * 2, out: zoom / 2, all: 1 }[how]);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = rows();
    const at = all.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0) all[at + step]?.focus();
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") (left += (event.key === "ArrowLeft" ? -0.25 : 0.25) / zoom), show();
    else if (KEYS[event.key]) KEYS[event.key](at >= 0 ? middleOf(event.target) : undefined);
    else return;
    event.preventDefault();
  });
  show();
}
