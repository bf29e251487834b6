/** Members can read without a network what they opened before: starts the worker, and says so when the network is gone. */

const { worker, offline } = document.body.dataset;
const list = document.querySelector("[data-offline-list]");
const ARTICLES = "articles-1"; // as in worker.js

function showState() {
  const known = document.getElementById("offline-note");
  if (navigator.onLine) return known?.remove();
  if (known || list) return;
  const note = Object.assign(document.createElement("p"), { id: "offline-note", className: "message message--info", textContent: offline });
  note.setAttribute("role", "status");
  document.querySelector("main").prepend(note);
}

/** One line for each kept article, the last opened first. */
async function listKept() {
  const cache = await caches.open(ARTICLES);
  for (const request of await cache.keys()) {
    const page = new DOMParser().parseFromString(await (await cache.match(request, { ignoreVary: true })).text(), "text/html");
    const title = page.querySelector("h1");
    if (!title) continue;
    const link = Object.assign(document.createElement("a"), { className: "link", href: request.url, textContent: title.textContent.trim(), dir: "auto" });
    link.lang = title.closest("[lang]")?.lang ?? "";
    const item = document.createElement("li");
    item.append(link);
    list.prepend(item);
  }
  for (const each of document.querySelectorAll("[data-kept-some]")) each.hidden = !list.children.length;
  for (const each of document.querySelectorAll("[data-kept-none]")) each.hidden = Boolean(list.children.length);
}

if (worker && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(worker).catch(() => {});
  navigator.serviceWorker.ready.then(({ active }) => active.postMessage("begin"));
  addEventListener("online", showState);
  addEventListener("offline", showState);
  showState();
  if (list) listKept();
}
