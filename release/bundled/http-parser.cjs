'use strict';
// undici holds its HTTP parser twice, as text. The bundle holds it once, compressed.
const { brotliDecompressSync } = require('node:zlib');

module.exports = brotliDecompressSync(Buffer.from(require('undici/lib/llhttp/llhttp-wasm.js'), 'base64'));
