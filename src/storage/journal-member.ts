/** One flush of a compressed journal: a gzip member that says how long it is, so that a file can be walked without being inflated. */

/** What a member's extra field is called (RFC 1952, 2.3.1.1): unknown ones are passed over by every reader. */
const FIELD_ID = [0x4b, 0x47];
const HEADER_BYTES = 10;
/** Its length, then the field: id, length of what follows, length of the member, length of its text. */
const EXTRA_BYTES = 2 + 4 + 8;
const TRAILER_BYTES = 8;
export const MEMBER_START_BYTES = HEADER_BYTES + EXTRA_BYTES;

/** @param deflated raw deflate of a text of `length` bytes. */
export function gzipMember(deflated: Uint8Array, checksum: number, length: number): Uint8Array {
  const member = Buffer.alloc(MEMBER_START_BYTES + deflated.length + TRAILER_BYTES);
  // Magic, deflate, an extra field, no time, no flags, an unknown system.
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

/** How long a member says that it is, from its first {@link MEMBER_START_BYTES}; undefined for one that we did not write. */
export function memberLength(start: Buffer): number | undefined {
  if (start.length < MEMBER_START_BYTES) return undefined;
  const isOurs =
    start[0] === 0x1f &&
    start[1] === 0x8b &&
    start[3] === 4 &&
    start[HEADER_BYTES + 2] === FIELD_ID[0] &&
    start[HEADER_BYTES + 3] === FIELD_ID[1];
  return isOurs ? start.readUInt32LE(HEADER_BYTES + 6) : undefined;
}
