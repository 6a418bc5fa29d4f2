/** exposures › dialects: the spellings of an exposure, by name. */

/** A spelling of an exposure. */
export const DIALECTS = {
  f5: { title: 'F5 NGINX Ingress Controller', factory: 'nginxIngress()' },
  'virtual-server': {
    title: 'F5 VirtualServer',
    factory: "nginxIngress({ resource: 'virtualServer' })",
  },
  'ingress-nginx': {
    title: 'ingress-nginx (retired)',
    factory: "nginxIngress({ controller: 'ingress-nginx' })",
  },
  gateway: { title: 'Gateway API', factory: 'gateway()' },
  ngf: { title: 'NGINX Gateway Fabric', factory: "gateway({ implementation: 'ngf' })" },
  'load-balancer': { title: 'Load balancer of layer 4', factory: 'loadBalancer()' },
  internal: { title: 'Service inside the cluster', factory: 'internal()' },
} as const;

/** Name of a dialect. */
export type Dialect = keyof typeof DIALECTS;

/** How a dialect says it, or why it cannot. */
export type Expression = { readonly by: string } | { readonly no: string };
