/** The least that can be said: an image and a server. */

import { ServiceChart, defineService, gunicorn, type App } from '../../lib/index.ts';

export const hello = defineService({
  name: 'hello',
  image: { repository: 'ghcr.io/acme/hello', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'hello:app' }) },
});

export function build(app: App): void {
  new ServiceChart(app, hello);
}
