/** What went wrong between browser and passkey is said on the page, not only in the console. */

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (trouble) trouble.hidden = false;
});

/** Where the browser knows passkeys, the button for them is there. */
if (window.PublicKeyCredential) for (const each of document.querySelectorAll("[data-passkey]")) each.hidden = false;
