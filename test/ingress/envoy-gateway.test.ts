// What routes of the Gateway API say is what a real implementation of it does, Envoy Gateway v1.9.1.
import { describe, expect, test } from 'vitest';
import { envoyGateway } from './harness/envoy-gateway.ts';
import { describeGateway } from './harness/gateway-suite.ts';
import { ask } from './harness/requests.ts';

describeGateway(envoyGateway, ({ to }) => {
  describe('what Traefik leaves out of the Gateway API', () => {
    const preflight = (origin: string) =>
      ask({
        ...to('crossing'),
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
    test('CORS: the origin that may ask is told so, another is not', async () => {
      const allowed = await preflight('https://a.example.com');
      expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example.com');
      const other = await preflight('https://b.example.com');
      expect(other.headers['access-control-allow-origin']).toBeUndefined();
      const headers = { origin: 'https://a.example.com' };
      const { body, headers: answered } = await ask({ ...to('crossing'), headers });
      expect(body).toBe('crossing1 /');
      expect(answered['access-control-allow-origin']).toBe('https://a.example.com');
    });
    test('the time-out of a rule ends a slow answer with 504, a quick one arrives', async () => {
      expect((await ask(to('slow', '/?wait=5000'))).status).toBe(504);
      expect((await ask(to('slow', '/?wait=1000'))).body).toBe('slow1 /');
    });
  });
});
