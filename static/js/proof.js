// While somebody fills in the form, the browser works for the account: a number that makes a hash begin with zeros.
// Without this script, or without WebCrypto, a moderator looks first, and only where something is suspicious.
const form = document.querySelector("form[data-proof]");
const bits = Number(form?.dataset.proof);

async function work(challenge) {
  const encoder = new TextEncoder();
  for (let nonce = 0; ; nonce += 1) {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${nonce}`));
    if (new DataView(hash).getUint32(0) >>> (32 - bits) === 0) return String(nonce);
  }
}

if (form && globalThis.crypto?.subtle) {
  form.addEventListener("focusin", async () => {
    form.elements.proof.value = await work(form.elements.challenge.value);
  }, { once: true });
}
