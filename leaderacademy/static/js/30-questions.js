/* Questions without leaving the page: the answer is checked in place, sorting works by buttons. */
{
  const academy = window.academy;
  const WAITS = "Offline. Wird gesendet, sobald Sie wieder Netz haben.";
  const FAILED = "Das hat nicht geklappt. Bitte laden Sie die Seite neu; Ihre Auswahl steht noch da.";

  const tell = (form, text) => {
    const line = form.querySelector("[data-sending]");
    line.textContent = text;
    line.hidden = !text;
  };

  /** The verdict takes the focus; what could not be graded leads back to the controls. */
  const show = (section, answer) => {
    const id = section.id;
    const parts = [...academy.parse(answer.html).children];
    if (!parts.some((part) => part.id === id)) return tell(section.querySelector("form"), FAILED);
    academy.swap(parts);
    const now = document.getElementById(id);
    prepare(now);
    const target = now.querySelector(".verdict") || now.querySelector("input:not([type=hidden]), select");
    if (target) target.focus();
  };

  const submit = async (form) => {
    const button = form.querySelector(".actions button");
    if (button.getAttribute("aria-busy")) return;
    const section = form.closest("[data-question]");
    const data = new URLSearchParams(new FormData(form));
    // The same answer keeps its id however often it is sent; another one is a new attempt.
    if (form.dataset.sent !== String(data)) {
      form.dataset.sent = data;
      form.dataset.client = academy.id();
    }
    data.set("client_id", form.dataset.client);
    button.setAttribute("aria-busy", "true");
    tell(form, "");
    const answer = await academy.send({
      key: form.dataset.client, url: form.action, body: String(data), question: section.id,
    });
    button.removeAttribute("aria-busy");
    if (answer.status) show(section, answer);
    else tell(form, WAITS);
  };

  const again = async (link) => {
    try {
      const response = await fetch(link.href, { headers: { "X-Fragment": "1" } });
      if (!response.ok) throw new Error(response.status);
      show(link.closest("[data-question]"), { html: await response.text() });
      const section = document.getElementById(new URL(link.href).hash.slice(1));
      section.querySelector("input:not([type=hidden]), select").focus();
    } catch {
      location.assign(link.href);
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-question]")) return;
    event.preventDefault();
    submit(event.target);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-again]");
    if (link) {
      event.preventDefault();
      again(link);
    }
    const button = event.target.closest("[data-move]");
    if (button) move(button.closest("li"), Number(button.dataset.move), button.dataset.move);
  });

  document.addEventListener("change", (event) => {
    const item = event.target.closest("[data-order] li");
    if (!item) return;
    const all = [...item.parentNode.children];
    move(item, Number(event.target.value) - 1 - all.indexOf(item), "");
  });

  document.addEventListener("academy:sent", ({ detail: { entry, answer } }) => {
    const section = entry.question && document.getElementById(entry.question);
    if (section && answer.status) show(section, answer);
  });

  /** `by` places down or up; the focus stays on what was pressed. */
  const move = (item, by, pressed) => {
    const list = item.parentNode;
    const all = [...list.children];
    const place = Math.min(Math.max(all.indexOf(item) + by, 0), all.length - 1);
    all.splice(all.indexOf(item), 1);
    all.splice(place, 0, item);
    list.append(...all);
    number(list);
    const wanted = pressed && item.querySelector(`[data-move="${pressed}"]:not(:disabled)`);
    (wanted || item.querySelector(pressed ? "[data-move]:not(:disabled)" : "select")).focus();
    const text = item.querySelector("label + span").textContent;
    academy.say(`„${text}“ steht jetzt auf Platz ${place + 1} von ${all.length}.`);
  };

  const number = (list) => {
    [...list.children].forEach((item, index, all) => {
      item.querySelector("select").value = index + 1;
      const [up, down] = item.querySelectorAll("[data-move]");
      up.disabled = index === 0;
      down.disabled = index === all.length - 1;
    });
  };

  const drag = (list) => {
    let held = null;
    for (const item of list.children) {
      item.draggable = true;
      item.addEventListener("dragstart", () => { held = item; item.classList.add("is-dragged"); });
      item.addEventListener("dragend", () => { item.classList.remove("is-dragged"); held = null; });
      item.addEventListener("dragover", (event) => {
        if (!held) return;
        event.preventDefault();
        if (held === item) return;
        const box = item.getBoundingClientRect();
        item[event.clientY > box.top + box.height / 2 ? "after" : "before"](held);
        number(list);
      });
    }
  };

  const prepare = (root) => {
    for (const list of root.querySelectorAll("[data-order]")) {
      // After a refused answer the places are as typed: they stay until somebody moves a row.
      const places = [...list.querySelectorAll("select")].map((select) => select.value);
      if (new Set(places).size < places.length) continue;
      list.querySelectorAll(".moves").forEach((moves) => { moves.hidden = false; });
      number(list);
      drag(list);
    }
  };
  prepare(document);
}
