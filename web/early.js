// Before anything is painted: the theme that was chosen here last (web/theme.mjs). A module would come too late.
try {
  const {theme} = JSON.parse(localStorage.getItem('sgan.settings')) ?? {};
  if (theme === 'dark') document.getElementById('dark').media = 'all';
  if (theme === 'light') document.getElementById('dark').media = 'not all';
} catch {
  // Storage is denied or holds something else: the system's theme it is.
}
