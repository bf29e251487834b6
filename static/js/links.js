/** Tells, while an address is typed into the writing form, where its page was discussed before. */

const field = document.querySelector("[data-editor] [name=link_url]");
const notice = document.querySelector("[data-link-check]");
let turn = 0;

field.addEventListener("change", async () => {
  const mine = ++turn;
  const address = new URL(notice.dataset.linkCheck, location.href);
  address.searchParams.set("url", field.value);
  address.searchParams.set("post", document.querySelector("[data-editor]").dataset.post ?? "");
  try {
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    if (mine === turn && response.ok) notice.innerHTML = await response.text();
  } catch {
    /* without a network the notice comes when the form is sent */
  }
});
