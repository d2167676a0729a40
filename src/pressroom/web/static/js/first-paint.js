// Runs before the first paint, so that the chosen colours never flash.
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "auto";
