// Light or dark: as the system has it, or as the person chose with the switch. dark.css lies over style.css while its
// `media` matches; the canvas asks the same media query.

import {loadSettings, saveSettings} from './settings.mjs';

const kMedia = {system: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all'};
const kLabels = {system: 'Auto', light: 'Light', dark: 'Dark'};
const kOrder = Object.keys(kMedia);

/** Whether the page is dark now. */
export function isDark() {
  return window.matchMedia(document.getElementById('dark').media).matches;
}

/** Sets the switch up. onChange(dark) is called whenever that may have changed. */
export function attachTheme(button, onChange) {
  let theme = Object.hasOwn(kMedia, loadSettings().theme) ? loadSettings().theme : 'system';
  const show = () => {
    document.getElementById('dark').media = kMedia[theme];
    button.textContent = kLabels[theme];
    button.dataset.theme = theme;
    button.setAttribute('aria-label', `Theme: ${theme === 'system' ? 'as the system has it' : theme}`);
  };
  show();
  button.addEventListener('click', () => {
    theme = kOrder[(kOrder.indexOf(theme) + 1) % kOrder.length];
    saveSettings({theme});
    show();
    onChange(isDark());
  });
  window.matchMedia(kMedia.system).addEventListener('change', () => onChange(isDark()));
}
