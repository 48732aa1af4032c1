// Passkeys: has the browser make one or sign with one, and sends what comes of it along with the form.
//
// A button with `data-passkey` ("create" or "get") is hidden until this runs. Pressed, it sends the form to
// `data-options`, gives what it gets to the browser, puts the answer into the field `passkey`, and sends the form to
// where it leads. With `data-proof` a passkey signs first, to prove who asks.
(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  // What the server says instead of options, in the reader's language.
  class Refused extends Error {}

  const ask = async (url, form) => {
    const answer = await fetch(url, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) throw new Refused(said.message);
    return { ...said.options, challenge: bytes(said.options.challenge) };
  };

  const answerOf = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };

  const sign = async (url, form) => {
    const options = await ask(url, form);
    const publicKey = { ...options, allowCredentials: known(options.allowCredentials) };
    return answerOf(await navigator.credentials.get({ publicKey }));
  };

  const make = async (url, form) => {
    const options = await ask(url, form);
    const user = { ...options.user, id: bytes(options.user.id) };
    const publicKey = { ...options, user, excludeCredentials: known(options.excludeCredentials) };
    return answerOf(await navigator.credentials.create({ publicKey }));
  };

  const press = async (button) => {
    const { form } = button;
    const said = form.querySelector("[data-said]");
    const field = form.elements.namedItem("passkey");
    said.textContent = "";
    field.value = "";
    button.disabled = true;
    try {
      if (button.dataset.proof) field.value = await sign(button.dataset.proof, form);
      field.value = await (button.dataset.passkey === "create" ? make : sign)(button.dataset.options, form);
      if (button.hasAttribute("formaction")) form.action = button.formAction;
      form.submit();
    } catch (error) {
      field.value = "";
      said.textContent = error instanceof Refused ? error.message : button.dataset.gone;
    } finally {
      button.disabled = false;
    }
  };

  for (const button of document.querySelectorAll("button[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (button.formNoValidate || button.form.reportValidity()) press(button);
    });
  }
})();
