import { describe, expect, it } from 'vitest';
import { renderReplayNight } from '#render/replay-night.ts';
import {
  aBreakage,
  aDigest,
  aDocument,
  aLaggingNodegroup,
  anInsufficiency,
  told,
} from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import {
  belowMinimum,
  enteredUntested,
  extendedSupport,
  lagging,
  laggingLater,
  mended,
  skewNext,
  skewNow,
} from '../support/incident-audit.ts';

const night = {
  night: 4,
  of: 7,
  title: 'The night before the upgrade',
  story:
    'Tomorrow somebody will take the control plane of prod to 1.25, from the console, in 25 minutes. dev and test are green.',
  document: aDocument(),
};

describe('a night of a replay', () => {
  it('tells what changed, what to do, what is still open, and what people were told', () => {
    const digest = aDigest({
      worse: [
        told(aBreakage()),
        told(skewNow, 'REOPENED'),
        told(extendedSupport, 'WORSENED', { previousSeverity: 'MEDIUM' }),
      ],
      better: [told(mended, 'RESOLVED', { cause: 'MENDED' }), told(lagging, 'EASED', { previousSeverity: 'HIGH' })],
      over: [told(enteredUntested, 'RESOLVED', { cause: 'UPGRADED_UNTESTED' })],
      open: [aBreakage(), skewNow, skewNext, extendedSupport, belowMinimum, lagging],
    });
    const document = aDocument({ insufficientData: [anInsufficiency()] });

    expectGolden('render/replay-night.txt', renderReplayNight({ ...night, digest, document }));
  });

  it('says that nothing changed', () => {
    const digest = aDigest({ open: [lagging] });

    expectGolden('render/replay-quiet-night.txt', renderReplayNight({ ...night, digest }, { width: 60 }));
  });

  it('says that what changed is not worth telling', () => {
    const quiet = aLaggingNodegroup('a', { severity: 'INFORMATIONAL' });
    const text = renderReplayNight({ ...night, digest: aDigest({ worse: [told(quiet)], open: [quiet] }) });

    expect(text).toMatch(/Nothing to tell: nothing would have been sent\.\n$/);
    expect(text).not.toContain('kubelet');
  });

  it('speaks with the words of the horizon whose severity it shows', () => {
    const news = [lagging, laggingLater].map((one) => told(one));
    const text = renderReplayNight({ ...night, digest: aDigest({ worse: news }), sent: false }, { width: 200 });

    expect(text).toContain(
      'HIGH      shop-prod node group workers: kubelet 1.22 will be three minors behind at the upgrade to 1.25; only two are allowed; strikes now (LOW) and at the upgrade to 1.25 (HIGH)\n',
    );
  });

  it('says of what is mended no more when it would strike', () => {
    const better = [skewNow, skewNext].map((one) => told(one, 'RESOLVED', { cause: 'MENDED' }));

    expect(renderReplayNight({ ...night, digest: aDigest({ better }), sent: false })).not.toContain('strikes');
  });

  it('takes the word of who sends', () => {
    const digest = aDigest({ worse: [told(lagging)] });

    expect(renderReplayNight({ ...night, digest, sent: false })).toContain('nothing would have been sent');
  });
});
