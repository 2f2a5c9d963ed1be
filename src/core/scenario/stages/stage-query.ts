/** Evaluates the jq expressions of KWOK's Stages, as far as Stages use them: paths, `[]`, pipes and `select( .type == "Ready" )`. */

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'each' }
  | {
      readonly kind: 'select';
      readonly path: readonly Step[];
      readonly literal: unknown;
      readonly isEqual: boolean;
    };

/** The values that a query finds, without nulls; undefined for a query of another form. */
export function queryValues(value: unknown, query: string): readonly unknown[] | undefined {
  const steps = parsed(query);
  return steps && found([value], steps);
}

function found(values: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (before, step) => before.flatMap((each) => next(each, step)).filter((each) => each != null),
    values,
  );
}

function next(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return step.kind === 'select' ? selected(value, step) : [];
  if (step.kind === 'each') return Object.values(value);
  if (step.kind === 'key') return [(value as Record<string, unknown>)[step.key]];
  return selected(value, step);
}

function selected(value: unknown, step: Extract<Step, { kind: 'select' }>): readonly unknown[] {
  const matches = found([value], step.path).some((each) => each === step.literal);
  return matches === step.isEqual ? [value] : [];
}

const KEY = /^\.?\[\s*"([^"]*)"\s*\]|^\."([^"]*)"|^\.?\[\s*(\d+)\s*\]|^\.([A-Za-z_]\w*)/;
const EACH = /^\.?\[\s*\]/;
const SELECT = /^select\(\s*([^()]*?)\s*(==|!=)\s*("[^"]*"|true|false|-?\d+(?:\.\d+)?)\s*\)/;

function parsed(query: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = query.trim();
  while (rest !== '') {
    const select = SELECT.exec(rest);
    const each = EACH.exec(rest);
    const key = KEY.exec(rest);
    const match = select ?? each ?? key;
    if (select) {
      const path = parsed(select[1]!);
      if (!path) return undefined;
      steps.push({ kind: 'select', path, literal: JSON.parse(select[3]!), isEqual: select[2] === '==' });
    } else if (each) steps.push({ kind: 'each' });
    else if (key) steps.push({ kind: 'key', key: (key[1] ?? key[2] ?? key[3] ?? key[4])! });
    else if (rest === '.') return steps;
    else return undefined;
    rest = rest
      .slice(match![0].length)
      .replace(/^\?/, '')
      .replace(/^\s*(?:\|\s*|$)/, '');
  }
  return steps;
}
