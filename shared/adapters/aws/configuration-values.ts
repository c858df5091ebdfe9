import { parse } from 'yaml';
import type { Json } from '#core/json.ts';

/**
 * Reads `configurationValues`, which EKS keeps as the user gave it: as JSON or as YAML.
 *
 * Text that is neither, or that is one bare string, stays as it is; where nothing is configured, undefined.
 */
export function parseConfiguration(text: string | null | undefined): Json | undefined {
  if (text === null || text === undefined || text.trim() === '') return undefined;
  const value = parsed(text);
  if (value === null) return undefined; // `null`, or nothing but comments
  return typeof value === 'string' ? text : value;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return parsedYaml(text);
  }
}

function parsedYaml(text: string): Json {
  try {
    // To JSON and back: YAML knows values that JSON does not, such as infinities.
    return JSON.parse(JSON.stringify(parse(text, { logLevel: 'error' }) ?? null));
  } catch {
    return text; // whoever judges configurations tells that it does not parse
  }
}
