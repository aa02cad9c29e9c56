/** Where a maintenance stands, as the page lists them. */
export const STATES = ['upcoming', 'running', 'past'] as const;

export type AheadState = (typeof STATES)[number];

/** What an address asks for; what is ahead where it does not say. */
export function stateOf(query: URLSearchParams): AheadState {
  return STATES.find((one) => one === query.get('state')) ?? 'upcoming';
}

/** The address of a list. */
export function aheadPath(state: AheadState, provider: string): string {
  const query = new URLSearchParams();
  if (state !== 'upcoming') query.set('state', state);
  if (provider !== '') query.set('provider', provider);
  return query.size === 0 ? '/console/maintenance' : `/console/maintenance?${query.toString()}`;
}
