import { gunzipSync } from 'node:zlib';
import { type UserDataKind, userDataKinds } from '#core/nodes/user-data.ts';

/** More than AWS takes, and than a small archive can be blown up to. */
const mostBytes = 1_000_000;

/** How deep parts may lie in parts. */
const deepest = 4;

/** The kinds of the parts of user data, in order, each once. The text itself is left here: it may hold secrets. */
export function kindsOfUserData(base64: string | undefined): readonly UserDataKind[] {
  if (base64 === undefined || base64.trim() === '') return [];
  const found = new Set(kindsOf(textOf(Buffer.from(base64, 'base64')), '', deepest));
  return userDataKinds.filter((kind) => found.has(kind));
}

function textOf(bytes: Buffer): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes)
      .toString('utf8')
      .replaceAll('\r\n', '\n');
  } catch {
    // What cannot be unpacked is of a kind that is not known.
    return '\u0000';
  }
}

function kindsOf(text: string, type: string, depth: number): readonly UserDataKind[] {
  const boundary = /^content-type:\s*multipart\/[^;\n]+;(?:[^\n]*|\n[ \t])*?boundary="?([^"\s;]+)/im.exec(
    headOf(text),
  )?.[1];
  if (boundary !== undefined && depth > 0)
    return partsOf(text, boundary).flatMap((part) => kindsOfPart(part, depth - 1));
  return text.trim() === '' ? [] : [kindOf(text.trimStart(), type)];
}

/** The lines before the first that is empty. */
function headOf(text: string): string {
  return text.trimStart().split(/\n[ \t]*\n/, 1)[0] ?? '';
}

function partsOf(text: string, boundary: string): readonly string[] {
  const [, ...parts] = `\n${text}`.split(`\n--${boundary}`);
  return parts.filter((part) => !part.startsWith('--')).map((part) => part.replace(/^[ \t]*\n/, ''));
}

function kindsOfPart(part: string, depth: number): readonly UserDataKind[] {
  // A part without a header begins with an empty line.
  const head = part.startsWith('\n') ? '' : headOf(part);
  const body = part.slice(part.startsWith('\n') ? 1 : head.length).replace(/^\s*\n/, '');
  const type = /^content-type:\s*([^\s;]+)/im.exec(head)?.[1]?.toLowerCase() ?? '';
  if (type.startsWith('multipart/')) return kindsOf(part, '', depth);
  const isEncoded = /^content-transfer-encoding:\s*base64/im.test(head);
  return kindsOf(isEncoded ? textOf(Buffer.from(body, 'base64')) : body, type, depth);
}

/** YAML, or JSON, which is YAML too. */
const nodeConfig = /^[\s{]*["']?apiVersion["']?:\s*["']?node\.eks\.aws\//m;

const bootstrap = /^[^#\n]*\/etc\/eks\/bootstrap\.sh/m;

/** Who asks first whether there is such a script does without it where there is none. */
const guarded = /-[efsxr]\s+["']?\/etc\/eks\/bootstrap\.sh/;

function kindOf(text: string, type: string): UserDataKind {
  if (type === 'application/node.eks.aws' || nodeConfig.test(text)) return 'NODE_CONFIG';
  if (/^<(powershell|script|persist)\b/i.test(text)) return 'POWERSHELL';
  if (text.startsWith('#!') || type === 'text/x-shellscript') {
    return bootstrap.test(text) && !guarded.test(text) ? 'BOOTSTRAP_SH' : 'SHELL';
  }
  if (/^(#cloud-|#include|#upstart-job|#part-handler|## template: ?jinja)/.test(text)) return 'CLOUD_INIT';
  if (/^text\/(cloud-|x-include|jinja2|upstart-job|part-handler)/.test(type)) return 'CLOUD_INIT';
  const line = text.split('\n').find((one) => one.trim() !== '' && !one.trimStart().startsWith('#')) ?? '';
  return /^\s*(\[\[?[\w."' -]+\]\]?|[\w."'-]+\s*=)/.test(line) ? 'TOML' : 'UNKNOWN';
}
