// Sends files, three at a time; each has a row from the first moment until the server's own row is there.
import { pendingRow } from "./pending-row.js";
import { refreshSoon } from "./refresh.js";

const AT_ONCE = 3;
const queue = [];
let sending = 0;

// `to` says where: `endpoint` takes the files, `page` is the address under which each has its page.
export function upload(files, list, to) {
  for (const file of files) {
    const row = pendingRow(file, list, to.page, () => enqueue({ file, row, to }));
    if (file.size > to.max) row.refused(`It is larger than the ${Math.round(to.max / 1e6)} MB this server takes.`);
    else enqueue({ file, row, to });
  }
}

function enqueue(one) {
  queue.push(one);
  next();
}

async function next() {
  if (sending >= AT_ONCE || !queue.length) return;
  sending += 1;
  const { file, row, to } = queue.shift();
  try {
    row.accepted(await send(file, to.endpoint, row.progress));
    const activity = document.getElementById("activity");
    if (activity) refreshSoon(activity);
  } catch (error) {
    row.refused(error.message, error.mayRetry);
  }
  sending -= 1;
  next();
}

function send(file, endpoint, progress) {
  const form = new FormData();
  form.append("files", file, file.name);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", endpoint);
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onerror = () => failed(problem("The connection was lost. Nothing was kept; try again.", true));
    request.onload = () => {
      if (request.status < 300) return done(request.response);
      failed(problem(request.response?.detail ?? `The server answered ${request.status}.`, request.status >= 429));
    };
    request.send(form);
  });
}

function problem(message, mayRetry) {
  return Object.assign(new Error(message), { mayRetry });
}
