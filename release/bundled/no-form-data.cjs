'use strict';
// keg sends JSON as text. undici asks of each body whether it is a form.
exports.webidl = { is: { FormData: () => false } };
