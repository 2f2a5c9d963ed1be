/** Masks what looks like a secret in free text: a safety net below the rules that keep secrets out. */

export const MASK = '…';

/** A shape of secrets that people paste into labels, arguments and messages. */
interface SecretShape {
  /** As `kubectl keg audit` calls it. */
  readonly title: string;
  readonly pattern: RegExp;
}

/** In this order: what one shape masks, the next ones do not see. */
const SHAPES: readonly SecretShape[] = [
  { title: 'PEM block', pattern: /-----BEGIN [^-]*-----[\s\S]*?(?:-----END [^-]*-----|$)/g },
  { title: 'JSON Web Token', pattern: /\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g },
  { title: 'AWS key', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[A-Z0-9]{12,}\b/g },
  { title: 'GitHub token', pattern: /\b(?:gh[oprsu]_|github_pat_)\w{10,}/g },
  { title: 'GitLab token', pattern: /\bgl(?:pat|ptt|rt|dt|cbt|oas|soat|ft|agent)-[\w.-]{10,}/g },
  { title: 'Slack token', pattern: /\bxox[abceoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}/g },
  { title: 'Google key', pattern: /\b(?:AIza[\w-]{10,}|GOCSPX-[\w-]{10,}|ya29\.[\w-]{10,})/g },
  { title: 'Stripe key', pattern: /\b(?:sk|pk|rk)_(?:live|test)_\w{10,}|\bwhsec_[\w+/=-]{10,}/g },
  {
    title: 'key of a service',
    pattern:
      /\b(?:npm_|pypi-|dckr_(?:pat|oat)_|hf_|sk-(?:ant-|proj-)?|SG\.|dop_v1_|shpat_|shpss_|lin_api_|ATATT|hv[sb]\.|s\.(?=\w{24})|glsa_|dapi(?=[0-9a-f]{32})|AGE-SECRET-KEY-|rubygems_|doo_v1_|sq0(?:atp|csp)-|EAACEdEose0cBA|key-(?=[0-9a-f]{32}))[\w.-]{10,}/g,
  },
  {
    title: 'web hook',
    pattern: /\bhooks\.slack\.com\/[\w/]+|\bdiscord(?:app)?\.com\/api\/webhooks\/[\w/-]+/g,
  },
  { title: 'user and password in a URL', pattern: /(?<=:\/\/)[^\s/@]+@/g },
  {
    title: 'signature in a URL',
    pattern: /(?<=[?&](?:sig|signature|X-Amz-Signature|X-Goog-Signature|token)=)[^&\s"']+/gi,
  },
  {
    title: 'value after a word for a secret',
    pattern:
      /(?<=\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|shared[-_]?access[-_]?(?:key|signature)|private[-_]?key|client[-_]?secret|_?auth(?:token)?|credentials?|bearer|basic|authorization)["']?\s*[:= ]\s*["']?)[^\s"',;&]+/gi,
  },
  // Long runs of base64 or hexadecimal, but neither paths nor words joined by dashes.
  {
    title: 'long random text',
    pattern: /(?<![\w+/=-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_]{32,}={0,2}(?![\w+/=-])/g,
  },
];

/** The text with every secret-looking part masked. */
export function maskSecrets(text: string): string {
  return text.length < 8 ? text : SHAPES.reduce((masked, { pattern }) => masked.replace(pattern, MASK), text);
}

/** The shapes of secrets in the text, by their titles; the same title once for each find. */
export function secretsIn(text: string): readonly string[] {
  if (text.length < 8) return [];
  const found: string[] = [];
  let rest = text;
  for (const { title, pattern } of SHAPES)
    rest = rest.replace(pattern, () => {
      found.push(title);
      return MASK;
    });
  return found;
}
