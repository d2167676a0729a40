// A button that opens the `<dialog>` it names.
export function opensDialog(button) {
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog).showModal());
}
