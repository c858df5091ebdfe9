import type { Instant } from '../days.ts';

/** What an AMI type means: the operating system and its family, which is what drift and tests speak of. */
export const amiFamilies = ['AL2023', 'AL2', 'BOTTLEROCKET', 'WINDOWS', 'CUSTOM'] as const;
export type AmiFamily = (typeof amiFamilies)[number];

/** The family of an AMI type of EKS (`AL2023_x86_64_STANDARD`), or undefined for one we do not know yet. */
export function amiFamilyOf(amiType: string): AmiFamily | undefined {
  return amiFamilies.find((family) => amiType === family || amiType.startsWith(`${family}_`));
}

/** A node group's release version, which has a grammar of its own for each family. */
export type NodegroupRelease =
  | { readonly kind: 'amazon-linux'; readonly kubernetes: string; readonly date: string }
  | { readonly kind: 'bottlerocket'; readonly os: string; readonly commit: string }
  | { readonly kind: 'windows'; readonly kubernetes: string; readonly date: string }
  | { readonly kind: 'custom'; readonly imageId: string };

/** Reads `1.30.14-20251209`, `1.47.0-6154605b` (Bottlerocket's own version), `1.31-2024.11.12` or an AMI id. */
export function parseNodegroupRelease(family: AmiFamily, text: string): NodegroupRelease | undefined {
  switch (family) {
    case 'AL2':
    case 'AL2023': {
      const match = /^(\d+\.\d+\.\d+)-(\d{8})$/.exec(text);
      return match ? { kind: 'amazon-linux', kubernetes: match[1] as string, date: match[2] as string } : undefined;
    }
    case 'BOTTLEROCKET': {
      const match = /^(\d+\.\d+\.\d+)-([0-9a-f]{8})$/.exec(text);
      return match ? { kind: 'bottlerocket', os: match[1] as string, commit: match[2] as string } : undefined;
    }
    case 'WINDOWS': {
      const match = /^(\d+\.\d+)-(\d{4})\.(\d{2})\.(\d{2})$/.exec(text);
      if (!match) return undefined;
      return { kind: 'windows', kubernetes: match[1] as string, date: `${match[2]}${match[3]}${match[4]}` };
    }
    case 'CUSTOM':
      return /^ami-[0-9a-f]{8,17}$/.test(text) ? { kind: 'custom', imageId: text } : undefined;
  }
}

/**
 * Orders the date, or Bottlerocket's version, of two releases of one family, whatever their minors of Kubernetes.
 *
 * A release is the same one under every minor.
 */
export function compareImageReleases(a: string, b: string): number {
  const [left, right] = [numbersIn(a), numbersIn(b)];
  const place = left.findIndex((part, index) => part !== right[index]);
  return place === -1 ? 0 : Number(left[place]) - Number(right[place]);
}

/** The midnight of a release's date; of Bottlerocket, which has none, and of what is no date, undefined. */
export function releasedAt(release: string): Instant | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(release) ?? [];
  const date = new Date(`${year}-${month}-${day}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function numbersIn(text: string): readonly number[] {
  return text.split('.').map(Number);
}
