import type { z } from 'zod';
import type {
  ClusterAnswer,
  FindingsAnswer,
  FleetAnswer,
  HistoryAnswer,
  SweepAnswer,
  SweepsAnswer,
} from '#core/answer.ts';
import type { Coverage } from '#core/coverage.ts';
import { exitCodes } from '#core/exit-code.ts';
import { clusterArnPattern } from '#core/partition.ts';
import type { Obstacle } from '#core/reading.ts';
import { renderCluster } from '#render/answers/cluster.ts';
import { renderFindings } from '#render/answers/findings.ts';
import { renderFleet } from '#render/answers/fleet.ts';
import { renderHistory } from '#render/answers/history.ts';
import { renderSweep, renderSweeps } from '#render/answers/sweeps.ts';
import { printJson } from '#render/json.ts';
import type { Layout } from '#render/layout.ts';
import { ClusterJson, FindingsJson, FleetJson, HistoryJson, SweepJson, SweepsJson } from '#shared/answer-schema.ts';
import type { CoverageRow } from '#shared/document-schema.ts';
import { type Ask, type Asked, asking } from './asker.ts';
import { type Io, RefusedError, UsageError } from './io.ts';

export const queryFormats = ['table', 'json'] as const;

export interface QueryOptions extends Asked {
  readonly format: string;
}

export interface FindingsOptions extends QueryOptions {
  readonly status?: string;
  readonly severity?: string;
  readonly environment?: string;
  readonly rule?: string;
  readonly cluster?: string;
}

export interface HistoryPeriodOptions extends QueryOptions {
  readonly from?: string;
  readonly to?: string;
}

/** Says what is wrong, or was. */
export function findings(options: FindingsOptions, io: Io): Promise<number> {
  return answering(options, io, FindingsJson, (answer, layout) => renderFindings(answer as FindingsAnswer, layout), {
    ask: async (ask) => {
      const { status, severity = 'LOW', environment, rule, cluster } = options;
      const arn = cluster === undefined ? undefined : await arnOf(ask, cluster);
      const path = pathOf('/v1/findings', { status, severity, environment, rule, cluster: arn });
      const answer = await whole(ask, path, 'findings');
      if (environment !== undefined) await assertKnown(environment, ask);
      return answer;
    },
  });
}

/** Of an environment that no cluster is in nothing is wrong, and nobody who mistyped it should read that. */
async function assertKnown(environment: string, ask: Ask): Promise<void> {
  const { clusters } = await wholeFleet(ask);
  const known = [...new Set(clusters.flatMap((one) => one.environment?.name ?? []))].sort();
  if (known.includes(environment)) return;
  throw new UsageError(`unknown environment: got ${environment}, wanted one of ${known.join(', ')}`);
}

/** Shows the fleet as systems, environments and components. */
export function drift(options: QueryOptions & { readonly system?: string }, io: Io): Promise<number> {
  return answering(options, io, FleetJson, (answer, layout) => renderFleet(answer as unknown as FleetAnswer, layout), {
    ask: async (ask) => {
      const fleet = await wholeFleet(ask);
      const { system } = options;
      if (system === undefined) return fleet;
      const clusters = fleet.clusters.filter((one) => one.system?.name === system);
      if (clusters.length > 0) return { ...fleet, clusters };
      const known = [...new Set(fleet.clusters.flatMap((one) => one.system?.name ?? []))];
      throw new UsageError(`unknown system: got ${system}, wanted one of ${known.join(', ')}`);
    },
  });
}

/** Shows one cluster. */
export function cluster(named: string, options: QueryOptions, io: Io): Promise<number> {
  const render = ({ coverage, ...answer }: z.output<typeof ClusterJson>, layout: Layout): string => {
    const row = coverage ? { coverage: coverageOf(coverage) } : {};
    return renderCluster({ ...(answer as unknown as ClusterAnswer), ...row }, layout);
  };
  return answering(options, io, ClusterJson, render, {
    ask: async (ask) => ask(`/v1/clusters/${await arnOf(ask, named)}`),
  });
}

/** Shows what happened to a cluster, and what it was. */
export function history(named: string, options: HistoryPeriodOptions, io: Io): Promise<number> {
  return answering(options, io, HistoryJson, (answer, layout) => renderHistory(answer as HistoryAnswer, layout), {
    ask: async (ask) => {
      const { from, to } = options;
      return whole(ask, pathOf(`/v1/clusters/${await arnOf(ask, named)}/history`, { from, to }), 'entries');
    },
  });
}

