/** cli › preview up: deploys a copy of an environment under a name, into namespaces of its own. */

import { objectsOf } from '../../../cluster/objects.ts';
import {
  type BundledService,
  parseDnsLabel,
  parseImageReference,
  type Preview,
} from '../../../index.ts';
import { chooseInputs } from '../../choose-inputs.ts';
import { connectFor, contextOption, misused, withCluster } from '../../cluster-options.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { checkServices, deployInTurn, finish, timeoutProblem } from '../../deploy-services.ts';
import { textOption } from '../../release-options.ts';

/** Room for it behind the name of a namespace, which has 63 characters. */
const LONGEST_NAME = 20;

/** `slipway preview up`. */
export const previewUpCommand: Command = {
  name: 'preview up',
  arguments: ['<name>'],
  summary: 'Deploy a copy of an environment under a name, or bring it up to date.',
  options: {
    environment: { type: 'string', short: 'e', value: 'name', help: 'Environment to copy.' },
    domain: {
      type: 'string',
      value: 'host',
      help: 'Domain its hosts are put under: <service>-<name>.<domain>.',
    },
    images: {
      type: 'string',
      value: 'images',
      help: 'Images that run in place of those of the same repository, with commas between them.',
    },
    context: contextOption,
    timeout: { type: 'string', value: 'seconds', help: 'Longest time for each phase.' },
    json: { type: 'boolean', help: 'Print JSON.' },
  },
  examples: [
    'slipway preview up pr-7 -e preview --domain preview.example.com',
    'slipway preview up pr-7 -e preview --images ghcr.io/acme/shop:sha-1a2b3c',
  ],
  stoppable: true,
  run,
};

async function run(call: Call): Promise<Outcome> {
  const timeout = timeoutProblem(call);
  if (timeout !== undefined) return misused('preview up', timeout);
  const asked = readPreview(call);
  if (!asked.ok) return misused('preview up', asked.problem);
  const { preview } = asked;
  const chosen = await chooseInputs({ ...call, positionals: [] }, 'preview up', preview);
  if (!chosen.ok) return chosen.outcome;
  const { inputs, services } = chosen;
  const unused = preview.images.filter((image) => !services.some((one) => runs(one, image)));
  if (unused.length > 0) {
    return misused(
      'preview up',
      `no service runs an image of the repository of ${unused.join(', ')}.`,
    );
  }
  return withCluster(call, EXIT.findings, async () => {
    const objects = objectsOf(await connectFor(call));
    call.tell?.(
      `${preview.name} of ${preview.environment} in the context ${objects.cluster.context}\n`,
    );
    const checked = await checkServices(call, objects, inputs);
    if (!checked.ok) return checked.outcome;
    const outcome = finish(call, await deployInTurn(call, objects, inputs));
    const isText = call.options['json'] !== true;
    return outcome.exitCode === EXIT.ok && isText
      ? { ...outcome, stdout: `${outcome.stdout ?? ''}${addresses(services).join('')}` }
      : outcome;
  });
}

type AskedPreview =
  | { readonly ok: true; readonly preview: Preview }
  | { readonly ok: false; readonly problem: string };

function readPreview(call: Call): AskedPreview {
  const [name = ''] = call.positionals;
  const parsed = parseDnsLabel(name, LONGEST_NAME);
  if (!parsed.ok) return { ok: false, problem: `${parsed.problem}.` };
  const environment = textOption(call, 'environment');
  if (environment === undefined) {
    return { ok: false, problem: 'which environment is copied? Say `-e <name>`.' };
  }
  const images = (textOption(call, 'images') ?? '').split(',').filter((image) => image !== '');
  for (const image of images) {
    const read = parseImageReference(image);
    if (!read.ok) return { ok: false, problem: `${read.problem}.` };
    if (read.value.tag === undefined && read.value.digest === undefined) {
      return { ok: false, problem: `\`${image}\` has neither tag nor digest.` };
    }
  }
  const domain = textOption(call, 'domain');
  return {
    ok: true,
    preview: { name, environment, images, ...(domain === undefined ? {} : { domain }) },
  };
}

function runs({ plan }: BundledService, image: string): boolean {
  return Object.values(plan?.processes ?? {}).some((process) =>
    'stacks' in process
      ? process.stacks.some((stack) => stack.image.reference === image)
      : process.image.reference === image,
  );
}

function addresses(services: readonly BundledService[]): readonly string[] {
  return services
    .flatMap(({ plan }) => Object.values(plan?.exposures ?? {}))
    .filter(({ scope }) => scope === 'public')
    .flatMap(({ hosts, tls }) => hosts.map((host) => `${tls ? 'https' : 'http'}://${host}\n`));
}
