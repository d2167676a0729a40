// A file's row before the server has one of its own: waiting, being sent, refused with its reason, or here already.
const LINGERS_MS = 1200;

export function pendingRow(file, list, page, again) {
  const row = document.querySelector("template[data-part=pending]").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-part=${name}]`);
  const state = (tone, words) => {
    part("state").dataset.tone = tone;
    part("state").textContent = words;
  };
  const explain = (words) => {
    part("reason").textContent = words;
    part("reason").hidden = false;
    part("progress").hidden = true;
    part("dismiss").hidden = false;
  };

  part("name").textContent = file.name;
  part("dismiss").addEventListener("click", () => row.remove());
  part("again").addEventListener("click", () => {
    part("again").hidden = part("dismiss").hidden = part("reason").hidden = true;
    part("progress").hidden = false;
    state("idle", "Waiting");
    again();
  });
  list.append(row);

  return {
    progress(share) {
      part("progress").value = share;
      state("run", share < 1 ? `Sending ${Math.round(share * 100)} %` : "Storing");
    },
    accepted(answer) {
      const [one] = answer.media ?? answer.documents; // one, for one was sent
      if (!one.duplicate_of) {
        state("ok", "Accepted");
        return void setTimeout(() => row.remove(), LINGERS_MS);
      }
      state("warn", "Here already");
      explain("These very bytes were added before, so nothing was done twice.");
      part("open").href = `${page}/${one.duplicate_of}`;
      part("open").hidden = false;
    },
    refused(reason, mayRetry = false) {
      state("bad", "Not taken");
      explain(reason);
      part("again").hidden = !mayRetry;
    },
  };
}
