import type { Corefile, ServerBlock } from './corefile.ts';

/** The ports that CoreDNS serves a transport on where none is said. */
const ports: Readonly<Record<string, string>> = { tls: '853', quic: '853', grpc: '443', https: '443', https3: '443' };

/**
 * The zones that a Corefile serves twice on one port, as they are written there the second time.
 *
 * One that is bound to an address is another than the same bound to another address, and the same as one that is
 * bound to none. A block that is chosen by a view may have what another has.
 */
export function zonesServedTwice({ servers }: Corefile): readonly string[] {
  const served = new Map<string, string[]>();
  const twice = servers.flatMap((server) => {
    const addresses = addressesOf(server);
    return server.keys.filter(isKnown).filter((key) => {
      const zone = zoneOf(key);
      const before = served.get(zone) ?? [];
      served.set(zone, [...before, ...addresses]);
      return addresses.some((address) => before.some((other) => other === address || other === '' || address === ''));
    });
  });
  return [...new Set(twice)];
}

/** What a server listens on: none where it is not known, or where a view chooses it, and all where nothing is bound. */
function addressesOf({ plugins }: ServerBlock): readonly string[] {
  if (plugins.some(({ name }) => name === 'view')) return [];
  const bound = plugins.filter(({ name }) => name === 'bind').flatMap(({ args }) => args);
  if (!bound.every(isKnown)) return [];
  return bound.length === 0 ? [''] : bound;
}

/** What stands in the environment of CoreDNS is not known here. */
export function isKnown(word: string): boolean {
  return !/\{[$%]/.test(word);
}

/** `tls://example.org` → `tls example.org. 853`. */
function zoneOf(key: string): string {
  const scheme = key.indexOf('://');
  const transport = scheme < 0 ? 'dns' : key.slice(0, scheme);
  const rest = scheme < 0 ? key : key.slice(scheme + '://'.length);
  const port = /:(\d+)$/.exec(rest)?.[1];
  const zone = port === undefined ? rest : rest.slice(0, -port.length - 1);
  return `${transport} ${zone.endsWith('.') ? zone : `${zone}.`} ${port ?? ports[transport] ?? '53'}`;
}
