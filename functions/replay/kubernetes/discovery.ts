const apps = { groupVersion: 'apps/v1', version: 'v1' };

const resource = (name: string, kind: string, namespaced = true) => ({
  name,
  kind,
  singularName: '',
  namespaced,
  verbs: ['list'],
});

/** What the API says of itself, by path: kubectl asks before it lists, and we do not. */
export const discovery: Readonly<Record<string, object>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: [resource('nodes', 'Node', false)] },
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [{ name: 'apps', versions: [apps], preferredVersion: apps }],
  },
  '/apis/apps/v1': {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: 'apps/v1',
    resources: [resource('daemonsets', 'DaemonSet'), resource('deployments', 'Deployment')],
  },
};
