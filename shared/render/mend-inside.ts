import type { Examination, TargetExamination } from '#core/examination.ts';
import type { Obstacle, Unreadable } from '#core/reading.ts';
import type { Mend } from './mend.ts';
import { type Phrase, say } from './phrase.ts';

/** What keeps the Kubernetes API of the cluster that was looked into from being read, a mend an obstacle. */
export function mendsInside(target: TargetExamination, { caller }: Examination): readonly Mend[] {
  const { account, role, example, inside } = target;
  const principal = role ?? caller.arn;
  const alike = Map.groupBy(inside?.refused ?? [], ({ obstacle, detail }) => `${obstacle} ${detail}`);
  return [...alike.values()].flatMap((some): Mend[] => {
    const [first] = some;
    if (!first || !example) return [];
    const { obstacle, detail } = first;
    return [
      {
        isFault: false,
        isOptional: true,
        accounts: [account],
        where: [say`the cluster ${example.name}`],
        actions: [...new Set(some.map(({ call }) => call))].sort(),
        obstacle,
        detail,
        ...cureOf(first, target, example.name, principal),
      },
    ];
  });
}

/** The group by which who reads an account is known in a cluster. */
const group = 'midwatch';

function cureOf(
  { obstacle }: Unreadable,
  { region }: TargetExamination,
  cluster: string,
  principal: string | undefined,
): Pick<Mend, 'remedy' | 'commands' | 'policy'> {
  if (obstacle !== 'DENIED') return { remedy: remedies[obstacle] ?? again, commands: [] };
  const entry = ['--region', region, '--cluster-name', cluster, '--kubernetes-groups', group];
  return {
    remedy: say`in this cluster, and in each other of which it holds, apply this with kubectl, and make an access entry for who asks: AWS's own view policy does not let nodes be listed`,
    commands:
      principal === undefined
        ? []
        : [['aws', 'eks', 'create-access-entry', ...entry, '--principal-arn', withoutSession(principal)]],
    policy: { apiVersion: 'v1', kind: 'List', items: [clusterRole, binding] },
  };
}

const again = say`run again; if it goes on failing, its message says why`;
const remedies: Readonly<Partial<Record<Obstacle, Phrase>>> = {
  UNREACHABLE: say`see that this machine reaches the endpoint of the cluster; one that answers in its VPC alone is asked from there, with "clusterAccess: vpc" in midwatch.yaml`,
};

/** Access entries are made for roles, not for sessions. */
function withoutSession(arn: string): string {
  return arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

const rbac = 'rbac.authorization.k8s.io';
const clusterRole = {
  apiVersion: `${rbac}/v1`,
  kind: 'ClusterRole',
  metadata: { name: group },
  rules: [
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] },
  ],
};
const binding = {
  apiVersion: `${rbac}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: group },
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: group },
  subjects: [{ apiGroup: rbac, kind: 'Group', name: group }],
};
