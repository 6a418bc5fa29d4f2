/** Which server a container starts by its own command, and what the command tells it. */

import { type Data, listAt, mapAt, textAt, textsAt } from './data.ts';
import { findBeside, type ManifestSet } from './manifest-set.ts';
import type { PodContainer, PodTemplate } from './pod-template.ts';

const SERVERS = ['gunicorn', 'uvicorn', 'granian', 'hypercorn', 'uwsgi', 'nginx'] as const;

/** A server whose options are known here. */
export type ServerName = (typeof SERVERS)[number];

/** What may stand before a server: shells, init programs, runners of Python. */
const LAUNCHERS =
  /^(?:.*\/)?(?:sh|bash|ash|dash|exec|env|tini|dumb-init|poetry|pipenv|pdm|uv|run|python[\d.]*)$|^-|^[A-Za-z_]\w*=/;

/** By which options each reads its configuration from a file, which is not seen here. */
const FILES: Readonly<Record<ServerName, readonly string[]>> = {
  gunicorn: ['--config', '-c'],
  uvicorn: ['--env-file'],
  granian: ['--env-files'],
  hypercorn: ['--config', '-c'],
  uwsgi: ['--ini', '--yaml', '--yml', '--json', '--xml', '--emperor', '--inherit'],
  nginx: [],
};

/** A server that a container starts. */
export interface ServerCommand {
  readonly server: ServerName;
  /** Options are read from a file too, so that what is missing may stand there. */
  readonly readsFile: boolean;
  /** All values of an option by its names, `''` for a switch; none if it is not given. */
  valuesOf(...names: readonly string[]): readonly string[];
  /** Whether an option or switch is given. */
  has(...names: readonly string[]): boolean;
}

/** The server that the command of a container starts; undefined if the image decides or it is another program. */
export function serverCommandOf(
  set: ManifestSet,
  pod: PodTemplate,
  container: PodContainer,
): ServerCommand | undefined {
  const written = [...textsAt(container.body, 'command'), ...textsAt(container.body, 'args')];
  const words = written.flatMap((word, index) =>
    written[index - 1] === '-c' && /\s/.test(word) ? wordsOfScript(word) : [word],
  );
  const start = words.findIndex((word) => serverOf(word) !== undefined);
  const server = serverOf(words[start] ?? '');
  if (server === undefined || !words.slice(0, start).every((word) => LAUNCHERS.test(word))) {
    return undefined;
  }
  const options = [...words.slice(start + 1), ...toldByVariables(server, set, pod, container)];
  const valuesOf = (...names: readonly string[]): readonly string[] =>
    options.flatMap((word, index) => valueAt(options, word, index, names));
  return {
    server,
    readsFile:
      valuesOf(...FILES[server]).length > 0 ||
      options.some((word) => /\.(?:ini|ya?ml|json|xml)$/.test(word) && server === 'uwsgi'),
    valuesOf,
    has: (...names) => valuesOf(...names).length > 0,
  };
}

function serverOf(word: string): ServerName | undefined {
  const program = word.split('/').at(-1);
  return SERVERS.find((name) => name === program);
}

function valueAt(
  options: readonly string[],
  word: string,
  index: number,
  names: readonly string[],
): readonly string[] {
  for (const name of names) {
    if (word.startsWith(`${name}=`)) return [word.slice(name.length + 1)];
    if (word === name) {
      const next = options[index + 1];
      return [next === undefined || (next.startsWith('-') && !/^-\d/.test(next)) ? '' : next];
    }
    const short = /^-\w$/.test(name);
    if (short && word.startsWith(name) && word.length > 2) return [word.slice(2)];
  }
  return [];
}

/** Options that variables tell, as words of a command: `UVICORN_WORKERS=2` is `--workers=2`. */
function toldByVariables(
  server: ServerName,
  set: ManifestSet,
  pod: PodTemplate,
  container: PodContainer,
): readonly string[] {
  const prefix = `${server.toUpperCase()}_`;
  return variablesOf(set, pod, container).flatMap(([name, value]) => {
    if (name === 'GUNICORN_CMD_ARGS') return server === 'gunicorn' ? value.split(/\s+/) : [];
    if (server === 'gunicorn' || server === 'hypercorn' || !name.startsWith(prefix)) return [];
    return [`--${name.slice(prefix.length).toLowerCase().replaceAll('_', '-')}=${value}`];
  });
}

function variablesOf(
  set: ManifestSet,
  pod: PodTemplate,
  container: PodContainer,
): readonly (readonly [string, string])[] {
  const own = listAt(container.body, 'env').flatMap((variable: Data) => {
    const name = textAt(variable, 'name');
    return name === undefined ? [] : [[name, textAt(variable, 'value') ?? ''] as const];
  });
  const read = listAt(container.body, 'envFrom').flatMap((source) => {
    const name = textAt(source, 'configMapRef', 'name') ?? '';
    const map = findBeside(set, pod.owner, 'ConfigMap', name);
    return map === undefined ? [] : Object.entries(mapAt(map.body, 'data'));
  });
  return [...read, ...own];
}

/** The words of what a shell runs at last; what it runs before ends before the server starts. */
function wordsOfScript(script: string): readonly string[] {
  const last = script.split(/&&|\|\||;|\n/).findLast((part) => part.trim() !== '') ?? '';
  return (last.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) =>
    word.replaceAll(/['"]/g, ''),
  );
}
