/** Lets this browser be pushed to, and no more; the page says which it is. Without a script there is no push. */

const panel = document.querySelector("[data-push]");

function show(state) {
  for (const each of panel.querySelectorAll("[data-state]")) each.hidden = each.dataset.state !== state;
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
}

function send(url, words) {
  const body = new FormData(panel.querySelector("form"));
  for (const [name, value] of Object.entries(words)) body.set(name, value);
  return fetch(url, { method: "POST", body });
}

async function registration() {
  await navigator.serviceWorker.register(panel.dataset.worker);
  return navigator.serviceWorker.getRegistration(panel.dataset.worker);
}

async function switchOn() {
  try {
    if ((await Notification.requestPermission()) !== "granted") return show("refused");
    const push = (await registration()).pushManager;
    const found = await push.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(panel.dataset.key) });
    const { endpoint, keys } = found.toJSON();
    const answer = await send(panel.dataset.subscribe, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    show(answer.ok ? "on" : "failed");
  } catch {
    show("failed");
  }
}

async function switchOff() {
  const found = await (await registration()).pushManager.getSubscription();
  if (found) {
    await send(panel.dataset.unsubscribe, { endpoint: found.endpoint });
    await found.unsubscribe();
  }
  show("off");
}

async function start() {
  panel.hidden = false;
  panel.addEventListener("click", (event) => {
    if (event.target.matches("[data-push-on]")) switchOn();
    if (event.target.matches("[data-push-off]")) switchOff();
  });
  if (Notification.permission === "denied") return show("refused");
  const found = await (await registration()).pushManager.getSubscription();
  show(found ? "on" : "off");
}

if (panel && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) start();
