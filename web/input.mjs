// What the browser knows better than GLFW: mouse, finger and pen in one kind of event, the size of the canvas in device
// pixels, and typing a seed where there is only a soft keyboard.

import {withTexts} from './memory.mjs';

const kMove = 0, kDown = 1, kUp = 2, kLeave = 3, kCancel = 4;  // PointerAction in wasm/app/platform/pointer_queue.h

/** running(): the app, or null. */
export function attachInput(canvas, seedField, running, sgan) {
  attachPointer(canvas, running);
  attachSize(canvas, running);
  attachFocus(canvas, running);
  attachSeedField(canvas, seedField, running, sgan);
}

function attachPointer(canvas, running) {
  let active = null;  // the pointer that is down; others are ignored meanwhile
  const send = (action, event) => {
    const {left, top, width, height} = canvas.getBoundingClientRect();
    running()?._app_pointer(action, ((event.clientX - left) * canvas.width) / width, ((event.clientY - top) * canvas.height) / height,
      event.pointerType === 'touch' ? 1 : 0, event.pointerType === 'pen' ? event.pressure : 1);
  };
  const release = (action, event) => {
    if (event.pointerId !== active) return;
    active = null;
    send(action, event);
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (active !== null || event.button !== 0) return;
    active = event.pointerId;
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({preventScroll: true});
    send(kDown, event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (active !== null ? event.pointerId !== active : event.pointerType === 'touch') return;
    // Pens and mice report more often than frames are drawn; a drawing wants every position.
    const events = active !== null ? (event.getCoalescedEvents?.() ?? []) : [];
    for (const each of events.length > 0 ? events : [event]) send(kMove, each);
  });
  canvas.addEventListener('pointerup', (event) => release(kUp, event));
  for (const type of ['pointercancel', 'lostpointercapture']) canvas.addEventListener(type, (event) => release(kCancel, event));
  canvas.addEventListener('pointerleave', (event) => {
    if (active === null) send(kLeave, event);
  });
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
}

function attachSize(canvas, running) {
  const apply = (width, height) => {
    if (width > 0 && height > 0) running()?._app_resize(width, height, window.devicePixelRatio);
  };
  new ResizeObserver(([entry]) => {
    const exact = entry.devicePixelContentBoxSize?.[0];
    apply(devicePixels(entry.contentRect.width, exact?.inlineSize), devicePixels(entry.contentRect.height, exact?.blockSize));
  }).observe(canvas);
  const measure = () => {
    const {width, height} = canvas.getBoundingClientRect();
    apply(devicePixels(width), devicePixels(height));
  };
  // Comes before the frame is drawn; the observer after it, which would then be drawn twice.
  window.addEventListener('resize', measure);
  // Moved to a display of another density, the canvas may keep its size.
  const watch = () => {
    window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
      measure();
      watch();
    }, {once: true});
  };
  watch();
}

// The browser's own count of device pixels is exact where the ratio is a fraction. Where the ratio is only emulated, as
// developer tools do for phones, that count knows nothing of it.
function devicePixels(css, exact) {
  const computed = Math.round(css * window.devicePixelRatio);
  return exact !== undefined && Math.abs(exact - computed) <= 1 ? exact : computed;
}

let tabKey = null;  // {backwards} while the Tab key is down

// The canvas is one element to the browser and many widgets to a person: entered with the Tab key, the first of them
// has the focus, or the last on the way back.
function attachFocus(canvas, running) {
  canvas.addEventListener('focus', () => {
    if (tabKey) running()?._app_tab(tabKey.backwards ? 1 : 0);
  });
  canvas.addEventListener('blur', () => running()?._app_leave());
}

/**
 * Keeps from GLFW what it handles badly: it listens on the whole window, swallows Tab and Backspace, and turns the wheel
 * the wrong way round. To be called before GLFW starts, for the first listener comes first. running(): the app, or null.
 */
export function guardEvents(canvas, seedField, running) {
  guardKeys(canvas, seedField, running);
  for (const type of ['wheel', 'mousewheel']) {
    window.addEventListener(type, (event) => {
      if (event.target !== canvas) return;
      event.stopImmediatePropagation();
      if (event.ctrlKey || type !== 'wheel') return;  // with Ctrl the browser zooms
      event.preventDefault();
      const pixels = [1, 40, canvas.clientHeight][event.deltaMode];
      running()?._app_scroll((event.deltaY * pixels * canvas.height) / canvas.clientHeight);
    }, {capture: true, passive: false});
  }
}

function guardKeys(canvas, seedField, running) {
  for (const type of ['keydown', 'keypress', 'keyup']) {
    window.addEventListener(type, (event) => {
      // GLFW would hand them to a program that has ended.
      if (!running()) return event.stopImmediatePropagation();
      const {target, key} = event;
      tabKey = type === 'keydown' && key === 'Tab' ? {backwards: event.shiftKey} : null;
      // Keys that no element has asked for are the app's too; and so is each release, for the key may have gone down on
      // the canvas.
      if (type !== 'keyup' && ((target !== canvas && target !== document.body) || key === 'Tab')) event.stopImmediatePropagation();
      if (tabKey && target === canvas && running()?._app_tab(tabKey.backwards ? 1 : 0)) event.preventDefault();
      // Stopped here, the event does not reach the field's own listeners either.
      if (target !== seedField || type !== 'keydown') return;
      if (key === 'Escape') seedField.value = '';
      if (key === 'Enter' || key === 'Escape') seedField.blur();
    }, true);
  }
}

const kTapPixels = 8;  // a finger that moves farther pulls the page (wasm/app/ui/page.cc)

function attachSeedField(canvas, field, running, sgan) {
  let down = null;  // where the first finger was put down
  const isTap = (event) => event.pointerType === 'touch' && event.isPrimary && down !== null &&
    Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < kTapPixels;
  const take = () => {
    field.hidden = true;
    const app = running();
    if (app) withTexts(app, [field.value], ([text]) => app._app_set_seed(text));
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.isPrimary) down = event;
  });
  canvas.addEventListener('pointerup', (event) => {
    if (!isTap(event)) return;
    const place = sgan.widgets()['sample.seed'];
    if (!place) return;
    const [x, y, width, height] = place;
    if (event.clientX < x || event.clientX >= x + width || event.clientY < y || event.clientY >= y + height) return;
    const {seed, locked} = sgan.state().sample;
    if (locked) return;
    const {left, top} = canvas.getBoundingClientRect();
    Object.assign(field.style, {left: `${x - left}px`, top: `${y - top}px`, width: `${width}px`, height: `${height}px`});
    field.value = String(seed);
    field.hidden = false;
    field.focus();
    field.select();
  });
  field.addEventListener('blur', take);
}
