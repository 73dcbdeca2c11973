/* Lesson 5: the rock that nobody can lift falls into six stones one can step on. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const STEPS = [
    "Schritt 1, Dienstag, 15 Minuten: Die Ausbildungsleitung fragt zwei Azubis, wie sie den Betrieb gefunden haben. Fertig, wenn fünf Sätze notiert sind.",
    "Schritt 2, Mittwoch, 30 Minuten: Ein Azubi sieht sich drei Auftritte anderer Betriebe an. Fertig, wenn ein Beispiel mit Begründung notiert ist.",
    "Schritt 3, Donnerstag, 30 Minuten: Die Chefin legt fest, was gezeigt wird und was nicht. Fertig, wenn die halbe Seite dasteht.",
    "Schritt 4, Freitag, 20 Minuten: Das Büro holt die Einwilligungen ein. Fertig, wenn die Blätter unterschrieben vorliegen.",
    "Schritt 5, Montag, 60 Minuten: Ein Azubi macht zehn Fotos an einem Arbeitstag. Fertig, wenn sie im gemeinsamen Ordner liegen.",
    "Schritt 6, Donnerstag, 45 Minuten: Ein Azubi schreibt den ersten Beitrag. Fertig, wenn die Freigabe der Chefin vorliegt.",
  ].map((step) => step.replace(/(\d) (Min)/, "$1\u00a0$2"));

  /** The stones are drawn a little smaller than their place in the rock; this closes the cracks. */
  const CLOSE = 1 / 0.93;

  kit.each("trittsteine", (figure, svg, one) => {
    const box = kit.controls(figure);
    const stones = [...svg.querySelectorAll(".trittsteine-stein")];
    let whole = true;
    let next = 0;

    const show = () => {
      stones.forEach((stone) => {
        const [x, y] = stone.dataset.fels.split(" ");
        stone.style.transform = whole ? `translate(${x}px,${y}px) scale(${CLOSE})` : "";
        stone.querySelector(".trittsteine-wort").classList.toggle("fig-off", whole);
        stone.querySelector(".fig-shoal").classList.toggle("fig-off", whole);
      });
      one("#trittsteine-fels").classList.toggle("fig-off", !whole);
      one("#trittsteine-fuss").classList.toggle("fig-off", !whole);
      one("#trittsteine-umriss").classList.toggle("fig-off", whole);
      one("#trittsteine-spur").classList.toggle("fig-off", whole);
      split.textContent = whole ? "Felsbrocken zerlegen" : "Wieder zusammensetzen";
      walk.disabled = whole;
      walk.textContent = "Ersten Schritt ansehen";
      next = 0;
      stones.forEach((stone) => stone.classList.remove("fig-here"));
      say(whole
        ? "Ein Brocken, den niemand anfasst."
        : "Sechs Schritte, jeder mit Tätigkeit, Tag und höchstens 60\u00a0Minuten. Zusammen führen sie zur Boje.");
    };

    const turn = () => { whole = !whole; show(); };
    const step = () => {
      stones.forEach((stone, index) => stone.classList.toggle("fig-here", index === next));
      say(STEPS[next]);
      next = (next + 1) % STEPS.length;
      walk.textContent = next ? "Nächster Schritt" : "Noch einmal von vorn";
    };

    const split = kit.button(box, "", turn);
    const walk = kit.button(box, "", step);
    const say = kit.output(box, "");
    stones.forEach((stone, index) => kit.tap(stone, () => {
      if (whole) turn();
      else { next = index; step(); }
    }));
    kit.tap(one("#trittsteine-fels"), turn);
    show();
  });
})();
