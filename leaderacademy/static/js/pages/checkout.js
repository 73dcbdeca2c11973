/* The price follows what is typed: VAT by country and VAT ID, voucher, early bird.

   Only the server computes. What it answers is put in place of what stood there, together with the
   seal of what is now seen; so a price is never booked that was not on the page. */
{
  const form = document.querySelector("form[data-price]");
  const PRICED = ["country", "vat_id", "voucher", "business"];
  let timer = 0;
  let asked = 0;

  const show = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html").querySelector("[data-seen]");
    if (!answer) return;
    for (const part of answer.querySelectorAll("[data-part]")) {
      for (const place of document.querySelectorAll(`[data-part="${part.dataset.part}"]`)) {
        // Only what has changed, so that nothing is read out twice.
        if (place.innerHTML !== part.innerHTML) place.innerHTML = part.innerHTML;
      }
    }
    form.elements.seen.value = answer.dataset.seen;
  };

  const ask = async () => {
    clearTimeout(timer);
    const number = ++asked;
    try {
      const body = new URLSearchParams(new FormData(form));
      const response = await fetch(form.dataset.price, { method: "POST", body });
      const html = await response.text();
      // An older answer that comes late, or none at all, changes nothing: the button asks again.
      if (response.ok && number === asked) show(html);
    } catch { /* offline: the server looks at the price once more before it books */ }
  };

  if (form) {
    for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
    form.addEventListener("input", (event) => {
      if (!PRICED.includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, 350);
    });
    form.addEventListener("change", (event) => { if (PRICED.includes(event.target.name)) ask(); });
    // Whoever comes back to this tab may have missed the end of the early-bird price.
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  }
}
