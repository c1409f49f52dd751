// Files for the app: what it fetches beside the page when a tab wants it, and what a person picks or drops.

import {fetchWithProgress, kMostBytes} from './fetch.mjs';
import {handOver} from './memory.mjs';

/**
 * hooks: to be spread into the module's options; attach() once it has started.
 * picker: an <input type="file"> of the page. running(): the app, or null.
 */
export function createFiles(picker, running) {
  const hooks = {
    onFetch: (path) => fetchFor(running, path),
    onPick: () => picker.click(),
  };
  const attach = () => {
    picker.addEventListener('change', () => {
      openAll(running, picker.files);
      picker.value = '';  // the same file again is a change again
    });
    attachDrop(running);
  };
  return {hooks, attach};
}

/** Gets the bytes of what the app calls `name` and hands them, or why they did not come, to app[take](name, data, size, problem). */
async function bring(running, name, get, take) {
  const hand = (bytes, problem) => {
    const app = running();
    if (app) handOver(app, bytes, [name, problem], (data, size, [nameAt, problemAt]) => app[take](nameAt, data, size, problemAt));
  };
  try {
    hand(await get(), '');
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    // The app names the file itself.
    hand(new Uint8Array(), error.message.replace(/^\S+: /, '').replace(/\.$/, ''));
  }
}

function fetchFor(running, path) {
  const get = () => fetchWithProgress(new URL(path, import.meta.url), path.startsWith('weights/') ? 'weights' : 'file', () => {});
  return bring(running, path, get, '_app_file');
}

async function openAll(running, files) {
  for (const file of files) {
    await bring(running, file.name, async () => {
      if (file.size > kMostBytes) throw new Error(`it has more than ${kMostBytes / 1e6} MB`);
      return new Uint8Array(await file.arrayBuffer());
    }, '_app_open_file');
  }
}

/** The address of a file of this server as the app names it: relative to the page where that is possible. */
export function pathFromPage(url) {
  const folder = new URL('.', import.meta.url).pathname;
  return url.pathname.startsWith(folder) ? url.pathname.slice(folder.length) : url.pathname;
}

function attachDrop(running) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes('Files');
  let over = 0;  // elements of the page that the drag has entered and not left
  const show = (on) => running()?._app_drag(on ? 1 : 0);
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
    openAll(running, event.dataTransfer.files);
  });
}
