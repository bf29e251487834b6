// Reports what was really seen: each token of the page once, several in one request.
// View: the page was visible for five seconds in all. Impression: the element is there, on a page that somebody looks
// at. Viewable: half of it was on a visible screen for one second without a break (MRC Viewable Impression Guidelines).
// Finish: the end of the text came into sight of a reader whose view counts.

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

if (url && navigator.sendBeacon) {
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : resume()));
  addEventListener("pagehide", pause);
  addEventListener("pageshow", resume);
  document.addEventListener("htmx:load", collect);
  document.addEventListener("broadsheet:filled", collect);
  collect();
}
