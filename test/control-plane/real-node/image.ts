/** Builds the one image that containers of the tests run, as an archive that containerd imports. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const IMAGE = 'keg.local/test:1';
/** The one program of the image. */
export const PROGRAM = '/bin/act';

/**
 * An OCI layout with one uncompressed layer.
 *
 * @returns the path of the archive.
 */
export async function buildImage(folder: string): Promise<string> {
  const [root, layout] = [join(folder, 'root'), join(folder, 'layout')];
  const blobs = join(layout, 'blobs', 'sha256');
  for (const each of [join(root, 'bin'), join(root, 'tmp'), blobs]) await mkdir(each, { recursive: true });
  await run(
    'go',
    [
      'build',
      '-C',
      join(import.meta.dirname, 'image'),
      '-trimpath',
      '-ldflags',
      '-s -w',
      '-o',
      join(root, PROGRAM),
    ],
    {
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
    },
  );
  const put = async (content: Buffer): Promise<{ digest: string; size: number }> => {
    const hash = createHash('sha256').update(content).digest('hex');
    await writeFile(join(blobs, hash), content);
    return { digest: `sha256:${hash}`, size: content.length };
  };
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const tar = join(folder, 'layer.tar');
  await run('tar', ['--owner=0', '--group=0', '--numeric-owner', '-C', root, '-cf', tar, '.']);
  const layer = await put(await readFile(tar));
  const config = await put(
    json({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Entrypoint: [PROGRAM] },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    }),
  );
  const type = 'application/vnd.oci.image';
  const manifest = await put(
    json({
      schemaVersion: 2,
      mediaType: `${type}.manifest.v1+json`,
      config: { mediaType: `${type}.config.v1+json`, ...config },
      layers: [{ mediaType: `${type}.layer.v1.tar`, ...layer }],
    }),
  );
  const entry = { mediaType: `${type}.manifest.v1+json`, ...manifest };
  const annotations = { 'io.containerd.image.name': IMAGE };
  await writeFile(
    join(layout, 'index.json'),
    json({ schemaVersion: 2, manifests: [{ ...entry, annotations }] }),
  );
  await writeFile(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  const archive = join(folder, 'image.tar');
  await run('tar', ['-C', layout, '-cf', archive, 'oci-layout', 'index.json', 'blobs']);
  await rm(root, { recursive: true });
  await rm(layout, { recursive: true });
  return archive;
}
