/** A Node server with websockets: any server that answers HTTP will do. */

import { ServiceChart, defineService, http, nginxIngress, type App } from '../../lib/index.ts';

export const chat = defineService({
  name: 'chat',
  image: { repository: 'ghcr.io/acme/chat', tag: '7.0.0' },
  web: {
    server: http({
      command: ['node', 'server.js'],
      keepAlive: '75s',
      env: { port: 'PORT', gracefulSeconds: 'SHUTDOWN_TIMEOUT' },
    }),
    port: 3000,
    protocol: 'websocket',
    health: '/health',
    scale: { min: 2, max: 8, cpu: 60 },
  },
  config: { NODE_ENV: 'production' },
  expose: nginxIngress({
    host: 'chat.example.com',
    tls: { issuer: 'letsencrypt' },
    stickySessions: true,
  }),
});

export function build(app: App): void {
  new ServiceChart(app, chat);
}
