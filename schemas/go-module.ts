// Schema generator: first step, fetches the sources through the Go command, whose checksum database vouches for them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A module as the Go command unpacked it. */
export interface GoModule {
  readonly module: string;
  readonly version: string;
  /** Checksum of the module's files as in go.sum, `h1:…`. */
  readonly sum: string;
  /** Where the files are. */
  readonly folder: string;
}

/** Downloads a module, or finds it in Go's cache. Throws what the Go command said when it cannot. */
export function goModule(module: string, version: string): GoModule {
  // An empty folder, so that no go.mod around the working directory has a say.
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  try {
    const answer: { readonly Dir: string; readonly Sum: string } = JSON.parse(
      execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
        cwd: folder,
        encoding: 'utf8',
      }),
    );
    return { module, version, sum: answer.Sum, folder: answer.Dir };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
