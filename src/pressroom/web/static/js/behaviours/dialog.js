// A button that opens the `<dialog>` it names.
export function opensDialog(button) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog).showModal());
}
