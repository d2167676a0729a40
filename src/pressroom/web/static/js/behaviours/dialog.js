// A button that opens the `<dialog>` it names, which closes when its form is sent.
export function opensDialog(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("submit", () => dialog.close());
}
