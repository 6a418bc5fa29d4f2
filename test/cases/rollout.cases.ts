/** Golden cases of how versions replace one another. */

import { expect } from 'vitest';
import { blueGreen, gunicorn, recreate, rolling } from '../../lib/index.ts';
import { base, type Cases } from './case.ts';

const web = base.web;
const slots = { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } };
const scaled = {
  ...web,
  server: gunicorn({ app: 'a:b', version: '27.0.1' }),
  scale: { min: 3, max: 9, cpu: 70 },
};
const bg = (phase: string, more: object = {}) => ({
  web: scaled,
  rollout: blueGreen(JSON.parse(JSON.stringify({ active: 'blue', phase, slots, ...more }))),
});

/** Rollouts. */
export const rolloutCases: Cases = {
  'by default a new pod is ready before an old one goes': {
    spec: {},
    objects: {
      'web/deployment': {
        spec: {
          strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
          minReadySeconds: 10,
        },
      },
    },
  },
  'a surge may be a count': {
    spec: { rollout: rolling({ maxSurge: 1, minReady: '5s' }) },
    objects: {
      'web/deployment': {
        spec: { strategy: { rollingUpdate: { maxSurge: 1 } }, minReadySeconds: 5 },
      },
    },
  },
  'neither surge nor missing pods would never move, which is refused': {
    spec: { rollout: rolling({ maxSurge: 0, maxUnavailable: 0 }) },
    complaints: ['SW1001 rollout.maxSurge'],
  },
  'pods that may be missing cost capacity, which is said': {
    spec: {
      web: { ...web, server: gunicorn({ app: 'a:b' }), scale: 4 },
      rollout: rolling({ maxUnavailable: '25%' }),
    },
    complaints: ['SW2071'],
  },
  'recreate is an outage by choice, which is said': {
    spec: { rollout: recreate() },
    complaints: ['SW2080'],
    objects: { 'web/deployment': { spec: { strategy: { type: 'Recreate' } } } },
  },
  'a worker may be recreated while the web rolls': {
    spec: { workers: { beat: { command: ['beat'], rollout: recreate() } } },
    objects: {
      'beat/deployment': { spec: { strategy: { type: 'Recreate' } } },
      'web/deployment': { spec: { strategy: { type: 'RollingUpdate' } } },
    },
  },
  'stable: the idle slot has no pods and no autoscaler': {
    spec: bg('stable'),
    objects: {
      'web/green/deployment': { spec: { replicas: 0 } },
      'web/blue/hpa': { spec: { minReplicas: 3 } },
      'web/service': { spec: { selector: { slot: 'blue' } } },
    },
    absent: ['web/green/hpa', 'web/green/pdb'],
  },
  'stage: the preview slot starts with few pods, traffic stays': {
    spec: bg('stage', { previewReplicas: 1 }),
    objects: {
      'web/green/hpa': { spec: { minReplicas: 1 } },
      'web/service': { spec: { selector: { slot: 'blue' } } },
      'web/preview/service': { spec: { selector: { slot: 'green' } } },
    },
  },
  'warm: the preview slot is as large as the one that serves': {
    spec: bg('warm', { warmReplicas: 6 }),
    objects: {
      'web/green/hpa': { spec: { minReplicas: 6 } },
      'web/service': { spec: { selector: { slot: 'blue' } } },
    },
  },
  'promote: traffic goes to the new slot, the old one stays warm': {
    spec: bg('promote', { active: 'green', warmReplicas: 6 }),
    objects: {
      'web/service': { spec: { selector: { slot: 'green' } } },
      'web/green/hpa': { spec: { minReplicas: 6 } },
      'web/blue/hpa': {},
    },
  },
  'retire: the old slot is idle again': {
    spec: bg('retire', { active: 'green' }),
    objects: { 'web/blue/deployment': { spec: { replicas: 0 } } },
    absent: ['web/blue/hpa'],
  },
  'the two slots of a change never share a selector': {
    spec: bg('warm'),
    objects: {
      'web/blue/deployment': { spec: { selector: { matchLabels: { slot: 'blue' } } } },
      'web/green/deployment': { spec: { selector: { matchLabels: { slot: 'green' } } } },
    },
  },
  'staging the version that already serves is refused': {
    spec: {
      web: scaled,
      rollout: blueGreen({
        active: 'blue',
        phase: 'stage',
        slots: { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.0.0' } } },
      }),
    },
    complaints: ['SW2092'],
  },
  'an active slot that does not exist is refused': {
    spec: {
      web: scaled,
      rollout: blueGreen(JSON.parse(JSON.stringify({ active: 'red', phase: 'stable', slots }))),
    },
    complaints: ['SW2090'],
  },
  'a worker under blue/green rolls, for it has no traffic to direct': {
    spec: { ...bg('warm'), workers: { mail: { command: ['x'] } } },
    objects: { 'mail/deployment': { spec: { strategy: { type: 'RollingUpdate' } } } },
  },
  'workers run the version that serves': {
    spec: { ...bg('warm'), workers: { mail: { command: ['x'] } } },
    plan: {
      processes: { mail: { stacks: [{ slot: '', image: { tag: '1.0.0' } }].map(partlyStack) } },
    },
  },
  'the migration of a staged version runs before it serves': {
    spec: { ...bg('stage'), migrate: { command: ['m'] } },
    plan: { processes: { migrate: { image: { tag: '1.1.0' } } } },
  },
};

function partlyStack(stack: object): unknown {
  return expect.objectContaining({ ...stack, image: expect.objectContaining({ tag: '1.0.0' }) });
}
