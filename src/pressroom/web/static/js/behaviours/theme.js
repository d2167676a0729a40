// Three buttons that choose the colours and keep the choice; every such group on the page shows it.
const root = document.documentElement;

function show() {
  for (const button of document.querySelectorAll("[data-behaviour=theme] button")) {
    button.setAttribute("aria-pressed", button.value === root.dataset.theme);
  }
}

export function theme(group) {
  group.hidden = false;
  show();
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    root.dataset.theme = button.value;
    localStorage.setItem("theme", button.value);
    show();
  });
}
