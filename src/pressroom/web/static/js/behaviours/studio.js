// The photo a picture is made of: dropped anywhere or chosen, and seen before it is sent.
import { onDrop } from "../dropped.js";
import { say } from "./toasts.js";

export function studio(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const [input, preview, title, dialog] = [part("input"), part("preview"), part("title"), form.querySelector("dialog")];
  const [blank, invitation] = [preview.innerHTML, title.textContent];

  const isPhotoSent = ({ detail }) => detail.requestConfig.path === form.getAttribute("action");

  function show() {
    const [photo] = input.files;
    title.textContent = photo?.name ?? invitation;
    preview.innerHTML = blank;
    if (photo) preview.replaceChildren(pictureOf(photo, () => (preview.innerHTML = blank)));
  }

  function take(photos) {
    const photo = photos.find(({ type, name }) => type.startsWith("image/") || /\.(heic|heif|avif)$/i.test(name));
    if (!photo) return void (photos.length && say("This is not a photo.", "bad"));
    if (photo.size > Number(form.dataset.max)) {
      return say(`It is larger than the ${Math.round(form.dataset.max / 1e6)} MB this server takes.`, "bad");
    }
    const transfer = new DataTransfer();
    transfer.items.add(photo);
    input.files = transfer.files;
    show();
    if (photos.length > 1) say(`One photo at a time: “${photo.name}” was taken.`, "info");
  }

  input.required = false;
  input.hidden = true;
  part("choose").hidden = false;
  part("choose").addEventListener("click", () => input.click());
  part("close").addEventListener("click", () => dialog.close());
  input.addEventListener("change", () => take([...input.files]));
  onDrop(part("drop"), (files) => form.querySelector("fieldset").disabled || take(files));
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    dialog.close(); // not before: the focus goes back to what opened it, and htmx asks what was pressed by the focus
    if (!isPhotoSent(event) || input.files.length) return;
    event.preventDefault();
    say("Choose a photo first, or drop one on this page.", "info");
    part("choose").focus();
  });
  form.addEventListener("htmx:xhr:progress", ({ detail: { loaded, total } }) => {
    part("sending").textContent = loaded < total ? `Sending ${Math.round((100 * loaded) / total)} %` : "";
  });
  form.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (target !== form) return;
    part("sending").textContent = "";
    if (!detail.successful || !isPhotoSent({ detail })) return;
    input.value = "";
    show();
  });
}

// A browser that cannot draw this kind of picture shows none; the server can read it all the same.
function pictureOf(photo, cannot) {
  const picture = Object.assign(new Image(), { src: URL.createObjectURL(photo), alt: "" });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  picture.addEventListener("error", cannot);
  return picture;
}
