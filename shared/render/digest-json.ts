import type { CoverageLost, CoverageRegained, Digest, Told } from '#core/digest/digest.ts';
import { severities } from '#core/severity.ts';
import { subjectOf } from './digest/subject.ts';
import { coverageJson, findingJson, harmlessJson } from './json.ts';

/** The lists of a digest; what may have to be left out, the least important last. */
export const digestLists = [
  'worse',
  'repeated',
  'coverageLost',
  'over',
  'better',
  'catalogueChanges',
  'coverageRegained',
  'notices',
] as const;

/** A digest for machines, by the schema `digest.schema.json`, in no more than so many bytes: what is left out is counted. */
export function renderDigestJson(digest: Digest, bytes: number): string {
  const { sweep } = digest;
  const head = {
    schemaVersion: 1,
    digest: { id: digest.id, asOf: sweep.asOf, baseline: sweep.baseline, subject: subjectOf(digest) },
    open: countsOf(digest.open),
    suppressed: countsOf(digest.suppressed),
  };
  const all = {
    worse: digest.worse.map(toldJson),
    repeated: digest.repeated.map(findingJson),
    coverageLost: digest.coverageLost.map(lostJson),
    over: digest.over.map(toldJson),
    better: digest.better.map(toldJson),
    catalogueChanges: digest.catalogueChanges.map((told) => ({
      ...told,
      clusters: told.clusters.map(({ arn }) => arn),
    })),
    coverageRegained: digest.coverageRegained.map(regainedJson),
    notices: digest.notices,
  };
  const nothing = Object.fromEntries(digestLists.map((list) => [list, []]));
  const zero = Object.fromEntries(digestLists.map((list) => [list, Number.MAX_SAFE_INTEGER]));
  let left = bytes - Buffer.byteLength(harmlessJson({ ...head, ...nothing, leftOut: zero }));
  const kept: Record<string, readonly unknown[]> = {};
  const leftOut: Record<string, number> = {};
  for (const list of digestLists) {
    const fitting = all[list].findIndex((one) => {
      left -= Buffer.byteLength(harmlessJson(one)) + 1;
      return left < 0;
    });
    kept[list] = fitting === -1 ? all[list] : all[list].slice(0, fitting);
    leftOut[list] = all[list].length - kept[list].length;
  }
  return harmlessJson({ ...head, ...kept, leftOut });
}

function lostJson(row: CoverageLost) {
  const { environments, parts, unreadable } = row;
  return { ...coverageJson({ ...row, unreadable: parts ?? unreadable }), environments, whole: parts === undefined };
}

function regainedJson({ account, region, environments, parts = [] }: CoverageRegained) {
  return { account, region, environments, whole: parts.length === 0, readable: parts };
}

function countsOf(findings: Digest['open']): Readonly<Record<string, number>> {
  return Object.fromEntries(severities.map((one) => [one, findings.filter(({ severity }) => severity === one).length]));
}

/** A finding with what happened to it. */
export function toldJson({ finding, transition }: Told) {
  const { kind, at, revision, previousSeverity, cause, worst, unheardOf } = transition;
  const what = { kind, at, revision, previousSeverity, cause, worst, unheardOf };
  return { transition: what, finding: findingJson(finding) };
}
