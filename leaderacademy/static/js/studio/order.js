/* Lessons are put in order by dragging; the buttons do the same without a mouse. */
{
  const form = document.getElementById("reihenfolge");
  const body = form?.querySelector("tbody");
  const said = form?.querySelector("[data-order-said]");
  const slugs = () => [...body.rows].map((row) => row.dataset.slug);

  const send = async () => {
    const data = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, order: slugs().join(",") });
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "1" } }).catch(() => null);
    if (response && response.status === 204) said.textContent = "Die neue Reihenfolge ist gespeichert.";
    else location.reload();
  };

  let moving = null;
  let before = "";

  const settle = () => {
    moving.classList.remove("is-moving");
    moving = null;
    const rows = [...body.rows];
    for (const one of rows) {
      one.querySelector("[name=up]").disabled = one === rows[0];
      one.querySelector("[name=down]").disabled = one === rows.at(-1);
    }
  };

  const drag = () => {
    body.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button) return;
      event.preventDefault();
      // The body stays where it is: a row that is put elsewhere loses the pointer.
      body.setPointerCapture(event.pointerId);
      moving = grip.closest("tr");
      moving.classList.add("is-moving");
      before = slugs().join();
    });
    body.addEventListener("pointermove", (event) => {
      if (!moving) return;
      const over = [...body.rows].find((one) => {
        const box = one.getBoundingClientRect();
        return one !== moving && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      const lower = event.clientY > box.top + box.height / 2;
      if (lower) over.after(moving);
      else over.before(moving);
    });
    body.addEventListener("pointerup", () => {
      if (!moving) return;
      settle();
      if (slugs().join() !== before) send();
    });
    // Nobody let go: everything goes back.
    body.addEventListener("pointercancel", () => {
      if (!moving) return;
      const rows = new Map([...body.rows].map((row) => [row.dataset.slug, row]));
      body.append(...before.split(",").map((slug) => rows.get(slug)));
      settle();
    });
  };

  if (body) {
    for (const grip of body.querySelectorAll("[data-grip]")) grip.hidden = false;
    drag();
  }
}
