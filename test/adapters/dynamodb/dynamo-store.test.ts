import { describe } from 'vitest';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { storeContract } from './store-contract.ts';

describe('the store in DynamoDB', () => {
  storeContract(() => openEmbeddedStore({ memory: true }, { clock: { now: () => '2026-03-31T00:00:00.000Z' } }));
});
