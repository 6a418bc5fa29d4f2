// Temporary folders that name the process they belong to, so that the next run removes what a killed one left.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder; whoever makes it removes it. Folders of processes that are gone are removed first. */
export function scratchFolder(purpose: string): string {
  for (const entry of readdirSync(tmpdir())) {
    const owner = /^slipway-test-(\d+)-/.exec(entry)?.[1];
    if (owner !== undefined && !isAlive(Number(owner)))
      rmSync(join(tmpdir(), entry), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `slipway-test-${process.pid}-${purpose}-`));
}

/** True while a process of that number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
