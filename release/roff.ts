/** Writes text in roff with the macros of man(7), so that nothing in it is taken for a command of roff. */

/** A heading begins a paragraph itself. */
export function page(parts: readonly string[]): string {
  return `${parts.join('\n').replaceAll(/^(\.S[HS] .*)\n\.PP\n/gm, '$1\n')}\n`;
}

export function title(name: string, date: string, source: string): string {
  return `.TH ${name} 1 "${date}" "${escaped(source)}" "User Commands"`;
}

export function heading(text: string): string {
  return `.SH ${escaped(text)}`;
}

export function subheading(text: string): string {
  return `.SS ${escaped(text)}`;
}

export function paragraph(text: string): string {
  return `.PP\n${lines(text)}`;
}

/** A term in bold, and its text. */
export function entry(term: string, text: string): string {
  return `.TP\n.B ${escaped(term)}\n${lines(text)}`;
}

/** Lines as they are typed, in the font of a program. */
export function typed(text: string): string {
  return `.PP\n.RS 4\n.nf\n${lines(text)}\n.fi\n.RE`;
}

function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => escaped(line.trim()))
    .filter((line) => line !== '')
    .map((line) => line.replace(/^(?=[.'])/, '\\&'))
    .join('\n');
}

/** A hyphen is a minus that can be copied. Letters beyond ASCII are named by their number (groff_char(7)). */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replaceAll('`', '\\(ga')
    .replaceAll(/[^\n -~]/gu, (letter) => {
      const code = letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      return `\\[u${code}]`;
    });
}
