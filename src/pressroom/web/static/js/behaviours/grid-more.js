// Says so when the next batch did not come, and asks again when told to.
export function gridMore(more) {
  const failed = more.querySelector("[data-part=failed]");
  const fail = (event) => event.target === more && (failed.hidden = false);
  more.dataset.scripted = "";
  more.addEventListener("htmx:responseError", fail);
  more.addEventListener("htmx:sendError", fail);
  more.querySelector("[data-part=again]").addEventListener("click", () => {
    failed.hidden = true;
    htmx.trigger(more, "again");
  });
}
