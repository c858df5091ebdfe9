/** Statuses of a cluster, an add-on or a node group that pass by themselves. */
const passing: readonly string[] = ['PENDING', 'CREATING', 'UPDATING', 'DELETING'];

export function isPassing(status: string | undefined): boolean {
  return status !== undefined && passing.includes(status);
}

/** A part, or a cluster, with its status only where that lasts: what is in order, or passes by itself, is no durable fact. */
export function withLastingStatus<T extends { readonly status?: string | undefined }>(part: T): T {
  const { status, ...others } = part;
  return status === 'ACTIVE' || isPassing(status) ? (others as T) : part;
}
