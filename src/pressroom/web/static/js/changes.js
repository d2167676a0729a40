// One stream of changes for all of a browser's tabs: the tab that holds the lock listens, the others are told.
const channel = new BroadcastChannel("pressroom-live");
const heard = new EventTarget();
const tell = (type, detail) => heard.dispatchEvent(new CustomEvent(type, { detail }));

export function onChange(listener) {
  heard.addEventListener("change", (event) => listener(event.detail));
}

export function onConnection(listener) {
  heard.addEventListener("connection", (event) => listener(event.detail));
}

function pass(type, detail) {
  tell(type, detail);
  channel.postMessage({ type, detail });
}

function listen() {
  const source = new EventSource("/api/live");
  let lost = false;
  source.onmessage = (message) => pass("change", JSON.parse(message.data));
  source.onopen = () => {
    pass("connection", true);
    if (lost) pass("change", null);
    lost = false;
  };
  source.onerror = () => {
    lost = true;
    pass("connection", false);
  };
}

export function start() {
  channel.onmessage = ({ data }) => tell(data.type, data.detail);
  if (!navigator.locks) return listen();
  navigator.locks.request("pressroom-live", () => {
    listen();
    return new Promise(() => {});
  });
}
