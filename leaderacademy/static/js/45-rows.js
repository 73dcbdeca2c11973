/* Adds, removes and moves the rows of a list in place; without this file the server does it. */
{
  const academy = window.academy;
  const first = (row) => row.querySelector("input:not([type=hidden]), textarea, select");

  /** Does what the button says; false when it is none of a list. */
  academy.rows = (form, button) => {
    const said = button.value.match(/^([a-z0-9_]+)(?:\.(\d+))?\.(add|remove|up|down)$/);
    const list = said && form.querySelector(`[data-rows="${said[1]}"]`);
    if (!list) return false;
    const row = list.children[Number(said[2])];
    if (said[3] === "add") add(list);
    else if (said[3] === "remove") remove(list, row);
    else shift(list, row, said[3]);
    const more = form.querySelector(`[name=op][value="${said[1]}.add"]`);
    if (more) more.hidden = list.children.length >= Number(list.dataset.most);
    return true;
  };

  const add = (list) => {
    const row = list.lastElementChild.cloneNode(true);
    empty(row);
    list.append(row);
    number(list);
    first(row).focus();
    academy.say(`Zeile ${list.children.length} hinzugefügt.`);
  };

  const remove = (list, row) => {
    const place = [...list.children].indexOf(row);
    if (list.children.length === 1) empty(row);
    else row.remove();
    number(list);
    first(list.children[Math.min(place, list.children.length - 1)]).focus();
    academy.say(`Zeile ${place + 1} entfernt.`);
  };

  const shift = (list, row, kind) => {
    const other = kind === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    other[kind === "up" ? "before" : "after"](row);
    number(list);
    row.querySelector(`[name=op][value$=".${kind}"]`).focus();
    academy.say(`Zeile steht jetzt auf Platz ${[...list.children].indexOf(row) + 1}.`);
  };

  const empty = (row) => {
    row.querySelectorAll("[data-part]").forEach((part) => part.replaceChildren());
    row.querySelectorAll("input, textarea, select").forEach((field) => {
      if (field.type === "radio" || field.type === "checkbox") field.checked = false;
      else field.value = "";
    });
  };

  /** Names, ids and labels follow the place of their row. */
  const number = (list) => {
    const name = list.dataset.rows;
    [...list.children].forEach((row, index) => {
      const checked = [...row.querySelectorAll(":checked")];
      for (const element of row.querySelectorAll("*")) {
        for (const { name: attribute, value } of [...element.attributes]) {
          const now = value
            .replace(new RegExp(`^${name}\\.\\d+(?=\\.|$)`), `${name}.${index}`)
            .replace(new RegExp(`feld-${name}-\\d+-rat`, "g"), `feld-${name}-${index + 1}-rat`)
            .replace(new RegExp(`feld-${name}-\\d+(?!\\d*-rat)`, "g"), `feld-${name}-${index}`)
            .replace(/^Zeile \d+/, `Zeile ${index + 1}`);
          if (now !== value) element.setAttribute(attribute, now);
        }
      }
      // Two rows may have shared a name for a moment; a browser then keeps one choice of both.
      checked.forEach((field) => { field.checked = true; });
    });
  };
}
