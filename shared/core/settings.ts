/** What an operator may set about how things are judged. Durations are whole days. */
export interface Settings {
  readonly notice: {
    /** How long before the end of standard support people want to hear of it. */
    readonly standardSupport: number;
    readonly extendedSupport: number;
    /** How long before AWS stops to publish images for nodes people want to hear of it. */
    readonly imageSupport: number;
    /** How old a release of node images may be. */
    readonly imageAge: number;
    /** How long a release of node images has to run in a lower environment before it is tested. */
    readonly imageSoak: number;
  };
  readonly drift: {
    /** How many minors a control plane may be behind its siblings. */
    readonly clusterVersionsBehind: number;
    /** How long a sibling may have had another add-on version before it counts. */
    readonly grace: number;
  };
  /** What an add-on should not be older than: what EKS installs by default, or the newest that AWS lists. */
  readonly addonCurrency: 'default' | 'newest';
  /** In the order of promotion: the last is what the others are a rehearsal for. */
  readonly environments: readonly Environment[];
}

/** An environment and the other names people give it. */
export interface Environment {
  readonly name: string;
  readonly also: readonly string[];
}

/** Whether an environment is the one that all others are a rehearsal for. */
export function isLastEnvironment(environment: string | undefined, { environments }: Settings): boolean {
  return environment !== undefined && environment === environments.at(-1)?.name;
}
