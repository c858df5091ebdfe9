import { expect, it } from 'vitest';
import type { Coverage } from '#core/coverage.ts';
import { exitCodeOf } from '#core/exit-code.ts';
import { type Severity, severities } from '#core/severity.ts';
import { aCoverage, aDocument, aFinding, documented, resolved } from '../support/document-builders.ts';

const high = documented(aFinding({ severity: 'HIGH' }));
const denied: Coverage = aCoverage({ status: 'DENIED' });
const holes = aCoverage({
  unreadable: [{ call: 'eks:ListAddons', obstacle: 'DENIED', detail: '', resource: 'shop-prod' }],
});

it.each<[string, Parameters<typeof aDocument>[0], Severity | 'none', number]>([
  ['nothing is wrong', {}, 'HIGH', 0],
  ['a finding is as bad as asked for', { findings: [high] }, 'HIGH', 1],
  ['a finding is worse', { findings: [high] }, 'LOW', 1],
  ['a finding is milder', { findings: [high] }, 'CRITICAL', 0],
  ['nothing shall count', { findings: [high] }, 'none', 0],
  ['it was resolved', { findings: [documented(resolved(aFinding({ severity: 'HIGH' })))] }, 'HIGH', 0],
  ['a target could not be seen', { coverage: [denied] }, 'HIGH', 2],
  ['a call was refused inside a target', { coverage: [holes] }, 'HIGH', 2],
  ['something is wrong, and something could not be seen', { coverage: [denied], findings: [high] }, 'HIGH', 1],
  ['nothing shall count, and something could not be seen', { coverage: [denied], findings: [high] }, 'none', 2],
  ['a region is empty', { coverage: [aCoverage({ status: 'EMPTY' })] }, 'HIGH', 0],
  ['a region is switched off', { coverage: [aCoverage({ status: 'REGION_DISABLED' })] }, 'HIGH', 0],
])('where %s', (_when, overrides, failOn, expected) => {
  expect(exitCodeOf(aDocument({ coverage: [], findings: [], ...overrides }), failOn)).toBe(expected);
});

it('knows every severity', () => {
  for (const failOn of severities) {
    const found = aDocument({ coverage: [], findings: [documented(aFinding({ severity: failOn }))] });

    expect(exitCodeOf(found, failOn)).toBe(1);
  }
});
