/** Adds text at the end of a file that other programs write too. */
import { storageFor } from './index.ts';

/** Creates the file where there is none. @throws {UserError} where it cannot be written. */
export async function appendText(path: string, text: string): Promise<void> {
  const storage = storageFor(path);
  const file = storage.openAppend(path, { after: await sizeOf(path) });
  file.append(Buffer.from(text));
  await file.sync();
  await file.close();
}

async function sizeOf(path: string): Promise<number | undefined> {
  const storage = storageFor(path);
  if (!(await storage.exists(path))) return undefined;
  const file = await storage.openReadable(path);
  await file.close();
  return file.size;
}
