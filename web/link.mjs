// Links to a view: what stands behind '#' in the page's address. The app writes and reads them (wasm/app/work/link.h);
// here they meet the address bar and the clipboard.

import {withTexts} from './memory.mjs';

/** Shows the view of the page's address, now and whenever the part behind '#' changes. running(): the app, or null. */
export function attachLinks(running) {
  const open = () => {
    const app = running();
    if (app && window.location.hash.length > 1) openLink(app, window.location.hash.slice(1));
  };
  window.addEventListener('hashchange', open);
  open();
}

function openLink(app, link) {
  withTexts(app, [link], ([text]) => app._app_open_link(text));
}

/** Puts a view into the address bar and copies the address; tells the app whether that was allowed. */
export async function copyLink(link, running) {
  window.history.replaceState(null, '', `#${link}`);
  const copied = await copyText(window.location.href);
  running()?._app_link_copied(copied ? 1 : 0);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);  // no permission, or a page that is not served securely
  }
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  focused?.focus?.({preventScroll: true});
  return copied;
}
