// What the engine is to reach, and whether it did.

/** Faster than that engine, that many times; where it has several forms, than the fastest of them. */
const kRatios = [
  {place: 'browser', engine: 'ONNX Runtime Web', case: 'G 1', least: 4},
  {place: 'browser', engine: 'ONNX Runtime Web', case: 'G 25', least: 4},
  {place: 'browser', engine: 'ONNX Runtime Web', case: 'D 1', least: 2},
  {place: 'browser', engine: 'TensorFlow.js', case: 'G 1', least: 5},
  {place: 'browser', engine: 'TensorFlow.js', case: 'G 25', least: 5},
  {place: 'browser', engine: 'TensorFlow.js', case: 'D 1', least: 4},
  {place: 'native', engine: 'ONNX Runtime', case: 'G 1', least: 2},
  {place: 'native', engine: 'ONNX Runtime', case: 'G 25', least: 2},
  {place: 'native', engine: 'LibTorch', case: 'G 1', least: 4},
  {place: 'native', engine: 'LibTorch', case: 'G 25', least: 4},
];

const kForms = {'TensorFlow.js': ['TensorFlow.js', 'TensorFlow.js, fused']};

const kMostReadyMs = 25;
const kMostGzipBytes = 120e3;
const kLeastOfCeiling = 0.85;

/** results: what bench.mjs collects. Returns [{goal, measured, met}] of the places measured; met: true or false. */
export function checkGoals(results) {
  const {browser} = results;
  return [...kRatios.flatMap((goal) => checkRatio(goal, results[goal.place])), ...(browser ? checkBrowser(browser) : [])];
}

function checkRatio({place, engine, case: name, least}, measured) {
  if (!measured) return [];
  const goal = `${place}, ${name}: at least ${least}x faster than ${engine}`;
  const forms = kForms[engine] ?? [engine];
  const rows = measured.rows.filter((row) => forms.includes(row.engine) && row.case === name);
  if (rows.length < forms.length) return [{goal, measured: 'nothing', met: false}];
  const ratio = Math.min(...rows.map((row) => row.ratio));
  return [{goal, measured: `${ratio.toFixed(2)}x`, met: ratio >= least}];
}

function checkBrowser({ready, engineGzipBytes, micro}) {
  const goals = [
    {goal: `browser: weights loaded and ready in at most ${kMostReadyMs} ms`, measured: `${ready.load_ms.toFixed(1)} ms`, met: ready.load_ms <= kMostReadyMs},
    {goal: `engine at most ${kMostGzipBytes / 1e3} kB gzipped`, measured: `${(engineGzipBytes / 1e3).toFixed(1)} kB`, met: engineGzipBytes <= kMostGzipBytes},
  ];
  return [...goals, ...checkParts(micro)];
}

function checkParts(micro) {
  const ceiling = micro.find(({kind}) => kind === 'f32 ceiling');
  const parts = micro.filter(({kind}) => kind === 'f32 part');
  const goal = (name) => `${name}: at least ${kLeastOfCeiling * 100}% of the f32 ceiling`;
  if (parts.length === 0) return [{goal: goal('matrix products'), measured: 'nothing', met: false}];
  return parts.map(({name, gmacs}) => {
    const part = gmacs / ceiling.gmacs;
    return {goal: goal(name), measured: `${(part * 100).toFixed(0)}%`, met: part >= kLeastOfCeiling};
  });
}
