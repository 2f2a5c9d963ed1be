/** Gives disks that fill up, and a writer that is killed. */
import { spawn } from 'node:child_process';
import { fsyncSync, ftruncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../src/storage/local/append-file.ts';

export const REAL: Disk = {
  write: (descriptor, bytes, from, place) => writeSync(descriptor, bytes, from, bytes.length - from, place),
  sync: fsyncSync,
  truncate: ftruncateSync,
};

/** A disk with room for that many bytes; the last write is cut short. */
export function smallDisk(size: number): Disk & { grow(more: number): void } {
  let room = size;
  return {
    ...REAL,
    write(descriptor, bytes, from, place) {
      if (room <= 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      const part = bytes.subarray(from, from + room);
      room -= part.length;
      return writeSync(descriptor, part, 0, part.length, place);
    },
    grow(more) {
      room += more;
    },
  };
}

/** Returns how many lines the writer reported as acknowledged before it was killed. */
export function writeUntilKilled(path: string, milliseconds: number): Promise<number> {
  const program = `
    import { openJournal } from ${JSON.stringify(join(import.meta.dirname, '../../src/storage/journal.ts'))};
    const journal = openJournal(${JSON.stringify(path)});
    for (let number = 0; ; number += 1) {
      journal.append(JSON.stringify({ at: number, kind: 'pod-ready', uid: 'pod-' + number }));
      if (Math.random() < 0.1) {
        await journal.flush();
        process.stdout.write(journal.acknowledged + '\\n');
        await new Promise((resolve) => setImmediate(resolve));
      }
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), milliseconds);
    printed += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Number(printed.split('\n').at(-2) ?? 0)));
  });
}
