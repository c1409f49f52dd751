// The engine without any framework: 64 digits from a seed, and what it makes of a drawing.

import {createEngine} from '../engine.mjs';

const element = (id) => document.getElementById(id);
const kColumns = 8, kGap = 2;

/** Where the weights are: ?weights=PATH, or the first of those that lie beside the page. */
async function weightsAddress() {
  const wanted = new URLSearchParams(window.location.search).get('weights');
  if (wanted) return new URL(wanted, window.location.href);
  const list = new URL('../weights/manifest.json', import.meta.url);
  const [{file}] = await (await get(list)).json();
  return new URL(file, list);
}

/** The server's answer; throws where it is none. */
async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url}: the server answers ${response.status}`);
  return response;
}

/** images: [n, size, size] in [-1, 1], ink being 1 */
function showImages(canvas, images, size) {
  const context = canvas.getContext('2d');
  const picture = context.createImageData(size, size);
  for (let i = 0; i * size * size < images.length; ++i) {
    const image = images.subarray(i * size * size, (i + 1) * size * size);
    image.forEach((value, at) => picture.data.fill((value + 1) * 127.5, 4 * at, 4 * at + 3));
    image.forEach((_, at) => (picture.data[4 * at + 3] = 255));
    context.putImageData(picture, (i % kColumns) * (size + kGap) + 1, Math.floor(i / kColumns) * (size + kGap) + 1);
  }
}

/** Calls back with all strokes, [[[x, y], ...], ...], whenever there is a new point. */
function watchPen(canvas, strokes, onChange) {
  const point = ({clientX, clientY}) => {
    const {left, top, width} = canvas.getBoundingClientRect();
    return [((clientX - left) * canvas.width) / width, ((clientY - top) * canvas.width) / width];
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    strokes.push([point(event)]);
    onChange();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    strokes.at(-1).push(point(event));
    onChange();
  });
}

function showStrokes(canvas, strokes) {
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, canvas.width, canvas.height);
  Object.assign(context, {lineWidth: 14, lineCap: 'round', lineJoin: 'round', strokeStyle: '#fff'});
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (const at of stroke) context.lineTo(...at);
    context.stroke();
  }
}

function describe({validity, classProbs}) {
  const digits = classProbs.subarray(0, 10);
  const digit = digits.indexOf(Math.max(...digits));
  const percent = (part) => `${(100 * part).toFixed(1)} %`;
  return `Read as ${digit} (${percent(digits[digit])}); looks ${percent(validity[0])} real`;
}

async function start() {
  const [engine, weights] = await Promise.all([createEngine(), weightsAddress().then(get)]);
  const {imageSize} = engine.load(await weights.arrayBuffer());

  const make = () => {
    const seed = Math.floor(Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, element('seed').valueAsNumber || 0)));
    const labels = engine.sampleLabels(seed, kColumns * kColumns);
    showImages(element('made'), engine.generate(engine.sampleLatents(seed, kColumns * kColumns), labels), imageSize);
  };
  element('seed').addEventListener('input', make);
  make();

  const strokes = [];
  const read = () => {
    showStrokes(element('paper'), strokes);
    element('verdict').textContent = strokes.length > 0 ? describe(engine.judge(engine.rasterize(strokes))) : 'Nothing drawn yet';
  };
  watchPen(element('paper'), strokes, read);
  element('clear').addEventListener('click', () => {
    strokes.length = 0;
    read();
  });
}

start().catch((error) => {
  element('error').textContent = error.message;
});
