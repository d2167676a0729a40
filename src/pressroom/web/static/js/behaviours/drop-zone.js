// Takes files and folders, dropped or chosen; without it, the plain form sends them.
import { filesOf } from "../dropped.js";
import { upload } from "../uploads.js";

export function dropZone(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const input = part("input");
  const list = document.getElementById(form.dataset.list);
  const to = { endpoint: form.dataset.endpoint, page: form.getAttribute("action"), max: Number(form.dataset.max) };
  const take = (files) => upload(files, list, to);
  const choose = (isFolder) => {
    input.webkitdirectory = isFolder;
    input.click();
  };

  input.hidden = part("send").hidden = true;
  for (const [name, isFolder] of [["choose-files", false], ["choose-folder", true]]) {
    part(name).hidden = false;
    part(name).addEventListener("click", () => choose(isFolder));
  }
  input.addEventListener("change", () => {
    take([...input.files]);
    form.reset();
  });
  anywhere(form, take);
}

// The whole page is the target, so that nothing dropped beside the sheet opens in its place.
function anywhere(form, take) {
  let depth = 0;
  const over = (by) => {
    depth = Math.max(0, depth + by);
    form.dataset.state = depth ? "over" : "";
  };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => holdsFiles(event) && over(1));
  addEventListener("dragleave", (event) => holdsFiles(event) && over(-1));
  addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over(-depth);
    take(await filesOf(event.dataTransfer));
  });
}
