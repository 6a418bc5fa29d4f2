// Unpacks Debian packages, with all they depend on, into a folder that becomes an image's root: nothing is installed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The user that images of the tier run as. */
export const appUser = 10001;

/**
 * Makes a root from packages. What belongs to package management only, and what `without` names, is left out.
 * @throws Error with apt's words when a package cannot be had.
 */
export function makeRoot(
  root: string,
  packages: readonly string[],
  without: readonly RegExp[] = [],
): void {
  const archives = `${root}.archives`;
  mkdirSync(join(archives, 'partial'), { recursive: true });
  const status = join(archives, 'status');
  // An empty status: whatever this machine has installed does not count as there.
  writeFileSync(status, '');
  execFileSync(
    'apt-get',
    [
      ...['-q', '-y', '--no-install-recommends', '--download-only'],
      ...['-o', `Dir::State::status=${status}`, '-o', 'Dir::State::extended_states=/dev/null'],
      ...['-o', `Dir::Cache::archives=${archives}`, '-o', 'Debug::NoLocking=1'],
      ...['install', ...packages],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const folder of [
    'usr/bin',
    'usr/sbin',
    'usr/lib',
    'usr/lib64',
    'etc',
    'tmp',
    'proc',
    'sys',
    'dev',
    'run',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const merged of ['bin', 'sbin', 'lib', 'lib64'])
    symlinkSync(`usr/${merged}`, join(root, merged));
  const unwanted = [
    /^(dpkg|debconf|tar|usrmerge|perl-modules|libperl|locales|libc-l10n|adduser)[-0-9._]/,
    ...without,
  ];
  for (const file of readdirSync(archives)) {
    if (!file.endsWith('.deb') || unwanted.some((pattern) => pattern.test(file))) continue;
    execFileSync('sh', [
      ...['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"'],
      ...['unpack', join(archives, file), root],
    ]);
  }
  rmSync(archives, { recursive: true });
  for (const folder of ['doc', 'man', 'locale', 'lintian', 'info', 'bash-completion'])
    rmSync(join(root, 'usr/share', folder), { recursive: true, force: true });
  const user = `app:x:${appUser}:${appUser}:app:/tmp:/bin/sh\n`;
  writeFileSync(join(root, 'etc/passwd'), `root:x:0:0:root:/root:/bin/sh\n${user}`);
  writeFileSync(join(root, 'etc/group'), `root:x:0:\napp:x:${appUser}:\n`);
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  execFileSync('chmod', ['1777', join(root, 'tmp')]);
}
