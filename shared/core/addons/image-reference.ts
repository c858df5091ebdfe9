/** What a workload names to be pulled: `registry/repository:tag@digest`. */
export interface ImageReference {
  /** Host and port; absent where the runtime's own is meant. */
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const grammar = /^(?<name>[^@\s]+?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[a-z0-9+._-]+:[0-9a-fA-F]{32,}))?$/;

/** Reads an image as container runtimes do, or gives undefined for what is none. */
export function parseImage(text: string): ImageReference | undefined {
  const { name, tag, digest } = grammar.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  // A registry is told from the first part of a repository by a dot or a port.
  const registry = /[.:]/.test(first) || first === 'localhost' ? first : undefined;
  const repository = registry === undefined ? name : name.slice(slash + 1);
  if (!/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(repository)) return undefined;
  return {
    ...(registry === undefined ? {} : { registry }),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Whether a repository is the one of a name, or a mirror of it under whatever path. */
export function isRepository({ repository }: ImageReference, name: string): boolean {
  return repository === name || repository.endsWith(`/${name}`);
}
