// Collects what the tier measured and writes it as a table for people and as JSON for programs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
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
}

/** Where the report is written: `.cluster-report/` of the repository, or the folder that SLIPWAY_REPORT names. */
export const reportFolder =
  process.env['SLIPWAY_REPORT'] ?? join(import.meta.dirname, '../../../.cluster-report');

/** Adds what one change showed to the report. */
export function record(service: string, change: string, measured: Measured): void {
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
    ].join(' | '),
  );
  return [
    `Measured ${date} on ${machine}, one node, by \`npm run test:cluster\`: ${total} requests.`,
    '',
    '| service | change | client | sent | failed | p50 / p99 before, ms | p50 / p99 during, ms | change, s |',
    '|---|---|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}
