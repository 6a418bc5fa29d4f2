/** servers › gunicorn: the Python packages the image must contain. */

import type { WorkerClass } from './options.ts';
import { type VersionRange, mayBe } from './version.ts';

/** Oldest version whose stops were measured. */
const OLDEST = '23';

/** Requirement strings, gunicorn's first. @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
export function packagesOf(
  workerClass: WorkerClass,
  range: VersionRange,
  metrics: boolean,
): readonly string[] {
  // 26.1 moved `packaging`, which the gevent worker imports, into the extra.
  const name = workerClass === 'gevent' ? 'gunicorn[gevent]' : 'gunicorn';
  return [
    `${name}${requirement(workerClass, range)}`,
    ...(workerClass === 'uvicorn' ? ['uvicorn', 'uvicorn-worker'] : []),
    ...(metrics ? ['prometheus-client'] : []),
  ];
}

function requirement(workerClass: WorkerClass, range: VersionRange): string {
  const { text } = range;
  // The first whose asgi workers read X-Forwarded-Proto and announce the end of a connection.
  if (text === undefined) return workerClass === 'asgi' ? '>=27.0.1' : `>=${OLDEST}`;
  if (/^\d+\.\d+\.\d+$/.test(text)) return `==${text}`;
  // 27.0.0 cuts idle connections at once, 27.0.1 mended it.
  const broken = workerClass === 'gthread' && mayBe(range, [27, 0, 0], [27, 0, 1]);
  return `==${text}.*${broken ? ',!=27.0.0' : ''}`;
}
