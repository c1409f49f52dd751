// Installs the service worker, which keeps the page for times without a network, and offers a new release once it is
// there. Without service workers (a private window, plain HTTP on another host) the page is what it is.

export async function keepForOffline(updateButton) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const firstVisit = !workers.controller;
  const registration = await workers.register('service-worker.js', {updateViaCache: 'none'}).catch(() => null);
  if (!registration) return;
  if (firstVisit) {
    const loaded = performance.getEntriesByType('resource').map(({name}) => name);
    workers.ready.then(({active}) => active.postMessage({keep: loaded}));
  }
  offerUpdate(registration, updateButton);
}

function offerUpdate(registration, button) {
  const offer = () => {
    button.hidden = !(registration.waiting && navigator.serviceWorker.controller);
  };
  const watch = () => registration.installing?.addEventListener('statechange', offer);
  offer();
  watch();  // the browser may have found it before the page was ready
  registration.addEventListener('updatefound', watch);
  button.addEventListener('click', () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {once: true});
    registration.waiting?.postMessage('activate');
  });
}
