/** servers › gunicorn: versions that are known more or less exactly, and what may be said of them. */

import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';

/** A version as major, minor and patch number. */
export type ReleaseNumber = readonly [major: number, minor: number, patch: number];

/** All releases an author may mean: from `first` on, and before `end`. */
export interface VersionRange {
  /** As written; absent when nothing is known. */
  readonly text?: string;
  readonly first: ReleaseNumber;
  readonly end: ReleaseNumber;
}

const END: ReleaseNumber = [Infinity, 0, 0];

/**
 * Reads `27`, `27.0` or `27.0.1`; what is left out may be anything.
 * @example parseGunicornVersion('26.2') // 26.2.0 up to, not including, 26.3.0
 */
export function parseGunicornVersion(text: string): Parsed<VersionRange> {
  const match = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) {
    return refused(`${show(text)} is not a version of gunicorn: '27', '27.0' and '27.0.1' are`);
  }
  const major = Number(match[1]);
  const minor = Number(match[2] ?? 0);
  const patch = Number(match[3] ?? 0);
  const first: ReleaseNumber = [major, minor, patch];
  if (match[2] === undefined) return accepted({ text, first, end: [major + 1, 0, 0] });
  if (match[3] === undefined) return accepted({ text, first, end: [major, minor + 1, 0] });
  return accepted({ text, first, end: [major, minor, patch + 1] });
}

/** The range of an authored version; everything when it is absent or not understood. */
export function rangeOf(version: string | undefined): VersionRange {
  const parsed = version === undefined ? undefined : parseGunicornVersion(version);
  return parsed?.ok === true ? parsed.value : { first: [0, 0, 0], end: END };
}

/** Whether a release in the range may be `from` or newer, and older than `before`. */
export function mayBe(range: VersionRange, from: ReleaseNumber, before = END): boolean {
  return compare(range.first, before) < 0 && compare(range.end, from) > 0;
}

/** Whether every release in the range is older than `before`. */
export function isOlder(range: VersionRange, before: ReleaseNumber): boolean {
  return compare(range.end, before) <= 0;
}

/** Whether the version is one release exactly. */
export function isExactly(range: VersionRange, release: ReleaseNumber): boolean {
  return range.text !== undefined && range.text === release.join('.');
}

function compare(a: ReleaseNumber, b: ReleaseNumber): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
