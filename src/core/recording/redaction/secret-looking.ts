/** Masks what looks like a secret in free text: a safety net below the rules that keep secrets out. */

export const MASK = '…';

const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [^-]*-----[\s\S]*?(?:-----END [^-]*-----|$)/g,
  // JSON Web Tokens.
  /\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g,
  // Access keys of AWS, tokens of GitHub, GitLab, Slack, Google.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abposr]-|AIza)[\w-]{10,}/g,
  // The user part of a URL.
  /(?<=:\/\/)[^\s/@]+@/g,
  // A value after a word that names a secret.
  /(?<=\b(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|credentials?|bearer|authorization)["']?\s*[:= ]\s*["']?)[^\s"',;]+/gi,
  // Long runs of base64 or hexadecimal, but neither paths nor words joined by dashes.
  /(?<![\w+/=-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_]{32,}={0,2}(?![\w+/=-])/g,
];

/** The text with every secret-looking part masked. */
export function maskSecrets(text: string): string {
  return text.length < 8 ? text : PATTERNS.reduce((masked, pattern) => masked.replace(pattern, MASK), text);
}
