// The review queue by keyboard: j and k go through the cases, digits press their buttons, "?" shows the list.
const cases = [...document.querySelectorAll("[data-case]")];
const keys = document.querySelector("#keys");
let current = -1;

function go(step) {
  if (!cases.length) return;
  cases[current]?.classList.remove("case--current");
  current = Math.min(Math.max(current + step, 0), cases.length - 1);
  const found = cases[current];
  found.classList.add("case--current");
  found.tabIndex = -1;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "nearest" });
}

function within(selector) {
  if (current < 0) go(1);
  return cases[current]?.querySelectorAll(selector) ?? [];
}

const deeds = {
  j: () => go(1),
  k: () => go(-1),
  r: () => within("select[name=reason]")[0]?.focus(),
  n: () => within("input[name=note]")[0]?.focus(),
  o: () => within("form > a")[0]?.click(),
  a: () => within("form > a")[1]?.click(),
  "?": () => keys?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys?.open) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const deed = /^[1-9]$/.test(event.key)
    ? () => within("button[name=deed]")[Number(event.key) - 1]?.click()
    : deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => keys?.showModal());
}

// What is left of the five minutes, to the second; the page itself says the minutes.
const clock = document.querySelector("[data-until]");
if (clock) {
  const until = new Date(clock.dataset.until);
  const tick = () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    clock.textContent = `(${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})`;
    clock.hidden = false;
    if (!left) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
