'use strict';
// Measures the width of a text in a terminal. The package compiles a pattern of all emoji first, which plain text does not need.
const PLAIN = /^[ -~]*$/;

module.exports = (text) =>
  typeof text === 'string' && PLAIN.test(text) ? text.length : require('string-width')(text);
module.exports.default = module.exports;
