import { describe, expect, it } from 'vitest';
import { allFacets, notReadYet, refusalsIn, refusalsOf, snapshotFacets } from '#core/facets.ts';
import { readable, unreadable } from '#core/reading.ts';
import { aCluster, anAddon, clusterAccessOff, refused } from '../support/builders.ts';

const noKubernetes = refused('kubernetes:ListDaemonSets');

describe('the facets of a snapshot', () => {
  it('are all that is a reading in it', () => {
    const readings = Object.entries(aCluster()).flatMap(([key, value]) =>
      typeof value === 'object' && 'readable' in value ? [key] : [],
    );

    expect([...snapshotFacets].sort()).toEqual(readings.sort());
    expect(allFacets).toEqual(['cluster', ...snapshotFacets]);
  });

  it('that were never asked for are told by the call that will ask', () => {
    expect(notReadYet('nodegroups')).toEqual(
      unreadable({ call: 'eks:ListNodegroups', obstacle: 'NOT_READ_YET', detail: '' }),
    );
  });
});

describe('what was refused of a snapshot', () => {
  it('is nothing where all was read', () => {
    expect(refusalsIn(aCluster())).toEqual([]);
  });

  it('is a facet as a whole, or the parts of it', () => {
    const hidden = { name: 'coredns', detail: unreadable(refused()) };
    const snapshot = aCluster({
      addons: readable([hidden, { name: 'vpc-cni', detail: readable(anAddon('vpc-cni')) }]),
      nodegroups: unreadable(refused('eks:ListNodegroups')),
    });

    expect(refusalsIn(snapshot)).toEqual([
      { part: 'coredns', because: refused() },
      { because: refused('eks:ListNodegroups') },
    ]);
  });

  it('is not what an audit is whole without', () => {
    const snapshot = aCluster({ selfManagedAddons: unreadable(noKubernetes) });

    expect(refusalsIn(snapshot)).toEqual([]);
    expect(refusalsOf('selfManagedAddons', snapshot)).toEqual([{ because: noKubernetes }]);
  });

  it('is not what nobody set up to be read', () => {
    expect(refusalsOf('selfManagedAddons', aCluster())).toEqual([]);
  });

  it('is what an audit needs, though nobody set it up', () => {
    const snapshot = aCluster({ addons: unreadable(clusterAccessOff) });

    expect(refusalsIn(snapshot)).toEqual([{ because: clusterAccessOff }]);
  });
});
