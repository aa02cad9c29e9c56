import type { Edge, EdgeKind } from '../../../api/wire';

/** From the strongest ground to the weakest: an arrow is drawn by its strongest. */
const BY_STRENGTH: readonly EdgeKind[] = ['person', 'monitor', 'named', 'declared'];

/** The ground that an arrow is drawn by: told apart by its dashes, not by its colour. */
export function strokeOf(edge: Edge): EdgeKind {
  if (edge.verdict === 'confirmed') return 'person';
  return BY_STRENGTH.find((kind) => edge.kinds.includes(kind)) ?? 'declared';
}

/** "85 %", as the language writes it. */
export function shareOf(confidence: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(confidence);
}

/** The id by which a page finds what it says about an arrow. */
export function anchorOf(edge: Pick<Edge, 'cause' | 'effect'>): string {
  return `edge-${edge.cause}-${edge.effect}`;
}
