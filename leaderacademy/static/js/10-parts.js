/* Exchanges parts of the page: the server answers with the same HTML as for a whole page. */
window.academy = {};
{
  const academy = window.academy;

  academy.parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  };

  const CONTROLS = "a, button, input, select, textarea, summary";

  /** Puts every part that came in the place of the one with its id; the focus stays where it was. */
  academy.swap = (parts) => {
    for (const part of parts) {
      const old = part.id && document.getElementById(part.id);
      if (!old) continue;
      const place = [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
      old.replaceWith(part);
      const same = place < 0 ? null : part.querySelectorAll(CONTROLS)[place];
      if (same) same.focus({ preventScroll: true });
    }
  };

  const line = document.createElement("p");
  line.className = "hidden";
  line.setAttribute("role", "status");
  document.body.append(line);

  /** Said to those who do not see the change. */
  academy.say = (text) => { line.textContent = text; };

  academy.id = () => Array.from(
    crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
}
