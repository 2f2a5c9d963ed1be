'use strict';
// Keeps compiled code between starts, with every function that ran. Node's compile cache keeps each file as it is before its functions are
// compiled: the demo then compiles 3,000 functions anew at each start, a fifth of its processor time.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

/** The build puts a hash of the bundle here: compiled code of another bundle must not run. */
const BUNDLE = 'BUNDLE_HASH';
const MOST_BYTES = 64 * 1024 * 1024;
const DAY = 24 * 60 * 60 * 1000;
const LONGEST = 30 * DAY;
/** V8 drops compiled code that was not used for a while: what a longer run leaves is not the code of a start. Seconds. */
const LONGEST_START = 10;
/** A line that is refused ends with 2: the next one has no use for its code. */
const MOST_EXIT_CODE = 1;

/**
 * Keeps the space for new objects at the size that it has. A replay in virtual time then takes about a third less memory and no more processor
 * time (measured with bench/replays.ts): most of what it makes lives either for a moment or to the end. A fit takes no more either.
 */
const SMALL_YOUNG_SPACE = '--semi-space-growth-factor=1';
/**
 * V8's second-best compiler, Maglev, works on the main thread in this mode, and the next call has the new code. On a thread of its own it costs a
 * tenth more processor time, and the old code runs until it is done. The mode also holds TurboFan back until a function was called 15,000 times:
 * 0 takes that away, because a loop that runs long in few calls would never get it. Node 22 has these flags too, without an effect.
 */
const MAGLEV_AT_ONCE = '--efficiency-mode --efficiency-mode-delay-turbofan=0';
// Set before any code is compiled: V8 refuses compiled code that was made with other flags.
v8.setFlagsFromString(`${SMALL_YOUNG_SPACE} ${MAGLEV_AT_ONCE}`);

/**
 * A replay has 4 MiB instead of 1 MiB for each half of that space, and so a quarter of the collections: the demo has 21 instead of 77. V8 sets the
 * size before this file is loaded, but lets the space grow when objects survive that fill it.
 */
const REPLAY_YOUNG_BYTES = 8 * 1024 * 1024;
const GROWING = '--semi-space-growth-factor=4';
/** Arrays of 8 KiB that survive together until the space has grown, and a number of them that is enough in any case: 8 MiB. */
const ARRAY_LENGTH = 1024;
const MOST_ARRAYS = 1024;

/**
 * What V8 invests in a long run costs a short one more than it brings: the demo of a replay spends a fifth of its processor time on its best
 * compiler, TurboFan, and a tenth of a start on marking a small heap. So a replay begins without marking, its second-best compiler, Maglev, takes
 * functions that are called 1,500 times instead of 400, and TurboFan those that are called 50,000 times instead of 3,000. TurboFan is not
 * switched off: V8 does not offer it a function any more that Maglev took before, and 50,000 drawn pods then took half as much time again.
 * Loops that run are not replaced by TurboFan's either: it takes 20 ms for the loop of the play, and drops it for what it has not seen yet.
 */
const SHORT_RUN =
  '--invocation-count-for-maglev=1500 --invocation-count-for-turbofan=50000 --invocation-count-for-osr=200000 --no-incremental-marking';
const LONG_RUN =
  '--invocation-count-for-maglev=400 --invocation-count-for-turbofan=3000 --invocation-count-for-osr=500 --incremental-marking';
/**
 * A fit has hundreds of loops that run for a moment. V8 compiles such a loop while it runs, and then again as a function: a fifth of the processor
 * time of a fit of 8,000 pods. So a loop runs ten times as long as elsewhere before that. TurboFan takes another fifth for 400 functions with such
 * loops. So it takes only a function that was called 3,000 times before Maglev took it: V8 counts no calls of Maglev's code. What lasts longer, as
 * a fit of thousands of groups, needs TurboFan.
 */
const FIT =
  '--invocation-count-for-maglev-osr=1000 --invocation-count-for-osr=5000 --efficiency-mode-delay-turbofan=3000';
