/** Golden cases of rollouts that a controller in the cluster carries out. */

import {
  argoRollouts,
  flagger,
  gateway,
  gunicorn,
  http,
  internal,
  nginxIngress,
  postgres,
  secretRef,
} from '../../lib/index.ts';
import { base, type Cases, containing } from './case.ts';

const web = {
  ...base.web,
  server: gunicorn({ app: 'a:b', version: '27.0.1' }),
  scale: { min: 3, max: 9, cpu: 70 },
};
const host = 'app.example.com';
const byIngress = nginxIngress({ host, controller: 'ingress-nginx', tls: { secretName: 'tls' } });
const byGateway = gateway({ host, gateway: { name: 'public', namespace: 'gateways' } });
const byF5 = nginxIngress({ host, tls: { secretName: 'tls' } });
const prometheus = 'http://prometheus.monitoring:9090';
const steps = [10, 50];
const canary = argoRollouts({ strategy: { canary: { steps } } });
const blueGreen = argoRollouts({ strategy: { blueGreen: {} } });
const judged = argoRollouts({
  strategy: { canary: { steps } },
  analysis: { prometheus, maxLatencyMilliseconds: 250 },
});
const flagged = flagger({ strategy: { canary: { steps } }, analysis: { prometheus } });
const queries = { successRate: 'ok{s="SERVICE",n="NAMESPACE"}' };

