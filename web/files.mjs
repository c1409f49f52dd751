// Files for the app: what it fetches beside the page when a tab wants it, and what a person picks or drops.

import {fetchWithProgress, kMostBytes} from './fetch.mjs';
import {handOver} from './memory.mjs';

/**
 * hooks: to be spread into the module's options; attach(instance) once it has started.
 * picker: an <input type="file"> of the page.
 */
export function createFiles(picker) {
  let app = null;
  const hooks = {
    onFetch: (path) => fetchFor(app, path),
    onPick: () => picker.click(),
  };
  const attach = (instance) => {
    app = instance;
    picker.addEventListener('change', () => {
      openAll(app, picker.files);
      picker.value = '';  // the same file again is a change again
    });
    attachDrop(app);
  };
  return {hooks, attach};
}

/** Gets the bytes of what the app calls `name` and hands them to take(name, data, size, problem), or why they did not come. */
async function bring(app, name, get, take) {
  const hand = (bytes, problem) => handOver(app, bytes, [name, problem], (data, size, [nameAt, problemAt]) => take(nameAt, data, size, problemAt));
  try {
    hand(await get(), '');
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    // The app names the file itself.
    hand(new Uint8Array(), error.message.replace(/^\S+: /, '').replace(/\.$/, ''));
  }
}

function fetchFor(app, path) {
  const get = () => fetchWithProgress(new URL(path, import.meta.url), path.startsWith('weights/') ? 'weights' : 'file', () => {});
  return bring(app, path, get, app._app_file);
}

async function openAll(app, files) {
  for (const file of files) {
    await bring(app, file.name, async () => {
      if (file.size > kMostBytes) throw new Error(`it has more than ${kMostBytes / 1e6} MB`);
      return new Uint8Array(await file.arrayBuffer());
    }, app._app_open_file);
  }
}

/** The address of a file of this server as the app names it: relative to the page where that is possible. */
export function pathFromPage(url) {
  const folder = new URL('.', import.meta.url).pathname;
  return url.pathname.startsWith(folder) ? url.pathname.slice(folder.length) : url.pathname;
}

function attachDrop(app) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes('Files');
  let over = 0;  // elements of the page that the drag has entered and not left
  const show = (on) => app._app_drag(on ? 1 : 0);
  window.addEventListener('dragenter', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (++over === 1) show(true);
  });
  window.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();  // else the browser would open the file in place of the page
    event.dataTransfer.dropEffect = 'copy';
  });
  window.addEventListener('dragleave', (event) => {
    if (holdsFiles(event) && over > 0 && --over === 0) show(false);
  });
  window.addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over = 0;
    show(false);
    openAll(app, event.dataTransfer.files);
  });
}
