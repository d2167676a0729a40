// A field for a time zone: the reader's own where there is none yet, and all the browser knows to choose from.
export function ownZone(field) {
  field.value ||= field.defaultValue = Intl.DateTimeFormat().resolvedOptions().timeZone;
  field.addEventListener("focus", () => offer(field.list), { once: true });
}

function offer(list) {
  for (const name of Intl.supportedValuesOf("timeZone")) list.append(new Option(name, name));
}
