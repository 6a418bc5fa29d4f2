// What routes of the Gateway API say is what a real implementation of it does, Traefik v3.6.12.
import { describe, expect, test } from 'vitest';
import { at, listAt } from '../support/kubernetes-object.ts';
import { describeGateway } from './harness/gateway-suite.ts';
import { ask } from './harness/requests.ts';
import { traefik } from './harness/traefik.ts';

describeGateway(traefik, ({ api, to }) => {
  // Known from v3.6.12: filters and rules in pkg/provider/kubernetes/gateway/httproute.go, the list in features.go.
  describe('what Traefik leaves out of the Gateway API, as lib/exposures/gateway/README.md says', () => {
    test('its GatewayClass lists neither CORS nor time-outs among what it supports', async () => {
      const { body } = await api().client.send(
        'GET',
        `/apis/gateway.networking.k8s.io/v1/gatewayclasses/${traefik.className}`,
      );
      const names = listAt(body, 'status', 'supportedFeatures').map((each) => at(each, 'name'));
      expect(names).toEqual(
        expect.arrayContaining(['HTTPRoutePathRewrite', 'HTTPRouteResponseHeaderModification']),
      );
      expect(names).not.toContain('HTTPRouteCORS');
      expect(names).not.toContain('HTTPRouteRequestTimeout');
    });
    test('a CORS filter is answered with 500, never left out in silence', async () => {
      expect((await ask(to('crossing'))).status).toBe(500);
    });
    test('a time-out of a rule is not kept: the slow answer arrives', async () => {
      expect((await ask(to('slow', '/?wait=5000'))).body).toBe('slow1 /');
    });
  });
});
