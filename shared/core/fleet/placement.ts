/** Where a name was taken from. */
export type PlacementSource = 'override' | 'tag' | 'account' | 'name';

export interface Placed {
  readonly name: string;
  readonly from: PlacementSource;
}

/** A cluster's place among its siblings; a part that nothing told is absent. */
export interface Placement {
  readonly environment?: Placed;
  readonly system?: Placed;
}
