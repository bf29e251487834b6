/** The point of the lead image that stays in view where lists crop it: chosen by a click on the picture. */

const aim = document.querySelector("[data-aim]");
const picture = aim.querySelector("img");
const { image_focus_x: across, image_focus_y: down } = aim.closest("form").elements;

const percent = (part, whole) => Math.round(Math.min(1, Math.max(0, part / whole)) * 100);

function show() {
  aim.style.setProperty("--aim-x", `${across.value || 50}%`);
  aim.style.setProperty("--aim-y", `${down.value || 50}%`);
}

function choose(event) {
  const box = picture.getBoundingClientRect();
  across.value = percent(event.clientX - box.left, box.width);
  down.value = percent(event.clientY - box.top, box.height);
  across.dispatchEvent(new Event("input", { bubbles: true }));
  down.dispatchEvent(new Event("input", { bubbles: true }));
}

aim.classList.add("aim--ready");
aim.addEventListener("click", choose);
for (const field of [across, down]) field.addEventListener("input", show);
show();
