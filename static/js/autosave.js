/** Keeps what stands in the writing form on the server, so that a crash, a closed tab or a dead network loses nothing. */

const DELAY_MS = 1_500;
const RETRY_MS = 10_000;

const form = document.querySelector("[data-editor]");
const status = form.querySelector("[data-autosave]");
const insist = form.querySelector("[data-insist]");
const counter = form.elements.autosave_counter;
let kept = words();
let waiting = 0;
let isBusy = false;

function words() {
  const data = new FormData(form);
  return JSON.stringify([...data].filter(([name, value]) => typeof value === "string" && !/^(autosave|browser)_/.test(name)));
}

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

async function send() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
  const response = await fetch(status.dataset.autosave, { method: "POST", body: data });
  return [response.status, await response.json()];
}

async function keep() {
  const now = words();
  if (isBusy || now === kept) return;
  isBusy = true;
  try {
    const [code, answer] = await send();
    if (code === 409) return showConflict(answer.counter);
    if (code !== 200) return say(answer.error ?? status.dataset.offline);
    kept = now;
    counter.value = answer.counter;
    const time = new Date(answer.saved_at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    say(status.dataset.kept.replace("%s", time));
  } catch {
    say(status.dataset.offline);
    soon(RETRY_MS);
  } finally {
    isBusy = false;
  }
  if (words() !== now) soon();
}

function soon(delay = DELAY_MS) {
  clearTimeout(waiting);
  waiting = setTimeout(keep, delay);
}

/** Another tab was first: say so, keep nothing, and let the writer decide. */
function showConflict(other) {
  say(status.dataset.other);
  insist.hidden = false;
  insist.onclick = () => {
    counter.value = other;
    insist.hidden = true;
    keep();
  };
}

/** Without a time zone in the settings, the browser's counts. */
function tellZone() {
  const note = form.querySelector("[data-zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  form.elements.browser_zone.value = zone;
  if (note?.dataset.zone) note.textContent = note.dataset.zone.replace("%s", zone);
}

tellZone();
kept = words();
form.addEventListener("input", () => soon());
addEventListener("online", () => soon(0));
