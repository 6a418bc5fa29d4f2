/** Reports made at night, for an older cluster. */

import { ServiceChart, defineService, postgres, secretRef, type App } from '../../lib/index.ts';

export const reports = defineService({
  name: 'reports',
  image: { repository: 'ghcr.io/acme/reports', tag: '2026.11' },
  crons: {
    nightly: {
      schedule: '30 1 * * *',
      timeZone: 'America/New_York',
      command: ['python', '-m', 'reports.nightly'],
      retries: 1,
      deadline: '4h',
    },
    hourly: { schedule: '@hourly', command: ['python', '-m', 'reports.hourly'] },
  },
  needs: { db: postgres({ url: { DATABASE_URL: secretRef('warehouse', 'url') } }) },
  kubernetes: '1.29',
});

export function build(app: App): void {
  new ServiceChart(app, reports);
}
