/* Lesson 1: once the harbour is named, all five arrows turn the same way. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const BOAT = { x: 132, y: 214 };
  const COURSE = -13.8;
  const GAP = 40;
  const MIDDLE = 96;

  const place = (x, y, turn) => `translate(${x.toFixed(1)}px,${y.toFixed(1)}px) rotate(${turn}deg)`;

  kit.each("hafen", (figure, svg, one) => {
    const box = kit.controls(figure);
    const radians = (COURSE * Math.PI) / 180;
    const along = { x: Math.cos(radians), y: Math.sin(radians) };
    let named = false;

    /** Side by side, each arrow with its word lying on it. */
    const alignedArrow = (index) => {
      const aside = (index - 2) * GAP;
      return [BOAT.x - along.y * aside, BOAT.y + along.x * aside];
    };

    const show = () => {
      svg.querySelectorAll(".hafen-pfeil").forEach((arrow, index) => {
        arrow.style.transform = named ? place(...alignedArrow(index), COURSE) : "";
      });
      svg.querySelectorAll(".hafen-wort").forEach((word, index) => {
        const [x, y] = alignedArrow(index);
        const lift = 8;
        word.style.transform = named
          ? place(x + along.x * MIDDLE + along.y * lift, y + along.y * MIDDLE - along.x * lift, COURSE)
          : "";
      });
      svg.querySelectorAll(".hafen-pfeil path").forEach((path) => path.classList.toggle("fig-ink", named));
      one("#hafen-boot").style.transform = named ? place(BOAT.x, BOAT.y, COURSE) : "";
      one("#hafen-kurs").classList.toggle("fig-off", !named);
      kit.press(name, named);
      say(named
        ? "Der Hafen ist genannt: Alle fünf Maßnahmen zeigen in dieselbe Richtung."
        : "Ohne genannten Hafen zeigt jede Maßnahme woandershin.");
    };

    const turn = () => { named = !named; show(); };
    const name = kit.button(box, "Hafen nennen", turn);
    const say = kit.output(box, "");
    kit.tap(one("#hafen-ziel"), turn);
    show();
  });
})();
