// The calendar is shown in the reader's own time zone, which the server knows by a cookie from the first visit on.
import { refreshPlanner } from "../planner.js";

const YEAR_SECONDS = 31_536_000;

export function calendar(planner) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { chosen, zone } = planner.querySelector("#calendar").dataset;
  document.cookie = `zone=${own}; path=/pins; max-age=${YEAR_SECONDS}; samesite=lax`;
  if (chosen === "no" && zone !== own) refreshPlanner();
}
