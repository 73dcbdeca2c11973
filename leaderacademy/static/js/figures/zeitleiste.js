/* Lesson 12: five documents with their fill level, four flags for the rhythm of 90 days. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const FLAGS = [
    { name: "wöchentlich", text: "Jede Woche: 15\u00a0Minuten Takt mit dem Team. In 90\u00a0Tagen zwölfmal." },
    { name: "14-täglich", text: "Alle 14\u00a0Tage: neue kleine Schritte. In 90\u00a0Tagen sechsmal." },
    { name: "monatlich", text: "Einmal im Monat: Kurs-Check mit den drei Zahlen. In 90\u00a0Tagen dreimal." },
    { name: "quartalsweise", text: "Am Quartalsende: eine neue Boje. Und einmal im Jahr ein prüfender Blick auf Leuchtturm und Hafen." },
  ];
  const DOCUMENTS = ["goals", "strategy", "briefing", "offers", "team"];

  kit.each("zeitleiste", (figure, svg, one) => {
    const box = kit.controls(figure);
    const set = kit.group(box, "Welche Flagge wollen Sie lesen?");
    const fill = kit.values(figure).fill || {};

    /** Levels come from the learner's Logbuch when the page knows them: {"goals": [12, 22]}. */
    DOCUMENTS.forEach((key, index) => {
      if (!Array.isArray(fill[key])) return;
      const [done, all] = fill[key];
      const part = all ? Math.min(1, done / all) : 0;
      const row = one(`#zeitleiste-r${index}`);
      row.querySelector(".zeitleiste-stand").setAttribute("transform", `translate(251 0) scale(${part.toFixed(3)} 1) translate(-251 0)`);
      row.querySelector(".zeitleiste-wort").textContent = `${done} von ${all}`;
    });

    const choose = (index) => {
      FLAGS.forEach((_, other) => {
        one(`#zeitleiste-f${other}`).classList.toggle("fig-pale", other !== index);
        kit.press(buttons[other], other === index);
      });
      say(FLAGS[index].text);
    };

    const buttons = FLAGS.map((flag, index) => {
      kit.tap(one(`#zeitleiste-f${index}`), () => choose(index));
      return kit.button(set, flag.name, () => choose(index));
    });
    const say = kit.output(box, "Vier Flaggen, vier Abstände. Wählen Sie eine aus.");
  });
})();
