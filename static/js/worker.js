/**
 * The site on a device: keeps what a member opened readable without a network, and shows what the site pushes.
 *
 * config/installing.py puts SHELL (addresses that every kept page needs), OFFLINE (the page for when nothing is kept) and ICON
 * before these lines. The network always comes first: what is kept is for when there is none. Only addresses that are
 * named here are ever kept; forms, settings and the admin are none of them. Signing out throws everything away.
 */

const ARTICLE = /^\/posts\/\d+\/[^/]+\/$/;
const FEED = /^\/(latest\/|hot\/|top\/([a-z]+\/)?|following\/|for-you\/)?$/;
const SIGN_OUT = "/accounts/logout/";
const ASSETS = ["style", "script", "font", "image"];
/** Change a name when what is kept under it cannot be read any more. */
const KEPT = { articles: { name: "articles-1", most: 50 }, feeds: { name: "feeds-1", most: 8 }, assets: { name: "assets-1", most: 150 } };

/** Between signing out and the end of this worker nothing is kept any more. */
let isOver = false;

self.addEventListener("install", (event) => event.waitUntil(prepare().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(forget());
  if (event.data === "begin") isOver = false;
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === SIGN_OUT) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event, shelfOf(url)));
  else if (ASSETS.includes(request.destination) && !url.pathname.startsWith("/admin/")) event.respondWith(asset(event));
});

async function prepare() {
  const cache = await caches.open(KEPT.assets.name);
  await Promise.all([OFFLINE, ...SHELL].map(async (each) => {
    const answer = await fetch(each, { cache: "reload" });
    if (answer.ok) await cache.put(each, answer);
  }));
}

async function begin() {
  const known = Object.values(KEPT).map((shelf) => shelf.name);
  await Promise.all((await caches.keys()).filter((name) => !known.includes(name)).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** All that is personal goes: what was read, and the way to push to who has left. The next page knows no worker. */
async function forget() {
  isOver = true;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
  await self.registration.unregister();
}

/** Where a page is kept; undefined for nearly all. */
function shelfOf(url) {
  if (url.search) return undefined;
  if (ARTICLE.test(url.pathname)) return KEPT.articles;
  return FEED.test(url.pathname) ? KEPT.feeds : undefined;
}

async function page(event, shelf) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (shelf && mayBeKept(answer)) event.waitUntil(keep(event.request.url, answer.clone(), shelf));
    return answer;
  } catch {
    return (shelf && (await found(event.request, shelf))) ?? (await found(OFFLINE, KEPT.assets)) ?? Response.error();
  }
}

async function asset(event) {
  try {
    const answer = await fetch(event.request);
    if (mayBeKept(answer)) event.waitUntil(keep(event.request.url, answer.clone(), KEPT.assets));
    return answer;
  } catch {
    return (await found(event.request, KEPT.assets)) ?? Response.error();
  }
}

function mayBeKept(answer) {
  return answer.status === 200 && answer.type === "basic" && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control"));
}

async function found(request, shelf) {
  return (await caches.open(shelf.name)).match(request, { ignoreVary: true });
}

/** The last opened comes last, and the first goes when there are too many. */
async function keep(address, answer, shelf) {
  if (isOver) return;
  const cache = await caches.open(shelf.name);
  const url = address.split("#")[0];
  await cache.delete(url, { ignoreVary: true });
  await cache.put(url, answer);
  const all = (await cache.keys()).filter((each) => new URL(each.url).pathname !== OFFLINE);
  await Promise.all(all.slice(0, Math.max(0, all.length - shelf.most)).map((each) => cache.delete(each)));
  if (shelf !== KEPT.assets) await followLanguage(answer.headers.get("Content-Language"));
}

/** The page for when there is no network speaks the language of the pages before it. */
async function followLanguage(language) {
  const known = await found(OFFLINE, KEPT.assets);
  if (known && known.headers.get("Content-Language") === language) return;
  const answer = await fetch(OFFLINE, { cache: "reload" });
  if (answer.ok) await (await caches.open(KEPT.assets.name)).put(OFFLINE, answer);
}

self.addEventListener("push", (event) => {
  const news = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(news.title ?? "", { body: news.body, tag: news.tag, data: { url: news.url }, icon: ICON }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/notifications/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
