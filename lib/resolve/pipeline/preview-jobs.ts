/** resolve › pipeline › previews: a copy of an environment for a proposed change: built, deployed, taken away with it or by age. */

import { parseDuration } from '../../units/duration.ts';
import type { PipelineJobPlan, PipelinePlan } from '../../model/plan/pipeline-plan.ts';
import type { PipelineSpec } from '../../model/spec/pipeline-spec.ts';
import { boxed, buildJobs, type Context, PLAIN } from './job-parts.ts';
import { JOB_MINUTES } from './toolboxes.ts';

/** How long a preview stays unless it is said; a choice: over a weekend. */
const KEEP_HOURS = 72;
const PREVIEW_LABEL = 'preview';

/** What previews are copies of, and how long they stay. */
export function previewsOf({ previews }: PipelineSpec): Pick<PipelinePlan, 'previews'> {
  if (previews === undefined) return {};
  const keep = parseDuration(previews.keep ?? KEEP_HOURS * 3600);
  return {
    previews: {
      environment: previews.environment,
      keepHours: keep.ok ? Math.ceil(keep.value / 3600) : KEEP_HOURS,
      label: PREVIEW_LABEL,
    },
  };
}

/** The jobs of previews; none where there are no previews. */
export function previewJobs(context: Context): readonly PipelineJobPlan[] {
  const { images, scripts, services, spec } = context;
  const previews = previewsOf(spec).previews;
  if (previews === undefined) return [];
  const own = images.filter(({ repository }) =>
    services.some(
      (one) => one.environment === previews.environment && one.repository === repository,
    ),
  );
  const inCluster = {
    ...PLAIN,
    ...boxed(context, 'node'),
    secrets: ['cluster'],
    timeoutMinutes: JOB_MINUTES.releaseInCluster,
    environment: previews.environment,
  } as const;
  return [
    ...buildJobs(context, own, 'preview-').map((job) => ({ ...job, on: 'preview' as const })),
    {
      ...inCluster,
      id: 'preview',
      title: 'Deploy the preview',
      on: 'preview',
      needs: own.map(({ id }) => `preview-image-${id}`),
      takes: Object.fromEntries(own.map(({ id, value }) => [value, `preview-image-${id}`])),
      steps: [
        {
          title: 'Bring the preview into the cluster',
          run: `sh ${scripts}/preview.sh up "$PREVIEW" ${own.map(({ value }) => `"$${value}"`).join(' ')}`.trimEnd(),
        },
      ],
    },
    {
      ...inCluster,
      id: 'preview-end',
      title: 'Take the preview away',
      on: 'closed',
      steps: [{ title: 'Take it away', run: `sh ${scripts}/preview.sh down "$PREVIEW"` }],
    },
    {
      ...inCluster,
      id: 'preview-prune',
      title: 'Take old previews away',
      on: 'daily',
      steps: [
        {
          title: 'Take them away',
          run: `sh ${scripts}/preview.sh prune ${previews.keepHours}h`,
        },
      ],
    },
  ];
}
