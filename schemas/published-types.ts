// Types that vendors publish in their source or reference and in no module: written down by hand, no more than what we write.
import type { JsonSchema } from './json-schema.ts';

/** A type, and where its vendor states it. */
export interface PublishedType {
  readonly schema: JsonSchema;
  /** Repository with commit and file, or a page. */
  readonly source: string;
}

/** A field that is newer than the CustomResourceDefinition in the pool. */
export interface PublishedField extends PublishedType {
  /** `apiVersion/Kind`. */
  readonly kind: string;
  readonly path: RegExp;
}

const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };
const flag: JsonSchema = { type: 'boolean' };
const whole: JsonSchema = { type: 'integer' };
const matching = (pattern: string): JsonSchema => ({ type: 'string', pattern });

/** An object that has these members and no other. */
function object(
  properties: Readonly<Record<string, JsonSchema>>,
  ...required: readonly string[]
): JsonSchema {
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required: [...required] }),
  };
}

/** An object of a kind; its metadata is like that of every other. */
function kind(spec: JsonSchema): JsonSchema {
  return object({ apiVersion: text, kind: text, metadata: { type: 'object' }, spec }, 'spec');
}

const targetRefs: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 16,
  items: object(
    {
      group: { type: 'string', enum: ['gateway.networking.k8s.io'] },
      kind: { type: 'string', enum: ['Gateway', 'HTTPRoute', 'GRPCRoute'] },
      name: text,
    },
    'group',
    'kind',
    'name',
  ),
};
const ngfDuration = matching('^[0-9]{1,4}(ms|s|m|h)?$');
const ngfSize = matching('^\\d{1,4}(k|m|g)?$');

const FABRIC = 'github.com/nginx/nginx-gateway-fabric';
const CONTROLLER = 'github.com/nginx/kubernetes-ingress';
const CONTROLLER_TYPES = `${CONTROLLER} 8cb99cc7d134 pkg/apis/configuration/v1/types.go`;
const POLICY_REFERENCE =
  'https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/';

/** Kinds that no module has. */
export const publishedKinds: Readonly<Record<string, PublishedType>> = {
  'gateway.nginx.org/v1alpha1/AuthenticationFilter': {
    source: `${FABRIC} 0827909559ff apis/v1alpha1/authenticationfilter_types.go`,
    schema: kind(
      object(
        {
          type: { type: 'string', enum: ['Basic'] },
          basic: object(
            { realm: text, secretRef: object({ name: text }, 'name') },
            'realm',
            'secretRef',
          ),
        },
        'type',
        'basic',
      ),
    ),
  },
  'gateway.nginx.org/v1alpha1/ProxySettingsPolicy': {
    source: `${FABRIC} 8fff74af01c7 apis/v1alpha1/proxysettingspolicy_types.go; timeouts: https://docs.nginx.com/nginx-gateway-fabric/traffic-management/proxy-settings/`,
    schema: kind(
      object(
        {
          buffering: object({ disable: flag, bufferSize: ngfSize, busyBuffersSize: ngfSize }),
          timeout: object({ connect: ngfDuration, read: ngfDuration, send: ngfDuration }),
          targetRefs,
        },
        'targetRefs',
      ),
    ),
  },
  'gateway.nginx.org/v1alpha1/RateLimitPolicy': {
    source: `${FABRIC} 4ca4b25f8fba apis/v1alpha1/ratelimitpolicy_types.go`,
    schema: kind(
      object(
        {
          rateLimit: object({
            local: object({
              rules: {
                type: 'array',
                items: object(
                  {
                    rate: matching('^\\d+r/[sm]$'),
                    key: text,
                    zoneSize: ngfSize,
                    burst: whole,
                    noDelay: flag,
                  },
                  'rate',
                  'key',
                ),
              },
            }),
            rejectCode: { type: 'integer', minimum: 400, maximum: 599 },
          }),
          targetRefs,
        },
        'targetRefs',
      ),
    ),
  },
};

/** Fields that are newer than the pool. */
export const publishedFields: readonly PublishedField[] = [
  {
    kind: 'k8s.nginx.org/v1/VirtualServer',
    path: /^spec\.tls\.cert-manager$/,
    source: `${CONTROLLER_TYPES} (CertManager)`,
    schema: object({ 'cluster-issuer': text, issuer: text }),
  },
  {
    kind: 'k8s.nginx.org/v1/VirtualServer',
    path: /^spec\.upstreams\[\d+\]\.type$/,
    source: `${CONTROLLER_TYPES} (Upstream)`,
    schema: { type: 'string', enum: ['http', 'grpc'] },
  },
  {
    kind: 'k8s.nginx.org/v1/Policy',
    path: /^spec\.basicAuth$/,
    source: `${CONTROLLER_TYPES} (BasicAuth)`,
    schema: object({ realm: text, secret: text }, 'secret'),
  },
  {
    kind: 'k8s.nginx.org/v1/Policy',
    path: /^spec\.cors$/,
    source: `${POLICY_REFERENCE}#cors`,
    schema: object(
      {
        allowOrigin: texts,
        allowMethods: texts,
        allowHeaders: texts,
        exposeHeaders: texts,
        allowCredentials: flag,
        maxAge: whole,
      },
      'allowOrigin',
    ),
  },
  {
    kind: 'k8s.nginx.org/v1/Policy',
    path: /^spec\.externalAuth$/,
    source: `${POLICY_REFERENCE}#externalauth`,
    schema: object(
      {
        authURI: text,
        authServiceName: text,
        authServicePorts: { type: 'array', items: whole },
        sslEnabled: flag,
        authSigninURI: text,
        authSigninRedirectBasePath: text,
      },
      'authURI',
      'authServiceName',
    ),
  },
];
