/* Lesson 2: the more people know the destination, the straighter the lower boat runs. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  /** How far each oar is out of time, in degrees, as long as its rower does not know the way. */
  const OUT = [-26, 34, 22, -32, -30, 26, 28, 0];
  /** Who learns it last: the order in which oars fall into time. */
  const ORDER = [7, 2, 0, 5, 3, 1, 6, 4];
  const MOST = 12;

  const title = (count) => {
    if (count === 8) return "Alle acht im Takt";
    const missing = ["", "Einer", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben"][8 - count];
    return `${missing} aus dem Takt`;
  };

  const sentence = (count) => {
    if (count === 8) return "Alle acht kennen das Ziel: Das Boot läuft geradeaus und schnell.";
    if (count === 1) return "Eine von acht Personen kennt das Ziel: Das Boot dreht sich fast im Kreis.";
    return `${count} von 8 Personen kennen das Ziel: Das Boot fährt einen Bogen.`;
  };

  kit.each("achter", (figure, svg, one) => {
    const box = kit.controls(figure);
    const label = kit.make("label", "fig-label", "Wie viele kennen das Ziel?");
    const slider = kit.make("input", "fig-range");
    slider.type = "range";
    slider.min = "1";
    slider.max = "8";
    slider.value = "5";
    label.append(slider);
    box.append(label);
    const say = kit.output(box, "");

    const show = () => {
      const count = Number(slider.value);
      const drift = (8 - count) / 7;
      const known = ORDER.slice(0, count);
      svg.querySelectorAll(".achter-takt").forEach((oar, index) => {
        oar.style.transform = `rotate(${known.includes(index) ? 0 : OUT[index]}deg)`;
      });
      const turn = drift * MOST;
      const bow = 252 * Math.sin((turn * Math.PI) / 180);
      one("#achter-boot").style.transform = `translate(314px,0px) rotate(${turn.toFixed(1)}deg)`;
      const path = count === 8
        ? "M574 0H626M617-6L628 0l-11 6"
        : `M572 ${(bow + 2).toFixed(0)}Q604 ${(bow + 4 + drift * 10).toFixed(0)} 626 ${(bow + 8 + drift * 46).toFixed(0)}`;
      one("#achter-bahn").setAttribute("d", path);
      one("#achter-soll").classList.toggle("fig-off", count === 8);
      one("#achter-titel").textContent = title(count);
      slider.setAttribute("aria-valuetext", `${count} von 8`);
      say(sentence(count));
    };

    slider.addEventListener("input", show);
    show();
  });
})();
