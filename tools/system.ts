// Says on which systems each tier of proof works, and what a machine lacks for it.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { debianPackages, leastGo } from './pins.ts';

/** True when a command is on PATH (or, given as an absolute path, exists). */
export function hasCommand(command: string): boolean {
  if (command.startsWith('/')) return existsSync(command);
  // Debian keeps network commands in /usr/sbin, which is not on every user's PATH.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What is missing to build tools: a Go of at least {@link leastGo}, on Linux or macOS. */
export function missingToBuild(): readonly string[] {
  const missing: string[] = [];
  if (process.platform !== 'linux' && process.platform !== 'darwin')
    missing.push(`Linux or macOS (this is ${process.platform})`);
  if (!hasCommand('go')) return [...missing, `Go ${leastGo} or newer (no go on PATH)`];
  const found = /go(\d+(?:\.\d+)*)/.exec(
    execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }),
  )?.[1];
  if (found === undefined || compareVersions(found, leastGo) < 0)
    missing.push(`Go ${leastGo} or newer (go is ${found ?? 'of unknown version'})`);
  return missing;
}

/**
 * What is missing to run the real cluster: root on Linux with cgroups and namespaces, and Debian's packages by name;
 * `more` are packages beside those of every cluster, by the command each one brings.
 */
export function missingForCluster(more: Readonly<Record<string, string>> = {}): readonly string[] {
  const missing: string[] = [];
  if (process.platform !== 'linux') missing.push(`Linux (this is ${process.platform})`);
  if (process.getuid?.() !== 0) missing.push('root (namespaces, mounts and cgroups are made)');
  if (process.platform === 'linux' && !existsSync('/sys/fs/cgroup'))
    missing.push('cgroups mounted on /sys/fs/cgroup');
  const packages = new Set(
    Object.entries({ ...debianPackages, ...more }).flatMap(([command, name]) =>
      hasCommand(command) ? [] : [name],
    ),
  );
  if (packages.size > 0)
    missing.push(`Debian packages: apt-get install ${[...packages].join(' ')}`);
  return missing;
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
