/** Counts what the lines of a recording disclose. It looks at every text of a line, also in fields that keg does not know. */
import { objectKindOf } from '../../objects/object-kinds.ts';
import { HOST_NAME, IP_ADDRESS, MAC_ADDRESS, UUID, UUID_OF_MACHINE } from '../redaction/identifying-text.ts';
import { isPublicKey, isPublicValue } from '../redaction/known-labels.ts';
import { EXTENDED_DOMAIN, isKnownResource, isQuantity } from '../redaction/known-resources.ts';
import {
  isApiVersion,
  isApiWord,
  isFeature,
  isOwnerKind,
  isReason,
  isSchedulerPlugin,
} from '../redaction/known-words.ts';
import { isPublicName } from '../redaction/public-names.ts';
import { redactMessage } from '../redaction/redact-message.ts';
import { MASK, secretsIn } from '../redaction/secret-looking.ts';
import { DISCLOSURE_KINDS, type DisclosureKind, type DisclosureName } from './disclosure-kinds.ts';
import { placeOfKey, placeOfText, type TextPlace } from './place-of-text.ts';

export interface Disclosure extends DisclosureKind {
  readonly kind: DisclosureName;
  /** How many texts. */
  readonly count: number;
  /** How many different ones; {@link MOST_DISTINCT} stands for that many or more. */
  readonly distinct: number;
  /** A few of them. A likely secret is shown by its first four characters. */
  readonly examples: readonly string[];
}

export interface DisclosureMeter {
  /** Takes one line, parsed. */
  line(value: unknown): void;
  /** The kinds that occur, in the order of the list. */
  found(): readonly Disclosure[];
}

const MOST_DISTINCT = 100_000;
const EXAMPLES = 3;
const LONGEST_EXAMPLE = 60;
const PSEUDONYM =
  /^(?:[a-z][a-z-]{0,20}-[\da-f]{10}(?:-\d{1,9})?(?::1)?|uid-[\da-f]{20}|(?:[\w.-]+\/)[a-z-]{2,20}-[\da-f]{10})$/;
const PLAIN = /^(?:true|false|-?\d{1,9}(?:\.\d+)?|)$/;
const HASH = /^[\da-f]{32}$/;
const EPOCH = '1970-01-01';

interface Tally {
  count: number;
  readonly texts: Set<string>;
}

export function createDisclosureMeter(): DisclosureMeter {
  const tallies = new Map<DisclosureName, Tally>();

  function add(kind: DisclosureName, text: string): void {
    let tally = tallies.get(kind);
    if (!tally) {
      tally = { count: 0, texts: new Set() };
      tallies.set(kind, tally);
    }
    tally.count += 1;
    if (tally.texts.size < MOST_DISTINCT) tally.texts.add(text);
  }

  /** What any text may hold, wherever it stands. */
  function scan(text: string, place: TextPlace): void {
    if (text.length < 3) return;
    for (const title of secretsIn(text)) add('secrets', `${title}: ${text.slice(0, 4)}…`);
    for (const [address] of text.matchAll(IP_ADDRESS)) add('ip-addresses', address);
    for (const [address] of text.matchAll(MAC_ADDRESS)) add('mac-addresses', address);
    for (const [uid] of text.matchAll(UUID)) {
      if (UUID_OF_MACHINE.test(uid)) add('mac-addresses', uid);
      if (place !== 'uids') add('uids', uid);
    }
    if (!HOSTED.has(place)) return;
    for (const [host] of text.replaceAll(EXTENDED_DOMAIN, '').matchAll(HOST_NAME)) add('host-names', host);
  }

  function see(text: string, place: TextPlace, labelKey = ''): void {
    if (isPseudonym(text)) {
      add('pseudonyms', text);
      return;
    }
    const kind = disclosedBy(text, place, labelKey);
    if (kind !== undefined) add(kind, shown(text));
    if (kind === 'images') for (const registry of registryOf(text)) add('registries', registry);
    if (!(place === 'word' && HASH.test(text))) scan(text, place);
  }

  function walk(value: unknown, path: string[], lineKind: string, key: string): void {
    if (typeof value === 'string') {
      const field = path.at(-1) ?? '';
      see(value, placeOfText(path, lineKind), key === '' ? field : key);
    } else if (Array.isArray(value)) for (const each of value) walk(each, path, lineKind, key);
    else if (typeof value === 'object' && value !== null) {
      const fields = value as Readonly<Record<string, unknown>>;
      const ownKey = typeof fields.key === 'string' ? fields.key : '';
      for (const [name, inner] of Object.entries(fields)) {
        const place = placeOfKey(path, name);
        if (place !== undefined) see(name, place);
        path.push(name);
        walk(inner, path, lineKind, ownKey);
        path.pop();
      }
    }
  }

  return {
    line(value) {
      const { kind } = (value ?? {}) as { readonly kind?: unknown };
      walk(value, [], typeof kind === 'string' ? kind : '', '');
    },
    found: () =>
      DISCLOSURE_KINDS.flatMap((each) => {
        const tally = tallies.get(each.kind);
        if (!tally) return [];
        const { count, texts } = tally;
        return [{ ...each, count, distinct: texts.size, examples: [...texts].slice(0, EXAMPLES) }];
      }),
  };
}

