import type { CspEvent, Edge, Graph } from '../../../api/wire';

/** An arrow with the events at both its ends. */
export interface Joined {
  edge: Edge;
  cause: CspEvent;
  effect: CspEvent;
}

/** The graph as a page shows it: what is joined, surest first, and what stands alone, as it came. */
export interface View {
  joined: Joined[];
  /** The events that an arrow begins or ends at. */
  drawn: CspEvent[];
  alone: CspEvent[];
}

/** Sorts a graph for a page. An arrow that leads out of what was read is left out. */
export function viewOf({ nodes, edges }: Graph): View {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const joined = edges.flatMap((edge) => {
    const [cause, effect] = [known.get(edge.cause), known.get(edge.effect)];
    return cause && effect && cause !== effect ? [{ edge, cause, effect }] : [];
  });
  joined.sort((one, other) => rank(other.edge) - rank(one.edge));
  const ends = new Set(joined.flatMap(({ cause, effect }) => [cause.id, effect.id]));
  return {
    joined,
    drawn: nodes.filter(({ id }) => ends.has(id)),
    alone: nodes.filter(({ id }) => !ends.has(id)),
  };
}

/** What was rejected comes last. */
function rank({ verdict, confidence }: Edge): number {
  return verdict === 'rejected' ? confidence - 2 : confidence;
}

/** What the graph is narrowed by. */
export interface GraphFilters {
  active: boolean;
  hours: number;
  provider: string;
}

/** How far back one can look, hours. */
export const HOURS = [24, 72, 168, 720] as const;
const USUAL_HOURS = 72;

/** The filters that an address holds; hours that are not on offer are the usual ones. */
export function graphFiltersOf(query: URLSearchParams): GraphFilters {
  const hours = Number(query.get('hours'));
  return {
    active: query.get('active') === 'true',
    hours: HOURS.some((one) => one === hours) ? hours : USUAL_HOURS,
    provider: query.get('provider')?.trim() ?? '',
  };
}

/** The query of the address for what a reader chose; what is usual is not said. */
export function graphQueryOf(given: FormData): URLSearchParams {
  const query = new URLSearchParams();
  if (given.get('active') !== null) query.set('active', 'true');
  const hours = given.get('hours');
  if (typeof hours === 'string' && Number(hours) !== USUAL_HOURS) query.set('hours', hours);
  const provider = given.get('provider');
  if (typeof provider === 'string' && provider.trim() !== '') query.set('provider', provider.trim());
  return query;
}
