/* Lesson 9: cards go into one of four fields; first the card, then the field. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const FIELDS = ["intern", "gemeinsam", "weglassen", "extern"];
  const CARDS = [
    { name: "Anzeigentechnik", field: "extern", why: "Viel Spezialwissen, wenig von Ihnen: ein Fall für eine Fachkraft von außen." },
    { name: "Kundengeschichten", field: "intern", why: "Erlebt haben Sie die Geschichten selbst, und erzählen kann man sie ohne Spezialwissen." },
    { name: "Website-Texte", field: "gemeinsam", why: "Der Inhalt steckt in Ihrem Haus, die Form braucht Übung." },
    { name: "Feiertagsgrüße", field: "weglassen", why: "Es steckt nichts von Ihnen darin, und Fachwissen braucht es auch nicht." },
    { name: "Film", field: "gemeinsam", why: "Bilder und Leute kommen von Ihnen, Kamera und Schnitt von Fachleuten." },
    { name: "Bewertungen", field: "intern", why: "Antworten auf Bewertungen klingen nur echt, wenn sie von Ihnen kommen." },
  ];

  kit.each("vier-felder", (figure, svg, one) => {
    const box = kit.controls(figure);
    const cards = kit.group(box, "Erst ein Kärtchen wählen …");
    const fields = kit.group(box, "… dann das Feld");
    const placed = new Map();
    let current = null;

    /** Slots are emptied and filled in order, so the drawing always shows what was placed. */
    const draw = () => {
      for (const field of FIELDS) {
        const mine = CARDS.filter((card) => placed.get(card) === field);
        one(`#vier-felder-${field}`).querySelectorAll(".vier-felder-karte").forEach((slot, index) => {
          slot.classList.toggle("fig-off", !mine[index]);
          if (mine[index]) slot.querySelector("text").textContent = mine[index].name;
        });
      }
      CARDS.forEach((card, index) => {
        kit.press(cardButtons[index], card === current);
        cardButtons[index].hidden = placed.has(card);
      });
      fieldButtons.forEach((button) => { button.disabled = !current; });
    };

    const choose = (card) => {
      current = current === card ? null : card;
      draw();
      if (current) say(`${card.name}: Wie viel von Ihnen steckt darin, und wie viel Spezialwissen braucht es?`);
    };

    const finish = (card) => {
      const left = CARDS.length - placed.size;
      const rest = left ? `Noch ${left}\u00a0Kärtchen.` : "Alle Kärtchen liegen richtig.";
      again.hidden = left > 0;
      say(`Passt. ${card.why} ${rest}`);
      const next = cardButtons.find((button) => !button.hidden) || again;
      next.focus();
    };

    const put = (field) => {
      if (!current) {
        say("Wählen Sie zuerst ein Kärtchen.");
        return;
      }
      const card = current;
      if (card.field !== field) {
        say(`„${card.name}“ in „${field}“? Sehen Sie noch einmal hin. ${card.why}`);
        return;
      }
      placed.set(card, field);
      current = null;
      draw();
      finish(card);
    };

    const cardButtons = CARDS.map((card) => kit.button(cards, card.name, () => choose(card)));
    const again = kit.button(cards, "Noch einmal von vorn", () => {
      placed.clear();
      again.hidden = true;
      draw();
      say("Sechs Kärtchen, vier Felder.");
      cardButtons[0].focus();
    });
    again.hidden = true;
    const fieldButtons = FIELDS.map((field) => {
      kit.tap(one(`#vier-felder-${field}`), () => put(field));
      return kit.button(fields, field, () => put(field));
    });
    const say = kit.output(box, "Sechs Kärtchen, vier Felder.");
    draw();
  });
})();
