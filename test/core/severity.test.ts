import { expect, it } from 'vitest';
import { type Severity, worstOf } from '#core/severity.ts';

it.each<[readonly Severity[], Severity | undefined]>([
  [[], undefined],
  [['LOW'], 'LOW'],
  [['LOW', 'HIGH', 'MEDIUM'], 'HIGH'],
  [['CRITICAL', 'INFORMATIONAL'], 'CRITICAL'],
])('the worst of %o is %s', (many, worst) => {
  expect(worstOf(many.map((severity) => ({ severity })))).toBe(worst);
});
