/* Passkeys, the one thing that cannot be done without a script. The forms are hidden until then. */
const forms = document.querySelectorAll("form[data-passkey-form]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(list) {
  return (list || []).map((item) => ({ ...item, id: bytes(item.id) }));
}

function asked() {
  return JSON.parse(document.getElementById("passkey-options").textContent);
}

async function make() {
  const options = asked().creation_options.publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
      // So that it is enough to sign in with: found without a name, opened by its owner.
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
    credential: made,
  };
}

async function use(options) {
  const used = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
  const handle = used.response.userHandle;
  return {
    clientDataJSON: text(used.response.clientDataJSON),
    authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    userHandle: handle ? text(handle) : null,
    credential: used,
  };
}

async function answer(form) {
  switch (form.dataset.passkeyForm) {
    case "add":
      return make();
    case "use":
      return use(asked().request_options.publicKey);
    default: {
      const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
      return use((await reply.json()).request_options.publicKey);
    }
  }
}

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const { credential, ...response } = await answer(form);
    form.elements.credential.value = JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
  for (const form of forms) form.addEventListener("submit", submit);
}
