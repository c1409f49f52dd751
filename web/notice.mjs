// The card that stands in for the canvas: what has arrived while the page loads, and what is wrong when something is.

import {PageError} from './fetch.mjs';

const element = (id) => document.getElementById(id);
let failed = false;

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(2);
}

/** parts: [{received, total}] in bytes, total 0 while it is unknown. */
export function showProgress(parts) {
  if (failed) return;  // one source has failed while another still arrives
  const received = parts.reduce((sum, part) => sum + part.received, 0);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  const known = parts.every((part) => part.total > 0);
  element('progress').value = known ? received / total : 0;
  element('notice-text').textContent = known ? `${megabytes(received)} of ${megabytes(total)} MB` : `${megabytes(received)} MB so far`;
}

/** Shows the error in place of the canvas and returns what it says. */
export function showFailure(error) {
  failed = true;
  const known = error instanceof PageError;
  const text = known ? error.message : `Unexpected: ${error.message}`;
  element('app').hidden = true;
  element('seed').hidden = true;
  element('notice').hidden = false;
  element('notice').setAttribute('role', 'alert');
  element('notice-title').textContent = known ? error.title : 'The page did not start';
  element('notice-text').textContent = text;
  element('notice-hint').textContent = known ? error.hint : 'Reload the page; if that does not help, try a current version of another browser.';
  element('progress').hidden = true;
  element('retry').hidden = false;
  return text;
}

/** The canvas is there, for the first time or again. */
export function hideNotice() {
  failed = false;
  element('notice').hidden = true;
  element('app').hidden = false;
}
