/* Lesson 8: five stations of the customer's way, and the dial that tells how each one goes. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const STATIONS = [
    { name: "kennt uns nicht", dials: [], text: "Kennt uns nicht: Hier hilft nur, gesehen zu werden. Kleine Lämpchen wie Aufrufe sind Frühzeichen." },
    { name: "kennt uns", dials: [], text: "Kennt uns: Die meisten brauchen heute nichts. Wer dieselben Kernaussagen immer wieder hört, erinnert sich später." },
    { name: "fragt an", dials: [0], text: "Fragt an: Jetzt schlägt das erste große Instrument aus, die Anfragen im Monat." },
    { name: "kauft", dials: [1, 2], text: "Kauft: Die Abschlussquote zeigt, wie viele Anfragen zu Aufträgen werden, und die Kosten zeigen, was ein neuer Kunde gekostet hat." },
    { name: "empfiehlt weiter", dials: [0], text: "Empfiehlt weiter: Zufriedene Kunden bringen neue Anfragen, und der Weg beginnt von vorn." },
  ];

  kit.each("bruecke", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Wo steht der Kunde gerade?");

    const choose = (index) => {
      const station = STATIONS[index];
      STATIONS.forEach((_, other) => {
        one(`#bruecke-s${other}`).classList.toggle("fig-here", other === index);
        kit.press(buttons[other], other === index);
      });
      for (let dial = 0; dial < 3; dial += 1) {
        one(`#bruecke-g${dial}`).classList.toggle("fig-pale", !station.dials.includes(dial));
      }
      one("#bruecke-lampen").classList.toggle("fig-pale", station.dials.length > 0);
      say(station.text);
    };

    const buttons = STATIONS.map((station, index) => {
      kit.tap(one(`#bruecke-s${index}`), () => choose(index));
      return kit.button(set, `${index + 1} ${station.name}`, () => choose(index));
    });
    const say = kit.output(box, "Drei große Instrumente genügen. Wählen Sie eine Station, und Sie sehen, welches dort zählt.");
  });
})();
