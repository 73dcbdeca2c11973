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

  const drag = (grip) => {
    const row = grip.closest("tr");
    grip.hidden = false;
    let before = "";
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      row.classList.add("is-moving");
      before = slugs().join();
    });
    grip.addEventListener("pointermove", (event) => {
      if (!grip.hasPointerCapture(event.pointerId)) return;
      const over = [...body.rows].find((one) => {
        const box = one.getBoundingClientRect();
        return one !== row && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      const lower = event.clientY > box.top + box.height / 2;
      if (lower) over.after(row);
      else over.before(row);
    });
    grip.addEventListener("pointerup", () => {
      row.classList.remove("is-moving");
      if (slugs().join() !== before) send();
      const rows = [...body.rows];
      for (const one of rows) {
        one.querySelector("[name=up]").disabled = one === rows[0];
        one.querySelector("[name=down]").disabled = one === rows.at(-1);
      }
    });
  };

  if (body) for (const grip of body.querySelectorAll("[data-grip]")) drag(grip);
}
