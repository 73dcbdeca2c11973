/* A button that copies the address beside it; without a clipboard it stays hidden. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const label = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = "Kopiert";
    } catch {
      label.textContent = "Bitte von Hand kopieren";
    }
    setTimeout(() => { label.textContent = "Link kopieren"; }, 4000);
  });
}
