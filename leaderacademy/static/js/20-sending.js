/* Sends what a learner did, one after the other, and keeps it until the server has it.

   Whatever is sent waits in localStorage first and leaves it when an answer came. So a dead spot,
   a closed page or a crash loses nothing, and sending twice does no harm: answers carry an id of
   their own, saves the version they began with. */
{
  const academy = window.academy;
  const STORE = "academy.waiting";
  let line = Promise.resolve();
  const queued = new Set();
  let memory = []; // where a browser refuses to store

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch {
      return memory;
    }
  };

  const write = (entries) => {
    memory = entries;
    try {
      localStorage.setItem(STORE, JSON.stringify(entries));
    } catch {
      academy.cannotStore = true;
    }
  };

  academy.waiting = read;
  academy.keep = (entry) => write([...read().filter((known) => known.key !== entry.key), entry]);
  academy.drop = (entry) => write(
    read().filter((known) => known.key !== entry.key || known.body !== entry.body),
  );

  const post = (entry, more = {}) => fetch(entry.url, {
    method: "POST",
    body: entry.body,
    headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "X-Fragment": "1" },
    ...more,
  });

  /** Resolves to {status, html}; status 0 means: it waits, and is sent again later. */
  const deliver = async (entry, more) => {
    try {
      const response = await post(entry, more);
      const html = await response.text();
      if (response.status >= 500 || response.status === 429) return { status: 0, html: "" };
      academy.drop(entry);
      return { status: response.status, html };
    } catch {
      return { status: 0, html: "" };
    }
  };

  /** In turn, because the very first answer brings the cookie that the next one needs. */
  academy.send = (entry) => {
    academy.keep(entry);
    const sent = line.then(() => deliver(entry));
    line = sent;
    return sent;
  };

  /** For a page that is being left: no time to wait for anybody. */
  academy.sendNow = (entry) => {
    academy.keep(entry);
    deliver(entry, { keepalive: true });
  };

  /** What could not be sent before, oldest first; whoever waits on this page hears of it. */
  academy.sendWaiting = () => {
    if (!navigator.onLine) return;
    for (const entry of read()) {
      const name = `${entry.key} ${entry.body}`;
      if (queued.has(name)) continue;
      queued.add(name);
      line = line.then(async () => {
        queued.delete(name);
        // What another tab has sent meanwhile is sent again, so that this page hears of it too.
        if (read().some((known) => known.key === entry.key && known.body !== entry.body)) return;
        const answer = await deliver(entry);
        document.dispatchEvent(new CustomEvent("academy:sent", { detail: { entry, answer } }));
      });
    }
  };

  const bar = document.getElementById("offline");
  const show = () => { if (bar) bar.hidden = navigator.onLine; };
  addEventListener("offline", show);
  addEventListener("online", () => { show(); academy.sendWaiting(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) academy.sendWaiting(); });
  setInterval(academy.sendWaiting, 30000);
  show();
}
