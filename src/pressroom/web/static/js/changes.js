// One stream of changes for all of a browser's tabs: the tab that holds the lock listens, the others are told.
// A change of `null` says that some may have been missed.
const RETRY_MS = 3000;
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
  if (!navigator.locks) return listen({ missed: false });
  navigator.locks.request("pressroom-live", { ifAvailable: true }, (lock) => {
    if (!lock) return takeOverLater();
    listen({ missed: false });
    return forever();
  });
}

const forever = () => new Promise(() => {});

function takeOverLater() {
  navigator.locks.request("pressroom-live", () => {
    listen({ missed: true });
    return forever();
  });
}

function pass(type, detail) {
  tell(type, detail);
  channel.postMessage({ type, detail });
}

// The browser reconnects by itself and says which change it saw last; only a refused answer ends the stream.
function listen({ missed }) {
  const source = new EventSource("/api/live");
  source.onmessage = (message) => pass("change", JSON.parse(message.data));
  source.onopen = () => {
    pass("connection", true);
    if (missed) pass("change", null);
    missed = false;
  };
  source.onerror = () => {
    pass("connection", false);
    missed = true;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ missed }), RETRY_MS);
  };
}
