/* Lesson 10: each hook can be bent open, and then its tool comes to light. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const HOOKS = [
    { name: "Vorschlag", text: "Haken 1 ist aufgebogen. Drei Prüffragen: Worauf zahlt das ein? Woran sehen wir bis wann, dass es wirkt? Was lassen wir dafür weg?" },
    { name: "Preis", text: "Haken 2 ist aufgebogen. Preisbausteine: Stunden × Stundensatz + Fremdkosten + Werbegeld + Nutzungsrechte + laufende Betreuung." },
    { name: "Vergleich", text: "Haken 3 ist aufgebogen. Angebotsraster: Jede Agentur füllt dieselbe Tabelle, und verglichen wird die Summe über zwölf Monate." },
  ];
  const SHANK = 58;
  const RADIUS = 27;
  const ARC = (205 * Math.PI) / 180;
  const PIECES = 14;

  /** The wire keeps its length while it opens: the bend shrinks, the piece count stays. */
  const bend = (open) => {
    const step = (ARC * RADIUS) / PIECES;
    const turn = (ARC * (1 - open)) / PIECES;
    let [x, y, angle] = [0, SHANK, Math.PI / 2];
    let wire = `M0 0V${SHANK}`;
    for (let i = 0; i < PIECES; i += 1) {
      angle -= turn / 2;
      x += Math.cos(angle) * step;
      y += Math.sin(angle) * step;
      angle -= turn / 2;
      wire += `L${x.toFixed(1)} ${y.toFixed(1)}`;
    }
    const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
    const barb = `M${x.toFixed(1)} ${y.toFixed(1)}l${(9 * uy - 14 * ux).toFixed(1)} ${(-14 * uy - 9 * ux).toFixed(1)}`;
    return [wire, barb];
  };

  kit.each("haken", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Welchen Haken biegen Sie auf?");
    const open = [false, false, false];

    const shape = (index, amount) => {
      const [wire, barb] = one(`#haken-${index}`).querySelectorAll(".fig-hook");
      const [line, tip] = bend(amount);
      wire.setAttribute("d", line);
      barb.setAttribute("d", tip);
    };

    const move = (index, to) => {
      if (kit.calm()) {
        shape(index, to);
        return;
      }
      const start = performance.now();
      const frame = (now) => {
        const part = Math.min(1, (now - start) / 350);
        const eased = 1 - (1 - part) ** 3;
        shape(index, to ? eased : 1 - eased);
        if (part < 1) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    };

    const show = (index) => {
      one(`#haken-w${index}`).classList.toggle("fig-off", !open[index]);
      one(`#haken-p${index}`).classList.toggle("fig-off", open[index]);
      kit.press(buttons[index], open[index]);
    };

    const toggle = (index) => {
      open[index] = !open[index];
      move(index, open[index] ? 1 : 0);
      show(index);
      say(open[index] ? HOOKS[index].text : `Haken ${index + 1} ist wieder krumm.`);
    };

    const buttons = HOOKS.map((hook, index) => {
      kit.tap(one(`#haken-${index}`), () => toggle(index));
      return kit.button(set, `${index + 1} ${hook.name}`, () => toggle(index));
    });
    const say = kit.output(box, "Unter jedem Haken liegt ein Werkzeug.");
    HOOKS.forEach((_, index) => show(index));
  });
})();
