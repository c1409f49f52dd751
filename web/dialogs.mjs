// The page's two dialogs: what this is, and the keys. Plain HTML, so that they are read aloud, scroll and close as the
// browser's own do.

/** `?` opens the keys wherever the focus is, unless it is in a text. isTyping(): whether keys go into a text on the canvas. */
export function attachDialogs(isTyping) {
  for (const opener of document.querySelectorAll('[data-opens]')) {
    opener.addEventListener('click', () => open(opener.dataset.opens));
  }
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.addEventListener('click', (event) => {
      const outside = event.target === dialog;  // what is in the dialog covers all of it
      if (outside || event.target.closest('[data-closes]')) dialog.close();
    });
  }
  window.addEventListener('keydown', (event) => {
    if (event.key !== '?' || event.target instanceof HTMLInputElement || isTyping()) return;
    event.preventDefault();
    open('help');
  }, true);
}

function open(id) {
  const dialog = document.getElementById(id);
  if (!document.querySelector('dialog[open]')) dialog.showModal();
}
