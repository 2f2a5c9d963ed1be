'use strict';
// The main script of a single executable. The files of the bundle are its assets: each is compiled when it is first required.
// An asset NAME.cache holds the compiled code of NAME, where the build could run the executable's own Node.
const path = require('node:path');
const sea = require('node:sea');
const threads = require('node:worker_threads');
const vm = require('node:vm');

const names = new Set(sea.getAssetKeys());
const loaded = new Map();
const folder = path.dirname(process.execPath);

function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const cache = `${name}.cache`;
  const cachedData = names.has(cache) ? Buffer.from(sea.getRawAsset(cache)) : undefined;
  const code = `(function(exports,require,module,__filename,__dirname){${sea.getAsset(name, 'utf8')}\n})`;
  const run = new vm.Script(code, { filename: name, cachedData }).runInThisContext();
  run(module.exports, requireAsset, module, path.join(folder, name), folder);
  return module.exports;
}

function requireAsset(name) {
  return name.startsWith('./') ? load(name.slice(2)) : require(name);
}

if (threads.isMainThread) {
  const keg = load('keg.cjs');
  keg.main(process.argv.slice(2), folder, keg.loadCommands);
} else {
  load('fit-worker.cjs');
}
