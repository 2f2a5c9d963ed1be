/* Writes numbers and times for people. Loaded first; every file of the page shares one scope. */
const NOTHING = '–';

/** µs as `250µs`, `12ms`, `4.2s`, `1m23s`, `1h23m`, `3d4h`. */
function span(us) {
  if (us < 0.5) return '0s';
  if (us < 1e3) return `${Math.round(us)}µs`;
  if (us < 1e6) return `${+(us / 1e3).toPrecision(3)}ms`;
  if (us < 6e7) return `${+(us / 1e6).toFixed(1)}s`;
  const two = (total, base, large, small) => {
    const rest = total % base;
    return `${Math.floor(total / base)}${large}${rest === 0 ? '' : String(rest).padStart(large === 'd' ? 1 : 2, '0') + small}`;
  };
  const seconds = Math.round(us / 1e6);
  if (seconds < 3600) return two(seconds, 60, 'm', 's');
  const minutes = Math.round(seconds / 60);
  return minutes < 2880 ? two(minutes, 60, 'h', 'm') : two(Math.round(minutes / 60), 24, 'd', 'h');
}

/** A time of the recording, with its date where it has one. */
function momentText(us) {
  if (data.start === null) return span(us);
  const stamp = new Date(data.start + us / 1e3).toISOString();
  return `${span(us)} (${stamp.slice(0, 19).replace('T', ' ')} UTC)`;
}

function percent(share) {
  return share === null || Number.isNaN(share) ? NOTHING : `${(share * 100).toFixed(1)}%`;
}

function number(value) {
  const digits = value < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: value < 10 ? 2 : 1 };
  return value.toLocaleString('en-US', digits);
}

function counted(count, word) {
  return `${number(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** @param tag with classes, as `p.note`. */
function element(tag, text = '', parent = null) {
  const [name, ...classes] = tag.split('.');
  const made = document.createElement(name);
  made.className = classes.join(' ');
  made.textContent = text;
  parent?.append(made);
  return made;
}

/** A table with a caption; the first cell of a row names it. */
function fillTable(table, caption, heads, rows) {
  table.replaceChildren();
  element('caption', caption, table);
  const head = element('tr', '', element('thead', '', table));
  for (const text of heads) element('th', text, head).scope = 'col';
  const body = element('tbody', '', table);
  for (const [name, ...cells] of rows) {
    const row = element('tr', '', body);
    element('th', name, row).scope = 'row';
    for (const cell of cells) element('td', cell, row);
  }
}
