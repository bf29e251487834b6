/** Offers tags that others use, while one is typed into the writing form. */

const field = document.querySelector("[data-editor] [name=tags]");
const offers = document.querySelector("#known-tags");
const WAIT_MS = 200;
let turn = 0;
let waiting = 0;

/** The words before the tag that is being typed, and that tag. */
function parts() {
  const [, before, beginning] = /^(.*,\s*)?([^,]*)$/s.exec(field.value);
  return { before: before ?? "", beginning };
}

async function offer() {
  const mine = ++turn;
  const { before, beginning } = parts();
  const address = new URL(offers.dataset.url, location.href);
  address.searchParams.set("q", beginning.trim());
  try {
    const response = await fetch(address);
    if (mine !== turn || !response.ok) return;
    const { tags } = await response.json();
    const chosen = new Set(before.split(",").map((name) => name.trim().toLowerCase()));
    const fresh = tags.filter((name) => !chosen.has(name.toLowerCase()));
    offers.replaceChildren(...fresh.map((name) => new Option("", before + name)));
  } catch {
    /* without a network a writer still knows words */
  }
}

field.setAttribute("list", offers.id);
field.setAttribute("autocomplete", "off");
field.addEventListener("focus", offer);
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, WAIT_MS);
});
