import type { Item } from '#adapters/dynamodb/item.ts';
import type { DocumentClient } from '#adapters/dynamodb/table.ts';

/** What is written, by what it is of: `SWEEP`, `CLUSTER` and so on, as the keys of the table begin. */
export type Writes = Readonly<Record<string, number>>;

interface AnyCommand {
  readonly input: { readonly Item?: Item; readonly RequestItems?: Readonly<Record<string, readonly BatchRequest[]>> };
}
interface BatchRequest {
  readonly PutRequest?: { readonly Item: Item };
}

/** A client that counts the items it is given to write. */
export function countedWrites(client: DocumentClient) {
  let writes: Record<string, number> = {};
  const send = (command: never): Promise<unknown> => {
    for (const { pk } of itemsOf(command)) {
      const kind = pk.split('#')[0] ?? pk;
      writes[kind] = (writes[kind] ?? 0) + 1;
    }
    return client.send(command);
  };
  return {
    client: { send } as DocumentClient,
    writes: (): Writes => writes,
    reset: () => {
      writes = {};
    },
  };
}

function itemsOf({ input: { Item, RequestItems = {} } }: AnyCommand): readonly Item[] {
  if (Item) return [Item];
  return Object.values(RequestItems).flatMap((requests) =>
    Array.isArray(requests) ? requests.flatMap(({ PutRequest }) => (PutRequest ? [PutRequest.Item] : [])) : [],
  );
}
