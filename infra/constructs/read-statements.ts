import { Aws } from 'aws-cdk-lib';
import type { Wildcards } from './acknowledged-wildcards.ts';

/** What a role may read, on which resources, and why those cannot be named one by one. */
export interface ReadStatement extends Wildcards {
  readonly actions: readonly string[];
}

const inThisAccount = (service: string, resource: string) =>
  `arn:${Aws.PARTITION}:${service}:*:${Aws.ACCOUNT_ID}:${resource}`;

/** The actions of EKS that ask for a list, or for what AWS publishes: they name no resource. */
const eksWithoutResource = /^eks:(ListClusters|Describe(Addon|Cluster)Versions|DescribeAddonConfiguration)$/;

/** First match wins. Taken from the Service Authorization Reference, which says on what an action can be allowed. */
const kinds: readonly (Wildcards & { readonly actions: RegExp })[] = [
  {
    actions: /^account:/,
    resources: [`arn:${Aws.PARTITION}:account::${Aws.ACCOUNT_ID}:account`],
    because: 'the account itself',
  },
  {
    actions: new RegExp(`${eksWithoutResource.source}|^(ec2|organizations):`),
    resources: ['*'],
    because: 'these actions have no resource level, or would have to be told the whole organization',
  },
  {
    actions: /^eks:/,
    resources: ['cluster', 'addon', 'nodegroup', 'fargateprofile', 'podidentityassociation'].map((kind) =>
      inThisAccount('eks', `${kind}/*`),
    ),
    because: 'every cluster of the account is audited, also one that is made tomorrow',
  },
  {
    actions: /^kms:/,
    resources: [inThisAccount('kms', 'key/*')],
    because: 'launch templates may name any key of the account; only its description can be read',
  },
  {
    actions: /^ssm:/,
    resources: [`arn:${Aws.PARTITION}:ssm:*::parameter/aws/service/*`],
    because: 'the parameters that AWS publishes, in each region',
  },
];

/** Statements that allow exactly these actions, each on the narrowest resources that it takes. */
export function readStatements(actions: readonly string[]): readonly ReadStatement[] {
  const kindOf = (action: string) => {
    const kind = kinds.find((one) => one.actions.test(action));
    if (!kind) throw new Error(`got ${action}, wanted an action of ${kinds.map(({ actions }) => actions).join(' ')}`);
    return kind;
  };
  return kinds
    .map((kind) => ({ ...kind, actions: actions.filter((action) => kindOf(action) === kind).toSorted() }))
    .filter(({ actions: allowed }) => allowed.length > 0);
}
