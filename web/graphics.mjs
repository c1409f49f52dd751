// WebGL2: whether it is there, and what happens when the browser takes it back, as it does when the graphics driver stumbles
// or a phone is short of memory. It is given back mostly at once, and the page goes on where it was.

import {PageError} from './fetch.mjs';

const kPatienceMs = 4000;

// Every frame is drawn anew and whole. What is drawn need not wait for the rest of the page: a stroke then follows the pen,
// and a click shows, sooner by a frame or two.
const kContext = {alpha: false, antialias: false, depth: false, stencil: false, desynchronized: true};

/** Opens the canvas's context, which the app then finds: a canvas has only one. */
export function openGraphics(canvas) {
  if (!canvas.getContext('webgl2', kContext)) {
    throw new PageError('This browser has no WebGL2',
      'The page draws with WebGL2, which is missing or switched off here.',
      'Switch on graphics acceleration in the browser\u2019s settings, update the graphics driver, or use a current Chrome, Edge, Firefox or Safari.');
  }
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());  // otherwise it is never given back
}

/**
 * running(): the app, or null. onGone(error) is called when the graphics stay away, onBack() when they are there again after
 * that.
 */
export function surviveLoss(canvas, running, {onGone, onBack}) {
  let timer = 0;
  canvas.addEventListener('webglcontextlost', () => {
    running()?._app_lose_graphics();
    timer = setTimeout(() => onGone(new PageError('The graphics stopped',
      'The browser took its graphics context back.', 'The page goes on by itself once there are graphics again. Or reload it.')), kPatienceMs);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(timer);
    running()?._app_restore_graphics();
    onBack();
  });
}
