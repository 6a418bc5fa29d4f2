// Collects what the tier measured and writes it as a table for people and as JSON for programs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Failure } from './load-client.ts';
import type { Measured } from './under-load.ts';

/** One change under one kind of load. */
export interface Row {
  readonly service: string;
  readonly change: string;
  readonly client: string;
  readonly sent: number;
  readonly failed: number;
  readonly p50Before: number;
  readonly p99Before: number;
  readonly p50During: number;
  readonly p99During: number;
  readonly changeSeconds: number;
  /** The longest that a pod took to stop meanwhile, where that was looked at. */
  readonly stopSeconds?: number;
  /** Every failed request, with its time from the start of the load. */
  readonly failures: readonly Failure[];
}

/** Where the report is written: `.cluster-report/` of the repository, or the folder that SLIPWAY_REPORT names. */
export const reportFolder =
  process.env['SLIPWAY_REPORT'] ?? join(import.meta.dirname, '../../../.cluster-report');

/** Adds what one change showed to the report. */
export function record(
  service: string,
  change: string,
  measured: Measured,
  stops: readonly number[] = [],
): void {
  const rows = measured.clients.map((client): Row => {
    const phase = (name: string): { readonly p50: number; readonly p99: number } =>
      client.phases.find((candidate) => candidate.phase === name) ?? { p50: 0, p99: 0 };
    const total = (count: 'sent' | 'failed'): number =>
      client.phases.reduce((sum, current) => sum + current[count], 0);
    return {
      service,
      change,
      client: client.name,
      sent: total('sent'),
      failed: total('failed'),
      p50Before: phase('before').p50,
      p99Before: phase('before').p99,
      p50During: phase('during').p50,
      p99During: phase('during').p99,
      changeSeconds: Math.round(measured.changeMilliseconds / 100) / 10,
      ...(stops.length === 0 ? {} : { stopSeconds: Math.round(Math.max(...stops) * 10) / 10 }),
      failures: client.failures,
    };
  });
  mkdirSync(join(reportFolder, 'parts'), { recursive: true });
  const name = `${service} ${change}`.replaceAll(/[^a-z0-9]+/gi, '-');
  writeFileSync(join(reportFolder, 'parts', `${name}.json`), JSON.stringify(rows));
}

/** Forgets what earlier runs measured. */
export function beginReport(): void {
  rmSync(reportFolder, { recursive: true, force: true });
}

/** Writes `report.json` and `report.md` from what was recorded; nothing when nothing was. */
export function writeReport(now: Date): void {
  let files: readonly string[];
  try {
    files = readdirSync(join(reportFolder, 'parts')).toSorted();
  } catch {
    return;
  }
  const rows = files.flatMap((file): Row[] =>
    JSON.parse(readFileSync(join(reportFolder, 'parts', file), 'utf8')),
  );
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const date = now.toISOString().slice(0, 10);
  writeFileSync(
    join(reportFolder, 'report.json'),
    JSON.stringify({ date, machine, rows }, undefined, 2),
  );
  writeFileSync(join(reportFolder, 'report.md'), markdown(rows, date, machine));
}

function markdown(rows: readonly Row[], date: string, machine: string): string {
  const total = rows.reduce((sum, row) => sum + row.sent, 0);
  const lines = rows.map((row) =>
    [
      row.service,
      row.change,
      row.client,
      row.sent,
      row.failed,
      `${row.p50Before} / ${row.p99Before}`,
      `${row.p50During} / ${row.p99During}`,
      row.changeSeconds,
      row.stopSeconds ?? '',
    ].join(' | '),
  );
  return [
    `Measured ${date} on ${machine} by \`npm run test:cluster\`: ${total} requests.`,
    '',
    '| service | change | client | sent | failed | p50 / p99 before, ms | p50 / p99 during, ms | change, s | slowest stop, s |',
    '|---|---|---|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
    ...lossLines(rows),
  ].join('\n');
}

/** For every change that lost requests: how each of them failed, and over how long. */
function lossLines(rows: readonly Row[]): readonly string[] {
  const lossy = rows.filter(({ failures }) => failures.length > 0);
  if (lossy.length === 0) return [];
  return [
    '| service | change | client | failed by kind | from the first to the last, s |',
    '|---|---|---|---|---|',
    ...lossy.map(({ service, change, client, failures }) => {
      const kinds = new Map<string, number>();
      for (const { kind } of failures) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const counted = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
      const times = failures.map(({ seconds }) => seconds);
      const span = (Math.max(...times) - Math.min(...times)).toFixed(1);
      return `| ${service} | ${change} | ${client} | ${counted} | ${span} |`;
    }),
    '',
  ];
}
