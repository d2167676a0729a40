// Times on the page go on: "2 min ago" becomes "3 min ago", and what runs counts up.
const MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY;

function ago(seconds) {
  if (seconds < MINUTE) return "just now";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`;
  const days = Math.floor(seconds / DAY);
  return `${days} ${days === 1 ? "day" : "days"} ago`;
}

function clock(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), whole % MINUTE];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function keepTelling(element, words, everySeconds) {
  const since = Date.parse(element.dateTime);
  const timer = setInterval(() => {
    if (!element.isConnected) return clearInterval(timer);
    const seconds = (Date.now() - since) / 1000;
    const text = words(seconds);
    if (text && element.textContent !== text) element.textContent = text;
  }, everySeconds * 1000);
}

export const relativeTime = (element) => keepTelling(element, (seconds) => (seconds < WEEK ? ago(seconds) : null), 20);
const TODAY = { hour: "2-digit", minute: "2-digit" };
const LATER = { ...TODAY, day: "numeric", month: "long" };

export function localTime(element) {
  const at = new Date(element.dateTime);
  element.textContent = at.toLocaleString([], at.toDateString() === new Date().toDateString() ? TODAY : LATER);
}

export const elapsed = (element) => keepTelling(element, clock, 1);
