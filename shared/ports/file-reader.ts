/** The text of a file that lies elsewhere, or why it could not be read. */
export type FileReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly because: string };

/** Reads one file, whole or not at all. It never throws, and never takes long. */
export type FileReader = () => Promise<FileReading>;
