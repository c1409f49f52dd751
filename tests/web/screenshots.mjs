// The pictures of the page in docs/: screenshots.mjs SITE FOLDER; `make screenshots` builds and runs it.

import path from 'node:path';

import {kPhone, launchBrowser, openPage} from './support/browser.mjs';
import {serve} from './support/server.mjs';

const kDesktop = {viewport: {width: 1440, height: 900}};

/** The stroke with its corners cut, as a hand rounds them. */
function rounded(points) {
  const cut = points.slice(1).flatMap(([x, y], i) => {
    const [x0, y0] = points[i];
    return [[0.75 * x0 + 0.25 * x, 0.75 * y0 + 0.25 * y], [0.25 * x0 + 0.75 * x, 0.25 * y0 + 0.75 * y]];
  });
  return [points[0], ...cut, points.at(-1)];
}

/** A three: two bows. */
const kThree = [rounded(rounded([
  [0.3, 0.24], [0.38, 0.17], [0.5, 0.14], [0.62, 0.18], [0.67, 0.27], [0.62, 0.38], [0.5, 0.45], [0.43, 0.47], [0.54, 0.48], [0.66, 0.55],
  [0.71, 0.67], [0.65, 0.79], [0.52, 0.86], [0.38, 0.84], [0.29, 0.76],
]))];

/** What makes each tab look as in use. */
const kScenes = {
  sample: async () => {},
  explore: async (app) => {
    const [x, y, width, height] = (await app.widgets())['explore.part'];
    await app.page.mouse.click(x + width * 0.5, y + height / 2);
    await app.page.mouse.move(4, 4);
    await app.until((state) => !state.explore.busy);
  },
  draw: async (app) => {
    await app.draw(kThree);
    if (!('draw.like' in (await app.widgets()))) return;  // below what a phone shows
    await app.press('draw.like');
    await app.until((state) => !state.draw.like.busy);
  },
  training: async (app) => app.until((state) => state.training.grid?.onScreen),
  model: async () => {},
};

async function take(browser, url, tab, options, file) {
  const app = await openPage(browser, url, options);
  try {
    await app.ready();
    await app.press(`tab.${tab}`);
    await app.until((state) => state.tab === tab);
    if (tab === 'explore') await app.until((state) => state.explore.ready);
    await kScenes[tab](app);
    await app.settle();
    await app.page.waitForTimeout(500);
    await app.page.screenshot({path: file});
  } finally {
    await app.close();
  }
  if (app.errors.length > 0) throw new Error(`${tab}: ${app.errors[0]}`);
  console.log(`screenshots: ${file}`);
}

const [site, folder] = process.argv.slice(2);
const server = await serve(site);
const browser = await launchBrowser();
try {
  for (const tab of Object.keys(kScenes)) await take(browser, server.url, tab, kDesktop, path.join(folder, `screenshot-${tab}.png`));
  for (const tab of ['sample', 'draw']) {
    const phone = {...kPhone, deviceScaleFactor: 1, colorScheme: 'dark'};
    await take(browser, server.url, tab, phone, path.join(folder, `screenshot-phone-${tab}.png`));
  }
} finally {
  await browser.close();
  await server.close();
}
