/* Lesson 3: every letter of KURS that is filled makes the needle sharper. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const LETTERS = { K: "Kennzahl", U: "Unternehmensnutzen", R: "Reichweite der Kräfte", S: "Stichtag und Steuerperson" };
  const FIELDS = ["gy_metric", "gy_unit", "gy_base", "gy_target", "gy_benefit", "gy_reach", "gy_date", "gy_owner"];
  const GOAL = 38;
  const NEEDLES = [10, 7, 4, 2];
  const SPREAD = [55, 38, 22, 10];

  const named = (field) => [...document.querySelectorAll(`[name^="${field}"]`)]
    .filter((input) => input.name === field || !/[a-z_]/i.test(input.name[field.length]));

  const chosen = (input) => {
    if (input.type === "radio" || input.type === "checkbox") {
      return input.checked ? `${input.value} ${input.labels?.[0]?.textContent || ""}` : "";
    }
    return input.tagName === "SELECT" ? `${input.value} ${input.selectedOptions[0]?.textContent || ""}` : input.value;
  };

  const text = (field) => named(field).map(chosen).join(" ").trim();

  /** The same rule as in the Logbuch: a letter counts only when all its parts are there. */
  const complete = {
    K: () => Boolean(text("gy_metric") && text("gy_unit") && text("gy_base") && text("gy_target")
      && text("gy_base") !== text("gy_target")),
    U: () => text("gy_benefit").length >= 15,
    R: () => /fordernd/i.test(text("gy_reach")),
    S: () => Boolean(text("gy_date") && text("gy_owner")),
  };

  const list = (letters) => letters.length < 2
    ? letters.join("")
    : `${letters.slice(0, -1).join(", ")} und ${letters.at(-1)}`;

  const sentence = (there, missing) => {
    if (!missing.length) return "K, U, R und S stehen da: Aus dem Wunsch ist ein Ziel geworden.";
    if (!there.length) return "Noch steht kein Buchstabe da: Die Nadel zeigt ungefähr nach vorn.";
    return `${list(there)} ${there.length > 1 ? "stehen" : "steht"} da. Es ${missing.length > 1 ? "fehlen" : "fehlt"} noch ${list(missing)}.`;
  };

  const drawNeedles = (place, filled) => {
    place.replaceChildren();
    if (filled === 4) return;
    const count = NEEDLES[filled];
    for (let i = 0; i < count; i += 1) {
      const needle = document.createElementNS("http://www.w3.org/2000/svg", "use");
      const step = count > 1 ? (2 * i) / (count - 1) - 1 : 0;
      needle.setAttribute("href", "#kompass-nadel");
      needle.setAttribute("class", "fig-fill");
      needle.setAttribute("opacity", String(0.17 + 0.06 * filled));
      needle.setAttribute("transform", `rotate(${(GOAL - 12 + 3 * filled + SPREAD[filled] * step).toFixed(0)})`);
      place.append(needle);
    }
  };

  kit.each("kompass", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Probieren Sie es aus: Welche Buchstaben stehen schon da?");
    const state = {};
    const buttons = {};

    const show = () => {
      const there = Object.keys(LETTERS).filter((letter) => state[letter]);
      const missing = Object.keys(LETTERS).filter((letter) => !state[letter]);
      drawNeedles(one("#kompass-schar"), there.length);
      one("#kompass-ziel").classList.toggle("fig-off", missing.length > 0);
      one("#kompass-wort").textContent = missing.length ? "Ihr Ziel, noch unscharf" : "Ihr Ziel";
      for (const letter of Object.keys(LETTERS)) {
        const mark = one(`#kompass-${letter}`);
        mark.querySelector("circle").classList.toggle("fig-on", Boolean(state[letter]));
        mark.querySelector("circle").classList.toggle("fig-dash", !state[letter]);
        mark.querySelector("text").classList.toggle("fig-onink", Boolean(state[letter]));
        kit.press(buttons[letter], Boolean(state[letter]));
      }
      say(sentence(there, missing));
    };

    for (const [letter, word] of Object.entries(LETTERS)) {
      buttons[letter] = kit.button(set, letter, () => { state[letter] = !state[letter]; show(); });
      buttons[letter].setAttribute("aria-label", `${letter} wie ${word}`);
    }
    const say = kit.output(box, "");

    const read = () => {
      for (const letter of Object.keys(LETTERS)) state[letter] = complete[letter]();
      show();
    };
    const follow = (event) => {
      if (FIELDS.some((field) => event.target.name?.startsWith(field))) read();
    };
    document.addEventListener("input", follow);
    document.addEventListener("change", follow);
    read();
  });
})();
