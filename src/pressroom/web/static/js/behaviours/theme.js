// Three buttons that choose the colours and keep the choice.
export function theme(group) {
  const buttons = [...group.querySelectorAll("button")];
  const show = (value) => buttons.forEach((one) => one.setAttribute("aria-pressed", one.value === value));
  group.hidden = false;
  show(document.documentElement.dataset.theme);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    document.documentElement.dataset.theme = button.value;
    localStorage.setItem("theme", button.value);
    show(button.value);
  });
}
