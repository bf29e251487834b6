// Reports what was really seen: each token of the page once, several in one request.
// View: the page was visible for five seconds in all. Impression: the element is there, on a page that somebody looks
// at. Viewable: half of it was on a visible screen for one second without a break (MRC Viewable Impression Guidelines).
// Finish: the end of the text came into sight of a reader whose view counts. Click: the title of a recommendation.

const VIEW_MS = 5000;
const VIEWABLE_MS = 1000;
const HALF = 0.5;
const COLLECT_MS = 1000;
const MAX_EVENTS = 50;

const url = document.body.dataset.beaconUrl;
const known = new Set();
let ready = [];
let collecting = 0;

function send() {
  clearTimeout(collecting);
  collecting = 0;
  while (ready.length) {
    const tokens = ready.slice(0, MAX_EVENTS);
    const message = { tokens, automated: navigator.webdriver || undefined };
    if (!navigator.sendBeacon(url, JSON.stringify(message))) return;
    ready = ready.slice(MAX_EVENTS);
  }
}

function report(token) {
  ready.push(token);
  collecting ||= setTimeout(send, COLLECT_MS);
}

// Calls `done` after running for `ms`; `keep`: a stop does not set it back.
class Stopwatch {
  constructor(ms, keep, done) {
    Object.assign(this, { ms, keep, done, since: 0, timer: 0 });
  }
  start() {
    if (this.timer || this.ms === null) return;
    this.since = performance.now();
    this.timer = setTimeout(() => {
      this.ms = null;
      this.done();
    }, this.ms);
  }
  stop() {
    if (!this.timer || this.ms === null) return;
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.keep) this.ms = Math.max(0, this.ms - (performance.now() - this.since));
  }
}

const views = [];
const viewables = new Map();
const shown = [];

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio } of entries) {
      const seen = viewables.get(target);
      seen.inSight = intersectionRatio >= HALF;
      seen.inSight ? resume() : seen.watch.stop();
    }
  },
  { threshold: [HALF] },
);

function resume() {
  if (document.hidden) return;
  for (const watch of views) watch.start();
  for (const token of shown.splice(0)) report(token);
  for (const seen of viewables.values()) if (seen.inSight) seen.watch.start();
}

function pause() {
  for (const watch of views) watch.stop();
  for (const seen of viewables.values()) seen.watch.stop();
  send();
}

const ends = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    ends.unobserve(target);
    finished.push(target.dataset.beaconFinish);
    if (views.some((watch) => watch.ms === null)) reportFinished();
  }
});
let finished = [];

function reportFinished() {
  finished.forEach(report);
  finished = [];
}

function isNew(token) {
  return token && !known.has(token) && known.add(token);
}

function collect() {
  for (const element of document.querySelectorAll("[data-beacon-view]")) {
    const token = element.dataset.beaconView;
    if (!isNew(token)) continue;
    const done = () => (report(token), reportFinished());
    views.push(new Stopwatch(VIEW_MS, true, done));
  }
  for (const element of document.querySelectorAll("[data-beacon-finish]")) {
    if (isNew(element.dataset.beaconFinish)) ends.observe(element);
  }
  for (const { dataset } of document.querySelectorAll("[data-beacon-impression]")) {
    if (isNew(dataset.beaconImpression)) shown.push(dataset.beaconImpression);
  }
  for (const element of document.querySelectorAll("[data-beacon-viewable]")) {
    const token = element.dataset.beaconViewable;
    if (!isNew(token)) continue;
    const watch = new Stopwatch(VIEWABLE_MS, false, () => report(token));
    viewables.set(element, { inSight: false, watch });
    observer.observe(element);
  }
  resume();
}

// A link that was followed, however: the page is left at once, and `pagehide` sends what is ready.
function reportClick({ target }) {
  const token = target.closest?.("h3 a")?.closest("[data-beacon-click]")?.dataset.beaconClick;
  if (isNew(token)) report(token);
}

if (url && navigator.sendBeacon) {
  addEventListener("click", reportClick);
  addEventListener("auxclick", reportClick);
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : resume()));
  addEventListener("pagehide", pause);
  addEventListener("pageshow", resume);
  document.addEventListener("htmx:load", collect);
  document.addEventListener("broadsheet:filled", collect);
  collect();
}

// Fills the sponsors' slots of a page with one request. What a slot holds has the slot's size, so nothing moves; where
// nothing comes back, what stands there stays. Sponsors that a reader hid are kept in this browser, and sent along.
// In the beacon's file, because each file is a request, and no page has slots without a beacon.
{
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
}
