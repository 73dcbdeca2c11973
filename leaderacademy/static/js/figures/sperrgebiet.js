/* Lesson 11: what the company does not want goes into the forbidden area of the chart. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const CARDS = [
    { name: "Gewinnspiele", column: "Maßnahmen", rule: "keine Gewinnspiele" },
    { name: "Preisversprechen", column: "Themen und Ton", rule: "keine Preisversprechen" },
    { name: "Ohne Freigabe", column: "Verträge", rule: "keine Leistung ohne schriftliche Freigabe" },
    { name: "Fremde Konten", column: "Daten und Zugänge", rule: "alle Konten laufen auf unseren Namen" },
  ];

  kit.each("sperrgebiet", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Was kommt ins Sperrgebiet?");
    const inside = CARDS.map(() => false);

    const show = () => {
      CARDS.forEach((_, index) => {
        one(`#sperrgebiet-k${index}`).classList.toggle("fig-off", !inside[index]);
        kit.press(buttons[index], inside[index]);
      });
    };

    const toggle = (index) => {
      inside[index] = !inside[index];
      show();
      const card = CARDS[index];
      const count = inside.filter(Boolean).length;
      const rest = count === CARDS.length ? " Alle vier Spalten haben jetzt einen Eintrag." : "";
      say(inside[index]
        ? `Spalte „${card.column}“: ${card.rule}. Hier fahren wir nicht.${rest}`
        : `„${card.name}“ ist wieder draußen. Was Sie nicht ausschließen, kaufen Sie leicht mit.`);
    };

    const buttons = CARDS.map((card, index) => {
      kit.tap(one(`#sperrgebiet-k${index}`), () => toggle(index));
      return kit.button(set, card.name, () => toggle(index));
    });
    const say = kit.output(box, "Das Gebiet ist noch leer: Alles darf Ihnen angeboten werden.");
    show();
  });
})();
