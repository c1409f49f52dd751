// The results as Markdown tables, which read well in a terminal too.

const kColumns = {left: (text, width) => text.padEnd(width), right: (text, width) => text.padStart(width)};

/** rows: [[cell]], the first one the heading. The first column is aligned left. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, i) => kColumns[i ? 'right' : 'left'](cell, widths[i])).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

const percent = (part) => `${(part * 100).toFixed(0)}%`;
const milliseconds = (ms) => (ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3));

/** One row a case; for each engine the median with its spread, for the others how many times ours it is. */
function engineTable({engines, rows}) {
  const cases = [...new Set(rows.map((row) => row.case))];
  const find = (engine, name) => rows.find((row) => row.engine === engine && row.case === name);
  const head = ['ms per call', ...engines.flatMap(({name}) => (name === 'ours' ? [name] : [name, 'ratio']))];
  const lines = cases.map((name) => [name, ...engines.flatMap((engine) => {
    const row = find(engine.name, name);
    const time = row ? `${milliseconds(row.median_ms)} ±${percent(row.spread / 2)}` : '-';
    if (engine.name === 'ours') return [time];
    return [time, row ? `${row.ratio.toFixed(2)}x` : '-'];
  })]);
  return table([head, ...lines]);
}

const describe = ({name, version, detail}) => [name, version, detail && `(${detail})`].filter(Boolean).join(' ');

function place(title, measured) {
  const worst = Math.max(...Object.values(measured.differences).flatMap((cases) => Object.values(cases)));
  return [
    `## ${title}`,
    `${measured.engines.map(describe).join('; ')}. One thread each. ± is half the width of the middle half of ${measured.rows[0].rounds} rounds.`,
    `All answers are ours to within ${worst.toExponential(1)}.`,
    '',
    engineTable(measured),
  ].join('\n');
}

function microTable(micro) {
  const rows = micro.filter(({kind}) => !kind.endsWith('layer'));
  const ceiling = Object.fromEntries(rows.filter(({kind}) => kind.endsWith('ceiling')).map(({kind, gmacs}) => [kind.split(' ')[0], gmacs]));
  return table([
    ['WebAssembly, multiply-adds', 'GMAC/s', 'spread', 'of ceiling'],
    ...rows.map(({name, kind, gmacs, spread}) => [name, gmacs.toFixed(1), percent(spread), percent(gmacs / ceiling[kind.split(' ')[0]])]),
  ]);
}

/** Where the time of one image goes: the layers of one network. */
function layerTable(network, micro) {
  const layers = micro.filter(({kind}) => kind === `${network} layer`).map((layer) => ({...layer, ms: layer.macs / layer.gmacs / 1e6}));
  const sum = layers.reduce((total, {ms}) => total + ms, 0);
  return table([
    [`layers of ${network}`, 'ms', 'share', 'million multiply-adds', 'GMAC/s'],
    ...layers.map(({name, ms, macs, gmacs}) => [name, ms.toPrecision(3), percent(ms / sum), (macs / 1e6).toPrecision(3), gmacs.toFixed(1)]),
  ]);
}

function browserExtras({ready, micro, engineGzipBytes}) {
  return [
    microTable(micro),
    '',
    ...['G', 'D'].filter((network) => micro.some(({kind}) => kind === `${network} layer`)).flatMap((network) => [layerTable(network, micro), '']),
    `Starting in a fresh page: module compiled in ${ready.start_ms.toFixed(1)} ms, weights loaded in ${ready.load_ms.toFixed(1)} ms, ` +
      `first image in ${ready.first_image_ms.toFixed(1)} ms. Engine: ${(engineGzipBytes / 1e3).toFixed(1)} kB gzipped.`,
  ].join('\n');
}

/** results: what bench.mjs collects. */
export function report({machine, model, browser, native, instructions, goals}) {
  const parts = [`${machine.cpu}, ${machine.cores} cores; weights: ${model}.`];
  if (browser) parts.push(place(`Browser: ${browser.place}`, browser), browserExtras(browser));
  if (native) parts.push(place('Native', native));
  if (instructions) {
    parts.push(`Instructions of one call (callgrind, ${instructions.kernel}): G ${instructions.G.toLocaleString('en')}, D ${instructions.D.toLocaleString('en')}.`);
  }
  parts.push('## Goals', table([['goal', 'measured', ''], ...goals.map(({goal, measured, met}) => [goal, measured, met ? 'ok' : 'short'])]));
  return parts.join('\n\n');
}
