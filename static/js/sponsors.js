// Fills the sponsors' slots of a page with one request. What a slot holds has the slot's size, so nothing moves; where
// nothing comes back, what stands there stays. Sponsors that a reader hid are kept in this browser, and sent along.

const HIDDEN = "hidden-sponsors";

function hiddenSponsors() {
  try {
    return new Set((localStorage.getItem(HIDDEN) ?? "").split(",").filter(Boolean));
  } catch {
    return new Set();
  }
}

function keep(sponsors) {
  try {
    localStorage.setItem(HIDDEN, [...sponsors].slice(-200).join(","));
  } catch {
    /* private windows forget at once */
  }
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function question(slots, first) {
  const url = new URL(first.dataset.fillUrl, location.href);
  url.searchParams.set("slots", slots.map((slot) => slot.dataset.slot).join(","));
  url.searchParams.set("context", first.dataset.context);
  const beside = [...document.querySelectorAll("[data-sponsor]")].map((slot) => slot.dataset.sponsor);
  if (beside.length) url.searchParams.set("beside", [...new Set(beside)].join(","));
  if (hiddenSponsors().size) url.searchParams.set("hide", [...hiddenSponsors()].join(","));
  return url;
}

async function fill() {
  const slots = [...document.querySelectorAll("[data-slot]")];
  const first = slots.find((slot) => slot.dataset.context);
  if (!first) return;
  const url = question(slots, first);
  for (const slot of slots) slot.removeAttribute("data-slot");
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!response.ok) return;
    const { slots: found } = await response.json();
    slots.forEach((slot, place) => found[place] && slot.replaceWith(parsed(found[place])));
    document.dispatchEvent(new CustomEvent("broadsheet:filled"));
  } catch {
    /* the house's own creatives stay */
  }
}

/** Readers who are not signed in hide a sponsor in this browser, and show it again. */
function offerHiding(button) {
  const sponsor = button.dataset.hideSponsor;
  const name = () => (button.textContent = hiddenSponsors().has(sponsor) ? button.dataset.show : button.dataset.hide);
  name();
  button.hidden = false;
  button.addEventListener("click", () => {
    const sponsors = hiddenSponsors();
    if (!sponsors.delete(sponsor)) sponsors.add(sponsor);
    keep(sponsors);
    name();
  });
}

for (const button of document.querySelectorAll("button[data-hide-sponsor]")) offerHiding(button);

// A page that is prerendered, or opened in a tab behind, asks for nothing until somebody looks at it.
function whenSeen(work) {
  if (!document.hidden) return work();
  document.addEventListener("visibilitychange", () => whenSeen(work), { once: true });
}

whenSeen(fill);
document.addEventListener("broadsheet:added", () => whenSeen(fill));
