// Times in the reader's own zone: a field's from the instant it holds, and the zone that is sent along with it.
export function zone(field) {
  field.value = field.defaultValue = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function zoneName(hint) {
  hint.textContent = `In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ")}.`;
}

export function moment(field) {
  const two = (value) => String(value).padStart(2, "0");
  const at = field.dataset.at && new Date(field.dataset.at);
  if (!at) return;
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  field.value = field.defaultValue = `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
