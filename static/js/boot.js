/** Stands inside the pages for strangers (config.inline): how they like to read is there before the first paint, and scripts come after it, so that
    on a slow line words and their letters have the line to themselves. Who was here before has the scripts, and gets them at once. */
{
  const root = document.documentElement;
  const prefix = location.protocol === "https:" ? "__Host-" : "";
  const recall = (name) => document.cookie.match(`(?:^|; )${prefix}${name}=(\\w+)`)?.[1] ?? "";
  root.dataset.theme = recall("theme");
  root.dataset.textSize = recall("text_size");

  const run = () => {
    const later = document.getElementById("later");
    later?.replaceWith(later.content);
  };
  let visited = "";
  try {
    visited = localStorage.visited;
    localStorage.visited = "1";
  } catch {}
  document.addEventListener("DOMContentLoaded", () => {
    if (visited || !PerformanceObserver.supportedEntryTypes.includes("paint")) run();
    else new PerformanceObserver(run).observe({ type: "paint", buffered: true });
  });
}
