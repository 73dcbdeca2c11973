/* Passkeys: hands the browser what the server asks, and the server what the browser answers.

   A form says by data-passkey whether a key is to be made (create) or asked (get), and carries the
   server's options as JSON. The answer travels in its hidden field, as any other form. */
{
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  const text = (buffer) => {
    const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: named(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: named(options.allowCredentials) }),
  });

  const answered = (key) => {
    const response = { clientDataJSON: text(key.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[name]) response[name] = text(key.response[name]);
    }
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return JSON.stringify({
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      response,
      clientExtensionResults: {},
      authenticatorAttachment: key.authenticatorAttachment || undefined,
    });
  };

  const WORDS = {
    NotAllowedError: "Das wurde abgebrochen oder hat zu lange gedauert. Versuchen Sie es noch einmal.",
    InvalidStateError: "Dieses Gerät hat schon einen Passkey für Ihr Konto.",
    SecurityError: "Unter dieser Adresse geht es nicht. Öffnen Sie die Seite unter ihrer eigenen Adresse mit https.",
  };

  const ask = async (form) => {
    const said = form.querySelector("[data-said]");
    const publicKey = asked(JSON.parse(form.dataset.options));
    said.textContent = "Ihr Browser fragt jetzt nach …";
    try {
      const key = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = answered(key);
      form.submit();
    } catch (error) {
      said.textContent = WORDS[error.name] || "Das hat Ihr Browser nicht zugelassen. Versuchen Sie es noch einmal.";
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) {
      form.querySelector("[data-said]").textContent = "Dieser Browser kann keine Passkeys.";
      continue;
    }
    form.querySelector("[data-with-passkey]").hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
