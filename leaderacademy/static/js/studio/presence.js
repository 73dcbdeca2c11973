/* Says that the editor is open, and hears who else has this text open. */
{
  const { studio } = window;
  const form = document.getElementById("editor");
  const EVERY = 60000;
  let last = document.getElementById("anwesend") ? null : "";

  const words = (names) => `${names.join(" und ")} ${names.length === 1 ? "hat" : "haben"} diesen Text gerade auch offen.`;

  const tell = async () => {
    if (document.hidden) return;
    try {
      const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
      const response = await fetch(form.dataset.present, { method: "POST", body, headers: { "X-Fragment": "1" } });
      if (!response.ok || response.redirected) return;
      const { others } = await response.json();
      const said = others.length ? words(others) : "";
      if (said !== last) studio.note("anwesend", said);
      last = said;
    } catch { /* without a net nobody can be heard */ }
  };

  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
}
