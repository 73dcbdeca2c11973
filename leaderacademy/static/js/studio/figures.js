/* Figures come alive in the preview. The frame itself runs no script: the figures are moved from
   out here, by the same scripts that the lesson has, loaded when the first one is seen. */
{
  const { studio } = window;
  const known = new Map();
  const loaded = new Map();

  const load = (address) => {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((done) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", done);
        script.addEventListener("error", done);
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  };

  /** What a figure's script would do on its own page is kept, to be done on any page. */
  const collect = async (shared) => {
    await load(shared);
    if (window.figureKit) window.figureKit.each = (name, enhance) => known.set(name, enhance);
  };

  studio.enliven = async (page) => {
    const list = page?.getElementById("figuren");
    if (!list) return;
    await collect(list.dataset.shared);
    await Promise.all(list.dataset.scripts.split(" ").filter(Boolean).map(load));
    for (const figure of page.querySelectorAll("figure[data-figure]")) {
      const enhance = known.get(figure.dataset.figure);
      const svg = figure.querySelector("svg");
      if (enhance && svg && !figure.querySelector(".figure-controls")) {
        enhance(figure, svg, (selector) => svg.querySelector(selector));
      }
    }
  };
}
