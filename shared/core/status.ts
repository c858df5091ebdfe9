/** Statuses of an add-on or node group that pass by themselves. */
const passing: readonly string[] = ['CREATING', 'UPDATING', 'DELETING'];

export function isPassing(status: string | undefined): boolean {
  return status !== undefined && passing.includes(status);
}

/** A part with its status only where that lasts: what is in order, or passes by itself, is no durable fact. */
export function withLastingStatus<T extends { readonly status?: string }>(part: T): T {
  const { status, ...others } = part;
  return status === 'ACTIVE' || isPassing(status) ? (others as T) : part;
}
