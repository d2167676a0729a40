// The files of a drop, folders opened to their last file; hidden files stay where they are.
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (let batch = await read(reader); batch.length; batch = await read(reader)) found.push(...batch);
  return (await Promise.all(found.map(filesIn))).flat();
}

const read = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));
