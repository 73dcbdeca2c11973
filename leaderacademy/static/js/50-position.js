/* Remembers where somebody reads, for those who already have something to come back to. */
{
  const page = document.querySelector("[data-lesson]");
  const places = page ? [...page.querySelectorAll(".prose h2[id], .question, .logpage")] : [];
  const token = document.querySelector("input[name=csrf_token]");
  const known = () => page.dataset.known || document.querySelector(".verdict, .saved-saved");
  let sent = "";
  let here = "";

  const look = () => {
    const above = places.map((place) => document.getElementById(place.id) || place)
      .filter((place) => place.getBoundingClientRect().top < innerHeight * 0.4);
    const place = above.length ? above[above.length - 1] : null;
    if (!place || place.id === here) return;
    here = place.id;
    mark();
  };

  /** The dot in the list of steps moves along. */
  const mark = () => {
    const link = document.querySelector(`.rail a[href="#${CSS.escape(here)}"]`);
    const old = document.querySelector(".rail [aria-current]");
    if (old) old.removeAttribute("aria-current");
    if (link) link.setAttribute("aria-current", "location");
  };

  const send = () => {
    if (!here || here === sent || !token || !known()) return;
    sent = here;
    const data = new URLSearchParams({
      position: here, shown: page.dataset.shown, csrf_token: token.value,
    });
    fetch(`/kurs/${page.dataset.lesson}/stand`, { method: "POST", body: data, keepalive: true }).catch(() => {});
  };

  if (page) {
    let timer = 0;
    addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(look, 200); }, { passive: true });
    setInterval(send, 20000);
    addEventListener("pagehide", send);
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
    // Not before the page stands: to ask for places earlier makes the browser lay it out twice.
    requestAnimationFrame(() => setTimeout(look));
  }
}
