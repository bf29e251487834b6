/** Shows a video or post of another site inside the article, after a click; until then nobody is asked for anything. */

const words = document.querySelector("[data-embed-words]").dataset;
const PERMISSIONS = "fullscreen; encrypted-media; picture-in-picture";
const FREEDOMS = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

function show(figure, provider) {
  const frame = document.createElement("iframe");
  frame.sandbox = FREEDOMS;
  frame.allow = PERMISSIONS;
  frame.referrerPolicy = "strict-origin";
  frame.title = words.title.replace("%s", provider);
  frame.src = figure.dataset.frame;
  figure.replaceChildren(frame, figure.querySelector("figcaption"));
  frame.focus();
}

function offer(figure) {
  const provider = figure.querySelector("figcaption").textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = words.button;
  const warning = document.createElement("p");
  warning.textContent = words.warning.replaceAll("%s", provider);
  warning.className = "embed__note";
  warning.id = `embed-${Math.random().toString(36).slice(2)}`;
  button.setAttribute("aria-describedby", warning.id);
  button.addEventListener("click", () => show(figure, provider));
  figure.querySelector("a").after(warning, button);
}

document.querySelectorAll("figure.embed[data-frame]").forEach(offer);
