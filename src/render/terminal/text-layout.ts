/** Lines that never exceed the terminal's width. */

/** As much of a text as fits, the cut shown by `…`. */
export function truncateText(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** As much of a name as fits, cut in the middle: what tells names apart is often at their end. */
export function truncateName(name: string, width: number): string {
  const characters = [...name];
  if (characters.length <= width) return name;
  const tail = Math.floor((width - 1) / 2);
  return `${characters.slice(0, width - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/** The words of a text on lines of at most `width`; only a word that is longer than that is cut. */
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

/** `label` in a column of its own, the text wrapped beside it. */
export function labelled(label: string, text: string, width: number, labelWidth: number): string[] {
  return wrapWords(text, width - labelWidth).map((line, number) =>
    `${(number === 0 ? label : '').padEnd(labelWidth)}${line}`.trimEnd(),
  );
}

/** What the report's plain text may be dressed in. */
export interface Dress {
  title(text: string): string;
  heads(text: string): string;
}

/** Bold titles and dim column heads where colour is wanted, else nothing. */
export function dressFor(colour: boolean): Dress {
  const wrap = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { title: wrap(1), heads: wrap(2) };
}
