/** Makes one block of a compressed journal: a gzip member that states its own length, so that a reader can skip it without inflating it. */

/** The name of our extra field (RFC 1952, 2.3.1.1). Readers skip fields that they do not know. */
const FIELD_ID = [0x4b, 0x47];
const HEADER_BYTES = 10;
/** The length of the extra fields, then our field: its id, the length of its data, the length of the member, the length of its text. */
const EXTRA_BYTES = 2 + 4 + 8;
const TRAILER_BYTES = 8;
export const MEMBER_START_BYTES = HEADER_BYTES + EXTRA_BYTES;

/**
 * @param deflated raw deflate of a text.
 * @param checksum CRC-32 of the text.
 * @param length of the text, in bytes.
 */
export function gzipMember(deflated: Uint8Array, checksum: number, length: number): Uint8Array {
  const member = Buffer.alloc(MEMBER_START_BYTES + deflated.length + TRAILER_BYTES);
  // Magic number, deflate, an extra field, no time, no flags, unknown system.
  member.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff]);
  member.writeUInt16LE(EXTRA_BYTES - 2, HEADER_BYTES);
  member.set(FIELD_ID, HEADER_BYTES + 2);
  member.writeUInt16LE(8, HEADER_BYTES + 4);
  member.writeUInt32LE(member.length, HEADER_BYTES + 6);
  member.writeUInt32LE(length, HEADER_BYTES + 10);
  member.set(deflated, MEMBER_START_BYTES);
  member.writeUInt32LE(checksum, member.length - 8);
  member.writeUInt32LE(length, member.length - 4);
  return member;
}

/** The length in bytes that a member states in its first {@link MEMBER_START_BYTES}; undefined for a member that another program wrote. */
export function memberLength(start: Uint8Array): number | undefined {
  if (start.length < MEMBER_START_BYTES) return undefined;
  const isOurs =
    start[0] === 0x1f &&
    start[1] === 0x8b &&
    start[3] === 4 &&
    start[HEADER_BYTES + 2] === FIELD_ID[0] &&
    start[HEADER_BYTES + 3] === FIELD_ID[1];
  if (!isOurs) return undefined;
  return new DataView(start.buffer, start.byteOffset, start.byteLength).getUint32(HEADER_BYTES + 6, true);
}
