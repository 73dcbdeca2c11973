/* Documents of the Logbuch: „Fertig“ closes what was opened in place, and a button prints. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
addEventListener("submit", (event) => {
  const edit = event.submitter && "close" in event.submitter.dataset && event.target.closest("details");
  if (!edit) return;
  edit.open = false;
  edit.querySelector("summary").focus();
});
/* A link or an address with a section's field opens what it stands in. */
const open = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const edit = target && target.closest("details.doc-edit");
  if (edit) {
    edit.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", open);
open();

// On a phone the documents stand in a row that is wider than the page: show where one is.
document.querySelector(".doc-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
