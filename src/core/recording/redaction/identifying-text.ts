/** Recognises text that identifies a machine or an object wherever it stands: addresses, uids, names of hosts. */

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const V4 = `(?<![\\w.-])(?:${OCTET}\\.){3}${OCTET}(?![\\w-]|\\.\\d)`;
/** Two groups of hexadecimal digits and `::`, or all eight groups. A time of day has at most three groups. */
const V6 =
  '(?<![\\w:.-])(?:(?:[\\da-f]{1,4}:){7}[\\da-f]{1,4}|(?:[\\da-f]{1,4}(?::[\\da-f]{1,4}){0,6})?::(?:[\\da-f]{1,4}(?::[\\da-f]{1,4}){0,6})?)(?![\\w:])';

/** An IPv4 or IPv6 address. */
export const IP_ADDRESS = new RegExp(`${V4}|${V6}`, 'gi');
export const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi;
/** Uids of Kubernetes before 1.12 hold a MAC address and the time (RFC 4122, version 1). */
export const UUID_OF_MACHINE = /^[\da-f]{8}-[\da-f]{4}-1[\da-f]{3}-/i;
export const MAC_ADDRESS = /(?<![\w:-])(?:[\da-f]{2}:){5}[\da-f]{2}(?![\w:-])/gi;
const LABELS = '(?:[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?\\.)+';
const ENDING =
  '(?:internal|local|localdomain|com|net|org|io|dev|cloud|corp|lan|intra|example|test|invalid|[a-z]{2})(?![\\w-]|\\.\\w)';
/** A name of a host with its domain, in a URL or alone. In front of a slash it is part of a label or a resource. */
export const HOST_NAME = new RegExp(
  `(?<=://(?:[^\\s/@]*@)?)${LABELS}${ENDING}|(?<![\\w.@/-])${LABELS}${ENDING}(?!/)`,
  'gi',
);
