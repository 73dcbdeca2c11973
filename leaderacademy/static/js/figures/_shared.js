/* What every figure needs: its controls below the drawing and a line that is read aloud. */
(() => {
  "use strict";

  /** Text goes in as text, never as markup: learners' own words pass through here. */
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  /** The box for controls directly after the frame, so that hand and drawing stay together. */
  const controls = (figure) => {
    const box = make("div", "figure-controls");
    const frame = figure.querySelector(".figure-frame") || figure.querySelector("svg");
    frame.after(box);
    return box;
  };

  const button = (box, label, act) => {
    const element = make("button", "fig-btn", label);
    element.type = "button";
    element.addEventListener("click", () => act(element));
    box.append(element);
    return element;
  };

  const group = (box, label) => {
    const set = make("fieldset", "fig-group");
    set.append(make("legend", "fig-legend", label));
    box.append(set);
    return set;
  };

  const output = (box, text) => {
    const line = make("p", "fig-say", text);
    line.setAttribute("aria-live", "polite");
    box.append(line);
    return (words) => { line.textContent = words; };
  };

  const press = (element, on) => element.setAttribute("aria-pressed", String(on));

  /** The drawing itself may be touched too; the buttons do the same for everybody else. */
  const tap = (target, act) => {
    if (!target) return;
    target.classList.add("fig-tap");
    target.addEventListener("click", act);
  };

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const values = (figure) => {
    try {
      return JSON.parse(figure.dataset.values || "{}") || {};
    } catch {
      return {};
    }
  };

  /** Runs `enhance` once for every figure of this name that holds a drawing. */
  const each = (name, enhance) => {
    document.querySelectorAll(`figure[data-figure="${name}"]`).forEach((figure) => {
      const svg = figure.querySelector("svg");
      if (!svg || figure.querySelector(".figure-controls")) return;
      enhance(figure, svg, (selector) => svg.querySelector(selector));
    });
  };

  window.figureKit = { make, controls, button, group, output, press, tap, calm, values, each };
})();
