import { isIncomplete } from './coverage.ts';
import type { AuditDocument } from './document.ts';
import { compareSeverities, type Severity } from './severity.ts';

/**
 * What an audit's process ends with. 3 is for wrong usage and configuration, and for a history that cannot be read.
 *
 * 4 is for what nobody foresaw. A pipeline may take none of the others for it: there is no verdict to go by (as with 0
 * to 2), and the one who wrote the configuration has nothing to mend (as with 3). 130 is what shells know Ctrl-C by.
 */
export const exitCodes = { clean: 0, findings: 1, incomplete: 2, usage: 3, unexpected: 4, interrupted: 130 } as const;

/**
 * Findings at or above `failOn` come first, then what AWS refused or failed to answer.
 *
 * A region that is switched off is no failure, nor is a cluster whose own API nobody may read.
 */
export function exitCodeOf({ findings, coverage }: AuditDocument, failOn: Severity | 'none'): 0 | 1 | 2 {
  const isBad = findings.some(
    ({ status, severity }) => failOn !== 'none' && status === 'OPEN' && compareSeverities(severity, failOn) >= 0,
  );
  if (isBad) return exitCodes.findings;
  return coverage.some(isIncomplete) ? exitCodes.incomplete : exitCodes.clean;
}
