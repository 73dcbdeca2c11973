/* Saves Logbuch fields while somebody types, and when the page is left; the state is always shown. */
{
  const academy = window.academy;
  const PAUSE = 800;
  const TEXTS = {
    unsaved: "Noch nicht gespeichert …",
    saving: "Wird gespeichert …",
    offline: "Offline. Wird gesendet, sobald Sie wieder Netz haben.",
    failed: "Nicht gespeichert. Bitte laden Sie die Seite neu; Ihr Text ist auf diesem Gerät aufgehoben.",
  };
  const states = new WeakMap();

  const stateOf = (form) => {
    if (!states.has(form)) states.set(form, { dirty: false, timer: 0, sending: false });
    return states.get(form);
  };

  const show = (form, state) => {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    line.className = `saved saved-${state}`;
    line.querySelector("span").textContent = TEXTS[state];
  };

  const entryOf = (form, button) => {
    const data = new URLSearchParams(new FormData(form));
    if (button) data.set("op", button.value);
    return { key: `form:${form.getAttribute("action")}`, url: form.action, body: String(data), form: form.id };
  };

  academy.changed = (form, pause = PAUSE) => {
    const state = stateOf(form);
    state.dirty = true;
    show(form, "unsaved");
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form), pause);
  };

  const save = async (form, button) => {
    const state = stateOf(form);
    clearTimeout(state.timer);
    if (state.sending) {
      state.next = button || state.next;
      state.dirty = true;
      return;
    }
    state.sending = true;
    state.dirty = false;
    show(form, "saving");
    const answer = await academy.send(entryOf(form, button));
    state.sending = false;
    if (!answer.status) show(form, "offline");
    else if (answer.status !== 200) show(form, "failed");
    else take(form, answer.html, button);
    if (!state.dirty || !answer.status) return;
    const next = state.next;
    state.next = null;
    save(form, next);
  };

  /** Takes over what the server says. Controls are left alone while somebody may be typing. */
  const take = (form, html, button) => {
    const content = academy.parse(html);
    const section = form.closest("section");
    const came = content.getElementById(section.id);
    if (!came) return;
    const around = [...content.children].filter((part) => part !== came);
    if (button && !stateOf(form).dirty) {
      academy.swap([came, ...around]);
      const field = document.getElementById(`feld-${button.value.split(".")[1]}`);
      if (field) field.focus();
      return;
    }
    academy.swap([...came.querySelectorAll("[data-part]"), ...around]);
    offerRows(form, came);
    const line = came.querySelector("[data-saved]");
    if (line && !stateOf(form).dirty) form.querySelector("[data-saved]").replaceWith(line);
    continueWaiting(form);
  };

  /** A choice among the rows of a list, as the first of one's steps, follows what was saved. */
  const offerRows = (form, came) => {
    const offers = (select) => [...select.options].map((option) => option.text).join("\n");
    for (const select of came.querySelectorAll(".log-row > * > .log-field > select")) {
      const mine = form.elements[select.name];
      if (!mine || offers(mine) === offers(select)) continue;
      const chosen = mine.value;
      mine.replaceChildren(...select.children);
      mine.value = chosen;
    }
  };

  /** After a conflict, typing goes on in the version that waits, not in the one saved elsewhere. */
  const continueWaiting = (form) => {
    for (const button of form.querySelectorAll(".conflict [value^='take.']")) {
      const [, key, entry] = button.value.split(".");
      const name = `mine.${key}`;
      if (form.elements[name]) continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value: entry });
      form.append(field);
    }
  };

  // Every control says "input"; "change" would save once more for nothing when a text is left.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form) academy.changed(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    event.preventDefault();
    const button = event.submitter && event.submitter.name === "op" ? event.submitter : null;
    if (button && academy.rows(form, button)) return academy.changed(form, 0);
    save(form, button);
  });

  const leave = () => {
    for (const form of document.querySelectorAll("form[data-autosave]")) {
      const state = stateOf(form);
      if (!state.dirty) continue;
      clearTimeout(state.timer);
      if (!state.sending) state.dirty = false;
      academy.sendNow(entryOf(form));
    }
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  addEventListener("beforeunload", (event) => {
    const open = [...document.querySelectorAll("form[data-autosave]")].some((form) => stateOf(form).dirty);
    if (open && academy.cannotStore) event.preventDefault();
  });

  document.addEventListener("academy:sent", ({ detail: { entry, answer } }) => {
    const form = entry.form && document.getElementById(entry.form);
    if (!form) return;
    if (answer.status === 200) take(form, answer.html, null);
    else show(form, answer.status ? "failed" : "offline");
  });

  /** What was typed here and could not be sent yet stands in the fields again. */
  for (const entry of academy.waiting()) {
    const form = entry.form && document.getElementById(entry.form);
    if (!form) continue;
    const typed = new URLSearchParams(entry.body);
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.name === "op" || !typed.has(field.name)) continue;
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = typed.getAll(field.name).includes(field.value);
      } else field.value = typed.get(field.name);
    }
    show(form, "offline");
  }
  academy.sendWaiting();
}
