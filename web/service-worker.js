// Keeps the page working without a network after the first visit. The build (scripts/site/release.mjs) puts the release
// before this comment:
//   self.release = {version, files: {name: 'sha256-...'}, core: [name]};
// A cache holds one release, each file checked against its hash: files of two releases never meet. `core` is fetched when
// the release is installed, everything else when it is first asked for. A new release waits until the page asks for it
// or the last page of the old one is closed.

const {version, files, core} = self.release;
const kPrefix = `sgan ${self.registration.scope} `;  // an origin may hold other pages, and this one twice
const kCache = kPrefix + version;

self.addEventListener('install', (event) => event.waitUntil(keepAll(core)));

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(kPrefix) && name !== kCache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

self.addEventListener('message', (event) => {
  if (event.data === 'activate') self.skipWaiting();
  // What the page had loaded before this worker was there.
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep.map(nameOf).filter((name) => name !== null)));
});

self.addEventListener('fetch', (event) => {
  const name = event.request.method === 'GET' ? nameOf(event.request.url) : null;
  if (name !== null) event.respondWith(answer(name, event.request));
});

/** The file of the release behind an address, or null. */
function nameOf(address) {
  const {scope} = self.registration;
  const url = new URL(address);
  const path = url.origin + url.pathname;
  if (!path.startsWith(scope)) return null;
  const name = path.slice(scope.length).replace(/(^|\/)$/, '$1index.html');
  return Object.hasOwn(files, name) ? name : null;
}

async function answer(name, request) {
  const cache = await caches.open(kCache);
  const kept = await cache.match(name);
  if (kept) return kept;
  // The server may hold another release by now; its file is better than none.
  return keep(cache, name).catch(() => fetch(request));
}

async function keepAll(names) {
  const cache = await caches.open(kCache);
  await Promise.all(names.map(async (name) => (await cache.match(name)) ?? keep(cache, name)));
}

async function keep(cache, name) {
  // Hosts may redirect ".../index.html", and a redirected answer is none for a page.
  const address = new URL(name.replace(/(^|\/)index\.html$/, '$1'), self.registration.scope);
  const response = await fetch(address, {integrity: files[name], cache: 'no-cache'});
  if (!response.ok) throw new Error(`${name}: the server answers ${response.status}`);
  await cache.put(name, response.clone());
  return response;
}
