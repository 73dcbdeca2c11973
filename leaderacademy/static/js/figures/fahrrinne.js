/* Lesson 4: the marks of the fairway carry the learner's own goals; empty ones are dashed. */
(() => {
  "use strict";
  const kit = window.figureKit;
  if (!kit) return;

  const MARKS = [
    { id: "hafen", field: "g10_statement", name: "Hafen", open: "Ihr Hafen ist noch offen. Sie haben ihn in Lektion\u00a01 beschrieben oder holen es dort nach." },
    { id: "leuchtturm", field: "g3_statement", name: "Leuchtturm", open: "Ihr Leuchtturm ist noch offen. Sie setzen ihn in der Übung am Ende dieser Lektion." },
    { id: "etappe", field: "gy_sentence", name: "Etappe", open: "Ihre Etappe ist noch offen. Das Jahresziel entsteht in Lektion\u00a03." },
    { id: "boje", field: "gq_objective", name: "Boje", open: "Ihre Boje ist noch offen. Sie setzen sie in der Übung am Ende dieser Lektion." },
  ];
  const LINE = 29;

  /** Two short lines fit beside a mark; the whole goal stands below the drawing. */
  const wrap = (words) => {
    const lines = [""];
    for (const word of words.split(/\s+/)) {
      const last = lines[lines.length - 1];
      if (last && `${last} ${word}`.length > LINE) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    const [first, second = ""] = lines.map((line) => (line.length > LINE ? `${line.slice(0, LINE - 1)}…` : line));
    if (lines.length < 3) return [first, second];
    const room = second.length > LINE - 2 ? second.replace(/\s+\S*$/, "") : second;
    return [first, `${room.replace(/[\s,.;:]+$/, "")}\u00a0…`];
  };

  const write = (target, lines) => {
    target.replaceChildren();
    lines.forEach((line, index) => {
      const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
      span.setAttribute("x", target.getAttribute("x"));
      if (index) span.setAttribute("dy", "27");
      span.textContent = line;
      target.append(span);
    });
  };

  kit.each("fahrrinne", (figure, svg, one) => {
    const goals = kit.values(figure);
    const box = kit.controls(figure);
    const set = kit.group(box, "Was steht an welcher Marke?");
    const goal = (mark) => String(goals[mark.field] || "").trim();
    const buttons = new Map();
    let current = null;

    const draw = () => {
      MARKS.forEach((mark, index) => {
        const words = goal(mark);
        const text = one(`#fahrrinne-${mark.id}`);
        text.classList.toggle("fig-i", !words);
        text.classList.toggle("fig-q", !words);
        write(text, words ? wrap(words) : ["noch offen"]);
        one(`#fahrrinne-m-${mark.id}`).classList.toggle("fahrrinne-leer", !words);
        one(`#fahrrinne-w${3 - index}`).classList.toggle("fig-ahead", !words);
      });
    };

    const read = (mark) => {
      current = mark;
      buttons.forEach((element, other) => kit.press(element, other === mark));
      say(goal(mark) ? `${mark.name}: ${goal(mark)}` : mark.open);
    };

    for (const mark of MARKS) {
      buttons.set(mark, kit.button(set, mark.name, () => read(mark)));
      kit.tap(one(`#fahrrinne-m-${mark.id}`), () => read(mark));
    }
    const known = MARKS.filter((mark) => goal(mark)).length;
    const say = kit.output(box, known
      ? `${known} von 4 Marken ${known > 1 ? "tragen" : "trägt"} schon Ihr Ziel.${known < 4 ? " Die gestrichelten sind noch offen." : ""}`
      : "Noch trägt keine Marke ein Ziel von Ihnen. Die gestrichelten füllen sich mit den Übungen.");

    document.addEventListener("input", (event) => {
      const mark = MARKS.find((candidate) => candidate.field === event.target.name);
      if (!mark) return;
      goals[mark.field] = event.target.value;
      draw();
      if (current === mark) read(mark);
    });
    draw();
  });
})();
