/* Lesson 7: when production stands still and nobody says so, a storm comes up. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const TURN = 360 / 14;
  const STATES = {
    green: {
      words: ["läuft", "läuft", "läuft"],
      red: [false, false, false],
      text: "Produktion grün: Die Werkstatt liefert, der Vertrieb sagt zu, das Marketing wirbt.",
    },
    red: {
      words: ["stockt", "zögert", "wirbt"],
      red: [true, true, false],
      text: "Produktion rot: Der Vertrieb kann nichts zusagen, das Marketing weiß von nichts und wirbt weiter. Ein Sturm zieht auf.",
    },
    waiting: {
      words: ["stockt", "wartet", "wartet"],
      red: [true, false, false],
      text: "Ein Rot genügt: Alle wissen Bescheid, die Kampagne wartet, und der Himmel bleibt klar.",
    },
  };
  const CHOICES = [
    ["green", "Produktion grün"],
    ["red", "Produktion rot, niemand sagt es"],
    ["waiting", "Produktion rot, Kampagne wartet"],
  ];

  kit.each("zahnraeder", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Was meldet die Ampel vor dem Start?");
    const wheels = [...svg.querySelectorAll(".zahnraeder-rad")];
    const buttons = {};
    let notch = 0;

    const show = (name) => {
      const state = STATES[name];
      wheels.forEach((wheel, index) => {
        const moves = !state.red[index] && name !== "waiting";
        const offset = index === 1 ? TURN / 2 : 0;
        if (moves) wheel.style.transform = `rotate(${offset + (index === 1 ? -1 : 1) * notch * TURN}deg)`;
      });
      svg.querySelectorAll(".zahnraeder-stand").forEach((word, index) => { word.textContent = state.words[index]; });
      svg.querySelectorAll(".zahnraeder-licht").forEach((light, index) => {
        light.classList.toggle("fig-badf", state.red[index]);
        light.classList.toggle("fig-goodf", !state.red[index]);
      });
      const storm = one("#zahnraeder-sturm");
      storm.classList.toggle("fig-off", name !== "red");
      storm.style.transform = name === "red" ? "translate(0px,0px)" : "translate(60px,0px)";
      one("#zahnraeder-gut").classList.toggle("fig-off", name === "red");
      one("#zahnraeder-gut").classList.toggle("fig-pale", name === "waiting");
      for (const [key] of CHOICES) kit.press(buttons[key], key === name);
      say(state.text);
    };

    for (const [key, label] of CHOICES) {
      buttons[key] = kit.button(set, label, () => { notch += 1; show(key); });
    }
    const say = kit.output(box, "");
    kit.tap(wheels[0], () => { notch += 1; show(buttons.red.getAttribute("aria-pressed") === "true" ? "green" : "red"); });
    show("green");
  });
})();
