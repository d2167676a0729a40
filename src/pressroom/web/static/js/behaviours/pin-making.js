// Pictures for pins: dropped anywhere or chosen, and what becomes of so many said on the button.
import { onDrop } from "../dropped.js";
import { say } from "./toasts.js";

export function pinMaking(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const [input, chosen, label] = [part("input"), part("chosen"), part("label")];
  const invitation = chosen.textContent;
  const { one = "Make the pin", several = "Make # pins" } = form.dataset;

  function show() {
    const names = [...input.files].map(({ name }) => name);
    const number = names.length + form.querySelectorAll("[name=pictures]:checked").length;
    chosen.textContent = names.join(", ") || invitation;
    label.textContent = number > 1 ? several.replace("#", number) : one;
  }

  function take(files) {
    const pictures = files.filter(({ type, name }) => type.startsWith("image/") || /\.(heic|heif|avif)$/i.test(name));
    if (pictures.length < files.length) say(`${files.length - pictures.length} of these are no pictures.`, "bad");
    const fits = pictures.filter(({ size }) => size <= Number(form.dataset.max));
    if (fits.length < pictures.length) say("A picture is larger than this server takes.", "bad");
    const transfer = new DataTransfer();
    for (const file of [...input.files, ...fits]) transfer.items.add(file);
    input.files = transfer.files;
    show();
  }

  input.hidden = true;
  part("choose").hidden = false;
  part("choose").addEventListener("click", () => input.click());
  onDrop(part("drop"), (files) => form.isConnected && take(files));
  form.addEventListener("change", show);
  show();
}
