/**
 * resolve › references: names that must stand elsewhere in the same description. They are asked of data of any shape: a
 * misspelt name is then told together with mistakes of shape, and not only when those are mended.
 */

import type { Finding } from '../model/finding.ts';
import { isRecord } from '../model/shape-parts.ts';
import { isVariant } from '../model/variant.ts';
import { unknownNeed, unknownProcess, unknownVolume } from '../model/unknown-names.ts';
import { unknownCall, type CallContext } from './calls.ts';
import { unknownWordOf } from './event-scaling.ts';
import { isServiceUrl } from './service-target.ts';

/** What the pass reads beside the description. */
export interface ReferencesInput extends CallContext {
  /** The shape is wrong: nothing is resolved, so what resolving would find is looked for here. */
  readonly isRefused: boolean;
  /** A key of the description is not known, so that what it should have been called seems to be missing. */
  readonly hasUnknownKey: boolean;
}

/**
 * Names that lead nowhere. Mounts (SW2190) and processes of `network.ingress` (SW2109) are judged here alone; processes of
 * exposures (SW2109), sources of triggers (SW2158), formulas (SW2162) and calls (SW2164, SW2167) where nothing is resolved.
 */
export function referenceFindings(spec: unknown, input: ReferencesInput): readonly Finding[] {
  const webs = [
    ...(recordAt(spec, 'web') === undefined ? [] : ['web']),
    ...Object.keys(recordAt(spec, 'webs') ?? {}),
  ];
  const volumes = Object.keys(recordAt(spec, 'volumes') ?? {});
  const needs = Object.keys(recordAt(spec, 'needs') ?? {});
  // What is misspelt or malformed is there, under a name that is not known.
  const isJudged = (known: readonly string[]) => known.length > 0 || !input.hasUnknownKey;
  const processes = processesIn(spec);
  const late: readonly Finding[] = !input.isRefused
    ? []
    : [
        ...(isJudged(webs)
          ? exposuresIn(spec, processes).flatMap(({ path, value }) =>
              exposureFindings(path, value, webs),
            )
          : []),
        ...processes.flatMap(({ path, value }) =>
          scaleFindings(`${path}.scale`, recordAt(value, 'scale'), {
            needs,
            isJudged: isJudged(needs),
          }),
        ),
        ...[{ path: '', value: spec }, ...processes].flatMap(({ path, value }) =>
          callFindings(path === '' ? 'config' : `${path}.config`, recordAt(value, 'config'), input),
        ),
      ];
  return [
    ...(isJudged(volumes)
      ? processes.flatMap(({ path, value }) => mountFindings(path, value, volumes))
      : []),
    ...(isJudged(webs) ? peerFindings(recordAt(spec, 'network'), webs) : []),
    ...late,
  ];
}

interface Placed {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const ONE = ['web', 'migrate'] as const;
const MANY = ['webs', 'workers', 'crons', 'tasks'] as const;

/** Processes by where they stand, whatever they hold. */
function processesIn(spec: unknown): readonly Placed[] {
  return [
    ...ONE.flatMap((path) => placed(path, recordAt(spec, path))),
    ...MANY.flatMap((family) =>
      Object.entries(recordAt(spec, family) ?? {}).flatMap(([name, value]) =>
        placed(`${family}.${name}`, asRecord(value)),
      ),
    ),
  ];
}

function exposuresIn(spec: unknown, processes: readonly Placed[]): readonly Placed[] {
  return [{ path: '', value: asRecord(spec) ?? {} }, ...processes].flatMap(({ path, value }) => {
    const exposure = value['expose'];
    return isVariant(exposure) && exposure.family === 'exposure'
      ? placed(path === '' ? 'expose' : `${path}.expose`, asRecord(exposure.options))
      : [];
  });
}

function mountFindings(
  process: string,
  value: Readonly<Record<string, unknown>>,
  volumes: readonly string[],
): readonly Finding[] {
  return Object.entries(recordAt(value, 'mounts') ?? {}).flatMap(([path, said]) => {
    const volume = typeof said === 'string' ? said : asRecord(said)?.['volume'];
    if (typeof volume !== 'string' || volumes.includes(volume)) return [];
    return [{ ...unknownVolume(volume, volumes, path), path: `${process}.mounts.${path}` }];
  });
}

/** A rule for a process that is not there lets nobody in, without a word. */
function peerFindings(network: unknown, webs: readonly string[]): readonly Finding[] {
  return listAt(network, 'ingress').flatMap((peer, index) =>
    processFindings(`network.ingress.${index}.process`, asRecord(peer)?.['process'], webs),
  );
}

function exposureFindings(
  path: string,
  options: Readonly<Record<string, unknown>>,
  webs: readonly string[],
): readonly Finding[] {
  return [
    ...processFindings(`${path}.process`, options['process'], webs),
    ...listAt(options, 'paths').flatMap((route, index) =>
      processFindings(`${path}.paths.${index}.process`, asRecord(route)?.['process'], webs),
    ),
  ];
}

function processFindings(
  path: string,
  process: unknown,
  webs: readonly string[],
): readonly Finding[] {
  return typeof process !== 'string' || webs.includes(process)
    ? []
    : [{ ...unknownProcess(process, webs), path }];
}

function scaleFindings(
  path: string,
  scale: Readonly<Record<string, unknown>> | undefined,
  { needs, isJudged }: { readonly needs: readonly string[]; readonly isJudged: boolean },
): readonly Finding[] {
  const triggers = recordAt(scale, 'triggers');
  const sources = Object.entries(triggers ?? {}).flatMap(([name, trigger]): readonly Finding[] => {
    const source = isVariant(trigger) ? asRecord(trigger.options)?.['source'] : undefined;
    return typeof source !== 'string' || needs.includes(source) || !isJudged
      ? []
      : [
          {
            code: 'SW2158',
            name: 'trigger-source-unknown',
            severity: 'error',
            path: `${path}.triggers.${name}.source`,
            ...unknownNeed(source, needs),
          },
        ];
  });
  const formula = recordAt(scale, 'formula')?.['formula'];
  const unknown =
    typeof formula === 'string' && triggers !== undefined
      ? unknownWordOf(formula, Object.keys(triggers), path)
      : undefined;
  return [...sources, ...(unknown === undefined ? [] : [unknown])];
}

function callFindings(
  path: string,
  config: Readonly<Record<string, unknown>> | undefined,
  input: CallContext,
): readonly Finding[] {
  return Object.entries(config ?? {}).flatMap(([name, value]) => {
    const problem = isServiceUrl(value) ? unknownCall(input, value) : undefined;
    return problem === undefined ? [] : [{ ...problem, path: `${path}.${name}` }];
  });
}

function placed(
  path: string,
  value: Readonly<Record<string, unknown>> | undefined,
): readonly Placed[] {
  return value === undefined ? [] : [{ path, value }];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  return asRecord(asRecord(value)?.[key]);
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found: unknown = asRecord(value)?.[key];
  return Array.isArray(found) ? found : [];
}
