/** cli › committed objects: the manifests of a commit, from where cdk8s.yaml says that they are written. */

import { posix } from 'node:path';
import { isManifest, type Diagnostic, type PlacedObject } from '../index.ts';
import { readAppConfig } from '../io/app-config.ts';
import { filesAtCommit } from '../io/git.ts';
import { outputFolder } from '../io/output-folder.ts';
import { parseYamlDocuments } from '../io/parse-yaml.ts';

/** Objects with the commit they are from, or why there are none. */
export type CommittedObjects =
  | { readonly ok: true; readonly commit: string; readonly objects: readonly PlacedObject[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads the manifests of a commit; SW7020 and SW7021 when that is not possible. */
export async function committedObjects(ref: string): Promise<CommittedObjects> {
  const config = readAppConfig('.');
  if (!config.ok) return { ok: false, diagnostics: [config.diagnostic] };
  const { manifests } = outputFolder(config.config.output ?? 'dist/manifests');
  const folder = posix.normalize(manifests.replaceAll('\\', '/'));
  const read = await filesAtCommit(ref, folder, '.k8s.yaml');
  if (!read.ok) return { ok: false, diagnostics: [read.diagnostic] };
  const objects: PlacedObject[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, text } of read.files) {
    const parsed = parseYamlDocuments(text);
    if (!parsed.ok) {
      diagnostics.push(malformed(`${folder}/${path}`, ref, parsed));
      continue;
    }
    const environment = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
    objects.push(
      ...parsed.values.filter(isManifest).map((manifest) => ({ environment, manifest })),
    );
  }
  return diagnostics.length > 0
    ? { ok: false, diagnostics }
    : { ok: true, commit: read.commit, objects };
}

function malformed(
  file: string,
  ref: string,
  { problem, line }: { readonly problem: string; readonly line?: number },
): Diagnostic {
  return {
    code: 'SW7021',
    name: 'committed-manifest-malformed',
    severity: 'error',
    at: { file, ...(line === undefined ? {} : { line }) },
    message: `The manifest as of \`${ref}\` is not YAML: ${problem}`,
    because: 'What it held cannot be compared.',
    fix: 'Compare with a commit that holds outputs as they were written: `--against <ref>`.',
  };
}
