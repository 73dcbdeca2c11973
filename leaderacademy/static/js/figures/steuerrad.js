/* Lesson 6: five spokes, five reasons; a wheel that lacks one of them wobbles. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const SPOKES = [
    { name: "Reiseziel und Bordkasse", why: "Sie kennen das Ende der Reise und wissen, was an Geld, Zeit und Leuten da ist.", without: "Ohne Reiseziel und Bordkasse lassen sich Marketing und Unternehmen nur zufällig in Einklang bringen." },
    { name: "Abweichung", why: "Sie bemerken als Erste oder Erster, wenn eine Aktion nicht mehr aufs Ziel führt.", without: "Bemerkt niemand die Abweichung, läuft die Kampagne weiter am Ziel vorbei." },
    { name: "Änderung", why: "Sie dürfen ändern, verkürzen oder verlängern und stehen dafür gerade.", without: "Darf niemand die Änderung anordnen, bleibt es beim Bemerken." },
    { name: "Mannschaft", why: "Sie haben die Leute und den Weg zugleich im Blick.", without: "Führt niemand die Mannschaft, rudert jede Abteilung ihren eigenen Kurs." },
    { name: "Überblick", why: "Sie kennen das große Ganze und genug vom Handwerk, um den Aufwand einzuschätzen.", without: "Ohne Überblick sehen alle Angebote gleich gut aus." },
  ];
  /** One short wobble around a centre that no longer sits in the middle, then rest. */
  const WOBBLE = [0, 9, -7, 5, -3, 2];

  kit.each("steuerrad", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Welche Speiche sehen Sie sich an?");
    const wheel = one("#steuerrad-rad");
    const lost = new Set();
    let current = -1;

    const rest = () => {
      const [first] = lost;
      if (first === undefined) return "";
      const angle = ((72 * first - 90) * Math.PI) / 180;
      const off = 9;
      return `translate(${(320 - off * Math.cos(angle)).toFixed(1)}px,${(228 - off * Math.sin(angle)).toFixed(1)}px) rotate(4deg) scale(1,.95)`;
    };

    const wobble = () => {
      wheel.style.transform = rest();
      if (!lost.size || kit.calm() || !wheel.animate) return;
      const base = rest().replace(/rotate.*/, "");
      wheel.animate(WOBBLE.map((turn) => ({ transform: `${base} rotate(${turn + 4}deg) scale(1,${turn % 2 ? 0.93 : 0.97})` })),
        { duration: 1100, easing: "ease-in-out" });
    };

    const show = () => {
      SPOKES.forEach((spoke, index) => {
        one(`#steuerrad-s${index}`).classList.toggle("fig-gone", lost.has(index));
        one(`#steuerrad-s${index}`).classList.toggle("fig-here", index === current && !lost.has(index));
        one(`#steuerrad-w${index}`).classList.toggle("fig-lost", lost.has(index));
        kit.press(buttons[index], index === current);
      });
      if (current < 0) return;
      const spoke = SPOKES[current];
      take.disabled = false;
      take.textContent = lost.has(current) ? "Speiche wieder einsetzen" : "Speiche herausnehmen";
      say(lost.has(current) ? `${spoke.without} Das Rad eiert.` : `${spoke.name}: ${spoke.why}`);
    };

    const choose = (index) => { current = index; show(); };
    const buttons = SPOKES.map((spoke, index) => {
      kit.tap(one(`#steuerrad-s${index}`), () => choose(index));
      kit.tap(one(`#steuerrad-w${index}`), () => choose(index));
      return kit.button(set, `${index + 1} ${spoke.name}`, () => choose(index));
    });
    const say = kit.output(box, "Fünf Speichen halten das Rad rund. Wählen Sie eine aus.");
    const take = kit.button(box, "Speiche herausnehmen", () => {
      if (!lost.delete(current)) lost.add(current);
      show();
      wobble();
    });
    take.disabled = true;
  });
})();
