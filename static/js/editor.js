/** The writing desk: tools for Markdown, live preview, pictures, a counter, and a warning before words are lost. */

const form = document.querySelector("[data-editor]");
const body = form.querySelector("textarea[name=body]");
const title = form.querySelector("[name=title]");
const live = form.querySelector("[data-live]");
const previewButton = form.querySelector("[data-preview]");
const PREVIEW_DELAY_MS = 400;

/** Replace what is selected, keeping the browser's undo. */
function insert(text, { select = [text.length, text.length] } = {}) {
  const start = body.selectionStart;
  body.focus();
  if (!document.execCommand("insertText", false, text)) body.setRangeText(text, start, body.selectionEnd, "end");
  body.setSelectionRange(start + select[0], start + select[1]);
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

function selected() {
  return body.value.slice(body.selectionStart, body.selectionEnd);
}

function surround(before, after = before) {
  const text = selected();
  insert(before + text + after, { select: [before.length, before.length + text.length] });
}

/** Put `prefix` before each line that the selection touches. */
function prefixLines(prefix) {
  const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  body.setSelectionRange(start, body.selectionEnd);
  const text = selected().split("\n").map((line) => prefix + line).join("\n");
  insert(text, { select: [text.length, text.length] });
}

function link() {
  const text = selected();
  if (/^https?:\/\/\S+$/.test(text)) return insert(`[](${text})`, { select: [1, 1] });
  return insert(`[${text}](https://)`, { select: [text.length + 3, text.length + 11] });
}

function code() {
  if (selected().includes("\n")) surround("```\n", "\n```");
  else surround("`");
}

const MARKS = {
  bold: () => surround("**"),
  italic: () => surround("*"),
  link,
  heading: () => prefixLines("## "),
  quote: () => prefixLines("> "),
  list: () => prefixLines("- "),
  code,
};
const KEYS = { b: "bold", i: "italic", k: "link" };

function wireToolbar(toolbar) {
  toolbar.hidden = false;
  toolbar.addEventListener("click", (event) => MARKS[event.target.closest("[data-mark]")?.dataset.mark]?.());
  body.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    MARKS[mark]();
  });
}

function post(url, fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  return fetch(url, { method: "POST", body: data, headers: { "HX-Request": "true" } });
}

let lastPreview = 0;
async function showPreview() {
  const turn = ++lastPreview;
  try {
    const response = await post(form.dataset.previewUrl, { title: title.value, body: body.value });
    const html = await response.text();
    if (turn === lastPreview && response.ok) live.innerHTML = html;
  } catch {
    /* without a network the last preview stays */
  }
}

let waiting = 0;
function previewSoon() {
  if (live.hidden) return;
  clearTimeout(waiting);
  waiting = setTimeout(showPreview, PREVIEW_DELAY_MS);
}

function togglePreview() {
  live.hidden = !live.hidden;
  previewButton.setAttribute("aria-pressed", String(!live.hidden));
  form.toggleAttribute("data-previewing", !live.hidden);
  if (!live.hidden) showPreview();
}

/** The preview follows the text: as far down as the writer has come. */
function scrollPreview() {
  const room = body.scrollHeight - body.clientHeight;
  if (!live.hidden && room > 0) live.scrollTop = (body.scrollTop / room) * (live.scrollHeight - live.clientHeight);
}

async function upload(file) {
  const note = form.querySelector("[data-counter]");
  note.value = `${file.name} …`;
  const response = await post(form.dataset.imageUrl, { image: file });
  const answer = await response.json().catch(() => ({ error: response.statusText }));
  if (response.ok) insert(`\n${answer.markdown}\n`, { select: [3, 3] });
  note.value = answer.error ?? "";
}

function wirePictures() {
  const chooser = form.querySelector("[data-image]");
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) upload(chooser.files[0]);
    chooser.value = "";
  });
  const takeFrom = (event, files) => {
    const picture = [...files].find((file) => file.type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    upload(picture);
  };
  body.addEventListener("paste", (event) => takeFrom(event, event.clipboardData.files));
  body.addEventListener("drop", (event) => takeFrom(event, event.dataTransfer.files));
}

function count() {
  const output = form.querySelector("[data-counter]");
  const [used, limit] = [body.value.length, body.maxLength];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  output.value = limit > 0 ? `${number.format(used)} / ${number.format(limit)}` : number.format(used);
}

/** The browser's own question before a page with unsaved words is left. */
function warnBeforeLoss() {
  const snapshot = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !/^(autosave|browser)_/.test(name)));
  const before = snapshot();
  let isSending = false;
  form.addEventListener("submit", () => (isSending = true));
  addEventListener("beforeunload", (event) => {
    if (!isSending && snapshot() !== before) event.preventDefault();
  });
}

wireToolbar(form.querySelector("[data-toolbar]"));
wirePictures();
count();
body.addEventListener("input", () => {
  count();
  previewSoon();
});
body.addEventListener("scroll", scrollPreview, { passive: true });
title.addEventListener("input", previewSoon);
title.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  body.focus();
});
previewButton.addEventListener("click", togglePreview);
form.querySelector("[data-plain-preview]").hidden = true;
warnBeforeLoss();
