/** What the pages gain from a script; each works without it. The theme comes first, so that it is there before the page is painted. */

const root = document.documentElement;
const THEMES = ["light", "dark"];
const TEXT_SIZES = ["s", "m", "l", "xl"];
/** Over HTTPS no other host may set our cookies; the server names them alike. */
const PREFIX = location.protocol === "https:" ? "__Host-" : "";

/** How a visitor likes to read is kept in cookies, which the settings of a member write too. */
function recall(name, choices) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${PREFIX}${name}=`));
  const value = found?.slice(PREFIX.length + name.length + 1);
  return choices.includes(value) ? value : null;
}

function remember(name, value) {
  const secure = PREFIX && "; secure";
  document.cookie = `${PREFIX}${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
}

/** What the server wrote for a member stands; a page for everybody takes what this browser remembers. */
function showLooks() {
  root.dataset.theme ||= recall("theme", THEMES) ?? "auto";
  root.dataset.textSize ||= recall("text_size", TEXT_SIZES) ?? "m";
}

function isDark() {
  const chosen = root.dataset.theme;
  return THEMES.includes(chosen) ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function offerTheme(button) {
  button.hidden = false;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const theme = isDark() ? "light" : "dark";
    root.dataset.theme = theme;
    remember("theme", theme);
    const form = document.querySelector("button[data-theme-toggle][name]")?.form;
    if (!form) return;
    const body = new FormData(form);
    body.set("theme", theme);
    fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  });
}

function offerTextSize(button) {
  button.addEventListener("click", () => {
    const at = TEXT_SIZES.indexOf(root.dataset.textSize) + Number(button.dataset.textStep);
    const size = TEXT_SIZES[Math.max(0, Math.min(at, TEXT_SIZES.length - 1))];
    root.dataset.textSize = size;
    remember("text_size", size);
  });
}

/** A menu closes on Escape, on a click elsewhere and when another one opens. */
function closeMenus(except = null) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (menu !== except) menu.open = false;
}

/** What a browser can do is shown, with the list item around it. */
function reveal(button) {
  button.hidden = false;
  if (button.parentElement.matches("li")) button.parentElement.hidden = false;
}

/** The device's own way to pass a page on; to think better of it is no error. */
function offerShare(button) {
  if (!navigator.share) return;
  reveal(button);
  const url = new URL(button.dataset.share, location.href).href;
  button.addEventListener("click", () => navigator.share({ title: button.dataset.title, url }).catch(() => {}));
}

function offerCopy(button) {
  if (!navigator.clipboard) return;
  reveal(button);
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = before), 2000);
  });
}

async function fetchPage(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) throw new Error(`${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** "Show more" appends the rows of the next page; where that fails, the link is simply followed. */
async function loadMore(link) {
  const id = link.dataset.more;
  link.setAttribute("aria-disabled", "true");
  try {
    const page = await fetchPage(link.href);
    const rows = [...page.getElementById(id).children];
    const list = document.getElementById(id);
    list.append(...rows);
    rows[0]?.querySelector("h2 a, h3 a")?.focus({ preventScroll: true });
    const next = page.querySelector(`[data-more="${CSS.escape(id)}"]`);
    if (next) link.replaceWith(next);
    else link.remove();
    document.dispatchEvent(new CustomEvent("broadsheet:added", { detail: { rows } }));
  } catch {
    location.assign(link.href);
  }
}

/** "Reply" opens the form of the reply page under the comment. */
async function openInline(link) {
  const home = link.closest("article");
  const open = home.querySelector(":scope > form");
  if (open) return open.remove();
  try {
    const form = (await fetchPage(link.href)).querySelector(link.dataset.inline);
    for (const each of form.querySelectorAll("[id]")) each.id += `-${link.hash || Date.now()}`;
    for (const each of form.querySelectorAll("[for]")) each.htmlFor = form.querySelector("textarea").id;
    form.removeAttribute("id");
    form.querySelector("[data-cancel]").addEventListener("click", (event) => {
      event.preventDefault();
      form.remove();
      link.focus();
    });
    home.append(form);
    form.querySelector("textarea").focus();
    document.dispatchEvent(new CustomEvent("broadsheet:opened", { detail: { form, link } }));
  } catch {
    location.assign(link.href);
  }
}

/** A form of a part of the page (`data-swap` of its button or itself: the part's id) is answered with that part alone; where that fails, the form is sent as ever. */
async function swapPart(form, button) {
  const id = button?.dataset.swap ?? form.dataset.swap;
  const data = new FormData(form, button);
  const key = button?.dataset.key;
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
    if (response.redirected) return location.assign(response.url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const part = page.getElementById(id);
    if (!part || page.querySelector("main")) throw new Error(`${response.status}`);
    document.getElementById(id).replaceWith(part);
    (part.querySelector(`[data-key="${CSS.escape(key ?? "")}"]`) ?? part.querySelector("[data-focus]"))?.focus();
  } catch {
    form.removeAttribute("data-swap");
    form.requestSubmit(button);
  } finally {
    form.ariaBusy = "false";
  }
}

function isPlainClick(event) {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

/** On a narrow screen the open section may lie beyond the edge of its row. */
function showOpenSection() {
  const open = document.querySelector(".sections [aria-current]");
  const row = open?.closest("ul");
  if (row) row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - open.clientWidth) / 2;
}

/** On a page for strangers nothing of a member stays behind, also where a session has simply ended. */
function leaveNothing() {
  if (document.body.dataset.worker === "") navigator.serviceWorker?.controller?.postMessage("forget");
}

function wire() {
  leaveNothing();
  showOpenSection();
  document.querySelectorAll("[data-looks]").forEach((each) => (each.hidden = false));
  document.querySelectorAll("[data-theme-toggle]").forEach(offerTheme);
  document.querySelectorAll("[data-text-step]").forEach(offerTextSize);
  document.querySelectorAll("[data-copy]").forEach(offerCopy);
  document.querySelectorAll("[data-share]").forEach(offerShare);
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("[data-menu]"));
    const heading = event.target.closest("a.heading-link");
    if (heading && isPlainClick(event)) navigator.clipboard?.writeText(heading.href).catch(() => {});
    const link = event.target.closest("a[data-more], a[data-inline]");
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    if (link.ariaDisabled === "true") return;
    if (link.dataset.more) loadMore(link);
    else openInline(link);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.swap) return;
    event.preventDefault();
    if (event.target.ariaBusy === "true") return;
    event.target.ariaBusy = "true";
    swapPart(event.target, event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("[data-menu]");
    closeMenus();
    menu?.querySelector("summary").focus();
  });
}

showLooks();
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wire);
else wire();
