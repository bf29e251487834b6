// Names for what the admin's library leaves without one: places that scroll by themselves, and columns without a head.
document.addEventListener("DOMContentLoaded", () => {
  const names = document.querySelector("main[data-menu]")?.dataset;
  if (!names) return;
  const page = document.title.split("|")[0].trim();
  [...document.querySelectorAll("[data-simplebar]")].forEach((place, number) => {
    const name = place.id === "nav-sidebar-apps" ? names.menu : `${page} ${number || ""}`.trim();
    place.setAttribute("data-simplebar-aria-label", name);
  });
  for (const head of document.querySelectorAll(".formset-wrapper th")) {
    if (!head.textContent.trim() && !head.children.length) head.textContent = names.remove;
  }
});
