import type { Json } from '#core/json.ts';
import type { Ec2List } from './ec2-lists.ts';
import type { Fault } from './fault.ts';
import type { KubernetesContent } from './kubernetes-content.ts';

/** What AWS answered over a number of nights: everything a replay needs. */
export interface Recording {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** The account whose credentials the audit starts with. */
  readonly hub: string;
  /** How many items of a list are answered at once; as many as are asked for where it is absent. */
  readonly itemsAPage?: number;
  /** In the order of time; never empty. */
  readonly nights: readonly RecordedNight[];
}

/** The whole state of one night, with what it took over from the nights before. */
export interface RecordedNight {
  readonly id: string;
  readonly asOf: string;
  readonly title: string;
  readonly story: string;
  readonly faults: readonly Fault[];
  /** Absent where no account is in one. */
  readonly organization?: RecordedOrganization;
  /** By account id; an account that is not here does not exist. */
  readonly accounts: Readonly<Record<string, RecordedAccount>>;
  /** By region; `all` serves every region that has none of its own. */
  readonly published: Readonly<Record<string, RecordedCatalogue>>;
}

/** An organization, in the shapes of AWS's lists of it. */
export interface RecordedOrganization {
  /** The accounts that may ask about it: its management account and delegated administrators. */
  readonly administrators: readonly string[];
  /** By the id of a root or a unit. */
  readonly parents: Readonly<Record<string, RecordedParent>>;
}

/** What lies directly in a root or a unit. */
export interface RecordedParent {
  readonly Accounts: readonly JsonObject[];
  readonly OrganizationalUnits: readonly JsonObject[];
}

export interface RecordedAccount {
  /** The regions as ListRegions gives them. */
  readonly regions: readonly JsonObject[];
  /** By region, then by name. */
  readonly clusters: Readonly<Record<string, Readonly<Record<string, RecordedCluster>>>>;
  /** By region, what EC2 lists there, in the shapes of its answers; a list that is not here is empty. */
  readonly ec2?: Readonly<Record<string, RecordedEc2>>;
  /** By region, then by what it is asked for: an id, an ARN or an alias. */
  readonly kmsKeys?: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
}

export type RecordedEc2 = Readonly<Partial<Record<Ec2List, readonly JsonObject[]>>>;

/**
 * One cluster and what is in it, in the shapes of AWS's answers; dates are ISO 8601.
 *
 * What is `null` in a map is listed and, when it is described, not found: it was deleted in between.
 */
export interface RecordedCluster {
  readonly cluster: JsonObject;
  readonly addons: Described;
  readonly nodegroups: Described;
  readonly fargateProfiles: Described;
  readonly podIdentityAssociations: Readonly<Record<string, JsonObject>>;
  /** By id; never null, since a list shows more of one than its id. */
  readonly insights: Readonly<Record<string, JsonObject>>;
  /** By id. */
  readonly updates: Readonly<Record<string, RecordedUpdate>>;
  /** What its Kubernetes API lists; absent where nobody recorded that, so that nobody is led to one. */
  readonly kubernetes?: RecordedKubernetes;
}

export type RecordedKubernetes = KubernetesContent;

export type Described = Readonly<Record<string, JsonObject | null>>;

/** An update of the control plane or, where one is named, of an add-on or a node group. */
export interface RecordedUpdate {
  readonly addonName?: string | undefined;
  readonly nodegroupName?: string | undefined;
  readonly update: JsonObject;
}

/** What AWS publishes in a region. */
export interface RecordedCatalogue {
  readonly clusterVersions: readonly JsonObject[];
  readonly addons: readonly JsonObject[];
  /** The public parameters of Systems Manager. */
  readonly parameters: readonly JsonObject[];
}

export interface JsonObject {
  readonly [key: string]: Json;
}
