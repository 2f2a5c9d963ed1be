'use strict';
// Writes the compiled code of each file of the bundle, as NAME.cache, for the executable that has the Node that runs this script.
// Usage: node --random-seed=1 compile-assets.cjs FOLDER. Without the seed, V8 writes other bytes each time.
// The texts of help run first, so that the code of every start is in it. A replay is not run: its bytes depend on the clock.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
// It sets the flags of V8, or V8 refuses the compiled code.
require('./bundled/compiled-code.cjs');

const folder = process.argv[2];
/** What starts the others. */
const PLAIN = ['compiled-code.cjs', 'loader.cjs'];
const scripts = new Map();
const loaded = new Map();

// The same text as in compiled-code.cjs, or V8 refuses the compiled code.
function compile(name) {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  const code = `(function(exports,require,module,__filename,__dirname){${text}\n})`;
  const script = new vm.Script(code, { filename: name });
  scripts.set(name, script);
  return script;
}

function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const run = compile(name).runInThisContext();
  run(module.exports, requireFile, module, path.join(folder, name), folder);
  return module.exports;
}

function requireFile(name) {
  return name.startsWith('./') ? load(name.slice(2)) : require(name);
}

async function run() {
  const keg = load('keg.cjs');
  for (const words of [['--help'], ['replay', '--help']]) {
    await keg.main(words, folder, keg.loadCommands);
  }
  for (const name of fs.readdirSync(folder).sort()) {
    if (name.endsWith('.cjs') && !PLAIN.includes(name) && !scripts.has(name)) compile(name);
  }
  for (const [name, script] of scripts) {
    fs.writeFileSync(path.join(folder, `${name}.cache`), script.createCachedData());
  }
}

run();
