// Documentation generator: the order of docs/description.md, and what its sections say beside the comments of types.

/** A section of the page; its title is the option it is about, or several of one type. */
export interface Section {
  readonly title: string;
  /** Type whose options it lists. */
  readonly type?: string;
  /** What tables call it, in place of its title. */
  readonly word?: string;
  readonly text?: string;
  /** A table that is made from something else than a type. */
  readonly also?: 'variants' | 'values';
}

interface Group {
  readonly title: string;
  readonly text: string;
  readonly sections: readonly Section[];
}

export const GROUPS: readonly Group[] = [
  {
    title: 'The service',
    text: 'What is handed to `defineService`.',
    sections: [
      { title: 'service', type: 'ServiceSpec' },
      { title: 'image', type: 'ImageSpec' },
      {
        title: 'variants',
        text: 'Options of a variant stand on its own page: `slipway docs gunicorn`. Which to choose: [rollouts](rollouts.md), [exposures](exposures.md), [needs](needs.md), [secret stores](secrets.md), [volumes](storage.md), [triggers](scaling.md).',
        also: 'variants',
      },
    ],
  },
  {
    title: 'Processes',
    text: 'What runs in the name of the service: `web` and `webs` answer requests, `workers` take work from a queue, `crons`, `tasks` and `migrate` run and end. Names of objects are made of both names: the worker `mail` of `shop` is the Deployment `shop-mail`. No two processes of a service have the same name.',
    sections: [
      {
        title: 'every process',
        type: 'ProcessSpec',
        word: 'every process',
      },
      {
        title: 'web, webs',
        type: 'WebSpec',
        word: 'web',
        text: '`web` is called `web`; `webs` are further ones by names of yours, e.g. `webs: { admin: { … } }`. One exposure can lead to several by `paths`; a process has hosts of its own by [`expose`](exposures.md#one-service-at-two-hosts).',
      },
      {
        title: 'workers',
        type: 'WorkerSpec',
        word: 'worker',
        text: "A scheduler, such as Celery beat, is a worker that must run once: two of them start every periodic task twice. Say `scale: 1` and `rollout: recreate()`, since a rolling update has the old and the new one side by side for a while, keep `-B` out of the commands of other workers, and let it note what it sent in `/tmp`, an emptyDir, since the working directory is read-only:\n\n```ts\nworkers: {\n  beat: {\n    command: ['celery', '-A', 'shop', 'beat', '-s', '/tmp/celerybeat-schedule'],\n    scale: 1,\n    rollout: recreate(),\n  },\n},\n```\n\nHow many pods, and by what: [How many pods](scaling.md).",
      },
      {
        title: 'crons',
        type: 'CronSpec',
        word: 'cron',
        text: 'Each is a CronJob of the name `<service>-<cron>`.',
      },
      {
        title: 'tasks',
        type: 'TaskSpec',
        word: 'task',
        text: 'Each is a suspended CronJob of the name `<service>-<task>`, from which a Job is made when it is wanted: [Tasks](tasks.md).',
      },
      {
        title: 'migrate',
        type: 'MigrateSpec',
        word: 'migration',
        text: 'A Job `<service>-migrate-<hash>`, made anew when anything in it changes, the image included.',
      },
    ],
  },
  {
    title: 'Options of processes',
    text: 'Groups of options that processes share.',
    sections: [
      { title: 'resources', type: 'ResourcesSpec' },
      {
        title: 'config, files',
        text: 'Variables and files. A process has those of `needs`, of the service and its own; what is nearer to the process counts, and `null` takes one away. A reference stands for a whole value: in a text, as in `${shop.url()}/v1`, it throws and says what to write instead, here `shop.url({ path: … })`.',
        also: 'values',
      },
      { title: 'writable', type: 'WritablePathSpec', word: 'directory' },
      { title: 'mounts', type: 'MountSpec', word: 'mount' },
      { title: 'placement', type: 'PlacementSpec' },
      { title: 'placement.tolerations', type: 'Toleration', word: 'toleration' },
      { title: 'egress', type: 'EgressSpec', word: 'egress' },
      { title: 'health', type: 'HealthSpec' },
      { title: 'probe', type: 'ProbeSpec' },
      { title: 'scale', type: 'ScaleSpec', text: 'A guide: [How many pods](scaling.md).' },
      { title: 'scale.metrics', type: 'ScaleMetric', word: 'metric' },
      { title: 'scale.behavior', type: 'ScaleBehavior', word: 'behavior' },
      { title: 'pace', type: 'ScalePace' },
      { title: 'scale.fallback', type: 'ScaleFallback', word: 'fallback' },
      { title: 'scale.formula', type: 'ScaleFormula', word: 'formula' },
      {
        title: 'lifecycle',
        type: 'LifecycleSpec',
        text: '`slipway explain <service> web.lifecycle` shows the whole chain.',
      },
      { title: 'metrics', type: 'MetricsSpec' },
    ],
  },
  {
    title: 'Options of the service',
    text: 'Groups of options that a service has once.',
    sections: [
      { title: 'network', type: 'NetworkSpec' },
      { title: 'network.ingress', type: 'IngressPeerSpec', word: 'peer' },
      { title: 'security', type: 'SecuritySpec' },
      { title: 'serviceAccount', type: 'ServiceAccountSpec' },
      { title: 'serviceAccount.identity', type: 'CloudIdentitySpec', word: 'identity' },
      { title: 'namespace', type: 'NamespaceSpec' },
      {
        title: 'overrides',
        text: "What no option says is said by a patch of the object itself: by the process and the kind in small letters with dashes, e.g. `'web/deployment'`, as in the example above. A name that fits nothing is refused with the list of objects (SW5003), and so is a member that the kind does not have in the target version of Kubernetes, or one of the wrong type (SW4311). Objects merge, arrays and values replace, `null` removes. Rules and all outputs see what was patched.",
      },
      {
        title: 'environments',
        type: 'EnvironmentSpec',
        word: 'patch',
        text: 'An environment may say everything that the service says but `name`, `edition`, `environments` and `parameters`. A new tag drops the digest that was written. `expose: { host: … }` changes options of the exposure that is there; another variant replaces it. `crons: { cleanup: null }` takes a process away. What every environment must say for itself is `undecided()`.',
      },
      {
        title: 'parameters',
        type: 'ParametersSpec',
        text: 'By path: `false` withholds a usual value, `true` makes the place of the description that is called so a value, an object says more. Which values there are: `slipway helm params`; a guide: [Helm](helm.md).',
      },
      { title: 'parameters.place', type: 'PlaceParameterSpec', word: 'place' },
      { title: 'parameters.choices', type: 'ChoiceParameterSpec', word: 'choice' },
    ],
  },
  {
    title: 'Pipelines and previews',
    text: 'Not of a service but of the app: options of `pipelines({ provider, … })`. A guide: [Pipelines](pipelines.md).',
    sections: [
      { title: 'pipelines', type: 'PipelineSpec' },
      { title: 'pipelines.previews', type: 'PipelinePreviewSpec', word: 'previews' },
      { title: 'pipelines.verify', type: 'PipelineVerifySpec', word: 'verify' },
      { title: 'pipelines.images', type: 'PipelineImageSpec', word: 'build' },
      { title: 'pipelines.environments', type: 'PipelineEnvironmentSpec', word: 'environment' },
      { title: 'pipelines.registries', type: 'RegistryLoginSpec', word: 'login' },
    ],
  },
];

export const SECTIONS: readonly Section[] = GROUPS.flatMap(({ sections }) => sections);

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}
