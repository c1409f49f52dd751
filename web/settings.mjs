// What the page remembers between visits: one small JSON object in the browser's storage, {version, theme, app}. `app` is
// the canvas's own (wasm/app/work/settings.h). Storage that is denied, full or holds something else changes nothing but
// that nothing is remembered.

const kKey = 'sgan.settings';  // also in early.js
const kVersion = 1;
const kMostCharacters = 10_000;

/** Returns {theme, app} as far as they are known. */
export function loadSettings() {
  try {
    const text = localStorage.getItem(kKey) ?? '';
    const settings = text.length <= kMostCharacters ? JSON.parse(text) : null;
    return settings?.version === kVersion ? settings : {};
  } catch {
    return {};
  }
}

/** Replaces the settings that are given and keeps the others. */
export function saveSettings(changed) {
  try {
    localStorage.setItem(kKey, JSON.stringify({...loadSettings(), ...changed, version: kVersion}));
  } catch {
    // Not remembered, then.
  }
}
