/** Checks names, label keys and label values by Kubernetes' rules (k8s.io/apimachinery/pkg/util/validation), each with a sentence for what it refuses. */

/** What is wrong with a text; undefined if it is accepted. */
export type TextTest = (text: string) => string | undefined;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SEARCH_DOMAIN = /^[a-z0-9_]([-_a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const PORT = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

function atMost(most: number, pattern: RegExp, what: string): TextTest {
  return (text) => {
    if (text.length > most)
      return `"${text.slice(0, 20)}…" has ${text.length} characters: at most ${most} are allowed`;
    return pattern.test(text) ? undefined : `"${text}" is not ${what}`;
  };
}

/** A DNS-1123 label: the names of containers, volumes and namespaces. */
export const dnsLabel = atMost(63, LABEL, 'made of lower case letters, digits and - inside (DNS-1123 label)');

/** A DNS-1123 subdomain: the names of most objects. */
export const dnsSubdomain = atMost(
  253,
  SUBDOMAIN,
  'made of lower case letters, digits, - and . inside (DNS-1123 subdomain)',
);

export const searchDomain = atMost(253, SEARCH_DOMAIN, 'a search domain');

export const labelValue = atMost(
  63,
  VALUE,
  'a label value (letters, digits, -, _ and . inside, a letter or digit at both ends)',
);

export const portName = atMost(
  15,
  PORT,
  'a port name (lower case letters, digits and single - inside, one letter at least)',
);

export const sysctlName = atMost(253, SYSCTL, 'the name of a sysctl');

const keyName = atMost(
  63,
  QUALIFIED,
  'made of letters, digits, -, _ and . inside, with a letter or digit at both ends',
);

/** A label key, the name of a resource or of a gate: a name, or a DNS subdomain, a slash and a name. */
export const qualifiedName: TextTest = (text) => {
  const parts = text.split('/');
  if (parts.length > 2) return `"${text}" has more than one /`;
  const [prefix, name = ''] = parts.length === 2 ? parts : [undefined, text];
  if (prefix === '') return `"${text}" has nothing before its /`;
  if (name === '') return text === '' ? 'is empty' : `"${text}" has nothing after its /`;
  const wrong = keyName(name);
  if (wrong) return wrong;
  const prefixWrong = prefix === undefined ? undefined : dnsSubdomain(prefix);
  return prefixWrong && `the part before / ${prefixWrong.replace(/^"/, 'is wrong: "')}`;
};

/** A key of an annotation, where upper case letters are allowed before the slash too. */
export const annotationKey: TextTest = (text) => qualifiedName(text.toLowerCase());

/** What `generateName` must be: the beginning of a name, which may end with -. */
export const namePrefix: TextTest = (text) =>
  dnsSubdomain(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

/** The name of a variable of the environment: printable ASCII without =. */
export const variableName: TextTest = (text) =>
  /^[ -<>-~]+$/.test(text) ? undefined : `"${text}" is not made of printable ASCII characters without =`;

/** A key of a ConfigMap or Secret. */
export const configKey: TextTest = (text) => {
  const wrong = atMost(253, /^[-._a-zA-Z0-9]+$/, 'a key (letters, digits, -, _ and .)')(text);
  return wrong ?? (text === '.' || text.startsWith('..') ? `"${text}" must not start with ..` : undefined);
};

export const headerName: TextTest = (text) =>
  /^[-A-Za-z0-9]+$/.test(text) ? undefined : `"${text}" is not the name of an HTTP header`;

/** A path inside of a volume. */
export const innerPath: TextTest = (text) => {
  if (text.startsWith('/')) return `"${text}" must be a relative path`;
  return noBacksteps(text);
};

export const noBacksteps: TextTest = (text) =>
  text.split('/').includes('..') ? `"${text}" must not have a .. in it` : undefined;

/** A path of a file that is written into a volume. */
export const filePath: TextTest = (text) =>
  innerPath(text) ?? (text.startsWith('..') ? `"${text}" must not start with ..` : undefined);

/** The name of a CSI driver. */
export const driverName = atMost(
  63,
  /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$/,
  'the name of a CSI driver',
);

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`^(${OCTET}\\.){3}${OCTET}$`);

/** An IPv4 or IPv6 address. */
export const address: TextTest = (text) => (isAddress(text) ? undefined : `"${text}" is not an IP address`);

/** An address range, as 10.0.0.0/24. */
export const addressRange: TextTest = (text) => {
  const [ip = '', bits = '', ...more] = text.split('/');
  const most = ip.includes(':') ? 128 : 32;
  const isRange = more.length === 0 && isAddress(ip) && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return isRange ? undefined : `"${text}" is not a range of addresses, as 10.0.0.0/24`;
};

function isAddress(text: string): boolean {
  if (!text.includes(':')) return IPV4.test(text);
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [head, tail ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')));
  const last = groups.at(-1) ?? '';
  const isMapped = last.includes('.');
  if (isMapped && !IPV4.test(last)) return false;
  const words = isMapped ? groups.slice(0, -1) : groups;
  const count = words.length + (isMapped ? 2 : 0);
  return (
    words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word)) && (tail === undefined ? count === 8 : count < 8)
  );
}
