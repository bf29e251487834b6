/** Conversations: what is new, drafts that survive a dead network, previews, quotations, names that complete themselves. */

const SEEN_AFTER_MS = 2_000;
const DRAFT_DAYS = 14;
const DAY_MS = 86_400_000;
const VISITS = "conversations";
const MAX_VISITS = 200;

/* What the browser keeps; private windows and full disks may refuse. */
const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* then nothing is kept */
    }
  },
};

/** Calls back once the reader has had the element on the screen for a while; never in a page that is only prepared. */
function whenRead(element, callback) {
  let waiting = 0;
  const observer = new IntersectionObserver(([entry]) => {
    clearTimeout(waiting);
    if (!entry.isIntersecting) return;
    waiting = setTimeout(() => {
      observer.disconnect();
      callback();
    }, SEEN_AFTER_MS);
  });
  const watch = () => observer.observe(element);
  if (document.prerendering) document.addEventListener("prerenderingchange", watch, { once: true });
  else watch();
}

/** Members: the server keeps how far they have read. Its mark moves by this command, never by loading a page. */
function tellSeen(section) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", document.querySelector("#votes [name=csrfmiddlewaretoken]").value);
  data.append("newest", section.dataset.newest);
  fetch(section.dataset.seen, { method: "POST", body: data, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {});
}

/** Strangers: the page is the same for all of them, so their browser keeps it and marks what is new. */
function markNew(section) {
  const visits = store.read(VISITS) ?? {};
  const before = visits[section.dataset.thread];
  if (before) for (const each of section.querySelectorAll(".comment")) if (Number(each.id.slice(8)) > before) each.classList.add("comment--new");
  whenRead(section, () => {
    delete visits[section.dataset.thread];
    const kept = Object.entries(visits).slice(1 - MAX_VISITS);
    store.write(VISITS, { ...Object.fromEntries(kept), [section.dataset.thread]: Number(section.dataset.newest) });
    section.dataset.marked = "yes";
  });
}

function draftKey(form) {
  const parent = form.elements.parent?.value ?? "";
  return `draft:${form.dataset.member}:${new URL(form.action).pathname}:${parent}`;
}

function forgetOldDrafts() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("draft:") && !(store.read(key)?.at > Date.now() - DRAFT_DAYS * DAY_MS)) store.write(key, null);
  }
}

function keepDraft(form) {
  const text = form.elements.body.value;
  store.write(draftKey(form), text.trim() ? { text, at: Date.now() } : null);
}

function restoreDraft(form) {
  const body = form.elements.body;
  const kept = store.read(draftKey(form));
  if (!kept || kept.text === body.value || form.querySelector(".errorlist")) return;
  if (body.value.trim() && !kept.text.startsWith(body.value.trim())) return;
  body.value = kept.text;
  say(form, form.dataset.restored);
}

function say(form, text) {
  form.querySelector("[data-draft-note]").textContent = text;
}

async function send(form, button) {
  const data = new FormData(form, button);
  return fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
}

function leaveFor(path) {
  const target = new URL(path, location.href);
  const isHere = target.pathname === location.pathname && target.search === location.search;
  location.assign(target.href);
  if (isHere) location.reload();
}

/** A refused form comes back with its words and the reason. */
async function showRefused(form, response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-comment-form]");
  if (!fresh) return say(form, page.querySelector("main [role=alert]")?.textContent ?? form.dataset.refused);
  const notice = page.querySelector("main [role=alert]");
  if (notice) fresh.prepend(notice);
  takeIds(fresh, form);
  form.replaceWith(fresh);
  wireForm(fresh);
  fresh.elements.body.focus();
}

/** Two forms may stand on one page. */
function takeIds(fresh, form) {
  if (!form.id) fresh.removeAttribute("id");
  const id = form.elements.body.id;
  fresh.querySelector(`label[for="${fresh.elements.body.id}"]`)?.setAttribute("for", id);
  fresh.elements.body.id = id;
}

async function post(form, button) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  keepDraft(form);
  try {
    const response = await send(form, button);
    const path = response.headers.get("HX-Redirect");
    if (path) {
      store.write(draftKey(form), null);
      return leaveFor(path);
    }
    await showRefused(form, response);
  } catch {
    say(form, form.dataset.offline);
  }
  form.ariaBusy = "false";
}

async function preview(form, button) {
  try {
    const response = await send(form, button);
    const html = await response.text();
    if (response.ok) form.querySelector("[data-preview-place]").innerHTML = html;
    else say(form, form.dataset.refused);
  } catch {
    say(form, form.dataset.offline);
  }
}

function wireForm(form) {
  if (form.dataset.wired) return;
  form.dataset.wired = "yes";
  restoreDraft(form);
  import("./mentions.js").then(({ complete }) => complete(form.elements.body, form.dataset.members, form.dataset.membersLabel));
  form.addEventListener("input", () => keepDraft(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "preview") preview(form, event.submitter);
    else post(form, event.submitter);
  });
}

/** A quotation of what the reader has selected in the comment, in place of its beginning. */
function quoteSelection(form) {
  const comment = form.closest("article")?.querySelector(".comment__body");
  const selection = getSelection();
  if (!comment || selection.isCollapsed || !comment.contains(selection.anchorNode) || !comment.contains(selection.focusNode)) return;
  const lines = selection.toString().trim().split("\n");
  form.elements.body.value = `${lines.map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
}

const section = document.getElementById("comments");
if (section?.dataset.seen) whenRead(section, () => tellSeen(section));
else if (section) markNew(section);
try {
  forgetOldDrafts();
} catch {
  /* no storage, no drafts */
}
document.querySelectorAll("[data-comment-form]").forEach(wireForm);
document.addEventListener("broadsheet:opened", ({ detail: { form, link } }) => {
  if (!form.matches("[data-comment-form]")) return;
  if (link.search.includes("quote=")) quoteSelection(form);
  wireForm(form);
  form.elements.body.setSelectionRange(form.elements.body.value.length, form.elements.body.value.length);
});
