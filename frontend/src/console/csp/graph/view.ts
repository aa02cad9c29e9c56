import type { CspEvent, Edge, Graph } from '../../../api/wire';

/** An arrow with the events at both its ends. */
export interface Joined {
  edge: Edge;
  cause: CspEvent;
  effect: CspEvent;
}

/** The graph as a page shows it: the surest arrows first. An arrow that leads out of what was read is left out. */
export function joinedOf({ nodes, edges }: Graph): Joined[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const joined = edges.flatMap((edge) => {
    const [cause, effect] = [known.get(edge.cause), known.get(edge.effect)];
    return cause && effect && cause !== effect ? [{ edge, cause, effect }] : [];
  });
  return joined.sort((one, other) => other.edge.confidence - one.edge.confidence);
}

/** What the graph is narrowed by. */
export interface GraphFilters {
  active: boolean;
  hours: number;
  provider: string;
}

/** How far back one can look, hours. */
export const HOURS = [24, 72, 168, 336] as const;
const USUAL_HOURS = 24;

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
