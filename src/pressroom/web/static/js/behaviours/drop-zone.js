// Takes files and folders, dropped or chosen; without it, the plain form sends them.
import { onDrop } from "../dropped.js";
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
  onDrop(form, take);
}
