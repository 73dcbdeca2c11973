/* The text of the editor: CodeMirror with Markdown and our ::: blocks, or the plain textarea. */
window.studio = {};
{
  const studio = window.studio;
  const area = document.getElementById("text");
  const CM = window.CodeMirror;
  const listeners = [];
  studio.area = area;
  studio.onChange = (listener) => listeners.push(listener);
  const changed = () => { for (const listener of listeners) listener(); };

  // -- how blocks look -----------------------------------------------------------------------

  const BLOCK = /^ {0,3}(:{3,})[ \t]*([a-z]*)[ \t]*([^\s"„(]*)(.*)$/;
  const OPTION = /^[ \t]*- (\([ x~]\)|\[[ x~]\]|falsch:|sonst)/;
  const QUOTE = /^[ \t]*>/;

  /** The number of the line that closes the head of the file; Markdown takes it for a heading. */
  const endOfHead = (doc) => {
    if (doc.line(1).text.trimEnd() !== "---") return 0;
    for (let number = 2; number <= Math.min(doc.lines, 40); number += 1) {
      if (doc.line(number).text.trimEnd() === "---") return number;
    }
    return 0;
  };

  const decorate = (view) => {
    const { Decoration } = CM;
    const builder = new CM.RangeSetBuilder();
    const headEnd = endOfHead(view.state.doc);
    for (const { from, to } of view.visibleRanges) {
      for (let place = from; place <= to;) {
        const line = view.state.doc.lineAt(place);
        if (line.number <= headEnd) builder.add(line.from, line.from, Decoration.line({ class: "cm-head" }));
        const block = BLOCK.exec(line.text);
        const option = OPTION.exec(line.text);
        if (block) {
          const start = line.from + line.text.indexOf(block[1]);
          const idAt = line.from + line.text.length - block[4].length - block[3].length;
          if (start < idAt) builder.add(start, idAt, Decoration.mark({ class: "cm-block" }));
          if (block[3]) builder.add(idAt, idAt + block[3].length, Decoration.mark({ class: "cm-block-id" }));
        } else if (option) {
          const start = line.from + line.text.indexOf(option[1]);
          builder.add(start, start + option[1].length, Decoration.mark({ class: "cm-option" }));
        } else if (QUOTE.test(line.text) && line.length) {
          builder.add(line.from, line.to, Decoration.mark({ class: "cm-why" }));
        }
        place = line.to + 1;
      }
    }
    return builder.finish();
  };

  const blocks = () => CM.ViewPlugin.fromClass(class {
    constructor(view) { this.decorations = decorate(view); }
    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  }, { decorations: (plugin) => plugin.decorations });

  // -- lines with problems ---------------------------------------------------------------------

  const setMarks = CM && CM.StateEffect.define();
  const marksField = () => CM.StateField.define({
    create: () => CM.Decoration.none,
    update: (marks, transaction) => {
      let now = marks.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(setMarks)) continue;
        const { doc } = transaction.state;
        const worst = new Map();
        for (const [line, kind] of effect.value) {
          if (line <= doc.lines && worst.get(line) !== "bad") worst.set(line, kind);
        }
        now = CM.Decoration.set([...worst].sort((a, b) => a[0] - b[0]).map(
          ([line, kind]) => CM.Decoration.line({ class: `cm-line-${kind}` }).range(doc.line(line).from),
        ));
      }
      return now;
    },
    provide: (field) => CM.EditorView.decorations.from(field),
  });

  // -- the look ----------------------------------------------------------------------------------

  const theme = () => CM.EditorView.theme({
    "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "15px" },
    "&.cm-focused": { outline: "2px solid var(--ink)", outlineOffset: "-2px" },
    ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace', lineHeight: "1.5" },
    ".cm-content": { padding: "14px 0", caretColor: "var(--ink)" },
    ".cm-line": { padding: "0 18px 0 8px" },
    ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--soft)", border: "0", paddingLeft: "12px" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--water-3)" },
    "&.cm-focused .cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--water-1)" },
    ".cm-block": { color: "var(--code)" },
    ".cm-block-id": { color: "var(--code)", fontWeight: "700" },
    ".cm-head, .cm-head span": { color: "var(--soft)", fontWeight: "400 !important" },
    ".cm-option": { fontWeight: "700" },
    ".cm-why": { color: "var(--soft)" },
    ".cm-line-bad": { backgroundColor: "var(--bad-tint)", boxShadow: "inset 4px 0 var(--bad)" },
    ".cm-line-warn": { backgroundColor: "var(--warn-tint)", boxShadow: "inset 4px 0 var(--warn)" },
    ".cm-panels": { backgroundColor: "var(--water-3)", color: "var(--ink)" },
  });

  const look = () => CM.syntaxHighlighting(CM.HighlightStyle.define([
    { tag: CM.tags.heading, fontWeight: "700" },
    { tag: CM.tags.strong, fontWeight: "700" },
    { tag: CM.tags.emphasis, fontStyle: "italic" },
    { tag: [CM.tags.link, CM.tags.url, CM.tags.monospace], color: "var(--code)" },
    { tag: [CM.tags.processingInstruction, CM.tags.meta], color: "var(--soft)" },
  ]));

  const WORDS = {
    "Find": "Suchen", "Replace": "Ersetzen", "next": "weiter", "previous": "zurück", "all": "alle",
    "match case": "Groß/klein", "regexp": "Muster", "by word": "ganzes Wort", "replace": "ersetzen",
    "replace all": "alle ersetzen", "close": "schließen", "Go to line": "Zeile", "go": "los",
    "current match": "Treffer", "on line": "in Zeile", "replaced $ matches": "$ ersetzt",
  };

  const make = () => scrollable(new CM.EditorView({
    parent: area.parentElement,
    state: CM.EditorState.create({
      doc: area.value,
      extensions: [
        CM.EditorState.phrases.of(WORDS), CM.lineNumbers(), CM.history(), CM.drawSelection(),
        CM.highlightActiveLine(), CM.EditorView.lineWrapping, CM.search({ top: true }),
        CM.markdown({ base: CM.markdownLanguage, addKeymap: true }), marksField(), blocks(), look(), theme(),
        // Tab leaves the editor, as it leaves every field.
        CM.keymap.of([...CM.defaultKeymap, ...CM.historyKeymap, ...CM.searchKeymap]),
        CM.EditorView.contentAttributes.of({ "aria-label": "Text", "lang": "de", "spellcheck": "true" }),
        CM.EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
      ],
    }),
  }));

  // What scrolls can be scrolled by keyboard, also while nothing in it has the focus.
  const scrollable = (view) => {
    view.scrollDOM.tabIndex = 0;
    return view;
  };

  const view = CM ? make() : null;
  studio.view = view;
  if (view) area.hidden = true;
  else area.addEventListener("input", changed);

  // -- what the other parts do with it -----------------------------------------------------------

  studio.get = () => (view ? view.state.doc.toString() : area.value);

  studio.replace = (from, to, text, select = false) => {
    if (!view) {
      area.setRangeText(text, from, to, "end");
      changed();
      return;
    }
    const selection = select ? { anchor: from, head: from + text.length } : { anchor: from + text.length };
    view.dispatch({ changes: { from, to, insert: text }, selection, scrollIntoView: true });
  };

  /** Takes another text in with the smallest change, so that the cursor stays where it is. */
  studio.set = (text) => {
    const old = studio.get();
    let start = 0;
    while (start < old.length && old[start] === text[start]) start += 1;
    let end = 0;
    while (end < old.length - start && end < text.length - start
      && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    if (old === text) return;
    if (!view) {
      area.value = text;
      changed();
      return;
    }
    view.dispatch({ changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) } });
  };

  studio.selection = () => {
    if (!view) return { from: area.selectionStart, to: area.selectionEnd };
    const { from, to } = view.state.selection.main;
    return { from, to };
  };

  studio.focus = () => (view || area).focus();

  const placeOf = (line, column) => {
    const lines = studio.get().split("\n").slice(0, line - 1);
    return lines.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  };

  studio.goTo = (line, column) => {
    const place = Math.min(placeOf(line, column), studio.get().length);
    if (view) {
      view.dispatch({ selection: { anchor: place }, effects: CM.EditorView.scrollIntoView(place, { y: "center" }) });
    } else {
      area.setSelectionRange(place, place);
    }
    studio.focus();
  };

  studio.mend = (line, column, remove, text) => {
    const place = placeOf(line, column);
    studio.replace(place, place + remove, text);
    studio.focus();
  };

  studio.marks = (marks) => { if (view) view.dispatch({ effects: setMarks.of(marks) }); };

  /** A block on lines of its own, below the one with the cursor; its first sentence is selected. */
  studio.insertBlock = (text) => {
    const all = studio.get();
    const { to } = studio.selection();
    const end = all.indexOf("\n", to) < 0 ? all.length : all.indexOf("\n", to);
    const before = all.slice(0, end).endsWith("\n") || end === 0 ? "\n" : "\n\n";
    studio.replace(end, end, before + text.trimEnd() + "\n");
    const start = end + before.length;
    const line = text.indexOf("\n") + 1;
    const words = text.slice(line, text.indexOf("\n", line)).length;
    if (view) view.dispatch({ selection: { anchor: start + line, head: start + line + words } });
    studio.focus();
  };
}
