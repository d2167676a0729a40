// The line between before and after is the thumb of a range, so pointer, touch and keys move it alike.
export function compare(frame) {
  const range = frame.querySelector("[data-part=range]");
  const show = () => {
    frame.style.setProperty("--at", `${range.value}%`);
    range.setAttribute("aria-valuetext", `${Math.round(range.value)} % before, ${Math.round(100 - range.value)} % after`);
  };
  frame.dataset.scripted = "";
  range.hidden = false;
  range.addEventListener("input", show);
  show();
}
