import { expect, it } from 'vitest';
import type { SeenCall } from '../../functions/replay/faults.ts';
import { makeCallCounts } from './call-counts.ts';

const call: SeenCall = {
  service: 'eks',
  operation: 'ListClusters',
  account: '111122223333',
  region: 'eu-west-1',
  night: 'one',
};

function countsOf(calls: readonly (readonly [at: number, call: SeenCall])[]) {
  let now = 0;
  const { see, counts } = makeCallCounts(() => now);
  for (const [at, one] of calls) {
    now = at;
    see(one, undefined);
  }
  return counts();
}

it('finds the second in which a region saw most calls, wherever it begins', () => {
  const at = [0, 900, 950, 1000, 1899, 1900, 5000];

  expect(countsOf(at.map((one) => [one, call])).most).toEqual({ calls: 4, target: '111122223333 eu-west-1' });
});

it('keeps regions and accounts apart, and counts what has a limit of its own', () => {
  const others = [
    { ...call, region: 'us-east-1' },
    { ...call, account: '444455556666' },
    { ...call, service: 'sts' },
  ];

  const { calls, most } = countsOf([call, ...others].map((one) => [0, one]));

  expect({ calls, most: most.calls }).toEqual({ calls: 4, most: 1 });
});

it('counts what was throttled, and what is asked once a region', () => {
  const { see, counts } = makeCallCounts(() => 0);

  see(call, 'throttled');
  see({ ...call, operation: 'DescribeAddonVersions' }, 'refused');
  see({ ...call, service: 'ssm', operation: 'GetParameters' }, undefined);
  see({ ...call, service: 'organizations' }, undefined);

  expect(counts()).toMatchObject({ calls: 4, throttled: 1, catalogue: 2, organizations: 1 });
});