/** Lists the sweeps that were concluded, or shows what one of them could see. */
export function sweeps(id: string | undefined, options: QueryOptions, io: Io): Promise<number> {
  if (id === undefined) {
    return answering(
      options,
      io,
      SweepsJson,
      (answer, layout) => renderSweeps(answer as unknown as SweepsAnswer, layout),
      {
        ask: (ask) => whole(ask, '/v1/sweeps', 'sweeps'),
      },
    );
  }
  const render = ({ coverage, ...answer }: z.output<typeof SweepJson>, layout: Layout): string =>
    renderSweep({ ...(answer as unknown as SweepAnswer), coverage: coverage.map(coverageOf) }, layout);
  return answering(options, io, SweepJson, render, {
    ask: (ask) => whole(ask, `/v1/sweeps/${encodeURIComponent(id)}`, 'coverage'),
  });
}

/** Asks, and shows the answer as JSON by the schema of the API, or in words. */
async function answering<T>(
  options: QueryOptions,
  io: Io,
  schema: z.ZodType<T>,
  render: (answer: T, layout: Layout) => string,
  { ask: question }: { readonly ask: (ask: Ask) => Promise<unknown> },
): Promise<number> {
  const answer = await asking(options, io, question);
  const parsed = parse(schema, answer);
  const layout = { width: io.terminal.columns, colour: io.terminal.out };
  io.out(options.format === 'json' ? printJson(answer as Readonly<Record<string, unknown>>) : render(parsed, layout));
  return exitCodes.clean;
}

/** A long answer with all of its parts. */
async function whole(ask: Ask, path: string, list: string): Promise<Readonly<Record<string, unknown>>> {
  let page = await partOf(ask, path, undefined);
  const items = [...(page[list] as unknown[])];
  const first = page;
  while (page.next !== undefined) {
    page = await partOf(ask, path, String(page.next));
    items.push(...(page[list] as unknown[]));
  }
  const { next: _, ...answer } = { ...first, [list]: items };
  return answer;
}

async function partOf(ask: Ask, path: string, page: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  const more = page === undefined ? '' : `&page=${page}`;
  return (await ask(`${path}${path.includes('?') ? '&' : '?'}limit=100${more}`)) as Readonly<Record<string, unknown>>;
}

async function wholeFleet(ask: Ask): Promise<z.output<typeof FleetJson>> {
  return parse(FleetJson, await whole(ask, '/v1/fleet', 'clusters'));
}

/** The ARN of a cluster, which is named by it or by its name. @throws {UsageError} where there is none, or more than one */
async function arnOf(ask: Ask, named: string): Promise<string> {
  if (clusterArnPattern.test(named)) return named;
  const { clusters } = await wholeFleet(ask);
  const arns = clusters.flatMap(({ name, arn }) => (name === named ? [arn] : []));
  const [arn, ...others] = arns;
  if (arn === undefined)
    throw new UsageError(`unknown cluster: got ${named}, wanted the name or the ARN of one that was audited`);
  if (others.length === 0) return arn;
  throw new UsageError(`several clusters have that name: got ${named}, wanted the ARN of one: ${arns.join(', ')}`);
}

function pathOf(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** @throws {RefusedError} for an answer of another release, or of something else */
function parse<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RefusedError(`the answer is none of this API: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** A row of coverage as it was before it was written as JSON. */
function coverageOf(row: z.output<typeof CoverageRow>): Coverage {
  const { account, region, asOf, status, clusters, reason, call, role, unreadable } = row;
  const obstacle = status as Obstacle;
  const because =
    reason === undefined || call === undefined ? {} : { because: { call, obstacle, detail: detailOf(reason, status) } };
  return {
    ...{ account, region, asOf, status, clusters, ...because },
    ...(role === undefined ? {} : { role }),
    unreadable: unreadable.map((one) => ({
      ...{ call: one.call, obstacle: one.obstacle, resource: one.resource },
      detail: detailOf(one.reason, one.obstacle),
    })),
  };
}

/** Where nothing was said, the obstacle stands for the reason. */
function detailOf(reason: string, obstacle: string): string {
  return reason === obstacle ? '' : reason;
}
