import { describe, expect, it } from 'vitest';
import { isAllSeen } from '#core/examination.ts';
import { ailing, anExamination, aTarget } from '../support/examination-builders.ts';

const refusal = { call: 'eks:ListAddons', obstacle: 'DENIED', detail: '', resource: 'shop-dev' } as const;
const { organization } = ailing;

describe('an audit can see everything', () => {
  it.each([
    ['where nothing is in the way', anExamination(), true],
    [
      'also beside a region that is switched off',
      anExamination({ targets: [aTarget({ status: 'REGION_DISABLED' })] }),
      true,
    ],
    [
      'but not where a part is refused',
      anExamination({ targets: [aTarget(), aTarget({ unreadable: [refusal] })] }),
      false,
    ],
    [
      'but not where the accounts are not known',
      { ...anExamination(), ...(organization ? { organization } : {}) },
      false,
    ],
  ])('%s', (_, examination, expected) => {
    expect(isAllSeen(examination)).toBe(expected);
  });
});
