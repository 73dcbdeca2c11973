/* The editor's buttons: blocks, remedies, lines, tabs, pictures. */
{
  const { studio } = window;
  const form = document.getElementById("editor");
  const editor = document.querySelector(".editor");
  editor.classList.add("has-script");
  editor.dataset.shows = "text";

  document.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-insert]");
    const fix = event.target.closest("[data-fix-line]");
    const line = event.target.closest("a[data-line]");
    if (insert) {
      event.preventDefault();
      studio.insertBlock(insert.dataset.insert);
    } else if (fix) {
      event.preventDefault();
      const { fixLine, fixColumn, fixRemove, fixInsert } = fix.dataset;
      studio.mend(Number(fixLine), Number(fixColumn), Number(fixRemove), fixInsert);
    } else if (line) {
      event.preventDefault();
      show("text");
      studio.goTo(Number(line.dataset.line), Number(line.dataset.column));
    }
  });

  // -- tabs on a phone -----------------------------------------------------------------------------

  const tabs = document.querySelector(".editor-tabs");
  const show = (which) => {
    editor.dataset.shows = which;
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", tab.dataset.tab === which);
  };
  if (form.hasAttribute("data-page")) {
    tabs.hidden = false;
    for (const tab of tabs.children) tab.addEventListener("click", () => show(tab.dataset.tab));
  }

  // „Als Lernende ansehen“ opens beside the text.
  document.querySelector("button[name=then][value=look]")?.setAttribute("formtarget", "_blank");

  // -- pictures ------------------------------------------------------------------------------------

  const dialog = document.getElementById("bild");
  const chosen = document.getElementById("bild-datei");
  const words = document.getElementById("bild-text");
  const failed = document.getElementById("bild-fehler");
  let waiting = null;

  studio.takePicture = (file) => {
    waiting = file;
    failed.hidden = true;
    chosen.closest(".field").hidden = Boolean(file);
    words.value = "";
    dialog.showModal();
    (file ? words : chosen).focus();
  };

  const complain = (text) => {
    failed.textContent = text;
    failed.hidden = false;
  };

  const upload = async () => {
    const file = waiting || chosen.files[0];
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("alternative", words.value);
    if (file) body.set("picture", file);
    try {
      const response = await fetch(form.dataset.pictures, { method: "POST", body, headers: { "X-Fragment": "1" } });
      if (response.redirected) return complain("Sie sind abgemeldet. Melden Sie sich in einem anderen Fenster an.");
      const answer = await response.json();
      if (!response.ok) return complain(answer.error);
      dialog.close();
      studio.insertBlock(answer.text);
    } catch {
      complain("Das Bild ließ sich nicht senden. Prüfen Sie das Netz und versuchen Sie es noch einmal.");
    }
    return undefined;
  };

  const button = document.querySelector("[data-picture]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => studio.takePicture(null));
  }
  dialog.querySelector("[data-upload]").addEventListener("click", upload);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      upload();
    }
  });

  // #zeile-12 leads to the line: from the impact report, the numbers, and the page of publishing.
  const followHash = () => {
    const asked = /^#zeile-(\d{1,6})$/.exec(location.hash);
    if (asked) studio.goTo(Number(asked[1]), 1);
  };
  addEventListener("hashchange", followHash);
  followHash();
}
