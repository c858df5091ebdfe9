import { describe } from 'vitest';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { storeContract } from './store-contract.ts';

describe('the store in DynamoDB', () => {
  storeContract((clock) => openEmbeddedStore({ memory: true }, { clock }));
});
