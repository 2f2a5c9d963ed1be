/** Makes secrets of the shapes that people paste into manifests. None of them is real: each is put together from a pattern and a number. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Text without a meaning, the same for the same number. */
function noise(length: number, seed: number, alphabet = LETTERS): string {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return alphabet[(state >>> 16) % alphabet.length];
  }).join('');
}

const HEX = '0123456789abcdef';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const url = (text: string): string => Buffer.from(text).toString('base64url');

/** Each takes a number and returns a secret; the last two are addresses that identify a machine. */
export const SECRET_SHAPES: Readonly<Record<string, (seed: number) => string>> = {
  'JSON Web Token': (n) => `${url('{"alg":"HS256"}')}.${url(`{"sub":"${noise(9, n)}"}`)}.${noise(43, n)}`,
  'AWS access key': (n) => `AKIA${noise(16, n, CAPITALS)}`,
  'AWS secret key': (n) => `${noise(20, n)}/${noise(19, n + 1)}`,
  'Google key': (n) => `AIza${noise(35, n)}`,
  'Google service account': (n) => `{"type":"service_account","private_key_id":"${noise(40, n, HEX)}"}`,
  'Azure storage connection': (n) =>
    `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${noise(86, n)}==;EndpointSuffix=core.windows.net`,
  'Azure SAS token': (n) => `sv=2024-11-04&ss=b&srt=co&sp=rl&se=2027-01-01T00:00:00Z&sig=${noise(43, n)}%3D`,
  'Azure client secret': (n) => `${noise(3, n)}8Q~${noise(34, n)}`,
  'Slack token': (n) => `xoxb-${noise(12, n, '0123456789')}-${noise(24, n)}`,
  'Slack web hook': (n) => `https://hooks.slack.com/services/T${noise(8, n)}/B${noise(8, n)}/${noise(24, n)}`,
  'GitHub token': (n) => `ghp_${noise(36, n)}`,
  'GitHub fine-grained token': (n) => `github_pat_${noise(22, n)}_${noise(59, n)}`,
  'GitLab token': (n) => `glpat-${noise(20, n)}`,
  'Stripe key': (n) => `sk_live_${noise(24, n)}`,
  'npm token': (n) => `npm_${noise(36, n)}`,
  'PyPI token': (n) => `pypi-AgEIcHlwaS5vcmc${noise(60, n)}`,
  'SendGrid key': (n) => `SG.${noise(22, n)}.${noise(43, n)}`,
  'Hugging Face token': (n) => `hf_${noise(34, n)}`,
  'OpenAI key': (n) => `sk-proj-${noise(48, n)}`,
  'Vault token': (n) => `hvs.${noise(24, n)}`,
  'kubeadm token': (n) => `${noise(6, n, `${HEX}xyz`)}.${noise(16, n, `${HEX}xyz`)}`,
  'PEM private key': (n) => `-----BEGIN PRIVATE KEY-----\n${noise(64, n)}\n-----END PRIVATE KEY-----`,
  'SSH private key': (n) =>
    `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE${noise(50, n)}\n-----END OPENSSH PRIVATE KEY-----`,
  'basic auth in a URL': (n) => `https://admin:${noise(12, n)}@registry.acme.example/v2/`,
  'database connection': (n) => `postgresql://app:${noise(14, n)}@db.acme.example:5432/orders`,
  'MongoDB connection': (n) => `mongodb+srv://app:${noise(14, n)}@c0.${noise(5, n, HEX)}.mongodb.net/`,
  'Docker configuration': (n) =>
    `{"auths":{"registry.acme.example":{"auth":"${base64(`bot:${noise(16, n)}`)}"}}}`,
  'bearer token': (n) => `Authorization: Bearer ${noise(40, n)}`,
  'kubeconfig user': (n) => `users: [{name: admin, user: {token: ${noise(40, n)}}}]`,
  'short password': (n) => `Pw${noise(8, n)}`,
  'password of words': (n) => `Correct${noise(6, n, 'abcdefghijklmnopqrstuvwxyz')}Staple`,
  'hexadecimal key': (n) => noise(64, n, HEX),
  'short hexadecimal key': (n) => noise(20, n, HEX),
  'base64 key': (n) => `${noise(43, n)}=`,
  'one-time seed': (n) => noise(32, n, CAPITALS),
  'uid with a MAC address': (n) =>
    `${noise(8, n, HEX)}-${noise(4, n, HEX)}-11e8-${noise(4, n, HEX)}-${noise(12, n, HEX)}`,
  'IPv4 address': (n) => `10.${n % 200}.${(n * 7) % 250}.${(n * 13) % 250}`,
  'IPv6 address': (n) => `fd00:${noise(4, n, HEX)}::${noise(4, n, `${HEX.slice(1)}`)}:1a2b`,
};

/** As people write a secret: as it is, in base64, and in a URL. */
export const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  base64,
  encodeURIComponent,
  (secret) => `--flag=${secret}`,
];
