// One stream of changes for all of a browser's tabs: the tab that holds the lock listens, the others are told.
// A change of `null` says that some may have been missed.
const RETRY_MS = 3000;
const REMEMBERED_MS = 60_000;
const channel = new BroadcastChannel("pressroom-live");
const heard = new EventTarget();
const tell = (type, detail) => heard.dispatchEvent(new CustomEvent(type, { detail }));

export function onChange(listener) {
  heard.addEventListener("change", (event) => listener(event.detail));
}

export function onConnection(listener) {
  heard.addEventListener("connection", (event) => listener(event.detail));
}

export function start() {
  channel.onmessage = ({ data }) => tell(data.type, data.detail);
  if (!navigator.locks) return listen({ age: ageOfPage() });
  navigator.locks.request("pressroom-live", { ifAvailable: true }, (lock) => {
    if (!lock) return takeOverLater();
    listenForAll({ age: ageOfPage() });
    return forever();
  });
}

// Seconds since the page was asked for: what changed after that may not be on it.
function ageOfPage() {
  const [{ requestStart }] = performance.getEntriesByType("navigation");
  return (performance.now() - requestStart) / 1000;
}

const forever = () => new Promise(() => {});

function takeOverLater() {
  channel.postMessage({ type: "opened", detail: Date.now() - ageOfPage() * 1000 });
  navigator.locks.request("pressroom-live", () => {
    listenForAll({ missed: true });
    return forever();
  });
}

// A tab that opens is told once more what was heard while its page was on its way.
function listenForAll(how) {
  const lately = [];
  onChange((detail) => {
    while (lately.length && lately[0].at < Date.now() - REMEMBERED_MS) lately.shift();
    lately.push({ at: Date.now(), detail });
  });
  channel.onmessage = ({ data: { type, detail } }) => {
    if (type !== "opened") return;
    for (const one of lately) if (one.at >= detail) channel.postMessage({ type: "change", detail: one.detail });
  };
  listen(how);
}

function pass(type, detail) {
  tell(type, detail);
  channel.postMessage({ type, detail });
}

// The browser reconnects by itself and says which change it saw last; only a refused answer ends the stream.
function listen({ age, missed = false }) {
  const source = new EventSource(age === undefined ? "/api/live" : `/api/live?age=${age.toFixed(1)}`);
  source.onmessage = (message) => pass("change", JSON.parse(message.data));
  source.onopen = () => {
    pass("connection", true);
    if (missed) pass("change", null);
    missed = false;
  };
  source.onerror = () => {
    pass("connection", false);
    missed = true;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ missed: true }), RETRY_MS);
  };
}