/** Controlled rollouts. */
export const controlledCases: Cases = {
  'Argo: versions spread by the label that its pods carry, not by that of a Deployment': {
    spec: { web, expose: byIngress, rollout: canary, workers: { mail: { command: ['x'] } } },
    plan: {
      processes: {
        web: {
          placement: {
            spread: [
              { matchLabelKeys: ['rollouts-pod-template-hash'] },
              { matchLabelKeys: ['rollouts-pod-template-hash'] },
            ],
          },
        },
        // A worker that inherits a rollout with traffic to direct is a Deployment.
        mail: {
          placement: {
            spread: [
              { matchLabelKeys: ['pod-template-hash'] },
              { matchLabelKeys: ['pod-template-hash'] },
            ],
          },
        },
      },
    },
  },
  'Argo: a Rollout stands where the Deployment stood, scaled and protected like it': {
    spec: { web, expose: byIngress, rollout: canary },
    absent: ['web/deployment'],
    objects: {
      'web/rollout': {
        apiVersion: 'argoproj.io/v1alpha1',
        metadata: { name: 'app-web' },
        spec: { progressDeadlineAbort: true, minReadySeconds: 13 },
      },
      'web/hpa': {
        spec: {
          scaleTargetRef: {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Rollout',
            name: 'app-web',
          },
        },
      },
      'web/pdb': {
        spec: {
          selector: {
            matchLabels: {
              'app.kubernetes.io/component': 'web',
              'app.kubernetes.io/instance': 'app',
              'app.kubernetes.io/name': 'app',
            },
          },
        },
      },
    },
  },
  'Argo behind ingress-nginx: our Ingress leads to stable, the one of the canary is left to the controller':
    {
      spec: { web, expose: byIngress, rollout: canary },
      absent: ['ingress/app-canary'],
      objects: {
        'web/rollout': {
          spec: {
            strategy: {
              canary: {
                stableService: 'app-web',
                canaryService: 'app-web-canary',
                trafficRouting: { nginx: { stableIngress: 'app' } },
              },
            },
          },
        },
        'web/canary/service': { metadata: { name: 'app-web-canary' } },
        ingress: {
          spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'app-web' } } }] } }] },
        },
      },
    },
  'Argo behind the Gateway API: the route lists both Services, the plugin moves their weights': {
    spec: { web, expose: byGateway, rollout: canary },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            canary: {
              trafficRouting: {
                plugins: {
                  'argoproj-labs/gatewayAPI': { namespace: 'app', httpRoutes: [{ name: 'app' }] },
                },
              },
            },
          },
        },
      },
      'http-route': {
        spec: {
          rules: [
            {
              backendRefs: [
                { name: 'app-web', weight: 100 },
                { name: 'app-web-canary', weight: 0 },
              ],
            },
          ],
        },
      },
    },
  },
  'Argo behind ingress-nginx copies who asks to the Ingress that it makes': {
    spec: {
      web,
      expose: byIngress,
      rollout: argoRollouts({
        strategy: {
          canary: { steps, optIn: { header: { name: 'X-Canary' }, cookie: { name: 'c' } } },
        },
      }),
    },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            canary: {
              trafficRouting: {
                nginx: {
                  canaryIngressAnnotations: {
                    'nginx.ingress.kubernetes.io/canary-by-header': 'X-Canary',
                    'nginx.ingress.kubernetes.io/canary-by-cookie': 'c',
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  'Argo behind the Gateway API adds a rule for who asks before the first share': {
    spec: {
      web,
      expose: byGateway,
      rollout: argoRollouts({
        strategy: { canary: { steps, optIn: { header: { name: 'X-Canary' } } } },
      }),
    },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            canary: {
              trafficRouting: {
                managedRoutes: [{ name: 'app-web-by-header' }],
                plugins: {
                  'argoproj-labs/gatewayAPI': {
                    httpRoutes: [{ name: 'app', useHeaderRoutes: true }],
                  },
                },
              },
              steps: containing({
                setHeaderRoute: {
                  name: 'app-web-by-header',
                  match: [{ headerName: 'X-Canary', headerValue: { exact: 'always' } }],
                },
              }),
            },
          },
        },
      },
    },
  },
  'a cookie behind the Gateway API needs expressions under Argo too': {
    spec: {
      web,
      expose: byGateway,
      rollout: argoRollouts({ strategy: { canary: { steps, optIn: { cookie: { name: 'c' } } } } }),
    },
    complaints: ['SW4412 web.rollout.strategy.canary.optIn'],
    says: ['headerExpressions: true'],
  },
  'nobody can ask where shares are ratios of pods, which is refused': {
    spec: {
      web,
      rollout: argoRollouts({
        strategy: { canary: { steps, optIn: { header: { name: 'X-Canary' } } } },
      }),
    },
    complaints: ['SW2084', 'SW4413 web.rollout.strategy.canary.optIn'],
    says: ['ratios of pods'],
  },
  'Flagger gives the new version to who asks, and counts no shares': {
    spec: {
      web,
      expose: byIngress,
      rollout: flagger({
        strategy: {
          optIn: {
            header: { name: 'x-group', pattern: 'beta' },
            cookie: { name: 'c' },
            iterations: 4,
          },
        },
        analysis: { prometheus: 'http://prometheus.monitoring:9090' },
      }),
    },
    objects: {
      'web/canary': {
        spec: {
          provider: 'nginx',
          ingressRef: { name: 'app' },
          analysis: {
            iterations: 4,
            match: [
              { headers: { 'x-group': { regex: '^(?:beta)$' } } },
              { headers: { cookie: { exact: 'c' } } },
            ],
          },
        },
      },
    },
  },
  'who asks Flagger is told apart by ingress-nginx alone': {
    spec: {
      web,
      expose: byGateway,
      rollout: flagger({
        strategy: { optIn: { header: { name: 'x-group' } } },
        analysis: { prometheus: 'http://prometheus.monitoring:9090' },
      }),
    },
    complaints: ['SW2073 web.rollout.strategy.optIn', 'SW2083'],
  },
  'Argo without anybody who measures waits for somebody who promotes': {
    spec: { web, expose: byIngress, rollout: canary },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            canary: { steps: [{ setWeight: 10 }, { pause: {} }, { setWeight: 50 }, { pause: {} }] },
          },
        },
      },
    },
    absent: ['web/analysis-template'],
  },
  'Argo with measurements goes on by itself, and measures from the first share on': {
    spec: { web, expose: byIngress, rollout: judged },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            canary: {
              steps: [
                { setWeight: 10 },
                { pause: { duration: '300s' } },
                { setWeight: 50 },
                { pause: { duration: '300s' } },
              ],
              analysis: {
                startingStep: 1,
                templates: [{ templateName: 'app-web' }],
                args: [{ name: 'service', value: 'app-web-canary' }],
              },
            },
          },
        },
      },
      'web/analysis-template': {
        spec: {
          metrics: [
            {
              name: 'success-rate',
              failureLimit: 2,
              successCondition: 'len(result) == 0 || isNaN(result[0]) || result[0] >= 0.99',
            },
            {
              name: 'latency',
              successCondition: 'len(result) == 0 || isNaN(result[0]) || result[0] <= 0.25',
            },
          ],
        },
      },
    },
  },
  'Argo blue/green: the Service is narrowed by the controller, so that both select all pods': {
    spec: { web, expose: byF5, rollout: blueGreen },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            blueGreen: {
              activeService: 'app-web',
              previewService: 'app-web-preview',
              autoPromotionEnabled: false,
              scaleDownDelaySeconds: 600,
            },
          },
        },
      },
      'web/service': { spec: { selector: { 'app.kubernetes.io/component': 'web' } } },
      'web/preview/service': { metadata: { name: 'app-web-preview' } },
    },
  },
  'Argo blue/green measures after the switch, a countable number of times': {
    spec: {
      web,
      expose: byF5,
      rollout: argoRollouts({
        strategy: { blueGreen: { autoPromote: true } },
        analysis: { prometheus, queries, tolerated: 7 },
      }),
    },
    objects: {
      'web/rollout': {
        spec: {
          strategy: {
            blueGreen: {
              autoPromotionEnabled: true,
              postPromotionAnalysis: { templates: [{ templateName: 'app-web' }] },
            },
          },
        },
      },
      'web/analysis-template': {
        spec: {
          metrics: [
            {
              count: 8,
              provider: { prometheus: { query: 'ok{s="{{args.service}}",n="app"}' } },
            },
          ],
        },
      },
    },
  },
  'Argo blue/green shows the preview under a host of its own': {
    spec: {
      web,
      expose: nginxIngress({
        host,
        previewHost: 'next.example.com',
        controller: 'ingress-nginx',
        tls: { secretName: 'tls' },
      }),
      rollout: blueGreen,
    },
    objects: {
      'ingress/app-preview': {
        spec: {
          rules: [
            {
              host: 'next.example.com',
              http: { paths: [{ backend: { service: { name: 'app-web-preview' } } }] },
            },
          ],
        },
      },
    },
  },
  'Argo without a route that can be steered shares by pods, which is said': {
    spec: { web, expose: byF5, rollout: canary },
    complaints: ['SW2084 web.rollout'],
    absent: ['web/canary/service'],
    objects: { 'web/rollout': { spec: { strategy: { canary: { maxUnavailable: 0 } } } } },
  },
  'a worker that inherits a controlled rollout keeps its Deployment': {
    spec: { web, expose: byIngress, rollout: canary, workers: { mail: { command: ['w'] } } },
    objects: { 'mail/deployment': { spec: { strategy: { type: 'RollingUpdate' } } } },
    absent: ['mail/rollout'],
  },
  'connections are counted for both versions of a controlled rollout': {
    spec: {
      web: { ...web, server: http({ command: ['x'], connectionsPerPod: 4, keepAlive: 75 }) },
      expose: byIngress,
      rollout: canary,
      needs: {
        db: postgres({
          url: { DATABASE_URL: secretRef('db', 'url') },
          connections: { max: 10_000 },
        }),
      },
    },
    // 9 pods twice, 3 of surge, 3 still stopping; 4 connections each.
    plan: { needs: { db: { connections: { peak: (9 * 2 + 3 + 3) * 4 } } } },
  },
  'Flagger: its Services are left to it, and our Ingress leads to the one it makes': {
    spec: { web, expose: byIngress, rollout: flagged },
    absent: ['web/service', 'web/preview/service', 'web/canary/service'],
    objects: {
      'web/canary': {
        spec: {
          provider: 'nginx',
          ingressRef: { kind: 'Ingress', name: 'app' },
          targetRef: { kind: 'Deployment', name: 'app-web' },
          autoscalerRef: { kind: 'HorizontalPodAutoscaler', name: 'app-web' },
          analysis: { stepWeights: [10, 50], threshold: 3 },
        },
      },
      ingress: {
        spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'app-web' } } }] } }] },
      },
    },
  },
  'Flagger tells its copies by a label of its own; budget and policies hold for them too': {
    spec: { web, expose: byIngress, rollout: flagged },
    objects: {
      'web/deployment': { spec: { selector: { matchLabels: { app: 'app-web' } } } },
    },
    plan: {
      processes: {
        web: {
          stacks: [
            {
              protects: {
                'app.kubernetes.io/component': 'web',
                'app.kubernetes.io/instance': 'app',
                'app.kubernetes.io/name': 'app',
              },
            },
          ],
        },
      },
    },
  },
  'Flagger blue/green needs no route, only metrics of its own': {
    spec: {
      web,
      expose: byGateway,
      rollout: flagger({
        strategy: { blueGreen: { iterations: 4 } },
        analysis: { prometheus, queries },
      }),
    },
    objects: {
      'web/canary': {
        spec: {
          provider: 'kubernetes',
          analysis: {
            iterations: 4,
            metrics: [{ name: 'success-rate', templateRef: { name: 'app-web-success-rate' } }],
          },
        },
      },
      'web/metric-template/success-rate': {
        spec: { provider: { type: 'prometheus', address: prometheus } },
      },
    },
  },
  'Flagger with two measurements of its own gets a template for each': {
    spec: {
      web,
      expose: byGateway,
      rollout: flagger({
        strategy: { blueGreen: { iterations: 4 } },
        analysis: {
          prometheus,
          queries: { ...queries, latency: 'slow{s="SERVICE",n="NAMESPACE"}' },
          maxLatencyMilliseconds: 300,
        },
      }),
    },
    objects: {
      'web/metric-template/success-rate': { metadata: { name: 'app-web-success-rate' } },
      'web/metric-template/latency': { metadata: { name: 'app-web-latency' } },
    },
  },
  'Flagger counts percent where it measures by itself; its mean of latencies would hide the slow ones':
    {
      spec: {
        web,
        expose: byIngress,
        rollout: flagger({
          strategy: { canary: { steps } },
          analysis: { prometheus, minSuccessRate: 0.07, maxLatencyMilliseconds: 250 },
        }),
      },
      objects: {
        'web/canary': {
          spec: {
            analysis: {
              metrics: [
                { name: 'request-success-rate', thresholdRange: { min: 7 } },
                {
                  name: 'latency',
                  templateRef: { name: 'app-web-latency' },
                  thresholdRange: { max: 0.25 },
                },
              ],
            },
          },
        },
        'web/metric-template/latency': {
          spec: {
            provider: { type: 'prometheus', address: prometheus },
            query: `histogram_quantile(0.95, sum by (le) (rate(nginx_ingress_controller_request_duration_seconds_bucket{canary="app-{{ target }}-canary-http"}[60s])))`,
          },
        },
      },
      absent: ['web/metric-template/success-rate'],
    },
  'Flagger makes Services that speak what ours would: gRPC without its name is HTTP/1.1 to a Gateway':
    {
      spec: {
        web: {
          protocol: 'grpc',
          server: http({ command: ['/x'] }),
          health: { readiness: { grpc: true } },
          scale: web.scale,
        },
        expose: byGateway,
        rollout: flagger({ strategy: { blueGreen: {} }, analysis: { prometheus, queries } }),
      },
      objects: {
        'web/canary': {
          spec: {
            service: {
              port: 80,
              portName: 'http',
              targetPort: 'http',
              appProtocol: 'kubernetes.io/h2c',
            },
          },
        },
      },
    },
  'a Rollout of two strategies is refused': {
    spec: { web, rollout: argoRollouts({ strategy: { canary: { steps }, blueGreen: {} } }) },
    complaints: ['SW1001 rollout.strategy'],
  },
  'a Rollout of no strategy is refused': {
    spec: { web, rollout: argoRollouts({ strategy: {} }) },
    complaints: ['SW1001 rollout.strategy'],
  },
  'a Rollout whose shares fall is refused': {
    spec: { web, rollout: argoRollouts({ strategy: { canary: { steps: [50, 10] } } }) },
    complaints: ['SW1001 rollout.strategy.canary.steps.1'],
    says: ['[10, 50]'],
  },
  'a Rollout that pauses for no time is refused': {
    spec: { web, rollout: argoRollouts({ strategy: { canary: { steps, pause: 0 } } }) },
    complaints: ['SW1001 rollout.strategy.canary.pause'],
  },
  'measurements by no metric are refused': {
    spec: {
      web,
      expose: byGateway,
      rollout: judged,
    },
    complaints: [
      'SW2083 web.rollout.analysis.queries.successRate',
      'SW2083 web.rollout.analysis.queries.latency',
    ],
  },
  'an address of Prometheus without a scheme is refused': {
    spec: {
      web,
      rollout: argoRollouts({
        strategy: { blueGreen: {} },
        analysis: { prometheus: 'prometheus:9090' },
      }),
    },
    complaints: ['SW1001 rollout.analysis.prometheus'],
  },
  'a stable version that shrinks without a route is refused': {
    spec: {
      web,
      expose: internal(),
      rollout: argoRollouts({ strategy: { canary: { steps, dynamicStableScale: true } } }),
    },
    complaints: ['SW2097 web.rollout.strategy.canary.dynamicStableScale'],
  },
  'a preview larger than what may serve is refused': {
    spec: {
      web,
      expose: byF5,
      rollout: argoRollouts({ strategy: { blueGreen: { previewReplicas: 20 } } }),
    },
    complaints: ['SW2098 web.rollout.strategy.blueGreen.previewReplicas'],
  },
  'a worker that asks for a controller of rollouts is refused': {
    spec: { workers: { mail: { command: ['w'], rollout: blueGreen } } },
    complaints: ['SW2082 workers.mail.rollout'],
  },
  'Flagger behind the Gateway API would overwrite our route, which is refused': {
    spec: { web, expose: byGateway, rollout: flagged },
    complaints: ['SW2073 web.rollout.strategy.canary', 'SW2083'],
  },
  'Flagger with a fixed number of pods starts pods for nothing, which is said': {
    spec: { web: { ...web, scale: 3 }, expose: byIngress, rollout: flagged },
    complaints: ['SW2074 web.rollout'],
  },
  'Flagger without measurements is refused': {
    spec: (service) => ({
      ...service,
      rollout: flagger(JSON.parse('{"strategy":{"blueGreen":{}}}')),
    }),
    complaints: ['SW1003 rollout.analysis'],
  },
};
