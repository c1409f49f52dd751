// What a screen reader is told: the text of an element with aria-live. While things change quickly only the last word
// counts, so that nobody has to listen to every step.

const kQuietMs = 600, kGoneMs = 100;

/**
 * Returns say(text, {now}): the text replaces what was said; with `now` at once. The same words again are news to a screen
 * reader only if they were gone meanwhile.
 */
export function createAnnouncer(element) {
  let timer = 0;
  return (text, {now = false} = {}) => {
    clearTimeout(timer);
    const show = () => {
      element.textContent = text;
    };
    const tell = () => {
      if (element.textContent !== text) return show();
      element.textContent = '';
      timer = setTimeout(show, kGoneMs);
    };
    if (now) tell();
    else timer = setTimeout(tell, kQuietMs);
  };
}
