// Begins and ends the report around a run of the tier.
import { beginReport, writeReport } from './report.ts';

export function setup(): void {
  beginReport();
}

export function teardown(): void {
  writeReport(new Date());
}
