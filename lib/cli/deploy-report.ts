/** cli › deploy: how a deployment ended, in words, and what to do next. */

import { type Diagnostic, renderText } from '../index.ts';
import { ClusterError } from '../cluster/cluster-error.ts';
import type { DeployResult } from '../cluster/deploy.ts';
import type { DeployInput } from '../cluster/deploy-run.ts';
import { readInventory } from '../cluster/inventory-store.ts';
import type { Objects } from '../cluster/objects.ts';
import { isJob } from '../deploy/phases.ts';

/** One line that says how it ended. */
export function deployedText(result: DeployResult): string {
  const { service, environment, namespace, revision, outcome } = result;
  const head = `${service} in ${environment} (namespace ${namespace})`;
  switch (outcome) {
    case 'deployed':
      return `${head}: revision ${revision} is deployed: ${counts(result)}.\n${keptText(result)}`;
    case 'rolledBack':
      return `${head}: the deployment failed; revision ${revision} runs again.\n`;
    case 'failed':
      return revision === 0
        ? `${head}: the deployment failed; there is nothing to go back to.\n`
        : `${head}: the deployment failed and is left as it is; revision ${revision} was there before.\n`;
    case 'interrupted':
      return `${head}: stopped on the way; what was applied until then stays.\n`;
  }
}

/** Why, and what to do next. */
export function failedDeployment(result: DeployResult, color: boolean): string {
  const { environment, outcome, revision, diagnostics } = result;
  const again = `slipway deploy -e ${environment}`;
  const back = revision === 0 ? '' : `, or go back with \`${again} --rollback\``;
  const next = {
    deployed: '',
    interrupted: `Next: go on with \`${again}\`${back}.\n`,
    rolledBack: `Next: mend what is named above, then \`${again}\`. Where the release stands in Git, \`slipway release rollback\` takes it back there.\n`,
    failed: `Next: mend what is named above, then \`${again}\`${back}.\n`,
  }[outcome];
  return `${diagnostics.length === 0 ? '' : `${renderText(diagnostics, { color })}\n`}${next}`;
}

/**
 * The manifests to go back to: after a deployment that did not succeed what ran before it, else the revision before.
 * @throws ClusterError SW6021 when there is none
 */
export async function wayBack(
  objects: Objects,
  inputs: readonly DeployInput[],
): Promise<readonly DeployInput[]> {
  const found: DeployInput[] = [];
  const missing: Diagnostic[] = [];
  for (const input of inputs) {
    const { inventory } = await readInventory(objects, input);
    const target = inventory.attempt === undefined ? inventory.previous : inventory.current;
    // What a migration did to data is not undone, so its run is not repeated either.
    const manifests = target.filter((manifest) => !isJob(manifest));
    if (manifests.length === 0) missing.push(nothingBefore(input, inventory.revision));
    else found.push({ ...input, manifests });
  }
  if (missing.length > 0) throw new ClusterError(...missing);
  return found;
}

function nothingBefore({ service, environment }: DeployInput, revision: number): Diagnostic {
  return {
    code: 'SW6021',
    name: 'nothing-to-go-back-to',
    severity: 'error',
    at: { service, environment },
    message:
      revision === 0
        ? `${service} was never deployed to ${environment} by \`slipway deploy\`.`
        : `There is no revision before revision ${revision}.`,
    because: 'The last two revisions are kept, no more.',
    fix: '`slipway release rollback`, then `slipway deploy`; or check out an older commit and deploy it.',
  };
}

function counts({ created, changed, unchanged, pruned }: DeployResult): string {
  const parts = [
    `${created.length} created`,
    `${changed.length} changed`,
    `${unchanged} unchanged`,
    ...(pruned.length === 0 ? [] : [`${pruned.length} pruned`]),
  ];
  return parts.join(', ');
}

function keptText({ kept }: DeployResult): string {
  return kept.length === 0
    ? ''
    : `Kept although gone from the description, because data would be lost: ${kept.join(', ')}. To prune: \`--allow destructive\`.\n`;
}
