/**
 * Makes krew's manifest of a release from the template .krew.yaml, with the sums of its archives.
 *
 * The template is krew-release-bot's. The bot makes the same manifest when it opens the update of krew-index.
 */
import { basename } from 'node:path';

/** `{{addURIAndSha "URI" .TagName }}`; the URI may contain `{{ .TagName }}`. */
const ARCHIVE = /\{\{\s*addURIAndSha "([^"]+)" \.TagName\s*\}\}/g;
const TAG = /\{\{\s*\.TagName\s*\}\}/g;

/**
 * @param sums the SHA-256 sums of the archives, in lower-case hexadecimal, by their file name.
 * @param archives the folder of the archives as a URI. Without it the URIs are the template's.
 * @throws Error if an archive has no sum.
 */
export function krewManifest(
  template: string,
  version: string,
  sums: ReadonlyMap<string, string>,
  archives?: string,
): string {
  const withArchives = template.replaceAll(ARCHIVE, (_, uriTemplate: string) => {
    const uri = uriTemplate.replaceAll(TAG, `v${version}`);
    const file = basename(uri);
    const sum = sums.get(file);
    if (sum === undefined)
      throw new Error(`the krew manifest names ${file}, and this release has no such archive`);
    return `uri: ${archives === undefined ? uri : `${archives}/${file}`}\n    sha256: "${sum}"`;
  });
  return withArchives.replaceAll(TAG, `v${version}`);
}