const LONG_FIT =
  '--invocation-count-for-maglev-osr=100 --invocation-count-for-osr=500 --efficiency-mode-delay-turbofan=0';

/** Processor time, which does not depend on what else the machine does. Microseconds. */
const LONG_REPLAY_FROM = 1.3e6;
const LONG_FIT_FROM = 15e6;
/** How often that is looked at. Milliseconds. */
const LOOK_EVERY = 100;
const EMPTY = '0';
let looks = 0;

/**
 * The user's own folder, or another one: compiled code in a shared temporary folder could come from somebody else. Undefined where it cannot
 * be made.
 */
exports.compiledFolder = (other) => {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_V8_COVERAGE } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE === '1' || NODE_V8_COVERAGE) return undefined;
  try {
    let folder = other ?? os.homedir();
    for (const name of other === undefined ? ['.cache', 'kubectl-keg', 'compiled'] : ['']) {
      folder = path.join(folder, name);
      // Not recursive: where a folder cannot be created, such as in /proc, Node's recursive creation does not end.
      if (!fs.existsSync(folder)) fs.mkdirSync(folder);
    }
    process.on('exit', () => pruneDaily(folder));
    return folder;
  } catch {
    return undefined;
  }
};

/**
 * Loads the files of the bundle as Node would, from `read(name)`. `shipped(name)` is compiled code that comes with the bundle.
 * Returns the function that loads one of them. Where `folder` is undefined, nothing is kept.
 */
exports.bundleLoader = ({ root, read, shipped = () => undefined, folder, argv }) => {
  const kind = kindOfLine(argv);
  const flags = flagsOf(kind);
  const kept = openKept(folder, kind, flags);
  const loaded = new Map();
  const load = (name) => {
    const known = loaded.get(name);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    // Joining with path.join is slow enough to be compiled three times.
    const filename = root + path.sep + name;
    const code = `(function(exports,require,module,__filename,__dirname){${read(name)}\n})`;
    const run = kept.compile(name, code, filename, shipped).runInThisContext();
    run(module.exports, requireFile, module, filename, root);
    return module.exports;
  };
  const requireFile = (name) => (name.startsWith('./') ? load(name.slice(2)) : require(name));
  return load;
};

/** Each array is one allocation, so this takes a millisecond. */
function growYoungSpace() {
  v8.setFlagsFromString(GROWING);
  const surviving = [];
  while (youngBytes() < REPLAY_YOUNG_BYTES && surviving.length < MOST_ARRAYS) {
    for (let i = 0; i < 16; i += 1) surviving.push(new Array(ARRAY_LENGTH).fill(0));
  }
  v8.setFlagsFromString(SMALL_YOUNG_SPACE);
}

/** Unknown counts as large. */
function youngBytes() {
  const young = v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return young?.space_size ?? REPLAY_YOUNG_BYTES;
}

/** Functions that run something with the flags of the start of this run, and with those of every run. */
function flagsOf(kind) {
  if (kind === 'replay') {
    growYoungSpace();
    return beginUntil(LONG_REPLAY_FROM, SHORT_RUN, LONG_RUN);
  }
  if (kind === 'fit') return beginUntil(LONG_FIT_FROM, FIT, LONG_FIT);
  return { atStart: (run) => run(), plain: (run) => run() };
}

/** A run that computes without a pause keeps its own flags until it pauses, because timers wait for that. */
function beginUntil(processorTime, own, usual) {
  const flags = beginWith(own, usual);
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage();
    if (user + system < processorTime) return;
    clearInterval(timer);
    flags.end();
  }, LOOK_EVERY);
  timer.unref();
  return flags;
}

function beginWith(own, usual) {
  let isOwn = true;
  const change = (toOwn) => {
    v8.setFlagsFromString(toOwn ? own : usual);
    isOwn = toOwn;
  };
  const withFlags = (wanted) => (run) => {
    const before = isOwn;
    if (before !== wanted) change(wanted);
    try {
      return run();
    } finally {
      if (before !== wanted) change(before);
    }
  };
  change(true);
  return { atStart: withFlags(true), plain: withFlags(false), end: () => change(false) };
}

