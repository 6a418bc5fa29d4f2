/** Golden cases of certificates: Issuers of the service's own, where they prove a name, and what no client would trust. */

import { gateway, nginxIngress } from '../../lib/index.ts';
import { containing, type Cases } from './case.ts';

type Options = Parameters<typeof nginxIngress>[0];
const exposed = (tls: NonNullable<Options['tls']>, more: Partial<Options> = {}) => ({
  expose: nginxIngress({ host: 'app.example.com', tls, ...more }),
});
const cloudflare = { cloudflare: { apiTokenSecretRef: { name: 'dns', key: 'token' } } };

/** Issuers. */
export const issuerCases: Cases = {
  'Let’s Encrypt needs no more than a word': {
    spec: exposed({ issuer: { acme: { email: 'ops@example.com' } } }),
    objects: {
      issuer: {
        apiVersion: 'cert-manager.io/v1',
        metadata: { name: 'app', namespace: 'app' },
        spec: {
          acme: {
            email: 'ops@example.com',
            server: 'https://acme-v02.api.letsencrypt.org/directory',
            privateKeySecretRef: { name: 'app-acme-account' },
            solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
          },
        },
      },
      ingress: {
        metadata: {
          annotations: {
            'cert-manager.io/issuer': 'app',
            // A second Ingress of the host, which would answer the challenge, F5's controller refuses.
            'acme.cert-manager.io/http01-edit-in-place': 'true',
          },
        },
      },
    },
    plan: { secrets: [{ name: 'app-tls', madeBy: 'cert-manager' }] },
  },
  'ingress-nginx takes a second Ingress for the challenge, of its own class': {
    spec: exposed(
      { issuer: { acme: {} } },
      { controller: 'ingress-nginx', className: 'public', maxBodySize: '2Mi' },
    ),
    objects: {
      issuer: {
        spec: { acme: { solvers: [{ http01: { ingress: { ingressClassName: 'public' } } }] } },
      },
    },
  },
  'a wildcard is proved by DNS, whose credentials must be there': {
    spec: exposed(
      { issuer: { acme: { solver: { dns01: cloudflare } } } },
      { hosts: ['*.example.com'] },
    ),
    objects: { issuer: { spec: { acme: { solvers: [{ dns01: cloudflare }] } } } },
    plan: { secrets: containing({ name: 'dns' }) },
  },
  'another directory is asked, with a record of DNS': {
    spec: exposed({
      issuer: {
        acme: { server: 'https://ca.internal/acme/directory', solver: { dns01: cloudflare } },
      },
      secretName: 'web-tls',
    }),
    objects: {
      issuer: {
        spec: {
          acme: {
            server: 'https://ca.internal/acme/directory',
            solvers: [{ dns01: cloudflare }],
          },
        },
      },
      ingress: { spec: { tls: [{ secretName: 'web-tls' }] } },
    },
    plan: { secrets: containing({ name: 'dns' }) },
  },
  'a certificate authority of one’s own signs': {
    spec: exposed({ issuer: { ca: { secretName: 'root-ca' } } }),
    objects: { issuer: { spec: { ca: { secretName: 'root-ca' } } } },
    plan: { secrets: containing({ name: 'root-ca' }) },
  },
  'a Gateway answers the challenge on its listener without TLS': {
    spec: {
      expose: gateway({
        host: 'app.example.com',
        createGateway: { className: 'any' },
        tls: { issuer: { acme: {} } },
      }),
    },
    objects: {
      issuer: {
        spec: {
          acme: {
            solvers: [
              {
                http01: {
                  gatewayHTTPRoute: {
                    parentRefs: [{ kind: 'Gateway', name: 'app', sectionName: 'http' }],
                  },
                },
              },
            ],
          },
        },
      },
      gateway: { metadata: { annotations: { 'cert-manager.io/issuer': 'app' } } },
    },
  },
  'an issuer that exists is written by nobody': {
    spec: exposed({ issuer: 'letsencrypt' }),
    absent: ['issuer'],
  },
  'no certificate ever comes: a wildcard cannot be proved by a request': {
    spec: exposed({ issuer: { acme: {} } }, { hosts: ['*.example.com'] }),
    complaints: ['SW2179 expose.tls.issuer.acme.solver'],
    says: ['dns01'],
  },
  'every browser warns: the certificate signs itself': {
    spec: exposed({ issuer: { selfSigned: true } }),
    complaints: ['SW2180 expose.tls'],
    objects: { issuer: { spec: { selfSigned: {} } } },
  },
  'every browser warns: the staging directory was left in': {
    spec: exposed({ issuer: { acme: { server: 'letsencrypt-staging' } } }),
    complaints: ['SW2180 expose.tls.issuer.acme.server'],
  },
  'an issuer of no kind': {
    spec: exposed({ issuer: { vault: {} } } as never),
    complaints: ['SW1002', 'SW1003'],
  },
};
