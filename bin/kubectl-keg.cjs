#!/usr/bin/env node
'use strict';
// Plain old JavaScript on purpose: it must still parse on the Node versions that it turns away.
var needed = [22, 18];
var running = process.versions.node.split('.').map(Number);
if (running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1])) {
  process.stderr.write(
    'kubectl keg needs Node ' +
      needed.join('.') +
      ' or newer, and this is Node ' +
      process.versions.node +
      ' (in a checkout, "npm run keg -- ..." uses the Node that npm brought in)\n',
  );
  process.exit(2);
}
var fs = require('node:fs');
var os = require('node:os');
var path = require('node:path');
var url = require('node:url');
var modules = require('node:module');
keepCompiledCode();
var root = path.dirname(__dirname);
if (fs.existsSync(path.join(root, 'src'))) {
  // A checkout: Node runs the sources as they are.
  Promise.all([source('src/cli/main.ts'), source('commands/index.ts')]).then(([cli, commands]) =>
    start(cli, commands),
  );
} else {
  startFromBundle(require(path.join(root, 'dist', 'keg.cjs')));
}

function source(name) {
  return import(url.pathToFileURL(path.join(root, name)).href);
}

function startFromBundle(bundle) {
  start(bundle, bundle);
}

function start(cli, commands) {
  cli.main(process.argv.slice(2), root, commands.loadCommands);
}

/** Halves the time to start. The folder is the user's own: compiled code in a shared temporary folder could come from somebody else. */
function keepCompiledCode() {
  var isWanted =
    modules.enableCompileCache && !process.env.NODE_COMPILE_CACHE && !process.env.NODE_V8_COVERAGE;
  var folder;
  if (!isWanted) return;
  try {
    folder = os.homedir();
    ['.cache', 'kubectl-keg', 'compiled'].forEach((name) => {
      folder = path.join(folder, name);
      // Not recursive: where a folder cannot be created, such as in /proc, Node's recursive creation does not end.
      if (!fs.existsSync(folder)) fs.mkdirSync(folder);
    });
    modules.enableCompileCache(folder);
  } catch {
    // Without the folder keg only starts more slowly.
  }
}
