'use strict';
// The one spinner that oclif may ask for, of about ninety: keg shows a line of its own.
const dots = { interval: 80, frames: ['⣾', '⣽', '⣻', '⢿', '⡿', '⣟', '⣯', '⣷'] };

module.exports = { dots, dots2: dots, line: { interval: 130, frames: ['-', '\\', '|', '/'] } };
