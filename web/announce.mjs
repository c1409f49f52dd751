// What a screen reader is told: the text of an element with aria-live. While things change quickly only the last word
// counts, so that nobody has to listen to every step.

const kQuietMs = 600;

/** Returns say(text, {now}): the text replaces what was said; with `now` at once. */
export function createAnnouncer(element) {
  let timer = 0;
  return (text, {now = false} = {}) => {
    clearTimeout(timer);
    const tell = () => {
      if (element.textContent !== text) element.textContent = text;
    };
    if (now) tell();
    else timer = setTimeout(tell, kQuietMs);
  };
}
