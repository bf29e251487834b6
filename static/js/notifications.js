/** Following a notification marks it as read; without a script, its button does. */

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reads]");
  const form = link && document.getElementById(link.dataset.reads);
  if (!form) return;
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
  link.closest(".notice").classList.remove("notice--new");
});
