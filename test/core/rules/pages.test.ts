import { expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';

/** What each command of EKS cannot do without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'describe-addon': ['--cluster-name', '--addon-name'],
  'describe-addon-versions': ['--addon-name'],
  'describe-cluster': ['--name'],
  'describe-cluster-versions': [],
  'describe-insight': ['--cluster-name', '--id'],
  'describe-nodegroup': ['--cluster-name', '--nodegroup-name'],
  'list-addons': ['--cluster-name'],
  'list-insights': ['--cluster-name'],
  'list-pod-identity-associations': ['--cluster-name'],
  'describe-update': ['--name', '--update-id'],
  'list-updates': ['--name'],
};

it.each([...clusterRules, ...fleetRules])('the page of $id names commands that can be run', ({ debug }) => {
  for (const line of debug) {
    const command = /aws eks ([a-z-]+)/.exec(line)?.[1];
    if (command === undefined) continue;
    expect(needed).toHaveProperty(command);
    for (const option of needed[command] ?? []) expect(line).toContain(`${option} `);
  }
});
