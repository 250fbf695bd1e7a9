// Shows the associations that may be the one being typed. Without it the same is said on saving.
(() => {
  const place = document.getElementById("register-like");
  const fields = ["name", "org_number", "town"].map((name) => document.getElementById(`id_${name}`));
  if (!place || fields.includes(null)) return;
  let waiting, asked;

  async function ask() {
    const typed = new URLSearchParams(fields.map((field) => [field.name, field.value]));
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${place.dataset.likeUrl}?${typed}`, { signal: asked.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch (fault) {
      if (fault.name !== "AbortError") throw fault;
    }
  }

  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 400);
    });
  }
})();
