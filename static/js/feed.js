/** Lists of posts: the bar that tells of new posts, and the way back to where one was reading. */

const POLL_MS = 30_000;
const bar = document.querySelector("[data-fresh]");
let timer;

/** Asks for the bar; while the tab is hidden nobody asks, and a server that does not answer is asked again later. */
async function poll() {
  try {
    const response = await fetch(`${bar.dataset.fresh}?since=${bar.dataset.since}`);
    if (response.status === 200) bar.innerHTML = await response.text();
  } catch {
    /* offline */
  }
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(poll, POLL_MS);
}

/** What "Show more" has added, and how far one has read, is kept with the entry of the history. */
function remember(change) {
  history.replaceState({ ...history.state, ...change }, "");
}

function added() {
  const pages = (history.state?.pages ?? 0) + 1;
  remember({ pages });
}

/** Back from a post: the same pages are added again, then the same place is shown. */
async function restore() {
  const { pages = 0, top = 0 } = history.state ?? {};
  if (!pages) return;
  history.scrollRestoration = "manual";
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  for (let page = 0; page < pages; page += 1) {
    const link = document.querySelector("[data-more]");
    if (!link) break;
    const arrived = new Promise((resolve) => document.addEventListener("broadsheet:added", resolve, { once: true }));
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    await arrived;
  }
  scrollTo({ top, behavior: "instant" });
  remember({ pages });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("main a[href]:not([data-more])")) remember({ top: scrollY });
});
restore().finally(() => document.addEventListener("broadsheet:added", added));
if (bar) {
  document.addEventListener("visibilitychange", schedule);
  schedule();
}
