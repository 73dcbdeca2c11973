/* Keeps visited pages of the course for reading without a net. Fresh pages always come first;
   nothing that was typed passes through here. */
const PAGES = "academy-pages-1";
const FILES = "academy-files-1";
const MOST_PAGES = 40;
const READABLE = /^\/(kurs(\/[a-z0-9-]+)?|glossar|quellen|logbuch(\/[a-z]+)?)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("academy-") && name !== PAGES && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Whoever signs in or out, or deletes something, leaves no pages behind on this device.
  if (request.method === "POST" && /^\/(abmelden|anmelden|konto)/.test(url.pathname)) {
    event.waitUntil(caches.delete(PAGES));
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && READABLE.test(url.pathname)) event.respondWith(page(request, url));
});

/** Their address changes with their content, so a kept one is never old. */
async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) (await caches.open(FILES)).put(request, response.clone());
  return response;
}

async function page(request, url) {
  const cache = await caches.open(PAGES);
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) {
      await cache.delete(url.pathname);
      await cache.put(url.pathname, response.clone());
      const kept = await cache.keys();
      await Promise.all(kept.slice(0, -MOST_PAGES).map((old) => cache.delete(old)));
    }
    return response;
  } catch (error) {
    const kept = await cache.match(url.pathname);
    if (kept) return kept;
    throw error;
  }
}
