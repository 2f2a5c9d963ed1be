/** Cuts and wraps text so that no line is wider than the terminal. */

/** Cuts a text at its end; `…` marks the cut. */
export function truncateText(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Cuts a name in the middle, because names often differ at their end. */
export function truncateName(name: string, width: number): string {
  const characters = [...name];
  if (characters.length <= width) return name;
  const tail = Math.floor((width - 1) / 2);
  return `${characters.slice(0, width - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/** Wraps a text at words into lines of at most `width`. Only a word that is longer than that is cut. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if ([...longer].length <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = truncateText(word, width);
    }
  }
  lines.push(line);
  return lines;
}

/** Puts `label` into a column of its own, with the text wrapped beside it. */
export function labelled(label: string, text: string, width: number, labelWidth: number): string[] {
  return wrapWords(text, width - labelWidth).map((line, number) =>
    `${(number === 0 ? label : '').padEnd(labelWidth)}${line}`.trimEnd(),
  );
}

/** Adds escape codes to titles and column heads. */
export interface Dress {
  title(text: string): string;
  heads(text: string): string;
}

/** Bold titles and dim column heads with colour; without colour the text is not changed. */
export function dressFor(colour: boolean): Dress {
  const wrap = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { title: wrap(1), heads: wrap(2) };
}
