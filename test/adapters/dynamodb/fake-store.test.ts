import { describe } from 'vitest';
import { fakeStore } from '../../support/fake-store.ts';
import { pagedStoreContract } from './paged-store-contract.ts';
import { storeContract } from './store-contract.ts';

describe('the fake store', () => {
  storeContract(async (clock) => ({ store: fakeStore(clock), close: async () => {} }));
  pagedStoreContract(async () => ({ store: fakeStore(), close: async () => {} }));
});
