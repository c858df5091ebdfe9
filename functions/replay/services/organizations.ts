import {
  ListAccounts$,
  ListAccountsForParent$,
  type ListAccountsForParentRequest,
  type ListAccountsRequest,
  ListOrganizationalUnitsForParent$,
  type ListOrganizationalUnitsForParentRequest,
} from '@aws-sdk/client-organizations';
import type { JsonObject, RecordedOrganization, RecordedParent } from '#adapters/recording/recording.ts';
import { AwsError } from '../aws-error.ts';
import { defineOperation, type Operation, type Scene } from '../operation.ts';
import { pageOf } from '../pages.ts';
import { accountOf, entryOf } from '../scene.ts';

/** The lists of an organization. It is global: it answers whatever region signs. */
export const organizations: readonly Operation[] = [
  defineOperation<ListAccountsRequest>(ListAccounts$, (input, scene) => {
    const { items, ...next } = page(accountsOf(organizationOf(scene)), input, ['accounts']);
    return { Accounts: items, ...next };
  }),

  defineOperation<ListAccountsForParentRequest>(ListAccountsForParent$, (input, scene) => {
    const { Accounts } = parentOf(scene, input.ParentId);
    const { items, ...next } = page(Accounts, input, ['accounts', input.ParentId]);
    return { Accounts: items, ...next };
  }),

  defineOperation<ListOrganizationalUnitsForParentRequest>(ListOrganizationalUnitsForParent$, (input, scene) => {
    const { OrganizationalUnits } = parentOf(scene, input.ParentId);
    const { items, ...next } = page(OrganizationalUnits, input, ['units', input.ParentId]);
    return { OrganizationalUnits: items, ...next };
  }),
];

/** The organization of the caller, who has to be its management account or a delegated administrator. */
function organizationOf(scene: Scene): RecordedOrganization {
  accountOf(scene);
  const { caller, night } = scene;
  const { organization } = night;
  if (!organization || !accountsOf(organization).some(({ Id }) => Id === caller.account)) {
    const message = 'Your account is not a member of an organization.';
    throw new AwsError('AWSOrganizationsNotInUseException', 400, message);
  }
  if (organization.administrators.includes(caller.account)) return organization;
  throw new AwsError('AccessDeniedException', 400, "You don't have permissions to access this resource.");
}

function accountsOf({ parents }: RecordedOrganization): readonly JsonObject[] {
  return Object.values(parents).flatMap(({ Accounts }) => Accounts);
}

/** What lies directly in a root or a unit; a unit that is listed and has no entry of its own is empty. */
function parentOf(scene: Scene, id: string | undefined): RecordedParent {
  const { parents } = organizationOf(scene);
  const isListed = Object.values(parents).some(({ OrganizationalUnits }) =>
    OrganizationalUnits.some(({ Id }) => Id === id),
  );
  const parent = entryOf(parents, id) ?? (isListed ? { Accounts: [], OrganizationalUnits: [] } : undefined);
  if (parent) return parent;
  const message = "We can't find a root or OU with the ParentId that you specified.";
  throw new AwsError('ParentNotFoundException', 400, message);
}

interface PagedInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const mostAPage = 20;

/** The last page has no token at all. */
function page<T>(all: readonly T[], { MaxResults, NextToken }: PagedInput, list: readonly unknown[]) {
  const paging = { list, maxResults: MaxResults, nextToken: NextToken, most: mostAPage, invalid };
  const { items, nextToken } = pageOf(all, paging);
  return nextToken === null ? { items } : { items, NextToken: nextToken };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', 400, message);
}