/** Where a name with dots is the name of a host. Elsewhere it is part of a label, a resource or an image. */
const HOSTED: ReadonlySet<TextPlace> = new Set<TextPlace>([
  'nodes',
  'pods',
  'label-values',
  'messages',
  'own-words',
  'selection',
  'other-text',
]);

/** Undefined for text that says nothing about whose it is. */
function disclosedBy(text: string, place: TextPlace, labelKey: string): DisclosureName | undefined {
  if (text === '' || text === MASK) return undefined;
  switch (place) {
    case 'word':
      return isWord(text) ? undefined : 'other-text';
    case 'own-words':
      return undefined;
    case 'owner-kinds':
      return isOwnerKind(text) ? undefined : place;
    case 'owners':
      return isOwnGroup(text) ? undefined : place;
    case 'reasons':
      return isReason(text) || /^OutOf[a-z]+$/.test(text) ? undefined : place;
    case 'messages':
      return redactMessage(text, AS_WRITTEN) === text ? undefined : place;
    case 'uids':
      return OWN_NUMBER.test(text) ? undefined : place;
    case 'resources':
      return isKnownResource(text) ? undefined : place;
    case 'label-keys':
      return isPublicKey(text) ? 'public-labels' : place;
    case 'label-values':
      if (PLAIN.test(text)) return undefined;
      return isPublicValue(labelKey, text) ? 'public-labels' : place;
    case 'times':
      return text.startsWith(EPOCH) ? undefined : place;
    case 'selection':
      return COUNTED_SELECTION.test(text) ? undefined : place;
    case 'recording-name':
    case 'versions':
      return place;
    default:
      return text.split(',').every(isHarmless) ? undefined : place;
  }
}

/** A uid that keg itself gave: n1, i27. */
const OWN_NUMBER = /^[a-z]?\d{1,9}$/;

/** What `record` writes of its selection with pseudonyms. */
const COUNTED_SELECTION =
  /^(?:\d+ namespaces?|a label selector|a field selector)(?:, a (?:label|field) selector)*$/;

const AS_WRITTEN = {
  labelKey: (key: string) => key,
  labelValue: (_key: string, value: string) => value,
  resource: (name: string) => name,
};

/** Words that keg writes: kinds of lines, versions of APIs, hashes, quantities. */
function isWord(text: string): boolean {
  return (
    WORD.test(text) ||
    HASH.test(text) ||
    isApiVersion(text) ||
    isApiWord(text) ||
    isOwnerKind(text) ||
    isFeature(text) ||
    isSchedulerPlugin(text) ||
    objectKindOf(text) !== undefined
  );
}

const WORD =
  /^(?:[a-z]+(?:-[a-z]+){0,3}|Recording|keg\.dev\/v\d\w*|[+-]?[\d.]+(?:[numkKMGTPEe]\d*i?)?|\d+[a-z]{1,2}|.*left out; names.*)$/;

function isHarmless(text: string): boolean {
  return isPublicName(text) || isApiWord(text) || isQuantity(text) || YES.test(text) || isPseudonym(text);
}

/** The last is a word of the header: nodes that were not seen. */
const YES = /^(?:yes|true|false|inferred)$/;

/** `Deployment/owner-3f9a1c2b7d` */
function isOwnGroup(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  return (
    isPseudonym(name) &&
    (slash <= 0 || isOwnerKind(text.slice(0, slash)) || isPseudonym(text.slice(0, slash)))
  );
}

function isPseudonym(text: string): boolean {
  return text.length <= 80 && PSEUDONYM.test(text);
}

/** The host before the first slash, if it is one: `registry.example/team/web`. Others are on Docker Hub. */
function registryOf(image: string): string[] {
  const [host = ''] = image.split('/');
  return image.includes('/') && (/[.:]/.test(host) || host === 'localhost') ? [host] : [];
}

function shown(text: string): string {
  const isSecret = secretsIn(text).length > 0;
  if (isSecret) return `${text.slice(0, 4)}…`;
  return text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text;
}
