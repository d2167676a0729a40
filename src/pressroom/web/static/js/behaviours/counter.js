// Says how many characters a field has left, counted as Pinterest counts: in UTF-16 units, as a string's length is here;
// or how many words that commas part.
const FEW = 0.1;

export function counter(left) {
  const field = left.closest("form").querySelector(`#${left.dataset.counts}`);
  const most = Number(left.dataset.most);
  const count = () => {
    const rest = most - (left.dataset.unit === "words" ? wordsIn(field) : trimmed(field).length);
    left.textContent = rest < 0 ? `${-rest} too many` : `${rest} left`;
    left.dataset.tone = rest < 0 ? "bad" : rest < most * FEW ? "warn" : "";
  };
  if (!field || !most) return;
  field.addEventListener("input", count);
  field.form.addEventListener("reset", () => setTimeout(count));
  count();
}

const wordsIn = (field) => field.value.split(",").filter((word) => word.trim()).length;
const trimmed = (field) => field.value.trim().replaceAll("\r\n", "\n");
