/* Saves the draft while somebody writes. Until the server has it, this browser keeps it. */
{
  const { studio } = window;
  const form = document.getElementById("editor");
  const state = document.getElementById("gespeichert");
  const began = form.elements.began;
  const token = form.elements.csrf_token;
  const STORE = `studio.${form.dataset.key}`;
  const PAUSE = 1500;
  const AGAIN = 15000;
  let saved = studio.get();
  let timer = 0;
  let running = null;
  let stopped = false;

  const show = (kind, text) => {
    state.className = `saved saved-${kind}`;
    state.querySelector("span").textContent = text;
  };

  // -- what this browser keeps -------------------------------------------------------------------

  const keep = () => {
    try {
      localStorage.setItem(STORE, JSON.stringify({ text: studio.get(), began: began.value, at: Date.now() }));
    } catch { /* a browser that stores nothing has the server alone */ }
  };
  const forget = () => { try { localStorage.removeItem(STORE); } catch { /* nothing was kept */ } };
  const kept = () => { try { return JSON.parse(localStorage.getItem(STORE)); } catch { return null; } };

  /** A note above the text with buttons: [label, what it does] pairs. */
  studio.note = (id, text, buttons = [], kind = "warn") => {
    document.getElementById(id)?.remove();
    if (!text) return;
    const note = document.createElement("div");
    note.className = `note note-${kind}`;
    note.id = id;
    note.setAttribute("role", "alert");
    const body = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = text;
    body.append(line);
    const actions = document.createElement("p");
    actions.className = "actions";
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-ink btn-small";
      button.textContent = label;
      button.addEventListener("click", () => { note.remove(); act(); });
      actions.append(button);
    }
    if (buttons.length) body.append(actions);
    note.append(document.createElement("span"), body);
    document.getElementById("hinweise").append(note);
  };

  const offerBack = () => {
    const found = kept();
    if (!found || found.text === studio.get()) return forget();
    const at = new Date(found.at).toLocaleString("de-DE", { dateStyle: "medium", timeStyle: "short" });
    return studio.note("gefunden", `In diesem Browser liegt ein Text vom ${at}, der nicht gespeichert wurde.`, [
      ["Text übernehmen", () => { began.value = found.began; studio.set(found.text); }],
      ["Verwerfen", forget],
    ]);
  };

  // -- what the server is told -------------------------------------------------------------------

  const post = (ids) => {
    const body = new URLSearchParams({ csrf_token: token.value, began: began.value, text: studio.get() });
    if (ids) body.set("ids", "1");
    return fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } });
  };

  const takeIn = (answer, sent) => {
    const draft = document.getElementById("entwurf-stand");
    draft.hidden = !answer.changes;
    draft.querySelector(".tag").lastChild.data = answer.changes === 1 ? "1\u00a0Änderung im Entwurf" : `${answer.changes}\u00a0Änderungen im Entwurf`;
    if (answer.text === undefined) {
      began.value = answer.digest;
      saved = sent;
    } else if (studio.get() === sent) {
      began.value = answer.digest;
      saved = answer.text;
      studio.set(answer.text);
    } // else: more was typed meanwhile; the next saving brings both together
    if (answer.unplanned) {
      document.getElementById("geplant")?.remove();
      studio.note("aufgehoben", "Der Text ist geändert; die Planung ist damit aufgehoben. Planen Sie unter „Veröffentlichen“ neu.");
    }
    if (answer.merged) studio.note("zusammen", `Zusammengeführt mit dem, was ${answer.merged} inzwischen gespeichert hat.`, [], "good");
    show("saved", `Gespeichert ${answer.saved}`);
    if (studio.get() === saved) forget();
    else plan();
  };

  const refused = async (response) => {
    if (response.status === 401 || response.redirected) {
      show("failed", "Nicht gespeichert");
      studio.note("abgemeldet", "Sie sind abgemeldet. Ihr Text ist in diesem Browser sicher. Melden Sie sich in einem neuen Fenster an und kommen Sie hierher zurück.", [
        ["Anmelden", () => { open("/anmelden", "_blank"); timer = setTimeout(() => save(false), 4000); }],
        ["Noch einmal speichern", () => save(false)],
      ]);
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.status === 409) {
      stopped = true;
      show("failed", "Nicht gespeichert");
      studio.note("streit", `Dieselbe Stelle hat inzwischen ${answer.conflict || "jemand anders"} geändert. Nichts ist überschrieben.`, [
        ["Beide Fassungen ansehen", () => { studio.leaving = true; form.requestSubmit(); }],
      ]);
    } else if (answer.error) {
      show("failed", "Nicht gespeichert");
      studio.note("zu-lang", answer.error, [], "bad");
    } else {
      show("offline", "Noch nicht gespeichert");
      timer = setTimeout(() => save(false), AGAIN);
    }
  };

  const save = async (ids) => {
    clearTimeout(timer);
    if (running) await running;
    const sent = studio.get();
    if (stopped || (sent === saved && !ids)) return;
    show("saving", "Wird gespeichert …");
    running = (async () => {
      try {
        const response = await post(ids);
        const json = response.headers.get("Content-Type")?.startsWith("application/json");
        if (response.ok && json && !response.redirected) {
          for (const id of ["abgemeldet", "zu-lang"]) studio.note(id, "");
          takeIn(await response.json(), sent);
        } else {
          await refused(response);
        }
      } catch {
        show("offline", "Ohne Netz: Der Text ist in diesem Browser sicher");
        timer = setTimeout(() => save(false), AGAIN);
      }
    })();
    await running;
    running = null;
  };

  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(false), PAUSE);
  };

  studio.saveNow = () => save(true);
  studio.onChange(() => {
    keep();
    if (studio.get() === saved) return;
    show("unsaved", "Noch nicht gespeichert");
    plan();
  });
  addEventListener("online", () => save(false));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(false); });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save(true);
    }
  });
  form.addEventListener("submit", () => {
    studio.area.value = studio.get();
    studio.leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!studio.leaving && studio.get() !== saved) event.preventDefault();
  });
  offerBack();
}
