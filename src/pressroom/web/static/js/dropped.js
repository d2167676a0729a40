// What is dropped anywhere on the page.

// The whole page is the target, so that nothing dropped beside the sheet opens in its place.
export function onDrop(zone, take) {
  let depth = 0;
  const over = (by) => {
    depth = Math.max(0, depth + by);
    zone.dataset.state = depth ? "over" : "";
  };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => holdsFiles(event) && over(1));
  addEventListener("dragleave", (event) => holdsFiles(event) && over(-1));
  addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over(-depth);
    take(await filesOf(event.dataTransfer));
  });
}

// The files of a drop, folders opened to their last file; hidden files stay where they are.
async function filesOf(transfer) {
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