function openKept(folder, kind, { atStart, plain }) {
  const emptyAtStart = atStart(() => new vm.Script(EMPTY).createCachedData());
  const file =
    folder &&
    kind !== undefined &&
    path.join(folder, `${BUNDLE}-${process.version}-${process.arch}-${kind}.bin`);
  const code = (file && readKept(file)) || new Map();
  const scripts = new Map();
  let isNew = false;
  if (file) {
    const keep = () => {
      if (!flagsAreThoseOfTheStart(emptyAtStart)) return;
      const isLong = process.uptime() >= LONGEST_START;
      for (const [name, script] of scripts) {
        if (!isLong || !code.has(name)) code.set(name, script.createCachedData());
      }
      writeKept(file, code);
    };
    process.on('exit', (exitCode) => {
      if (isNew && exitCode <= MOST_EXIT_CODE) atStart(keep);
    });
  }
  return {
    compile(name, text, filename, shipped) {
      const cachedData = code.get(name);
      const from = (data) => () => new vm.Script(text, { filename, cachedData: data });
      const script = cachedData ? atStart(from(cachedData)) : plain(from(shipped(name)));
      isNew ||=
        !cachedData ||
        (script.cachedDataRejected === true && atStart(() => flagsAreThoseOfTheStart(emptyAtStart)));
      scripts.set(name, script);
      return script;
    },
  };
}

/** V8 refuses compiled code that was made with other flags, also with those that change no code. */
function flagsAreThoseOfTheStart(emptyAtStart) {
  // V8 remembers what it compiled by its name.
  looks += 1;
  const script = new vm.Script(EMPTY, { filename: `flags-${looks}.cjs`, cachedData: emptyAtStart });
  return script.cachedDataRejected === false;
}

/**
 * Lines of one kind run much the same code: the verb, and whether its help is asked for. Each kind has its own file: a start reads no code that
 * only others need. Undefined for a line without a verb.
 */
function kindOfLine([verb = '', ...rest]) {
  if (!/^[a-z_-]{0,20}$/.test(verb)) return undefined;
  return `${verb}${rest.includes('--help') || rest.includes('-h') ? '+help' : ''}`;
}

/** The file: the length of a header, the header as JSON, and the compiled code of each file of the bundle. */
function readKept(file) {
  try {
    const bytes = fs.readFileSync(file);
    let at = 4 + bytes.readUInt32LE(0);
    const sizes = JSON.parse(bytes.toString('utf8', 4, at));
    const code = new Map();
    for (const [name, size] of sizes) {
      code.set(name, bytes.subarray(at, at + size));
      at += size;
    }
    return at === bytes.length ? code : undefined;
  } catch {
    return undefined;
  }
}

function writeKept(file, code) {
  const header = Buffer.from(JSON.stringify([...code].map(([name, { length }]) => [name, length])));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(header.length);
  const unfinished = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(unfinished, Buffer.concat([size, header, ...code.values()]), { mode: 0o600 });
    fs.renameSync(unfinished, file);
  } catch {
    // Without the file keg only starts more slowly.
  }
}

/** Once a day: what was written 30 days ago goes, and the oldest above 64 MiB. It is made anew when it is needed. */
function pruneDaily(folder) {
  const mark = path.join(folder, 'pruned');
  try {
    const last = fs.statSync(mark, { throwIfNoEntry: false });
    if (last && Date.now() - last.mtimeMs < DAY) return;
    fs.writeFileSync(mark, '');
    exports.prune(folder, Date.now());
  } catch {
    // The folder may not be written any more.
  }
}

exports.prune = (folder, now) => {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, stat: fs.statSync(file, { throwIfNoEntry: false }) }))
    .filter(({ stat }) => stat)
    .sort((one, other) => other.stat.mtimeMs - one.stat.mtimeMs);
  let bytes = 0;
  for (const { file, stat } of files) {
    bytes += stat.size;
    if (bytes > MOST_BYTES || now - stat.mtimeMs > LONGEST) fs.rmSync(file, { force: true });
  }
};
