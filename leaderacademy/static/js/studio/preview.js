/* The lesson beside its text, and the problems below it, a moment after somebody stops typing. */
{
  const { studio } = window;
  const form = document.getElementById("editor");
  const pane = document.getElementById("vorschau");
  const frame = pane?.querySelector("iframe");
  const PAUSE = 350;
  let timer = 0;
  let asked = 0;
  let wrong = false;
  let anchors = [];

  const place = (html) => {
    if (!frame || !html) return;
    const old = frame.contentDocument;
    if (!frame.srcdoc || !old?.body) {
      frame.srcdoc = html;
      return;
    }
    // Only what stands on the page is exchanged: the place one reads at stays.
    const fresh = new DOMParser().parseFromString(html, "text/html");
    old.body.replaceChildren(...fresh.body.childNodes);
    studio.enliven(old);
    follow();
  };

  const check = async () => {
    asked += 1;
    const mine = asked;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, text: studio.get() });
    if (wrong) body.set("wrong", "1");
    let answer;
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body, headers: { "X-Fragment": "1" } });
      if (!response.ok || response.redirected) return;
      answer = await response.json();
    } catch {
      return; // without a net the last page stays
    }
    if (mine !== asked) return;
    anchors = answer.anchors;
    place(answer.page);
    studio.marks(answer.marks);
    window.academy.swap([...window.academy.parse(answer.parts).children]);
  };

  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };
  studio.onChange(plan);
  studio.check = check;

  // -- editor and preview scroll together -------------------------------------------------------

  const follow = () => {
    const { view } = studio;
    const page = frame?.contentDocument;
    if (!view || !page?.body) return;
    const top = view.lineBlockAtHeight(view.scrollDOM.scrollTop);
    const line = view.state.doc.lineAt(top.from).number;
    const known = anchors.map(([at, id]) => [at, page.getElementById(id)]).filter(([, one]) => one)
      .map(([at, one]) => [at, one.getBoundingClientRect().top + page.defaultView.scrollY]);
    known.unshift([1, 0]);
    known.push([view.state.doc.lines, page.documentElement.scrollHeight]);
    const next = known.findIndex(([at]) => at > line);
    if (next < 1) return;
    const [[from, above], [to, below]] = [known[next - 1], known[next]];
    page.defaultView.scrollTo(0, above + ((below - above) * (line - from)) / Math.max(to - from, 1) - 16);
  };

  if (pane) {
    pane.hidden = false;
    document.querySelector(".editor").classList.add("has-preview");
    studio.view?.scrollDOM.addEventListener("scroll", follow, { passive: true });
    frame.addEventListener("load", () => {
      follow();
      studio.enliven(frame.contentDocument);
      frame.contentDocument.addEventListener("click", (event) => {
        const link = event.target.closest("a");
        if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
        const block = event.target.closest(".question, .logpage");
        const found = block && anchors.find(([, id]) => id === block.id);
        if (found && event.detail === 2) studio.goTo(found[0], 1);
      });
      frame.contentDocument.addEventListener("submit", (event) => event.preventDefault());
    });
    pane.querySelector("[data-width]").addEventListener("click", ({ currentTarget }) => {
      const phone = pane.classList.toggle("is-phone");
      currentTarget.setAttribute("aria-pressed", phone);
    });
    pane.querySelector("[data-wrong]")?.addEventListener("click", ({ currentTarget }) => {
      wrong = !wrong;
      currentTarget.setAttribute("aria-pressed", wrong);
      check();
    });
  }
  check();
}
