/** Explains in one line why a local file could not be read. */
import { UserError } from '../../core/errors/user-error.ts';
import { shippedFile } from './shipped-file.ts';

/** The user's side of a failed open or read. Any other error is returned unchanged. */
export function unreadable(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') {
    const shipped = shippedFile(path);
    const next = shipped === undefined ? 'check the path' : `keg brings it as ${shipped}`;
    return new UserError(`there is no file ${path || '""'}`, { next });
  }
  if (code === 'EISDIR') {
    const next = `name a file in it, or ${path}/*.yaml for manifests; to read a folder of dumps or audit logs: kubectl keg import ${path} -o OUT.keg.jsonl`;
    return new UserError(`${path} is a folder`, { next });
  }
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError(`${path} may not be read`, { next: 'check its permissions' });
  return error;
}
