import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { askCluster } from '#app/ask/ask-cluster.ts';
import { type AskDocumentDeps, askDocument } from '#app/ask/ask-document.ts';
import { askFinding } from '#app/ask/ask-finding.ts';
import { askHistory } from '#app/ask/ask-history.ts';
import { runningSweep } from '#app/ask/ask-sweeps.ts';
import { clusterArnPattern } from '#core/partition.ts';
import { renderClusterPage, renderFleetPage, renderNotice } from '#render/dashboard.ts';
import { clusterAddress } from '#render/finding-address.ts';
import { renderFindingPage } from '#render/finding-page.ts';
import { contentSecurityPolicy } from '#render/page/page.ts';

/** How much of what happened to a cluster is shown at once. */
const entriesAtOnce = 50;

/** About how many clusters a page shows: what a browser lays out at once, and a reader scrolls through. */
export const clustersAtOnce = 150;

/** The policy of a page is that of what it holds, and is put beside it. */
const headers = secureHeaders({ xFrameOptions: 'DENY' });

export interface DashboardDeps extends AskDocumentDeps {
  /** Hears of what nobody foresaw. */
  readonly onError: (error: Error) => void;
}

/** The pages over a history: the fleet, each cluster and each finding. Whatever else is asked for is another's affair. */
export function makeDashboard({ onError, ...deps }: DashboardDeps): Hono {
  const environments = deps.knowledge.settings.environments.map(({ name }) => name);
  const app = new Hono();
  app.use(headers);
  app.get('/', async ({ req }) => {
    const part = /^[1-9]\d{0,5}$/.test(req.query('part') ?? '') ? Number(req.query('part')) : 1;
    const running = await runningSweep(deps.store);
    const fleet = await askDocument(deps, { part, size: clustersAtOnce });
    return pageResponse(
      fleet
        ? renderFleetPage(fleet.document, environments, { ...fleet, ...(running && { running }) })
        : renderNotice('Nothing is known yet: no sweep of the whole fleet was concluded.', running),
    );
  });
  app.get('/clusters/:cluster', async ({ req }) => {
    const arn = req.param('cluster');
    if (!clusterArnPattern.test(arn)) return pageResponse(renderNotice('That is the ARN of no cluster.'), 404);
    const from = req.query('before');
    const wish = { size: entriesAtOnce, ...(from === undefined ? {} : { from }) };
    const cluster = await askCluster(deps, arn);
    const history = await askHistory(deps, arn, { from: '', to: '~' }, wish);
    if (!cluster || !history) return pageResponse(renderNotice(`Nothing is known of ${arn}.`), 404);
    const older = history.next && `${clusterAddress(arn)}?before=${encodeURIComponent(history.next)}`;
    return pageResponse(renderClusterPage(cluster, history, older));
  });
  app.get('/clusters/:cluster/findings/:finding', async ({ req }) => {
    const answer = await askFinding(deps, req.param('cluster'), req.param('finding'));
    if (!answer) return pageResponse(renderNotice('Nothing is known of that finding, or nothing any more.'), 404);
    return pageResponse(renderFindingPage(answer));
  });
  app.onError((error) => {
    onError(error);
    return pageResponse(
      renderNotice('This page could not be made: whoever serves it finds why where it was started.'),
      500,
    );
  });
  return app;
}

function pageResponse(page: string, status = 200): Response {
  return new Response(page, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
      'content-security-policy': `${contentSecurityPolicy}; frame-ancestors 'none'`,
    },
  });
}
