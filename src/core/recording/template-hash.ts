/** Names pod templates by the hash of their content, so that a recording stores each only once. */
import { contentHash } from '../objects/content-hash.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { TemplateObservation } from './observation.ts';

/** JSON with the keys of every map sorted by code units, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const map = inner as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.keys(map)
        .sort()
        .map((key) => [key, map[key]]),
    );
  });
}

/** The 128-bit hash of a template's content: 32 hexadecimal digits, equal on every platform. */
export function templateHash(template: PodTemplate): string {
  return contentHash(canonicalJson(template));
}

/**
 * Returns a function that returns the hash of a template, and calls `observe` with its `template` line if the content is new. If two contents
 * have the same hash, the later one gets another hash. Templates must be immutable: an object seen before is not read again.
 */
export function templateBook(
  observe: (observation: TemplateObservation) => void,
  hashOf: (content: string) => string = contentHash,
): (template: PodTemplate, at: number) => string {
  const byObject = new WeakMap<PodTemplate, string>();
  const byContent = new Map<string, string>();
  const taken = new Set<string>();

  function enter(template: PodTemplate, at: number): string {
    const content = canonicalJson(template);
    const known = byContent.get(content);
    if (known !== undefined) return known;
    let hash = hashOf(content);
    for (let attempt = 1; taken.has(hash); attempt += 1) hash = hashOf(`${attempt} ${content}`);
    byContent.set(content, hash);
    taken.add(hash);
    observe({ at, kind: 'template', hash, template });
    return hash;
  }

  return (template, at) => {
    const known = byObject.get(template);
    if (known !== undefined) return known;
    const hash = enter(template, at);
    byObject.set(template, hash);
    return hash;
  };
}

/**
 * As {@link templateBook}, but names each template by a number in the order of its first use: for observations that no file keeps. Reading
 * the content of thousands of different templates would take longer than scheduling their pods.
 */
export function numberedTemplates(
  observe: (observation: TemplateObservation) => void,
): (template: PodTemplate, at: number) => string {
  const byObject = new WeakMap<PodTemplate, string>();
  let count = 0;
  return (template, at) => {
    const known = byObject.get(template);
    if (known !== undefined) return known;
    count += 1;
    const hash = `${count}`;
    byObject.set(template, hash);
    observe({ at, kind: 'template', hash, template });
    return hash;
  };
}
