/* What comes from the clipboard: Word's text becomes Markdown, a picture is taken in. */
{
  const { studio } = window;
  const BLOCKS = new Set(["P", "DIV", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "TABLE", "UL", "OL", "BLOCKQUOTE", "TR"]);
  const MOST = 200000;

  const inline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.tagName === "BR") return "\n";
    if (["STYLE", "SCRIPT", "META", "TITLE", "LINK"].includes(node.tagName)) return "";
    // Word marks its own bullets as to be left out where lists are understood.
    const style = node.dataset.style || "";
    if (/mso-list:\s*Ignore/i.test(style)) return "";
    const text = [...node.childNodes].map(inline).join("");
    const words = text.trim();
    if (!words) return text ? " " : "";
    const around = (sign) => text.replace(words, () => `${sign}${words}${sign}`);
    // Google Docs wraps everything in a <b> that is none.
    if (["B", "STRONG"].includes(node.tagName) && !/font-weight:\s*normal/i.test(style)) return around("**");
    if (["I", "EM"].includes(node.tagName) && !/font-style:\s*normal/i.test(style)) return around("*");
    if (node.tagName === "A" && /^https?:|^mailto:/.test(node.getAttribute("href") || "")) {
      return text.replace(words, () => `[${words}](${node.getAttribute("href")})`);
    }
    return text;
  };

  const row = (tr) => `| ${[...tr.cells].map((cell) => inline(cell).trim().replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|")).join(" | ")} |`;

  const table = (node) => {
    const rows = [...node.rows];
    if (!rows.length) return "";
    const line = `|${" --- |".repeat(rows[0].cells.length)}`;
    return [row(rows[0]), line, ...rows.slice(1).map(row)].join("\n");
  };

  const item = (node, sign, depth) => {
    const inner = [...node.childNodes].filter((one) => !["UL", "OL"].includes(one.tagName));
    const nested = [...node.children].filter((one) => ["UL", "OL"].includes(one.tagName));
    const own = `${"  ".repeat(depth)}${sign} ${inner.map(inline).join("").trim()}`;
    return [own, ...nested.map((one) => list(one, depth + 1))].join("\n");
  };

  const list = (node, depth = 0) => [...node.children].filter((one) => one.tagName === "LI")
    .map((one, index) => item(one, node.tagName === "OL" ? `${index + 1}.` : "-", depth)).join("\n");

  const block = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return inline(node).trim();
    const { tagName } = node;
    if (tagName === "TABLE") return table(node);
    if (tagName === "UL" || tagName === "OL") return list(node);
    const heading = /^H([1-6])$/.exec(tagName);
    if (heading) return `${"#".repeat(Math.max(Number(heading[1]), 2))} ${inline(node).trim()}`;
    if (/mso-list:\s*l\d/i.test(node.dataset.style || "") || /MsoListParagraph/.test(node.className)) {
      return `- ${inline(node).trim().replace(/^[·•o§]\s+/, "")}`;
    }
    if ([...node.children].some((one) => BLOCKS.has(one.tagName))) return blocks(node);
    return inline(node).trim();
  };

  const blocks = (node) => {
    const parts = [];
    let run = [];
    const close = () => {
      const text = run.map(inline).join("").trim();
      if (text) parts.push(text);
      run = [];
    };
    for (const child of node.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE && BLOCKS.has(child.tagName)) {
        close();
        const text = block(child);
        if (text) parts.push(text);
      } else {
        run.push(child);
      }
    }
    close();
    // The items of one list stand together.
    return parts.join("\n\n").replace(/^(- .*)\n\n(?=- )/gm, "$1\n");
  };

  // Styles are only read: as attributes of another name the browser has nothing to refuse.
  const parsed = (html) => new DOMParser()
    .parseFromString(html.replace(/(<[^>]*?\s)style=/gi, "$1data-style="), "text/html").body;

  studio.markdownOf = (html) => blocks(parsed(html))
    .replace(/\u00a0/g, " ").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n");

  const isRich = (html) => /<(p|h[1-6]|ul|ol|table|b|strong|em|i)[\s>]/i.test(html);

  const picture = (files) => [...(files || [])].find((file) => file.type.startsWith("image/"));

  const pasted = (event) => {
    const data = event.clipboardData;
    const file = picture(data.files);
    const html = data.getData("text/html");
    if (file && !html) {
      event.preventDefault();
      studio.takePicture(file);
      return;
    }
    const plain = data.getData("text/plain");
    if (plain.length + studio.get().length > MOST) {
      event.preventDefault();
      const size = Math.round((plain.length + studio.get().length) / 1000).toLocaleString("de-DE");
      studio.note("zu-viel", `Das wären ${size} KB, erlaubt sind 200 KB. Eingefügt wurde nichts. Verteilen Sie den Text auf mehrere Lektionen.`, [], "bad");
      return;
    }
    // From an editor comes plain text in a frame of HTML; that is Markdown already.
    if (!html || !isRich(html) || /^\s*(:::|#{1,6} |---)/m.test(plain)) return;
    const { from, to } = studio.selection();
    event.preventDefault();
    studio.replace(from, to, studio.markdownOf(html));
  };

  const target = studio.view ? studio.view.contentDOM : studio.area;
  target.addEventListener("paste", pasted, { capture: true });
  target.addEventListener("drop", (event) => {
    const file = picture(event.dataTransfer?.files);
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    studio.takePicture(file);
  }, { capture: true });
}
