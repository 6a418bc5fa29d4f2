/** resolve › files: the files mounted into a container, from the server, the service and the process. */

import type { FilePlan } from '../model/plan/container-plan.ts';
import type { FileValue } from '../model/spec/values.ts';
import type { Context } from './context.ts';
import { named } from './processes.ts';
import { reportUndecided } from './variables.ts';

/** Who writes files, and where they are said. */
export interface FileLayers {
  readonly server: Readonly<Record<string, string>>;
  /** Files of the same pod that the container does not see. */
  readonly beside: Readonly<Record<string, string>>;
  /** Later ones replace earlier ones. */
  readonly layers: readonly {
    readonly from: string;
    readonly files: Readonly<Record<string, FileValue | null>> | undefined;
  }[];
}

/** Files by path, sorted. A file that cannot be read is an error (SW1011), one that the server already writes too (SW2152). */
export function resolveFiles(
  context: Context,
  /** Where they stand in the plan. */
  at: string,
  { server, beside, layers }: FileLayers,
): readonly FilePlan[] {
  const said = new Map<string, string>();
  const result = new Map<string, FilePlan>(
    named(server).map(([path, text]) => [path, { path, kind: 'text', text }]),
  );
  for (const { from, files } of layers) {
    for (const [path, value] of named(files)) {
      if (value === null) {
        result.delete(path);
        continue;
      }
      if (path in server || path in beside) reportTaken(context, from, path);
      const file = fileOf(context, path, value, `${from}.${path}`);
      if (file !== undefined) result.set(path, file);
      said.set(path, `${from}.${path}`);
    }
  }
  const files = [...result.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const [index, { path }] of files.entries()) {
    const from = said.get(path);
    if (from === undefined) {
      context.trace.derive(`${at}.${index}`, undefined, 'written for the server by its profile');
    } else context.trace.spec(`${at}.${index}`, undefined, from);
  }
  return files;
}

function fileOf(
  context: Context,
  path: string,
  value: FileValue,
  at: string,
): FilePlan | undefined {
  if (typeof value === 'string') return { path, kind: 'text', text: value };
  switch (value.kind) {
    case 'secretRef':
      return { path, kind: 'secret', secret: value.name, key: value.key };
    case 'undecided':
      reportUndecided(context, at, value.reason);
      return undefined;
    case 'textFile': {
      const read = context.readText(value.path);
      if (read.ok) return { path, kind: 'text', text: read.text };
      context.trace.report({
        code: 'SW1011',
        name: 'file-unreadable',
        severity: 'error',
        path: at,
        message: `The file \`${value.path}\` could not be read: ${read.problem}.`,
        because: `Its text is mounted at \`${path}\`.`,
        fix: 'Paths are relative to the folder the command runs in; check name and permission.',
      });
      return undefined;
    }
  }
}

function reportTaken({ trace }: Context, from: string, path: string): void {
  trace.report({
    code: 'SW2152',
    name: 'file-of-the-server',
    severity: 'error',
    path: `${from}.${path}`,
    message: `\`${path}\` is written by the server or proxy profile.`,
    because:
      'Its values are derived from the rest of the description; a copy would contradict them later.',
    fix: 'Use the options of that profile, or mount your file elsewhere.',
  });
}
