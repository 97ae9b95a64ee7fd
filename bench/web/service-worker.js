/**
 * Answers from the network, and from what it kept where there is none; either way with the headers that isolate the page, so
 * that it gets threads on hosts that set no headers.
 */
/* global FILES, VERSION: put in by build.mjs */
const CACHE = `sigmoid-wasm-page-${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOthers().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && url.startsWith(self.location.origin)) event.respondWith(answer(event.request));
});

async function removeOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith('sigmoid-wasm-page-') && name !== CACHE) await caches.delete(name);
  }
}

async function answer(request) {
  try {
    return isolating(await fetch(request));
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept === undefined) throw error;
    return isolating(kept);
  }
}

function isolating(response) {
  if (response.type === 'opaqueredirect' || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  const empty = response.status === 204 || response.status === 304;
  return new Response(empty ? null : response.body, { status: response.status, statusText: response.statusText, headers });
}
