import { describe } from 'vitest';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { pagedStoreContract } from './paged-store-contract.ts';
import { storeContract } from './store-contract.ts';

describe('the store in DynamoDB', () => {
  storeContract((clock) => openEmbeddedStore({ memory: true }, { clock }));
  pagedStoreContract(() => openEmbeddedStore({ memory: true }, { clock: systemClock }));
});
